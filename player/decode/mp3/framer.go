package mp3

import (
	"errors"
	"io"
	"time"

	"ncmtui/player/decode/window"
)

// Errors of Open and of Next.
var (
	ErrNoFrames    = errors.New("no mpeg audio frames")
	ErrUnsupported = errors.New("unsupported mpeg version or layer")
	ErrGivenUp     = errors.New("too much damage in a row")
)

const (
	chunk     = 16 << 10 // bytes asked of the input at a time
	scanHead  = 60 << 10 // how far into the file the first frame may be
	maxLost   = 50       // frames in a row that may be missing
	nearAhead = 64       // frames read through rather than jumped over
)

// lost marks a frame of the index that damage has eaten.
const lost = ^uint32(0)

// Frame is one frame of the stream, the tag frame not counted.
type Frame struct {
	Num  int    // from 0; estimated behind a jump into an unseen part of a VBR file
	Head Header // valid unless Lost
	Data []byte // the whole frame; valid until the next call
	Lost bool   // eaten by damage: Data is nil
}

// Framer walks the frames of a file.
type Framer struct {
	w        *window.Reader
	size     int64         // of the file, -1 unknown
	duration time.Duration // as the service says, 0 unknown

	head  Header // of the first audio frame
	tag   Tag
	base  int64   // first frame's offset, the tag frame's if there is one
	first int64   // first audio frame's offset
	free  int     // size of free-format frames, 0 none seen
	cbr   bool    // every frame seen has head's bitrate
	bytes int64   // sum of the frames seen in the exact part
	mean  float64 // bytes per frame in the file's head
	total int     // frames, once the exact part reached the end; -1 before

	islands []*island
	cur     *island
	n       int // number of the next frame
}

// Open finds the first frame and reads what the file says of itself; size and
// duration may be unknown (-1, 0).
func Open(in io.ReadSeeker, size int64, duration time.Duration) (*Framer, error) {
	f := &Framer{w: window.New(in, chunk), size: size, duration: duration, total: -1}
	if err := f.findFirst(); err != nil {
		return nil, err
	}
	f.cur = &island{end: f.first, like: f.head}
	f.islands = []*island{f.cur}
	f.judgeHead()
	return f, nil
}

// findFirst places base, first, head and tag.
func (f *Framer) findFirst() error {
	from, err := skipLeadingTags(f.w, f.size)
	if err != nil {
		return err
	}
	f.w.SeekTo(from)
	h, err := findSync(f.w, scanHead, nil)
	if errors.Is(err, errNoSync) && from > 0 {
		// A tag that lies about its length: look right behind its head.
		f.w.SeekTo(id3Head)
		h, err = findSync(f.w, scanHead, nil)
	}
	if errors.Is(err, errNoSync) || errors.Is(err, io.EOF) {
		return ErrNoFrames
	}
	if err != nil {
		return err
	}
	if h.Layer != 3 {
		return ErrUnsupported
	}
	f.base, f.first, f.head = f.w.Pos(), f.w.Pos(), h
	f.seen(h)
	frame, _ := f.w.Peek(h.Size)
	tag, ok := parseTag(frame, h)
	if !ok {
		return nil
	}
	f.tag = tag
	f.w.SeekTo(f.base + int64(h.Size))
	b, _ := f.w.Peek(headerLen)
	if next, ok := parseHeader(b, h.freeSize()); ok && next.Agrees(h) {
		f.head = next
	}
	f.first = f.base + int64(h.Size)
	f.judgeTag()
	return nil
}

// seen notes what later frames cannot say of themselves.
func (f *Framer) seen(h Header) {
	if h.Free {
		f.free = h.freeSize()
	}
}

// judgeTag drops the counts of a tag that was written for another file: the
// service's clips carry the header of the whole song.
func (f *Framer) judgeTag() {
	if f.size < 0 || f.tag.Bytes == 0 {
		return
	}
	real := f.size - f.base
	if f.tag.Bytes > real+real/10+4096 {
		f.tag.Frames, f.tag.Bytes, f.tag.toc = 0, 0, nil
	}
}

