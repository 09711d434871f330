package decode

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"
)

// longFLAC makes a stereo file of frames of 4096 samples, stored verbatim, so
// big; each holds one value, its number modulo 1000.
func longFLAC(t testing.TB, frames int) []byte {
	t.Helper()
	var out bytes.Buffer
	enc, err := flac.NewEncoder(&out, &meta.StreamInfo{
		BlockSizeMin: 4096, BlockSizeMax: 4096, SampleRate: 44100, NChannels: 2, BitsPerSample: 16,
		NSamples: uint64(frames * 4096),
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		sub := func() *frame.Subframe {
			s := &frame.Subframe{SubHeader: frame.SubHeader{Pred: frame.PredVerbatim}, NSamples: 4096}
			for range 4096 {
				s.Samples = append(s.Samples, int32(i%1000))
			}
			return s
		}
		err := enc.WriteFrame(&frame.Frame{
			Header: frame.Header{
				HasFixedBlockSize: true, BlockSize: 4096, SampleRate: 44100,
				Channels: frame.ChannelsLR, BitsPerSample: 16, Num: uint64(i),
			},
			Subframes: []*frame.Subframe{sub(), sub()},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	b := out.Bytes()
	packed := binary.BigEndian.Uint64(b[18:])&^(1<<36-1) | uint64(frames*4096)
	binary.BigEndian.PutUint64(b[18:], packed)
	return b
}
