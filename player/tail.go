package player

import (
	"math"
	"sync/atomic"
	"time"
)

const (
	lastFrames = 1 << 16              // 1.4 s at 48 kHz, 0.3 s at 192 kHz
	cutFade    = 8 * time.Millisecond // before a seek, or when queued sound is thrown away
)

// last is what the sink was given last. When its queue is thrown away, what
// would have been heard next comes once more, fading: no edge is heard. All
// but from belongs to the sink's callback.
type last struct {
	off  atomic.Bool   // the sink does all that by itself
	from atomic.Uint64 // the frame of the device that is heard now, plus 1; 0: none
	took atomic.Uint64 // the frame of the device at which the fade was given, plus 1; 0: not yet
	buf  [lastFrames * 2]float32
	end  uint64 // frames of the device up to which buf goes
	at   uint64 // the next frame of the fade
	stop uint64 // the frame at which it has no more; the one before is held then
	left int    // frames of it to come
	all  int
}

// cut asks for the fade from a frame on, which is out to the sink's queue.
func (l *last) cut(frame uint64) {
	l.took.Store(0)
	l.from.Store(frame + 1)
}

// lost says that the sink asked for the fade before it threw its queue away;
// inside is what it holds since then, out what it was given in all.
func (l *last) lost(inside, out uint64) bool {
	took := l.took.Load()
	return took != 0 && inside < out-(took-1)
}

// keep notes what was given, up to frame end of the device.
func (l *last) keep(p []float32, end uint64) {
	if l.off.Load() {
		return
	}
	if len(p) > len(l.buf) {
		p = p[len(p)-len(l.buf):]
	}
	at := (end - uint64(len(p)/2)) % lastFrames * 2
	k := copy(l.buf[at:], p)
	copy(l.buf[:], p[k:])
	l.end = end
}

// fade gives the frames of a fade that is to be heard before all else.
func (l *last) fade(dst []float32, out uint64, rate int) (frames int) {
	if from := l.from.Load(); from != 0 {
		l.from.Store(0)
		l.begin(from-1, out, rate)
		l.took.Store(out + 1)
	}
	n := min(l.left, len(dst)/2)
	for i := range n {
		gain := float32(0.5 + 0.5*math.Cos(math.Pi*(float64(l.all-l.left+i)+1)/float64(l.all)))
		j := min(l.at+uint64(i), l.stop-1) % lastFrames * 2
		dst[2*i], dst[2*i+1] = l.buf[j]*gain, l.buf[j+1]*gain
	}
	l.at += uint64(n)
	l.left -= n
	return n
}

func (l *last) begin(frame, out uint64, rate int) {
	n := min(int(cutFade.Seconds()*float64(rate)), lastFrames/2)
	l.left = 0
	if out != l.end || out == 0 || frame > out || out-frame > lastFrames-uint64(n) {
		return
	}
	sound := false
	l.stop = out
	for i := range uint64(n) {
		j := min(frame+i, out-1) % lastFrames * 2
		sound = sound || l.buf[j] != 0 || l.buf[j+1] != 0
	}
	if sound {
		l.at, l.left, l.all = frame, n, n
	}
}
