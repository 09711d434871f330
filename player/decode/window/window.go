// Package window is a small sliding buffer over a song's bytes, so that
// demuxers look ahead, step back and jump while only what they need is read.
// It never reads a byte that was not asked for, beyond one chunk.
package window

import (
	"errors"
	"fmt"
	"io"
)

// Reader gives bytes at a position that can be moved at no cost.
type Reader struct {
	in    io.ReadSeeker
	chunk int   // bytes asked for at a time
	pos   int64 // where the user stands
	start int64 // file offset of buf[0]
	buf   []byte
	at    int64 // where in stands, -1 unknown
	end   int64 // first offset past the end once seen, -1 before
}

// errStuck guards against inputs that answer neither bytes nor an error.
var errStuck = errors.New("input gives no data")

// New makes a reader that stands at 0 and asks for chunk bytes at a time.
// Peek looks at most two chunks ahead.
func New(in io.ReadSeeker, chunk int) *Reader {
	return &Reader{in: in, chunk: chunk, buf: make([]byte, 0, 3*chunk), at: -1, end: -1}
}

// Pos is the current offset in bytes.
func (r *Reader) Pos() int64 { return r.pos }

// Max is the longest Peek.
func (r *Reader) Max() int { return 2 * r.chunk }

// SeekTo moves to a byte offset. Nothing is read.
func (r *Reader) SeekTo(off int64) { r.pos = max(off, 0) }

// Skip moves n bytes on.
func (r *Reader) Skip(n int64) { r.pos = max(r.pos+n, 0) }

// Peek gives the next n bytes (at most Max) without moving. Fewer come only
// with an error: io.EOF at the end of the song, else the input's own. The
// bytes are valid until the next call.
func (r *Reader) Peek(n int) ([]byte, error) {
	n = min(n, r.Max())
	if r.pos < r.start || r.pos > r.start+int64(len(r.buf)) {
		r.start, r.buf = r.pos, r.buf[:0]
	}
	for {
		have := r.buf[r.pos-r.start:]
		if len(have) >= n {
			return have[:n], nil
		}
		if r.end >= 0 && r.start+int64(len(r.buf)) >= r.end {
			return have, io.EOF
		}
		if err := r.fill(); err != nil {
			return r.buf[r.pos-r.start:], err
		}
	}
}

// Read takes bytes; it is an io.Reader over Peek.
func (r *Reader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if i := r.pos - r.start; i >= 0 && i < int64(len(r.buf)) {
		n := copy(p, r.buf[i:])
		r.pos += int64(n)
		return n, nil
	}
	b, err := r.Peek(1)
	if len(b) == 0 {
		return 0, err
	}
	n := copy(p, r.buf[r.pos-r.start:])
	r.pos += int64(n)
	return n, nil
}

// fill reads up to one chunk behind what is there.
func (r *Reader) fill() error {
	if cap(r.buf)-len(r.buf) < r.chunk {
		gone := int(r.pos - r.start)
		n := copy(r.buf, r.buf[gone:])
		r.buf, r.start = r.buf[:n], r.pos
	}
	from := r.start + int64(len(r.buf))
	if r.at != from {
		if _, err := r.in.Seek(from, io.SeekStart); err != nil {
			r.at = -1
			return fmt.Errorf("seek song: %w", err)
		}
		r.at = from
	}
	room := r.buf[len(r.buf):min(len(r.buf)+r.chunk, cap(r.buf))]
	for range 100 {
		n, err := r.in.Read(room)
		if n < 0 || n > len(room) {
			return errStuck
		}
		r.buf = r.buf[:len(r.buf)+n]
		r.at += int64(n)
		if errors.Is(err, io.EOF) {
			r.end = r.at
			return nil
		}
		if n > 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read song: %w", err)
		}
	}
	return errStuck
}
