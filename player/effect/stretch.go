package effect

import "math"

// Limits of the speed.
const (
	MinSpeed = 0.5
	MaxSpeed = 2.0
)

const (
	stretchHop    = 0.020 // s of output made at a time, and of each overlap
	stretchSearch = 0.015 // s to either side in which a fitting piece is looked for: 33 Hz fits
	coarseRate    = 8000  // Hz at which it is looked for first
)

// Stretch plays samples faster or slower with the pitch kept (WSOLA: pieces of
// the input overlap where they are most alike). What comes out is never
// further than the search from where it should be, and no error adds up. Made
// by NewStretch, for one rate.
type Stretch struct {
	hop, reach int // frames
	coarse     int // frames in one of the first search
	speed      float64
	leaving    bool // back to the input as it is

	in   []float32 // interleaved; what is still needed of the input
	mono []float32 // the same, both channels added
	n    int       // frames in them
	end  int       // frames before the silence behind the input; -1: not at its end

	pos   float64 // in in: where the next piece should begin
	next  int     // where the last one would go on
	from  float64 // where what is in out begins
	pace  float64 // of what is in out
	fresh bool    // no piece was taken yet

	out   []float32 // made and not read
	given int       // frames of out that were read
	have  int       // frames in out

	fade      []float32 // rising half of a Hann window
	near, far []float32 // coarse copies for the search
}

// NewStretch makes one for samples of a rate; it allocates all it ever needs.
func NewStretch(rate int) *Stretch {
	s := &Stretch{
		hop: max(int(stretchHop*float64(rate)), 16), reach: max(int(stretchSearch*float64(rate)), 8),
		coarse: max(rate/coarseRate, 1),
	}
	room := 8*s.hop + 8*s.reach
	s.in, s.mono = make([]float32, room*2), make([]float32, room)
	s.out, s.fade = make([]float32, s.hop*2), make([]float32, s.hop)
	for i := range s.fade {
		s.fade[i] = float32(0.5 - 0.5*math.Cos(math.Pi*(float64(i)+0.5)/float64(s.hop)))
	}
	s.near = make([]float32, s.hop/s.coarse+1)
	s.far = make([]float32, (2*s.reach+s.hop)/s.coarse+2)
	s.Reset(1)
	return s
}

// Reset forgets all input; the next sample written is the next one heard.
func (s *Stretch) Reset(speed float64) {
	s.speed, s.leaving, s.n, s.end, s.pos, s.next, s.from = speed, false, 0, -1, 0, 0, 0
	s.fresh, s.given, s.have = true, 0, 0
}

// SetSpeed changes the speed from the next piece on. At 1 the Stretch gives
// what it holds as it is; once it is Empty it is not needed any more.
func (s *Stretch) SetSpeed(speed float64) {
	if s.leaving && speed != 1 {
		s.pos = float64(s.next)
	}
	s.speed, s.leaving = speed, speed == 1
}

// Empty says that all that was written has been read.
func (s *Stretch) Empty() bool { return s.given == s.have && s.leaving && s.next >= s.n }

// Behind is how many frames of what was written are still to be heard.
func (s *Stretch) Behind() float64 {
	n := s.n
	if s.end >= 0 {
		n = s.end
	}
	switch {
	case s.given < s.have:
		return float64(n) - s.from - float64(s.given)*s.pace
	case s.leaving:
		return float64(n - s.next)
	}
	return float64(n) - s.pos
}

// Room is how many frames Write takes now.
func (s *Stretch) Room() int {
	s.forget()
	return len(s.mono) - s.n
}

// Write takes interleaved stereo input, at most Room frames.
func (s *Stretch) Write(p []float32) {
	copy(s.in[s.n*2:], p)
	for i := 0; i+1 < len(p); i += 2 {
		s.mono[s.n] = p[i] + p[i+1]
		s.n++
	}
}

// forget drops input that is not needed any more.
func (s *Stretch) forget() {
	keep := s.next
	if !s.leaving {
		keep = min(s.next, int(s.pos)-s.reach-s.coarse)
	}
	if keep < s.hop {
		return
	}
	copy(s.in, s.in[keep*2:s.n*2])
	copy(s.mono, s.mono[keep:s.n])
	s.n -= keep
	s.next -= keep
	s.pos -= float64(keep)
	s.from -= float64(keep)
	if s.end >= 0 {
		s.end -= keep
	}
}

// Finish says that no more is written: the rest can be read.
func (s *Stretch) Finish() {
	if s.end >= 0 {
		return
	}
	s.Room()
	s.end = s.n
	if s.leaving {
		return
	}
	pad := min(2*s.hop+2*s.reach, len(s.mono)-s.n)
	clear(s.in[s.n*2 : (s.n+pad)*2])
	clear(s.mono[s.n : s.n+pad])
	s.n += pad
}

