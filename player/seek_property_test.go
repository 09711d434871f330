package player

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mewkiz/flac"
	"github.com/mewkiz/flac/frame"
	"github.com/mewkiz/flac/meta"

	"ncmtui/player/decode"
	"ncmtui/player/decode/mp3"
	"ncmtui/player/stream"
)

// farServer serves one file over a line with a round-trip time and a rate.
type farServer struct {
	data []byte
	rtt  time.Duration
	rate int // bytes a millisecond

	mu       sync.Mutex
	sent     int
	requests int
}

func (f *farServer) RoundTrip(req *http.Request) (*http.Response, error) {
	from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(req.Header.Get("Range"), "bytes="), "-"))
	f.mu.Lock()
	f.requests++
	f.mu.Unlock()
	select {
	case <-time.After(f.rtt):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	return &http.Response{
		StatusCode: 206, Request: req, ContentLength: int64(len(f.data) - from),
		Header: http.Header{"Content-Range": {fmt.Sprintf("bytes %d-%d/%d", from, len(f.data)-1, len(f.data))}},
		Body:   &farBody{f: f, ctx: req.Context(), r: bytes.NewReader(f.data[from:])},
	}, nil
}

func (f *farServer) counts() (sent, requests int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.sent, f.requests
}

type farBody struct {
	f   *farServer
	ctx context.Context
	r   *bytes.Reader
}

