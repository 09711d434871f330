package m4a

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// track is what the boxes of a trak say.
type track struct {
	sound   bool
	seen    bool   // stsd was there
	codec   string // "" until known
	rate    int
	chans   int
	scale   uint32 // ticks a second of the track's clock
	total   int64  // length by stts, in ticks
	start   int64  // media time of the first edit
	span    int64  // its length in ticks of the movie's clock
	edited  bool
	units   int
	size    uint32   // of every unit; 0: in sizes
	sizes   []uint32 // of each
	offs    []int64  // of the chunks
	perRuns []run
}

// run says how many units the chunks from first on hold.
type run struct{ first, units uint32 }

var be = binary.BigEndian

func (p *parser) movieHeader(from, to int64) error {
	b, err := p.bytes(from, min(32, to-from))
	if err != nil || len(b) < 20 {
		return err
	}
	p.scale = be.Uint32(b[12:])
	if b[0] == 1 && len(b) >= 32 {
		p.scale = be.Uint32(b[20:])
	}
	return nil
}

func (p *parser) mediaHeader(from, to int64) error {
	b, err := p.bytes(from, min(32, to-from))
	if err != nil || p.cur == nil || len(b) < 20 {
		return err
	}
	p.cur.scale = be.Uint32(b[12:])
	if b[0] == 1 && len(b) >= 32 {
		p.cur.scale = be.Uint32(b[20:])
	}
	return nil
}

func (p *parser) handler(from, to int64) error {
	b, err := p.bytes(from, min(12, to-from))
	if err == nil && p.cur != nil && len(b) == 12 && !p.cur.sound {
		p.cur.sound = string(b[8:]) == "soun"
	}
	return err
}

// edits takes the first edit that is not an empty one.
func (p *parser) edits(from, to int64) error {
	b, err := p.bytes(from, min(8, to-from))
	if err != nil || p.cur == nil || len(b) < 8 {
		return err
	}
	count, wide, width := int64(be.Uint32(b[4:])), b[0] == 1, 12
	if wide {
		width = 20
	}
	return p.table(from+8, to, min(count, maxEdits), width, maxEdits, func(b []byte) {
		span, start := int64(be.Uint32(b)), int64(int32(be.Uint32(b[4:])))
		if wide {
			span, start = int64(be.Uint64(b)&(1<<62-1)), int64(be.Uint64(b[8:]))
		}
		if start >= 0 && !p.cur.edited {
			p.cur.span, p.cur.start, p.cur.edited = span, start, true
		}
	})
}

// head gives the count that stands behind a table's version, and where its
// rows begin.
func (p *parser) head(from, to int64, skip int64) (count, rows int64, err error) {
	b, err := p.bytes(from, min(8+skip, to-from))
	if err != nil || int64(len(b)) < 8+skip {
		return 0, to, err
	}
	return int64(be.Uint32(b[4+skip:])), from + 8 + skip, nil
}

func (p *parser) durations(from, to int64) error {
	count, rows, err := p.head(from, to, 0)
	if err != nil || p.cur == nil {
		return err
	}
	t := p.cur
	return p.table(rows, to, count, 8, maxUnits, func(b []byte) {
		t.total += int64(be.Uint32(b)) * int64(be.Uint32(b[4:])) & (1<<52 - 1)
		t.total = min(t.total, 1<<52)
	})
}

func (p *parser) sizes(from, to int64) error {
	count, rows, err := p.head(from, to, 4)
	if err != nil || p.cur == nil {
		return err
	}
	b, err := p.bytes(from+4, 4)
	if err != nil {
		return err
	}
	t := p.cur
	t.sizes = nil
	if t.size = be.Uint32(b); t.size != 0 {
		t.units = int(min(count, maxUnits))
		return nil
	}
	err = p.table(rows, to, count, 4, maxUnits, func(b []byte) { t.sizes = append(t.sizes, be.Uint32(b)) })
	t.units = len(t.sizes)
	return err
}

// compactSizes reads stz2: 4, 8 or 16 bits a size.
func (p *parser) compactSizes(from, to int64) error {
	count, rows, err := p.head(from, to, 4)
	if err != nil || p.cur == nil {
		return err
	}
	b, err := p.bytes(from+4, 4)
	if err != nil {
		return err
	}
	t := p.cur
	t.sizes, t.size = nil, 0
	count = min(count, maxUnits)
	switch b[3] {
	case 4:
		err = p.table(rows, to, (count+1)/2, 1, maxUnits, func(b []byte) {
			t.sizes = append(t.sizes, uint32(b[0]>>4), uint32(b[0]&15))
		})
	case 8:
		err = p.table(rows, to, count, 1, maxUnits, func(b []byte) { t.sizes = append(t.sizes, uint32(b[0])) })
	case 16:
		err = p.table(rows, to, count, 2, maxUnits, func(b []byte) { t.sizes = append(t.sizes, uint32(be.Uint16(b))) })
	}
	t.sizes = t.sizes[:min(int64(len(t.sizes)), count)]
	t.units = len(t.sizes)
	return err
}

func (p *parser) runs(from, to int64) error {
	count, rows, err := p.head(from, to, 0)
	if err != nil || p.cur == nil {
		return err
	}
	t := p.cur
	t.perRuns = nil
	return p.table(rows, to, count, 12, maxRuns, func(b []byte) {
		t.perRuns = append(t.perRuns, run{be.Uint32(b), be.Uint32(b[4:])})
	})
}

func (p *parser) offsets(from, to int64) error {
	return p.places(from, to, 4, func(b []byte) int64 { return int64(be.Uint32(b)) })
}

func (p *parser) longOffsets(from, to int64) error {
	return p.places(from, to, 8, func(b []byte) int64 { return int64(be.Uint64(b) & (1<<48 - 1)) })
}

func (p *parser) places(from, to int64, width int, value func([]byte) int64) error {
	count, rows, err := p.head(from, to, 0)
	if err != nil || p.cur == nil {
		return err
	}
	t := p.cur
	t.offs = nil
	return p.table(rows, to, count, width, maxChunks, func(b []byte) { t.offs = append(t.offs, value(b)) })
}

func (p *parser) itemName(from, to int64) error {
	b, err := p.bytes(from, min(36, to-from))
	if err == nil && len(b) > 4 {
		p.name = string(b[4:])
	}
	return err
}

func (p *parser) itemData(from, to int64) error {
	if p.name != "iTunSMPB" {
		return nil
	}
	b, err := p.bytes(from, min(200, to-from))
	if err == nil && len(b) > 8 {
		p.smpb = string(b[8:])
	}
	p.name = ""
	return err
}

// trims reads an iTunSMPB text: numbers in hex, of which the second is the
// priming, the third the padding and the fourth the samples between.
func trims(text string) (priming, length int64, ok bool) {
	f := strings.Fields(text)
	if len(f) < 4 {
		return 0, 0, false
	}
	priming, err1 := strconv.ParseInt(f[1], 16, 33)
	length, err2 := strconv.ParseInt(f[3], 16, 48)
	return priming, length, err1 == nil && err2 == nil && priming >= 0 && length > 0
}
