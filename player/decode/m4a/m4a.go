// Package m4a finds the access units of AAC in an MP4 file by its tables, and
// in a raw ADTS stream by its headers. It never decodes them, never reads
// what it was not asked for, and keeps no more than the tables.
package m4a

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"ncmtui/player/decode/window"
)

// Errors of Open and Unit; the input's own come through as they are.
var (
	// ErrDamaged: the file's boxes make no sense or are not all there.
	ErrDamaged = errors.New("damaged m4a")
	// ErrLost: one unit cannot be had; the next one may.
	ErrLost = errors.New("access unit lost")
)

// Playable is the only codec whose units Unit gives.
const Playable = "aac-lc"

// UnitLen is the number of samples of a unit of AAC-LC.
const UnitLen = 1024

// maxUnit is the longest unit in bytes: stereo has 1536, and what does not fit
// into the 13 bits of an ADTS header is damage.
const maxUnit = 8<<10 - 1 - adtsHead

// chunkLen is what is read at a time.
const chunkLen = 16 << 10

// Track is what the headers say.
type Track struct {
	Codec    string // Playable, or a word for what it is instead
	Rate     int    // Hz
	Channels int
	Units    int // 0 unknown
	Front    int // samples to drop at the start
	Length   int // samples behind those; 0 unknown
	Bitrate  int // bit/s, average; 0 unknown
}

// File gives the units of a track.
type File struct {
	Track
	w      *window.Reader
	size   uint32
	sizes  []uint32
	chunks []chunk

	next int   // unit that stands at off
	off  int64 // -1 unknown
	cur  int   // its chunk
}

// chunk is a piece of the file with units one behind another.
type chunk struct {
	first int // its first unit
	off   int64
}

// Open reads the tables; size is -1 if unknown. Of a codec that is not
// Playable only the name is sure.
func Open(in io.ReadSeeker, size int64) (*File, error) {
	p := &parser{w: window.New(in, chunkLen)}
	if err := p.walk(0, size, 0); err != nil {
		return nil, err
	}
	t := p.track()
	switch {
	case !p.moov:
		return nil, fmt.Errorf("%w: no moov", ErrDamaged)
	case t == nil:
		return nil, fmt.Errorf("%w: no sound in it", ErrDamaged)
	case t.codec != Playable:
		return &File{Track: Track{Codec: t.codec, Rate: t.rate, Channels: t.chans}}, nil
	case !slices.Contains(rates[:], t.rate) || t.chans < 1 || t.chans > 7:
		return nil, fmt.Errorf("%w: %d Hz, %d channels", ErrDamaged, t.rate, t.chans)
	}
	f := &File{w: p.w, size: t.size, sizes: t.sizes, chunks: t.chunks(), off: -1}
	f.Track = Track{Codec: t.codec, Rate: t.rate, Channels: t.chans, Units: t.units}
	if f.Units == 0 || len(f.chunks) == 0 {
		f.Codec = "fragmented mp4" // or one without a single unit
		return f, nil
	}
	f.Front, f.Length = t.edges(p)
	if f.Length > 0 {
		f.Bitrate = int(float64(f.bytes()) * 8 * float64(f.Rate) / float64(f.Length))
	}
	return f, nil
}

// track picks the first track of sound, one that can be played before others.
func (p *parser) track() *track {
	var first *track
	for _, t := range p.tracks {
		if !t.seen || !t.sound {
			continue
		}
		if t.codec == "" {
			t.codec = "unknown"
		}
		if t.codec == Playable {
			return t
		}
		if first == nil {
			first = t
		}
	}
	return first
}

// chunks joins stco and stsc, and leaves as many units as there is room for.
func (t *track) chunks() []chunk {
	list := make([]chunk, 0, len(t.offs))
	first, r := 0, 0
	for i, off := range t.offs {
		for r+1 < len(t.perRuns) && int64(t.perRuns[r+1].first) <= int64(i)+1 {
			r++
		}
		if first >= t.units || r >= len(t.perRuns) {
			break
		}
		if n := min(int64(t.perRuns[r].units), maxUnits); n > 0 {
			list = append(list, chunk{first, off})
			first += int(n)
		}
	}
	t.units = min(t.units, first)
	return list
}