func (b *farBody) Read(p []byte) (int, error) {
	p = p[:min(len(p), 4*b.f.rate)]
	select {
	case <-time.After(time.Duration(len(p)) * time.Millisecond / time.Duration(b.f.rate)):
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
	n, err := b.r.Read(p)
	b.f.mu.Lock()
	b.f.sent += n
	b.f.mu.Unlock()
	return n, err
}

func (b *farBody) Close() error { return nil }

// framesOf takes the audio frames of an mp3.
func framesOf(t *testing.T, name string) [][]byte {
	t.Helper()
	b, err := os.ReadFile("decode/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for i := 0; i < len(b); {
		h, ok := mp3.ParseHeader(b[i:])
		if !ok || h.Layer != 3 || i+h.Size > len(b) {
			i++
			continue
		}
		f := b[i : i+h.Size]
		if !bytes.Contains(f, []byte("Info")) && !bytes.Contains(f, []byte("Xing")) {
			out = append(out, f)
		}
		i += h.Size
	}
	return out
}

// singular repeats frames and makes each of another loudness, so that every
// place of the song sounds like no other.
func singular(frames [][]byte, times int, rng *rand.Rand) [][]byte {
	var out [][]byte
	for range times {
		for _, f := range frames {
			f = bytes.Clone(f)
			less := rng.IntN(5)
			for part := range 4 { // two granules of two channels
				lower(f[4:], 20+part*59+21, less)
			}
			out = append(out, f)
		}
	}
	return out
}

// lower takes steps from the global gain, 8 bits at a bit of the side
// information (ISO 11172-3, 2.4.1.7).
func lower(side []byte, bit, steps int) {
	at, shift := bit/8, 8-bit%8
	v := binary.BigEndian.Uint16(side[at:])
	gain := max(int(v>>shift&255)-steps, 0)
	binary.BigEndian.PutUint16(side[at:], v&^(255<<shift)|uint16(gain)<<shift)
}

// withTOC puts a Xing frame before the frames, with a table of contents.
func withTOC(frames [][]byte) [][]byte {
	f := make([]byte, 417)
	copy(f, "\xff\xfb\x90\x64")
	size := len(f)
	for _, g := range frames {
		size += len(g)
	}
	tag := f[36:]
	copy(tag, "Xing")
	binary.BigEndian.PutUint32(tag[4:], 7)
	binary.BigEndian.PutUint32(tag[8:], uint32(len(frames)))
	binary.BigEndian.PutUint32(tag[12:], uint32(size))
	at := len(f)
	for i, g := range frames {
		for k := (i*100 + len(frames) - 1) / len(frames); k <= (i*100+99)/len(frames) && k < 100; k++ {
			tag[16+k] = byte(at * 256 / size)
		}
		at += len(g)
	}
	return append([][]byte{f}, frames...)
}

// noisyFLAC is a file of random samples, with a seek table or without.
func noisyFLAC(t *testing.T, frames int, table bool, rng *rand.Rand) []byte {
	t.Helper()
	var out bytes.Buffer
	enc, err := flac.NewEncoder(&out, &meta.StreamInfo{
		BlockSizeMin: 4096, BlockSizeMax: 4096, SampleRate: 44100, NChannels: 2, BitsPerSample: 16, NSamples: uint64(frames * 4096),
	})
	if err != nil {
		t.Fatal(err)
	}
	const info = 4 + 4 + 34 // magic and STREAMINFO
	var points []byte
	for i := range frames {
		if i%20 == 0 {
			points = binary.BigEndian.AppendUint64(points, uint64(i*4096))
			points = binary.BigEndian.AppendUint64(points, uint64(out.Len()-info))
			points = binary.BigEndian.AppendUint16(points, 4096)
		}
		sub := func() *frame.Subframe {
			s := &frame.Subframe{SubHeader: frame.SubHeader{Pred: frame.PredVerbatim}, NSamples: 4096}
			for range 4096 {
				s.Samples = append(s.Samples, int32(int16(rng.Uint32())))
			}
			return s
		}
		if err := enc.WriteFrame(&frame.Frame{
			Header: frame.Header{
				HasFixedBlockSize: true, BlockSize: 4096, SampleRate: 44100, Channels: frame.ChannelsLR, BitsPerSample: 16, Num: uint64(i),
			},
			Subframes: []*frame.Subframe{sub(), sub()},
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.Close(); err != nil {
		t.Fatal(err)
	}
	b := out.Bytes()
	binary.BigEndian.PutUint64(b[18:], binary.BigEndian.Uint64(b[18:])&^(1<<36-1)|uint64(frames*4096))
	if !table {
		return b
	}
	head := bytes.Clone(b[:info])
	head[4] &^= 0x80 // no longer the last block
	head = append(head, 0x83, byte(len(points)>>16), byte(len(points)>>8), byte(len(points)))
	return append(append(head, points...), b[info:]...)
}

// soughtSong is a song for seeks, and how well they must do.
type soughtSong struct {
	name string
	file []byte
	step float64 // how far off, as a part of the song, an unseen place may be
	most int     // bytes for a seek
	rtts int     // round trips for a seek
}

func soughtSongs(t *testing.T) []soughtSong {
	t.Helper()
	rng := rand.New(rand.NewPCG(12, 34))
	cbr := singular(framesOf(t, "cbr320.mp3"), 20-10*raceOn, rng)
	vbr := append(singular(framesOf(t, "v0.mp3"), 12-6*raceOn, rng), singular(framesOf(t, "vbr-notag.mp3"), 12-6*raceOn, rng)...)
	file := func(frames [][]byte) []byte { return bytes.Join(frames, nil) }
	return []soughtSong{
		{"mp3 of one bitrate", file(cbr), 0, 160 << 10, 1},
		{"mp3 of many, with a table", file(withTOC(vbr)), 0.015, 160 << 10, 1},
		{"mp3 of many, without", file(vbr), 0.3, 160 << 10, 1},
		{"flac with a table", noisyFLAC(t, 300-150*raceOn, true, rng), 0, 512 << 10, 2},
		{"flac without", noisyFLAC(t, 300-150*raceOn, false, rng), 0, 256 << 10, 4},
	}
}

// TestHundredSeeksLandWhereTheySay jumps about in songs that come over a line
// of 1 MiB/s and 80 ms: half of the places are loaded, half are not.
func TestHundredSeeksLandWhereTheySay(t *testing.T) {
	t.Parallel()
	for _, s := range soughtSongs(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			want := wholeOf(t, s.file)
			synctest.Test(t, func(t *testing.T) {
				rng := rand.New(rand.NewPCG(56, 78))
				var k *seeker
				for i := range 100 - 76*raceOn {
					if i%4 == 0 { // so that much is not there
						k.close()
						k = newSeeker(t, s, len(want))
					}
					k.seek(rng.IntN(len(want)-10000), want)
					time.Sleep(time.Duration(rng.IntN(300)) * time.Millisecond)
				}
				k.close()
			})
		})
	}
}

func wholeOf(t *testing.T, file []byte) [][2]float64 {
	t.Helper()
	d, err := decode.Open(bytes.NewReader(file), decode.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	var all [][2]float64
	block := make([][2]float64, 4096)
	for {
		n, ok := d.Stream(block)
		all = append(all, block[:n]...)
		if !ok {
			return all
		}
	}
}

// seeker is an open song that comes from afar.
type seeker struct {
	t     *testing.T
	song  soughtSong
	far   *farServer
	store *stream.Store
	src   *stream.Source
	dec   decode.Decoder
	block [][2]float64
}

func newSeeker(t *testing.T, s soughtSong, samples int) *seeker {
	t.Helper()
	k := &seeker{t: t, song: s, far: &farServer{data: s.file, rtt: 80 * time.Millisecond, rate: 1 << 10}, block: make([][2]float64, 8000)}
	var err error
	k.store, err = stream.OpenStore(stream.Options{Dir: t.TempDir(), Transport: k.far, AllowHosts: []string{"cdn.test"}})
	if err != nil {
		t.Fatal(err)
	}
	sum := md5.Sum(s.file)
	k.src, err = k.store.Source(stream.Media{
		Track: 1, URL: "http://cdn.test/1", Size: int64(len(s.file)), MD5: hex.EncodeToString(sum[:]), Format: "mp3",
	}, func(context.Context) (stream.Media, error) { return stream.Media{}, errors.New("renewed") }, nil)
	if err != nil {
		t.Fatal(err)
	}
	k.src.Promote()
	if k.dec, err = decode.Open(k.src.NewReader(), decode.Hint{Duration: time.Duration(samples) * time.Second / 44100}); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *seeker) close() {
	if k == nil {
		return
	}
	_ = k.dec.Close()
	k.src.Release()
	_ = k.store.Close()
}

// seek goes to sample p and looks at what comes from there.
func (k *seeker) seek(p int, want [][2]float64) {
	k.t.Helper()
	sent, requests := k.far.counts()
	begun := time.Now()
	if err := k.dec.Seek(p); err != nil {
		k.t.Fatalf("to %d: %v", p, err)
	}
	n, _ := k.dec.Stream(k.block[:1152])
	took := time.Since(begun)
	nowSent, nowRequests := k.far.counts()
	for n < len(k.block) {
		more, ok := k.dec.Stream(k.block[n:])
		if n += more; !ok {
			break
		}
	}
	at, found := find(want, k.block[:n], p, int(k.song.step*float64(len(want))))
	switch {
	case !found:
		k.t.Errorf("to %d: it sounds like no place within %g of the song", p, k.song.step)
	case k.song.step == 0 && at != p:
		k.t.Errorf("to %d: at %d", p, at)
	}
	if got := nowSent - sent; got > k.song.most {
		k.t.Errorf("to %d: %d bytes loaded", p, got)
	}
	// One request may be for the rest, begun while nothing was asked for.
	if nowRequests-requests > k.song.rtts+1 {
		k.t.Errorf("to %d: %d requests", p, nowRequests-requests)
	}
	if limit := time.Duration(k.song.rtts)*k.far.rtt + time.Duration(k.song.most/k.far.rate)*time.Millisecond; took > limit {
		k.t.Errorf("to %d: %v", p, took)
	}
}

// find looks for a piece of sound near p.
func find(all, piece [][2]float64, p, off int) (at int, ok bool) {
	fits := func(at int) bool {
		if at < 0 || at+len(piece) > len(all) {
			return false
		}
		for i, s := range piece {
			if all[at+i] != s {
				return false
			}
		}
		return true
	}
	for d := 0; d <= off+1152; d++ {
		if fits(p + d) {
			return p + d, true
		}
		if fits(p - d) {
			return p - d, true
		}
	}
	return 0, false
}

// TestEstimatedPlacesComeTrue seeks in a song of many bitrates that is all
// there: the place is corrected to the sample.
func TestEstimatedPlacesComeTrue(t *testing.T) {
	t.Parallel()
	const tries = 30 - 22*raceOn
	for _, s := range soughtSongs(t)[1:3] {
		want, rng, guessed := wholeOf(t, s.file), rand.New(rand.NewPCG(90, 12)), 0
		for range tries {
			d, err := decode.Open(bytes.NewReader(s.file), decode.Hint{Duration: time.Duration(len(want)) * time.Second / 44100})
			if err != nil {
				t.Fatal(err)
			}
			p := rng.IntN(len(want) - 60000)
			if err := d.Seek(p); err != nil {
				t.Fatal(err)
			}
			d.Stream(make([][2]float64, 500+rng.IntN(5000)))
			settle := d.(decode.Settler)
			for settle.Estimated() {
				guessed++
				if _, err := settle.Settle(); err != nil {
					t.Fatal(err)
				}
			}
			block := make([][2]float64, 4000)
			at := d.Position()
			n, _ := d.Stream(block)
			if got, ok := find(want, block[:n], at, 2*44100); !ok || got != at || n == 0 {
				t.Errorf("%s, to %d: it says %d and is at %d (%v)", s.name, p, at, got, ok)
			}
		}
		if guessed < tries*2/3 {
			t.Errorf("%s: only %d estimates", s.name, guessed)
		}
	}
}

func TestEstimateIsShownAndCorrected(t *testing.T) {
	t.Parallel()
	song := soughtSongs(t)[1].file
	length := time.Duration(len(wholeOf(t, song))) * time.Second / 44100
	inRig(t, 1, time.Second, func(r *rig) {
		r.opts.Decode = decode.Open
		r.svc.files[1], r.svc.rate = song, 300-100*raceOn
	}, func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(time.Second)
		r.do(SeekTo{length * 7 / 10})
		if s := r.after(400 * time.Millisecond); !s.Estimated {
			t.Errorf("not shown as an estimate: %+v", s.At)
		}
		wait := min(8*time.Second, length/5) // the smaller song of the race detector is nearly over
		if s := r.after(wait); s.Estimated || s.Status != Playing {
			t.Errorf("still estimated: %v, status %d", s.Estimated, s.Status)
		}
		r.after(max(length*3/10-wait-4*time.Second, 0))
		var last time.Duration
		for range 4000 {
			s := r.after(5 * time.Millisecond)
			if s.Status != Playing {
				break
			}
			last = s.At
			if s.Moving {
				last = s.At + time.Since(s.Taken)
			}
		}
		if (last - length).Abs() > 60*time.Millisecond {
			t.Errorf("the song of %v ends at %v", length, last)
		}
	})
}
