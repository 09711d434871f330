package mp3

import "errors"

// ErrFrame is a frame that cannot be decoded; what came out in its place is
// the end of the sound before it, fading to silence.
var ErrFrame = errors.New("frame not decodable")

const (
	maxReservoir = 511 // bytes of earlier frames that one can need
	fadeSamples  = 220 // 5 ms in which sound comes back behind silence
)

// Decoder turns whole frames into samples. What a frame needs of earlier ones
// is in the decoder; where that is missing (after a jump, damage, or at the
// start of a cut stream) it gives silence, never noise. It allocates nothing
// after NewDecoder and can be used by one goroutine at a time.
type Decoder struct {
	t    *tables
	side sideInfo

	// The reservoir, then the main data of the frame at hand.
	data [maxReservoir + maxFrame + slack]byte
	have int // bytes of the reservoir
	// The side information, where reading beyond its end is no harm.
	sideData [maxSide + 16]byte

	factors [2]factors
	gains   [39]float32
	xr      [2][lines]float32
	sub     bandSamples
	hybrid  [2]hybrid
	poly    [2]polyphase
	mono    bool // the last frame was
	fade    int  // samples of the fade-in to come
	pcm     [2 * granuleFloats]float32
}

// NewDecoder makes a decoder that knows of no frame yet.
func NewDecoder() *Decoder { return &Decoder{t: theTables()} }

// Reset forgets every frame: the next is from elsewhere.
func (d *Decoder) Reset() {
	d.have, d.fade, d.mono = 0, 0, false
	d.hybrid, d.poly = [2]hybrid{}, [2]polyphase{}
	d.factors = [2]factors{}
}

// Decode gives the samples of one frame of layer III, h.Samples of left and
// right in turn, full scale 1; they are valid until the next call. A mono
// frame comes out on both sides. The error is nil or ErrFrame; there are
// samples in either case.
func (d *Decoder) Decode(h Header, frame []byte) ([]float32, error) {
	d.follow(h)
	pcm := d.pcm[:h.Samples*2]
	start := h.SideStart() + h.SideInfo()
	if h.Layer != 3 || len(frame) < start || len(frame) > maxFrame {
		d.have = 0
		d.silence(h, 0)
		return pcm, ErrFrame
	}
	copy(d.sideData[:], frame[h.SideStart():start])
	fine := d.side.parse(h, d.sideData[:])
	end := d.have + copy(d.data[d.have:], frame[start:])
	from := d.have - d.side.begin
	switch {
	case !fine || from >= 0 && d.sizes(h) > (end-from)*8:
		fine = false
		d.silence(h, 0)
	case from < 0: // its reservoir is not there
		d.silence(h, 0)
	default:
		fine = d.granules(h, from*8)
	}
	d.have = min(end, maxReservoir)
	copy(d.data[:], d.data[end-d.have:end])
	if !fine {
		return pcm, ErrFrame
	}
	return pcm, nil
}

// Lost gives the samples in place of a frame that is missing, as Decode gives
// those of one that is there; h is the header of any other.
func (d *Decoder) Lost(h Header) []float32 {
	d.have = 0
	d.silence(h, 0)
	return d.pcm[:h.Samples*2]
}

// follow takes a change between mono and stereo: a side that was not coded
// goes on from what both sides had.
func (d *Decoder) follow(h Header) {
	if d.mono && !h.Mono {
		d.hybrid[1], d.poly[1] = d.hybrid[0], d.poly[0]
	}
	d.mono = h.Mono
}

// sizes is the sum of the main data's parts in bits.
func (d *Decoder) sizes(h Header) (n int) {
	for g := range h.Samples / lines {
		for c := range h.channels() {
			n += d.side.granules[g][c].size
		}
	}
	return n
}

// granules decodes the main data from a bit on. False when it is damaged; the
// samples are silent from there.
func (d *Decoder) granules(h Header, bit int) bool {
	for g := range h.Samples / lines {
		var bounds [2]int
		for c := range h.channels() {
			gr := &d.side.granules[g][c]
			ok := d.channel(h, g, c, bit, &bounds[c])
			bit += gr.size
			if !ok {
				d.silence(h, g)
				return false
			}
		}
		right := &d.side.granules[g][1]
		if !h.Mono && (h.MidSide || h.Intensity) {
			d.stereo(h, right, &d.factors[1], d.layout(h, right), &bounds)
		}
		for c := range h.channels() {
			if tooLoud(d.xr[c][:bounds[c]]) {
				d.silence(h, g)
				return false
			}
		}
		d.synthesize(h, g, bounds)
		d.fadeIn(d.granule(g))
	}
	return true
}

// loudestLine is far above what music has: a sine of full scale is a line of 1.
const loudestLine = 4

// tooLoud finds lines that only damage, to a gain for one, can have made; they
// would be a burst in the listener's ears.
func tooLoud(xr []float32) bool {
	for _, v := range xr {
		if v > loudestLine || v < -loudestLine {
			return true
		}
	}
	return false
}

// channel decodes the lines of one granule and channel.
func (d *Decoder) channel(h Header, g, c, bit int, bound *int) (ok bool) {
	gr, f := &d.side.granules[g][c], &d.factors[c]
	l := d.layout(h, gr)
	r := bitsAt(d.data[:], bit)
	if h.Version == 1 {
		share := [4]bool{}
		if g == 1 {
			share = d.side.share[c]
		}
		f.read1(&r, gr, &share)
	} else {
		f.read2(&r, gr, c == 1 && h.Intensity)
	}
	lower := 0
	if h.MidSide {
		lower = 2 // the factor 1/sqrt 2 of middle and side
	}
	d.t.gains(&d.gains, gr, f, l, lower)
	*bound, ok = d.t.spectrum(&r, bit+gr.size, gr, l, &d.gains, &d.xr[c])
	return ok
}

func (d *Decoder) layout(h Header, g *granule) *bandLayout {
	return &d.t.bands[h.rateIndex()][g.kind()]
}

// granule is where the samples of a granule stand.
func (d *Decoder) granule(g int) *[granuleFloats]float32 {
	return (*[granuleFloats]float32)(d.pcm[g*granuleFloats:])
}

// synthesize makes samples of the lines.
func (d *Decoder) synthesize(h Header, g int, bounds [2]int) {
	out := d.granule(g)
	for c := range h.channels() {
		gr := &d.side.granules[g][c]
		l := d.layout(h, gr)
		bound := reorder(&d.xr[c], l, bounds[c])
		d.hybrid[c].run(d.t, gr, l, &d.xr[c], bound, &d.sub)
		d.poly[c].run(d.t, &d.sub, out, c)
	}
	if h.Mono {
		for i := 0; i+1 < len(out); i += 2 {
			out[i+1] = out[i]
		}
	}
}

// silence lets the sound before end, from a granule of the frame on.
func (d *Decoder) silence(h Header, from int) {
	for g := from; g < h.Samples/lines; g++ {
		for c := range h.channels() {
			d.side.granules[g][c] = granule{}
			clear(d.xr[c][:])
		}
		d.synthesize(h, g, [2]int{})
	}
	d.fade = fadeSamples
}

// fadeIn softens the first samples behind silence.
func (d *Decoder) fadeIn(pcm *[granuleFloats]float32) {
	for i := 0; i < lines && d.fade > 0; i++ {
		k := 1 - float32(d.fade)/fadeSamples
		pcm[2*i] *= k
		pcm[2*i+1] *= k
		d.fade--
	}
}
