package mp3

import (
	"errors"
	"io"
	"math"
)

// island is a run of frames that were seen in a row. The first of a Framer
// begins at the file's first frame, so its numbers are exact; the others
// begin where an estimated seek landed.
type island struct {
	first int      // number of the first frame
	at    []uint32 // offsets from base; lost for frames eaten by damage
	end   int64    // offset of the byte behind the last frame
	like  Header   // of the last frame: what the next one must agree with
}

func (i *island) next() int { return i.first + len(i.at) }

// maxIslands bounds what estimated seeks leave behind.
const maxIslands = 16

// extend adds the frame behind the current island to it, and before it the
// lost ones if damage lies between.
func (f *Framer) extend() error {
	isl := f.cur
	f.w.SeekTo(isl.end)
	h, err := f.frameHere()
	if errors.Is(err, errNoSync) {
		h, err = f.otherHere()
	}
	if errors.Is(err, errNoSync) {
		h, err = f.resync()
	}
	if errors.Is(err, io.EOF) && isl == f.islands[0] {
		f.total = isl.next()
	}
	if err != nil {
		return err
	}
	at := f.w.Pos()
	if at-f.base >= int64(lost) {
		return io.EOF // 4 GiB is no song
	}
	if isl == f.islands[0] {
		f.bytes += int64(h.Size)
	}
	f.cbr = f.cbr && (h.Bitrate == f.head.Bitrate)
	isl.at = append(isl.at, uint32(at-f.base))
	isl.end, isl.like = at+int64(h.Size), h
	f.seen(h)
	f.swallow()
	return nil
}

// frameHere checks that a whole frame begins where the window stands;
// errNoSync when none does.
func (f *Framer) frameHere() (Header, error) {
	b, err := f.w.Peek(headerLen)
	if err != nil {
		return Header{}, err
	}
	h, ok := parseHeader(b, f.cur.like.freeSize())
	if !ok || !h.Agrees(f.cur.like) {
		return Header{}, errNoSync
	}
	_, err = f.w.Peek(h.Size)
	return h, err
}

// otherHere takes a stream of another rate or version that begins right where
// a frame ended: files are joined so. errNoSync when none does.
func (f *Framer) otherHere() (Header, error) {
	b, err := f.w.Peek(f.w.Max() / 2)
	if err != nil && !errors.Is(err, io.EOF) {
		return Header{}, err
	}
	h, ok := confirm(b, false, nil)
	if !ok || h.Layer != 3 {
		return Header{}, errNoSync
	}
	return h, nil
}

// resync finds the stream again behind tags or damage and notes the frames
// that are missing.
func (f *Framer) resync() (Header, error) {
	mean := f.meanSize()
	for range 8 {
		n, err := tagHere(f.w, f.size)
		if err != nil || n == 0 {
			break
		}
		f.w.Skip(n)
		if h, err := f.frameHere(); !errors.Is(err, errNoSync) {
			return h, err
		}
	}
	from := f.w.Pos()
	h, err := findSync(f.w, int(mean*maxLost), &f.cur.like)
	if errors.Is(err, errNoSync) {
		return h, f.judgeEnd(from)
	}
	if err != nil {
		return h, err
	}
	for range int(math.Round(float64(f.w.Pos()-from) / mean)) {
		f.cur.at = append(f.cur.at, lost)
	}
	return h, nil
}

// judgeEnd tells junk behind the song (lyrics, pictures) from damage in it.
func (f *Framer) judgeEnd(from int64) error {
	if n := f.Frames(); n > 0 && f.cur.next() >= n-n/50-2 {
		return io.EOF
	}
	if f.size >= 0 && f.size-from < f.size/50 {
		return io.EOF
	}
	return ErrGivenUp
}

// swallow drops islands that the current one has reached.
func (f *Framer) swallow() {
	kept := f.islands[:1]
	for _, isl := range f.islands[1:] {
		start := f.base + int64(isl.at[0])
		mine := f.base + int64(firstOffset(f.cur))
		if isl == f.cur || start < mine || start >= f.cur.end {
			kept = append(kept, isl)
		}
	}
	f.islands = kept
}

func firstOffset(i *island) uint32 {
	for _, v := range i.at {
		if v != lost {
			return v
		}
	}
	return lost
}

// Seek moves so that frame n comes out right when decoding starts at the
// frame that is returned; that is PreRoll frames before n, or the first.
func (f *Framer) Seek(n int) (from int, err error) {
	n = max(n, 0)
	from = max(n-f.head.PreRoll(), 0)
	for i, isl := range f.islands {
		near := isl.next() + nearAhead
		if f.total >= 0 && i == 0 {
			near = math.MaxInt
		}
		if from >= isl.first && n < max(near, 1) {
			f.cur, f.n = isl, min(from, isl.next())
			return f.n, nil
		}
	}
	return f.jump(n)
}

// jump lands on an estimated byte in an unseen part.
func (f *Framer) jump(n int) (int, error) {
	target := max(n-f.head.PreRoll()-2, 0)
	guess := f.offsetOf(target)
	if f.size >= 0 {
		// Behind the last frame there is nothing to land on.
		guess = min(guess, f.size-int64(f.meanSize()*4))
	}
	guess = max(guess, f.first)
	f.w.SeekTo(guess)
	h, err := findSync(f.w, int(f.meanSize()*maxLost), &f.head)
	if errors.Is(err, errNoSync) {
		f.w.SeekTo(guess) // it may be a part of another rate
		h, err = findSync(f.w, int(f.meanSize()*maxLost), nil)
	}
	if errors.Is(err, errNoSync) || err == nil && h.Layer != 3 {
		return 0, ErrGivenUp
	}
	if err != nil {
		return 0, err
	}
	at := f.w.Pos()
	num := target + int(float64(at-guess)/f.meanSize())
	if f.cbr {
		num = int(math.Round(float64(at-f.first) / f.head.bytesPerFrame()))
	}
	isl := &island{first: num, end: at, like: h}
	f.cur, f.n = isl, num
	if err := f.extend(); err != nil {
		f.cur, f.n = f.islands[0], 0
		return 0, err
	}
	if len(f.islands) >= maxIslands {
		f.islands = append(f.islands[:1], f.islands[2:]...)
	}
	f.islands = append(f.islands, isl)
	return num, nil
}

// offsetOf estimates the byte at which a frame begins.
func (f *Framer) offsetOf(n int) int64 {
	if f.cbr {
		return f.first + int64(float64(n)*f.head.bytesPerFrame())
	}
	if off, ok := f.tag.offsetOf(n); ok {
		return f.base + off
	}
	if frames := f.Frames(); frames > 0 && f.size > f.first {
		return f.first + int64(float64(n)/float64(frames)*float64(f.size-f.first))
	}
	return f.first + int64(float64(n)*f.meanSize())
}
