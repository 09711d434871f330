package flac

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"ncmtui/player/decode/window"
)

// Errors of Open and Next.
var (
	ErrNotFLAC     = errors.New("not a flac stream")
	ErrUnsupported = errors.New("unsupported flac stream")
	ErrGivenUp     = errors.New("too much damage in a row")
)

// Info is what STREAMINFO says, RFC 9639 §8.2.
type Info struct {
	Rate     int
	Channels int
	Bits     int
	Total    int64 // samples; 0 unknown

	blockMin, blockMax int
	frameMax           int   // bytes; 0 unknown
	first              int64 // number of the file's first sample: 0 but in a piece of a stream
}

// Block types.
const (
	typeStreamInfo = 0
	typeSeekTable  = 3
)

const (
	chunk        = 16 << 10
	maxSeekTable = 24 << 10 // longer ones are not worth reading: 24 KiB are 1365 points
	maxBlocks    = 256
	pointLen     = 18
)

// readMeta walks the metadata blocks; what is not needed is jumped over.
func readMeta(w *window.Reader, size int64) (*Info, []point, error) {
	if err := findMarker(w); err != nil {
		return nil, nil, err
	}
	var info *Info
	var raw []byte
	for range maxBlocks {
		b, err := w.Peek(4)
		if err != nil {
			return nil, nil, notFLAC(err)
		}
		last, kind := b[0]&0x80 != 0, b[0]&0x7f
		n := int64(b[1])<<16 | int64(b[2])<<8 | int64(b[3])
		w.Skip(4)
		if size >= 0 && w.Pos()+n > size {
			return nil, nil, fmt.Errorf("%w: metadata longer than the file", ErrNotFLAC)
		}
		switch {
		case kind == typeStreamInfo && n >= 34:
			if b, err = w.Peek(34); err != nil {
				return nil, nil, notFLAC(err)
			}
			if info, err = parseInfo(b); err != nil {
				return nil, nil, err
			}
		case kind == typeSeekTable && n <= maxSeekTable:
			if b, err = w.Peek(int(n)); err != nil {
				return nil, nil, notFLAC(err)
			}
			raw = append([]byte(nil), b...)
		}
		w.Skip(n)
		if !last {
			continue
		}
		if info == nil {
			return nil, nil, fmt.Errorf("%w: no STREAMINFO", ErrNotFLAC)
		}
		return info, parsePoints(raw, w.Pos(), size), nil
	}
	return nil, nil, fmt.Errorf("%w: too many metadata blocks", ErrNotFLAC)
}

// findMarker moves behind "fLaC", over an ID3v2 tag in front of it.
func findMarker(w *window.Reader) error {
	b, err := w.Peek(10)
	if err == nil && string(b[:3]) == "ID3" {
		w.Skip(10 + int64(b[6]&127)<<21 + int64(b[7]&127)<<14 + int64(b[8]&127)<<7 + int64(b[9]&127))
		b, err = w.Peek(4)
	}
	if len(b) < 4 || string(b[:4]) != "fLaC" {
		return notFLAC(err)
	}
	w.Skip(4)
	return nil
}

// notFLAC keeps an input's own error and turns the end of the file into
// ErrNotFLAC.
func notFLAC(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return ErrNotFLAC
	}
	return err
}

func parseInfo(b []byte) (*Info, error) {
	be := binary.BigEndian
	packed := be.Uint64(b[10:])
	s := &Info{
		blockMin: int(be.Uint16(b)),
		blockMax: int(be.Uint16(b[2:])),
		frameMax: int(b[7])<<16 | int(b[8])<<8 | int(b[9]),
		Rate:     int(packed >> 44),
		Channels: int(packed>>41&7) + 1,
		Bits:     int(packed>>36&31) + 1,
		Total:    int64(packed & (1<<36 - 1)),
	}
	if s.Rate < 1000 || s.Bits < 4 || s.Bits > 24 || s.blockMax < 16 {
		return nil, fmt.Errorf("%w: %d Hz, %d bit, blocks of %d", ErrUnsupported, s.Rate, s.Bits, s.blockMax)
	}
	return s, nil
}

// parsePoints reads a SEEKTABLE; data is where the frames begin. A table that
// is not in order is dropped.
func parsePoints(b []byte, data, size int64) []point {
	points := []point{{0, data}}
	for ; len(b) >= pointLen; b = b[pointLen:] {
		sample, off := binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])
		if sample >= 1<<40 || off >= 1<<40 {
			continue // placeholder
		}
		p, last := point{int64(sample), data + int64(off)}, points[len(points)-1]
		if p == last {
			continue
		}
		if p.sample <= last.sample || p.off <= last.off || size >= 0 && p.off >= size {
			return points[:1]
		}
		points = append(points, p)
	}
	return points
}

// maxFrame bounds a frame's length in bytes.
func (s *Info) maxFrame() int {
	verbatim := s.blockMax*s.Channels*(s.Bits+1)/8 + s.Channels*8 + maxHeader + 64
	return 2 * verbatim
}

// Bitrate is the average in bit/s; 0 unknown.
func (r *Reader) Bitrate() int {
	if r.Total == 0 || r.size < r.data {
		return 0
	}
	return int(float64(r.size-r.data) * 8 * float64(r.Rate) / float64(r.Total))
}
