package decode

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"
)

// longValue is a sample of longFLAC: noise that tells its place, and long
// stretches of one value that take next to no bytes.
func longValue(i int) int32 {
	if i>>12%50 > 40 {
		return int32(i >> 12)
	}
	return int32(int16(uint32(i) * 2654435761 >> 16))
}

// longFLAC makes a big stereo file of frames of 4096 samples, whose bytes are
// unevenly spread.
func longFLAC(t testing.TB, frames int) []byte {
	t.Helper()
	song, _ := longFrames(t, frames)
	return song
}

// longFrames gives also where its frames begin.
func longFrames(t testing.TB, frames int) (song []byte, offs []int) {
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
			for k := range 4096 {
				s.Samples = append(s.Samples, longValue(i*4096+k))
			}
			return s
		}
		offs = append(offs, out.Len())
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
	return b, offs
}