// Read gives frames; fewer than dst has room for when more input is needed.
func (s *Stretch) Read(dst []float32) (frames int) {
	for frames*2 < len(dst) {
		if s.given == s.have && !s.make() {
			break
		}
		k := copy(dst[frames*2:], s.out[s.given*2:s.have*2]) / 2
		s.given += k
		frames += k
	}
	return frames
}

// make fills out with the next hop.
func (s *Stretch) make() bool {
	if s.leaving {
		n := s.n
		if s.end >= 0 {
			n = s.end
		}
		k := min(s.hop, n-s.next)
		if k <= 0 {
			return false
		}
		copy(s.out, s.in[s.next*2:(s.next+k)*2])
		s.from, s.pace = float64(s.next), 1
		s.next += k
		s.given, s.have = 0, k
		return true
	}
	if s.end >= 0 && s.pos >= float64(s.end) {
		return false
	}
	at := int(math.Round(s.pos))
	if max(at+s.reach+s.coarse, s.next)+s.hop > s.n {
		return false
	}
	s.join(at)
	s.from, s.pace = s.pos, s.speed
	s.pos += float64(s.hop) * s.speed
	s.given, s.have = 0, s.hop
	if s.end >= 0 && s.pos > float64(s.end) { // the last hop is cut
		s.have = min(int(math.Ceil((float64(s.end)-s.from)/s.speed)), s.hop)
	}
	return true
}

// join puts the best piece around at behind the last one.
func (s *Stretch) join(at int) {
	if s.fresh {
		s.fresh = false
		copy(s.out, s.in[at*2:(at+s.hop)*2])
		s.next = at + s.hop
		return
	}
	best := s.search(at)
	old, piece := s.in[s.next*2:(s.next+s.hop)*2], s.in[best*2:(best+s.hop)*2]
	for i, f := range s.fade {
		s.out[2*i] = old[2*i] + (piece[2*i]-old[2*i])*f
		s.out[2*i+1] = old[2*i+1] + (piece[2*i+1]-old[2*i+1])*f
	}
	s.next = best + s.hop
}

// search finds the piece within reach of at that is most like what would
// follow the last one: first among averaged samples, then around the best.
func (s *Stretch) search(at int) int {
	low := max(at-s.reach, 0)
	if s.next >= low && s.next <= at+s.reach && s.speed == 1 {
		return s.next
	}
	c := s.coarse
	near, far := s.near[:s.hop/c], s.far[:(at+s.reach-low+s.hop)/c]
	average(near, s.mono[s.next:], c)
	average(far, s.mono[low:], c)
	best, most := 0, float32(math.Inf(-1))
	var energy float32
	for _, v := range far[:len(near)] {
		energy += v * v
	}
	for i := 0; i+len(near) <= len(far); i++ {
		if i > 0 {
			in, out := far[i+len(near)-1], far[i-1]
			energy = max(energy+in*in-out*out, 0)
		}
		if like := likeness(near, far[i:], energy); like > most {
			best, most = i, like
		}
	}
	return s.refine(low+best*c, low, at+s.reach)
}

// refine looks at all samples around a place.
func (s *Stretch) refine(around, low, high int) int {
	want := s.mono[s.next : s.next+s.hop]
	best, most := around, float32(math.Inf(-1))
	for i := max(around-s.coarse, low); i <= min(around+s.coarse, high); i++ {
		var energy float32
		part := s.mono[i : i+s.hop]
		for _, v := range part {
			energy += v * v
		}
		if like := likeness(want, part, energy); like > most {
			best, most = i, like
		}
	}
	return best
}

// likeness is the correlation of want with the samples at part, whose energy
// is known; only comparisons of the same want make sense.
func likeness(want, part []float32, energy float32) float32 {
	part = part[:len(want)]
	var a, b, c, d float32
	i := 0
	for ; i+3 < len(want); i += 4 {
		a += want[i] * part[i]
		b += want[i+1] * part[i+1]
		c += want[i+2] * part[i+2]
		d += want[i+3] * part[i+3]
	}
	for ; i < len(want); i++ {
		a += want[i] * part[i]
	}
	return (a + b + c + d) / float32(math.Sqrt(float64(energy)+1e-9))
}

// average makes dst of means of c samples of src each.
func average(dst, src []float32, c int) {
	if c == 1 {
		copy(dst, src)
		return
	}
	for i := range dst {
		var sum float32
		for _, v := range src[i*c : (i+1)*c] {
			sum += v
		}
		dst[i] = sum
	}
}