// judgeHead decides whether the bitrate is constant, from the tag or from the
// frames that are in memory already, and checks it against the duration.
func (f *Framer) judgeHead() {
	f.cbr = f.tag.CBR || f.tag.Frames == 0
	f.w.SeekTo(f.first)
	b, _ := f.w.Peek(chunk * 3 / 4) // what finding the first frame has read
	f.mean = f.head.bytesPerFrame()
	for sum, n := 0, 0; len(b) >= headerLen && !f.tag.CBR; {
		h, ok := parseHeader(b, f.head.freeSize())
		if !ok || h.Layer != 3 || h.Size > len(b) {
			break
		}
		f.cbr = f.cbr && h.Bitrate == f.head.Bitrate
		sum, n = sum+h.Size, n+1
		f.mean = float64(sum) / float64(n)
		b = b[h.Size:]
	}
	if f.tag.CBR || !f.cbr || f.size < 0 || f.duration <= 0 {
		return
	}
	frames := float64(f.size-f.first) / f.head.bytesPerFrame()
	says := f.duration.Seconds() * float64(f.head.Rate) / float64(f.head.Samples)
	if frames > says*1.02+2 || frames < says*0.98-2 {
		f.cbr = false
	}
}

// Head is the first audio frame's header.
func (f *Framer) Head() Header { return f.head }

// Tag is what the tag frame says; zero without one.
func (f *Framer) Tag() Tag { return f.tag }

// CBR tells whether every frame seen has the same bitrate.
func (f *Framer) CBR() bool { return f.cbr }

// Frames is the number of frames: counted, told or estimated; 0 unknown.
func (f *Framer) Frames() int {
	switch {
	case f.total >= 0:
		return f.total
	case f.tag.Frames > 0:
		return f.tag.Frames
	case f.cbr && f.size > f.first:
		return int(float64(f.size-f.first)/f.head.bytesPerFrame() + 0.01)
	case f.duration > 0:
		return int(f.duration.Seconds() * float64(f.head.Rate) / float64(f.head.Samples))
	case f.size > f.first:
		return int(float64(f.size-f.first) / f.meanSize())
	}
	return 0
}

// Bitrate is the average in bit/s; 0 unknown.
func (f *Framer) Bitrate() int {
	if f.cbr {
		return f.head.Bitrate
	}
	frames, size := f.Frames(), f.size-f.first
	if f.tag.Bytes > 0 {
		size = f.tag.Bytes
	}
	if frames == 0 || size <= 0 {
		return 0
	}
	return int(float64(size) * 8 * float64(f.head.Rate) / float64(f.head.Samples) / float64(frames))
}

// meanSize is the mean frame size in bytes of what was seen.
func (f *Framer) meanSize() float64 {
	if n := len(f.islands[0].at); n > 64 {
		return float64(f.bytes) / float64(n)
	}
	return f.mean
}

// Next gives the next frame; io.EOF behind the last, ErrGivenUp when nothing
// but damage follows, else the input's own errors.
func (f *Framer) Next() (Frame, error) {
	for f.n >= f.cur.next() {
		if err := f.extend(); err != nil {
			return Frame{}, err
		}
	}
	off := f.cur.at[f.n-f.cur.first]
	if off == lost {
		f.n++
		return Frame{Num: f.n - 1, Lost: true}, nil
	}
	f.w.SeekTo(f.base + int64(off))
	b, err := f.w.Peek(headerLen)
	h, ok := parseHeader(b, f.free)
	if err == nil && ok {
		b, err = f.w.Peek(h.Size)
	}
	if err != nil {
		return Frame{}, err
	}
	f.n++
	return Frame{Num: f.n - 1, Head: h, Data: b, Lost: !ok}, nil
}

// Following tells how many frames surely follow the one that Next gave last,
// looking at most most frames ahead.
func (f *Framer) Following(most int) (int, error) {
	for f.cur.next()-f.n < most {
		if err := f.extend(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return 0, err
		}
	}
	return min(most, f.cur.next()-f.n), nil
}
