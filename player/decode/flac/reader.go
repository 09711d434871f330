package flac

import (
	"errors"
	"io"
	"slices"

	"ncmtui/player/decode/window"
)

const (
	maxBad  = 50      // damaged frames in a row before the song is given up
	maxScan = 2 << 20 // bytes searched for the next frame
	noFrame = int64(-1)
)

// Block is a decoded frame: Samples values per channel from sample number
// Sample on, valid until the next one. Planes is nil for a part that damage
// has eaten: it is silence.
type Block struct {
	Sample  int64
	Samples int
	Planes  [][]int32
}

// Reader decodes the frames of a file.
type Reader struct {
	Info
	w       *window.Reader
	size    int64
	data    int64   // offset of the first frame
	points  []point // known frame starts, in order
	off     int64   // offset of the next frame
	sample  int64   // its expected first sample
	gap     int     // samples to hand out as silence first
	bad     int     // damaged frames in a row
	frames  frameDecoder
	longest int    // frame seen, in bytes
	long    []byte // a frame that the window cannot hold
}

// point is a known frame start.
type point struct{ sample, off int64 }

// Open reads the metadata and the first frame's header; size is -1 if unknown.
func Open(in io.ReadSeeker, size int64) (*Reader, error) {
	w := window.New(in, chunk)
	info, points, err := readMeta(w, size)
	if err != nil {
		return nil, err
	}
	r := &Reader{Info: *info, w: w, size: size, data: points[0].off, points: points, off: points[0].off}
	b, err := w.Peek(maxHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	r.first = 1 << 40 // any number will do
	if h, ok := r.parseHeader(b); ok && h.sample > 0 {
		// A piece cut out of a stream: its tables are the whole's.
		r.first, r.points = h.sample, r.points[:1]
	} else {
		r.first = 0
	}
	return r, nil
}

// Next decodes the next block; io.EOF behind the last, ErrGivenUp when only
// damage follows, else the input's own errors.
func (r *Reader) Next() (Block, error) {
	for r.gap == 0 {
		r.w.SeekTo(r.off)
		b, err := r.w.Peek(maxHeader)
		if err != nil && !errors.Is(err, io.EOF) {
			return Block{}, err
		}
		h, ok := r.parseHeader(b)
		if ok && h.sample-r.first == r.sample {
			planes, next, err := r.decode(h)
			if err == nil {
				return r.take(h, planes, next), nil
			}
			var broken *brokenError
			if !errors.As(err, &broken) {
				return Block{}, err
			}
		} else if len(b) < 6 {
			return Block{}, io.EOF
		}
		if err := r.resync(); err != nil {
			return Block{}, err
		}
	}
	n := min(r.gap, r.blockMax)
	blk := Block{Sample: r.sample, Samples: n}
	r.gap -= n
	r.sample += int64(n)
	return blk, nil
}

func (r *Reader) take(h header, planes [][]int32, next int64) Block {
	blk := Block{Sample: r.sample, Samples: h.block, Planes: planes}
	r.note(point{r.sample, r.off})
	r.off, r.sample, r.bad = next, r.sample+int64(h.block), 0
	return blk
}

// resync looks for a frame that continues the stream behind the damage at off
// and leaves the gap up to it.
func (r *Reader) resync() error {
	r.bad++
	if r.bad > maxBad {
		return ErrGivenUp
	}
	for at := r.off + 1; at < r.off+maxScan; {
		found, h, err := r.scan(at, chunk)
		if err != nil {
			return err
		}
		if found == noFrame {
			at += chunk
			continue
		}
		ahead := h.sample - r.first - r.sample
		if ahead >= 0 && ahead <= int64(maxBad*r.blockMax) {
			r.off, r.gap = found, int(ahead)
			return nil
		}
		at = found + 1
	}
	return ErrGivenUp
}

// scan finds the first frame header that begins in [from, from+n); noFrame
// when there is none, io.EOF when the file ends before.
func (r *Reader) scan(from int64, n int) (int64, header, error) {
	r.w.SeekTo(from)
	b, err := r.w.Peek(n + maxHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return noFrame, header{}, err
	}
	for i := 0; i+1 < len(b) && i < n; i++ {
		if b[i] != 0xff || b[i+1]&0xfe != 0xf8 {
			continue
		}
		if h, ok := r.parseHeader(b[i:min(i+maxHeader, len(b))]); ok && h.sample >= r.first {
			return from + int64(i), h, nil
		}
	}
	if err != nil {
		return noFrame, header{}, io.EOF
	}
	return noFrame, header{}, nil
}

// brokenError is damage in one frame, as opposed to the input failing.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return e.err.Error() }

// decode decodes the frame whose header h stands at off and gives the offset
// behind it.
func (r *Reader) decode(h header) (planes [][]int32, next int64, err error) {
	most := r.maxFrame()
	for n := min(max(r.frameMax, r.longest, chunk/4), most); ; n = min(2*n, most) {
		b, err := r.ahead(n)
		planes, length, bad := r.frames.decode(b, h, r.Channels, r.Bits)
		switch {
		case bad == nil:
			r.longest = max(r.longest, length)
			return planes, r.off + int64(length), nil
		case err != nil && !errors.Is(err, io.EOF) && errors.Is(bad, errShort):
			return nil, 0, err
		case errors.Is(bad, errShort) && err == nil && n < most:
			continue
		}
		return nil, 0, &brokenError{bad}
	}
}

// ahead gives n bytes from off on, fewer only with an error.
func (r *Reader) ahead(n int) ([]byte, error) {
	r.w.SeekTo(r.off)
	if n <= r.w.Max() {
		return r.w.Peek(n)
	}
	r.long = slices.Grow(r.long[:0], n)[:n]
	got, err := io.ReadFull(r.w, r.long)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return r.long[:got], err
}
