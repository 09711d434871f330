package m4a

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"ncmtui/player/decode/window"
)

// Bounds of what a header may ask for. A song has some dozens of boxes.
const (
	maxBoxes  = 4096
	maxDepth  = 10
	maxLeaf   = 4 << 10 // bytes read of a box that is no table
	maxUnits  = 2 << 20 // 13 hours at 44.1 kHz
	maxChunks = 1 << 20
	maxRuns   = 1 << 16 // of chunks, and of durations
	maxEdits  = 16
)

// parser walks the boxes of a file (ISO/IEC 14496-12 §4.2) and keeps what
// playing needs.
type parser struct {
	w      *window.Reader
	boxes  int
	scale  uint32 // ticks a second of the movie's clock
	tracks []*track
	cur    *track
	name   string // of the iTunes item being read
	smpb   string // the item iTunSMPB
	moov   bool
}

// containers are the boxes that hold nothing but boxes, and how many bytes
// stand before those.
var containers = map[string]int64{
	"moov": 0, "trak": 0, "mdia": 0, "minf": 0, "stbl": 0, "edts": 0, "udta": 0, "meta": 4, "ilst": 0, "----": 0, "wave": 0,
}

// leaf gives what reads a box that holds no boxes; nil: it is not needed.
func leaf(kind string) func(p *parser, from, to int64) error {
	switch kind {
	case "mvhd":
		return (*parser).movieHeader
	case "mdhd":
		return (*parser).mediaHeader
	case "hdlr":
		return (*parser).handler
	case "elst":
		return (*parser).edits
	case "stsd":
		return (*parser).descriptions
	case "esds":
		return (*parser).esds
	case "stts":
		return (*parser).durations
	case "stsz":
		return (*parser).sizes
	case "stz2":
		return (*parser).compactSizes
	case "stsc":
		return (*parser).runs
	case "stco":
		return (*parser).offsets
	case "co64":
		return (*parser).longOffsets
	case "name":
		return (*parser).itemName
	case "data":
		return (*parser).itemData
	}
	return nil
}

// walk goes through the boxes in [from, to); to is -1 for a file of unknown
// size. At the top it ends behind moov.
func (p *parser) walk(from, to int64, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%w: boxes too deep", ErrDamaged)
	}
	for at := from; to < 0 || at+8 <= to; {
		kind, body, end, err := p.box(at, to)
		if err != nil {
			return err
		}
		if err := p.enter(kind, body, end, depth); err != nil {
			return err
		}
		if depth == 0 && p.moov {
			return nil
		}
		at = end
	}
	return nil
}

func (p *parser) enter(kind string, body, end int64, depth int) error {
	skip, holds := containers[kind]
	switch {
	case depth == 0 && kind != "moov":
		return nil
	case kind == "trak":
		p.cur = &track{}
		p.tracks = append(p.tracks, p.cur)
	case kind == "meta":
		// QuickTime has the boxes at once.
		if b, err := p.bytes(body, min(end-body, 8)); err == nil && len(b) == 8 && string(b[4:]) == "hdlr" {
			skip = 0
		}
	}
	if holds {
		err := p.walk(min(body+skip, end), end, depth+1)
		if kind == "trak" {
			p.cur = nil
		}
		p.moov = p.moov || kind == "moov"
		return err
	}
	if read := leaf(kind); read != nil {
		return read(p, body, end)
	}
	return nil
}

// box reads a box's head; end never lies behind to.
func (p *parser) box(at, to int64) (kind string, body, end int64, err error) {
	if p.boxes++; p.boxes > maxBoxes {
		return "", 0, 0, fmt.Errorf("%w: too many boxes", ErrDamaged)
	}
	b, err := p.bytes(at, 8)
	if err != nil {
		return "", 0, 0, err
	}
	n, head := int64(binary.BigEndian.Uint32(b)), int64(8)
	kind = string(b[4:8])
	switch {
	case n == 1:
		if b, err = p.bytes(at+8, 8); err != nil {
			return "", 0, 0, err
		}
		n, head = int64(binary.BigEndian.Uint64(b)&(1<<62-1)), 16
	case n == 0 && to >= 0:
		n = to - at // to the end
	case n == 0:
		return "", 0, 0, fmt.Errorf("%w: no moov", ErrDamaged)
	}
	if n < head {
		return "", 0, 0, fmt.Errorf("%w: box of %d bytes", ErrDamaged, n)
	}
	end = at + n
	if to >= 0 {
		end = min(end, to)
	}
	return kind, at + head, end, nil
}

// bytes reads n bytes (at most maxLeaf) at an offset.
func (p *parser) bytes(off, n int64) ([]byte, error) {
	p.w.SeekTo(off)
	b, err := p.w.Peek(int(min(n, maxLeaf)))
	if err != nil {
		return nil, cut(err)
	}
	return b, nil
}

// cut keeps an input's own error and turns the end of the file into damage.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: cut off", ErrDamaged)
	}
	return err
}

// table gives the rows of a table of the given width that stand in
// [from, to), no more than count of them and never more than limit.
func (p *parser) table(from, to, count int64, width, limit int, row func([]byte)) error {
	count = min(count, max(to-from, 0)/int64(width))
	if count > int64(limit) {
		return fmt.Errorf("%w: a table of %d rows", ErrDamaged, count)
	}
	p.w.SeekTo(from)
	for count > 0 {
		n := min(count, int64(maxLeaf/width))
		b, err := p.w.Peek(int(n) * width)
		if err != nil {
			return cut(err)
		}
		for ; len(b) > 0; b = b[width:] {
			row(b[:width])
		}
		p.w.Skip(n * int64(width))
		count -= n
	}
	return nil
}
