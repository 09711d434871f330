package output

import "math"

// trail is what a stream was given lately, before its volume. What still waits
// in the server's queue can be given once more, louder, softer or fading away,
// with no edge. Frames are counted from the start of the stream. It belongs to
// one goroutine at a time.
type trail struct {
	buf   []float32 // a ring of whole stereo frames
	end   int64     // behind the last frame
	level slope
}

// slope is a volume over frames: from one level to another, from a frame on.
type slope struct {
	from, to      float32
	start, length int64
}

// at is the level at a frame.
func (s slope) at(frame int64) float32 {
	d := frame - s.start
	switch {
	case d < 0:
		return s.from
	case d >= s.length:
		return s.to
	}
	x := float32(d) / float32(s.length)
	return s.from + (s.to-s.from)*x*x*(3-2*x)
}

func newTrail(frames int64, level float32) trail {
	return trail{buf: make([]float32, frames*2), level: slope{from: level, to: level}}
}

// size is how many frames it remembers.
func (t *trail) size() int64 { return int64(len(t.buf) / 2) }

// grow makes it remember more.
func (t *trail) grow(frames int64) {
	if frames <= t.size() {
		return
	}
	bigger := trail{buf: make([]float32, frames*2)}
	for f := max(t.end-t.size(), 0); f < t.end; f++ {
		copy(bigger.frame(f), t.frame(f))
	}
	t.buf = bigger.buf
}

func (t *trail) frame(f int64) []float32 {
	i := f % t.size() * 2
	return t.buf[i : i+2 : i+2]
}

// add appends whole frames.
func (t *trail) add(p []float32) {
	t.end += int64(len(p) / 2)
	at := (t.end - int64(len(p)/2)) % t.size() * 2
	k := copy(t.buf[at:], p)
	copy(t.buf, p[k:])
}

// glide lets the level go to another one from a frame on.
func (t *trail) glide(to float32, from, length int64) {
	t.level = slope{from: t.level.at(from), to: to, start: from, length: length}
}

// cut lets the sound end at a frame, after a fade of n frames. Where there are
// no more, the last one is held.
func (t *trail) cut(at, n int64) {
	var hold [2]float32
	if t.end > 0 {
		copy(hold[:], t.frame(t.end-1))
	}
	for i := range n {
		f := t.frame(at + i)
		if at+i >= t.end {
			copy(f, hold[:])
		}
		gain := falling(i, n)
		f[0] *= gain
		f[1] *= gain
	}
	t.end = at + n
}

// falling is frame i of a fade of n frames, which ends with silence.
func falling(i, n int64) float32 {
	return float32(0.5 + 0.5*math.Cos(math.Pi*float64(i+1)/float64(n)))
}

// render gives frames from a place on as they sound.
func (t *trail) render(dst []float32, from int64) {
	for i := range int64(len(dst) / 2) {
		f, level := t.frame(from+i), t.level.at(from+i)
		dst[2*i], dst[2*i+1] = f[0]*level, f[1]*level
	}
}
