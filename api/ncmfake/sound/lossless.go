package sound

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"

	mp3 "github.com/hajimehoshi/go-mp3"
)

// lossless is the part of a piece that its flac files repeat: a few bars of
// the mp3, decoded in a circle and encoded once. The samples stay for the
// places where a song's own are mixed in.
type lossless struct {
	pcm    [2][]int32
	frames []flacFrame
}

// keptLoops and keptSongs bound what stays in memory: some 2 MB a loop, under
// 1 MB a song.
const (
	keptLoops = 4
	keptSongs = 4
)

var (
	loopsKept = recent[int, *lossless]{limit: keptLoops}
	songsKept = recent[Song, *flacMaker]{limit: keptSongs}
)

// recent keeps the values that were used last.
type recent[K comparable, V any] struct {
	limit int
	mu    sync.Mutex
	keys  []K // the one used last in front
	vals  map[K]V
}

// get gives the value of a key, made when it is not there. Making holds up
// the others, so that nothing is made twice.
func (r *recent[K, V]) get(k K, make func() V) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.vals[k]
	if !ok {
		if v = make(); r.vals == nil {
			r.vals = map[K]V{}
		}
		r.vals[k] = v
	}
	r.keys = slices.Insert(slices.DeleteFunc(r.keys, func(o K) bool { return o == k }), 0, k)
	if len(r.keys) > r.limit {
		delete(r.vals, r.keys[r.limit])
		r.keys = r.keys[:r.limit]
	}
	return v
}

// loadLossless makes the loop of a piece: 50 to 100 ms when it is not kept.
func loadLossless(piece int) *lossless {
	return loopsKept.get(piece, func() *lossless {
		p := Pieces[piece]
		l := &lossless{pcm: decodeLoop(p)}
		if p.LosslessRate == 2*p.Rate {
			for c := range l.pcm {
				l.pcm[c] = double(l.pcm[c])
			}
		}
		for at := 0; at < len(l.pcm[0]); at += block {
			one := [2][]int32{l.pcm[0][at : at+block], l.pcm[1][at : at+block]}
			l.frames = append(l.frames, encodeFrame(one, p.LosslessRate, p.LosslessBits))
		}
		return l
	})
}

// decodeLoop decodes the first bars of a piece as if they came again and
// again. Two frames before them fill the decoder's memory.
func decodeLoop(p Piece) (pcm [2][]int32) {
	const before = 2
	frames := loadStream("pieces/" + p.Name + ".mp3")[:p.losslessBars*p.Bar/frame]
	in := slices.Concat(frames[len(frames)-before:], frames)
	d, err := mp3.NewDecoder(struct{ io.Reader }{bytes.NewReader(slices.Concat(in...))})
	if err != nil {
		panic(fmt.Sprintf("sound: %s: %v", p.Name, err)) // a broken build
	}
	raw, err := io.ReadAll(d)
	if err != nil || len(raw) != len(in)*frame*4 {
		panic(fmt.Sprintf("sound: %s: %d bytes, %v", p.Name, len(raw), err))
	}
	raw = raw[before*frame*4:]
	for c := range pcm {
		pcm[c] = make([]int32, len(raw)/4)
		for i := range pcm[c] {
			pcm[c][i] = int32(int16(uint16(raw[4*i+2*c]) | uint16(raw[4*i+2*c+1])<<8))
		}
	}
	return pcm
}

// halfTaps is one side of the filter that finds the samples between two.
var halfTaps = func() (taps [16]float64) {
	sum := 0.0
	for i := range taps {
		x := float64(i) + 0.5
		taps[i] = math.Sin(math.Pi*x) / (math.Pi * x) * (0.5 + 0.5*math.Cos(math.Pi*x/float64(len(taps))))
		sum += 2 * taps[i]
	}
	for i := range taps {
		taps[i] /= sum
	}
	return taps
}()

// double gives a loop at twice its rate, in 24 bits of which the lowest four
// are zero.
func double(x []int32) []int32 {
	n := len(x)
	out := make([]int32, 2*n)
	for i, v := range x {
		out[2*i] = v << 8
		between := 0.0
		for k, t := range halfTaps {
			between += t * float64(x[(i-k+n)%n]+x[(i+k+1)%n])
		}
		out[2*i+1] = int32(math.Round(between*16)) << 4
	}
	return out
}