// edges gives the samples to drop in front and those behind that are heard:
// by iTunSMPB, which counts samples, else by the edit list and the lengths.
func (t *track) edges(p *parser) (front, length int) {
	all := int64(t.units) * UnitLen
	if priming, n, ok := trims(p.smpb); ok && priming+n <= all {
		return int(priming), int(n)
	}
	total := all
	if t.scale > 0 {
		if n := samples(max(t.total, 0), t.scale, t.rate); n > all-UnitLen && n < all {
			total = n // the last unit is a shorter one
		}
	}
	if !t.edited || t.scale == 0 {
		return 0, int(total)
	}
	begin := samples(t.start, t.scale, t.rate)
	if begin >= total {
		return 0, int(total)
	}
	n := total - begin
	// An edit's length is in the coarse ticks of the movie: it only counts
	// when it is shorter by more than one of them.
	if p.scale > 0 && t.span > 0 {
		if s := samples(t.span, p.scale, t.rate); s+samples(1, p.scale, t.rate)+1 < n {
			n = s
		}
	}
	return int(begin), int(n)
}

// samples turns ticks into samples, rounded.
func samples(ticks int64, scale uint32, rate int) int64 {
	if ticks > 1<<40 {
		ticks = 1 << 40
	}
	return (ticks*int64(rate) + int64(scale)/2) / int64(scale)
}

func (f *File) bytes() (n int64) {
	if f.size > 0 {
		return int64(f.size) * int64(f.Units)
	}
	for _, s := range f.sizes[:f.Units] {
		n += int64(s)
	}
	return n
}

// Count is the number of units.
func (f *File) Count() int { return f.Units }

// Unit reads the i-th unit; the bytes are valid until the next call. io.EOF
// comes behind the last and where the file is cut off.
func (f *File) Unit(i int) ([]byte, error) {
	if i < 0 || i >= f.Units {
		return nil, io.EOF
	}
	if i != f.next || f.off < 0 {
		f.find(i)
	}
	n := f.length(i)
	off := f.off
	f.next, f.off = i+1, off+n
	if f.cur+1 < len(f.chunks) && f.chunks[f.cur+1].first == i+1 {
		f.cur++
		f.off = f.chunks[f.cur].off
	}
	if n == 0 || n > maxUnit {
		return nil, ErrLost
	}
	f.w.SeekTo(off)
	b, err := f.w.Peek(int(n))
	if err != nil {
		f.off = -1
		return nil, err
	}
	return b, nil
}

func (f *File) length(i int) int64 {
	if f.size > 0 {
		return int64(f.size)
	}
	return int64(f.sizes[i])
}

// find looks a unit's place up in the tables.
func (f *File) find(i int) {
	c, _ := slices.BinarySearchFunc(f.chunks, i+1, func(c chunk, i int) int { return c.first - i })
	f.cur = c - 1
	at := f.chunks[f.cur]
	f.next, f.off = i, at.off
	if f.size > 0 {
		f.off += int64(f.size) * int64(i-at.first)
		return
	}
	for _, n := range f.sizes[at.first:i] {
		f.off += int64(n)
	}
}

// AppendHeader appends an ADTS header for a unit of n bytes: 0 < n <= 8184.
func (t *Track) AppendHeader(b []byte, n int) []byte {
	index := 0
	for i, r := range rates {
		if r == t.Rate {
			index = i
		}
	}
	n += adtsHead
	return append(b, 0xff, 0xf1, 1<<6|byte(index<<2), byte(t.Channels<<6|n>>11), byte(n>>3), byte(n<<5)|0x1f, 0xfc)
}
