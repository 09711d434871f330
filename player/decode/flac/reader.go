package flac

import (
	"errors"
	"fmt"
	"io"

	"github.com/mewkiz/flac/frame"

	"ncmtui/player/decode/window"
)

const (
	maxBad  = 50      // damaged frames in a row before the song is given up
	maxScan = 2 << 20 // bytes searched for the next frame
	noFrame = int64(-1)
)

// Block is a decoded frame: Samples values per channel from sample number
// Sample on. Planes is nil for a part that damage has eaten: it is silence.
type Block struct {
	Sample  int64
	Samples int
	Planes  [][]int32
}

// Reader decodes the frames of a file.
type Reader struct {
	Info
	w      *window.Reader
	size   int64
	data   int64   // offset of the first frame
	points []point // known frame starts, in order
	off    int64   // offset of the next frame
	sample int64   // its expected first sample
	gap    int     // samples to hand out as silence first
	bad    int     // damaged frames in a row
	planes [][]int32
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
			planes, err := r.decode(h)
			if err == nil {
				return r.take(h, planes), nil
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

func (r *Reader) take(h header, planes [][]int32) Block {
	blk := Block{Sample: r.sample, Samples: h.block, Planes: planes}
	r.note(point{r.sample, r.off})
	r.off, r.sample, r.bad = r.w.Pos(), r.sample+int64(h.block), 0
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

func (e *brokenError) Error() string { return fmt.Sprintf("damaged frame: %v", e.err) }

// decode decodes the frame whose header h stands at the window's position and
// moves behind it.
func (r *Reader) decode(h header) ([][]int32, error) {
	fr := frameReader{w: r.w, left: r.maxFrame(), quiet: h.noisy}
	f, err := frame.New(&fr)
	if err == nil {
		f.BitsPerSample = uint8(r.Bits) // the header may leave it to STREAMINFO
		err = f.Parse()
	}
	if fr.err != nil && !errors.Is(fr.err, io.EOF) {
		return nil, fr.err
	}
	if h.noisy && err != nil && fr.crc == 0 {
		err = nil // mewkiz saw the edited header; the file's own checksum is right
	}
	if err != nil {
		return nil, &brokenError{err}
	}
	r.planes = r.planes[:0]
	for _, sub := range f.Subframes {
		if sub == nil || len(sub.Samples) != h.block {
			return nil, &brokenError{io.ErrUnexpectedEOF}
		}
		r.planes = append(r.planes, sub.Samples)
	}
	if len(r.planes) != r.Channels {
		return nil, &brokenError{io.ErrUnexpectedEOF}
	}
	return r.planes, nil
}

// frameReader gives one frame's bytes to mewkiz/flac, no more than a frame
// can have: damaged ones would have it read on for ever. For headers that
// make the library print to the program's log, quiet has the sample rate's
// code taken out (which decoding does not need) and the checksum of the
// header put right.
type frameReader struct {
	w     *window.Reader
	left  int
	quiet bool
	crc   uint16 // over the file's own bytes
	err   error  // the input's
	head  []byte // edited header not given yet
	begun bool
}

func (f *frameReader) Read(p []byte) (int, error) {
	if f.quiet && !f.begun {
		f.begin()
	}
	if len(f.head) > 0 {
		n := copy(p, f.head)
		f.head = f.head[n:]
		return n, nil
	}
	if f.left <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := f.w.Read(p[:min(len(p), f.left)])
	f.left -= n
	if f.quiet {
		f.crc = crc16(f.crc, p[:n])
	}
	if err != nil {
		f.err = err
	}
	return n, err
}

func (f *frameReader) begin() {
	f.begun = true
	b, err := f.w.Peek(maxHeader)
	if err != nil && len(b) < 6 {
		return
	}
	_, n, ok := codedNumber(b[4:])
	if !ok {
		return
	}
	n += 4
	switch b[2] >> 4 {
	case 6:
		n++
	case 7:
		n += 2
	}
	if n >= len(b) {
		return
	}
	f.crc = crc16(0, b[:n+1])
	f.head = append([]byte(nil), b[:n+1]...)
	f.head[2] &= 0xf0
	f.head[n] = crc8(f.head[:n])
	f.w.Skip(int64(n + 1))
	f.left -= n + 1
}

func isEOF(err error) bool { return errors.Is(err, io.EOF) }
