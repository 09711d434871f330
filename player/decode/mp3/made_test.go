package mp3

import (
	"math"
	"math/rand/v2"
	"strings"
)

// made is a stream of frames with random contents that no encoder writes
// together: every block type, mixed blocks, every table, intensity stereo.
type made struct {
	version   int // 1, 2, 25
	rate      int // index in the header
	mode      int // 0 stereo, 1 joint, 3 mono
	extension int // of joint stereo: 1 intensity, 2 middle and side
	crc       bool
	frames    int
	plain     bool // no mixed blocks
}

// bitWriter puts bits behind each other, the most significant first.
type bitWriter struct {
	b []byte
	n int // bits
}

func (w *bitWriter) put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		if w.n%8 == 0 {
			w.b = append(w.b, 0)
		}
		w.b[w.n/8] |= byte(v>>i&1) << (7 - w.n%8)
		w.n++
	}
}

func (w *bitWriter) word(s string) {
	for _, c := range s {
		w.put(int(c-'0'), 1)
	}
}

func (m made) channels() int {
	if m.mode == 3 {
		return 1
	}
	return 2
}

func (m made) header() []byte {
	bits := map[int]int{1: 3, 2: 2, 25: 0}[m.version]
	crc := 1
	if m.crc {
		crc = 0
	}
	index := 14
	return []byte{0xff, byte(0xe0 | bits<<3 | 1<<1 | crc), byte(index<<4 | m.rate<<2), byte(m.mode<<6 | m.extension<<4)}
}

// stream makes the frames; the same seed gives the same bytes.
func (m made) stream(seed uint64) []byte {
	rnd := rand.New(rand.NewPCG(seed, 3))
	head := m.header()
	h, ok := ParseHeader(head)
	if !ok {
		panic("made a header that is none")
	}
	var out []byte
	for range m.frames {
		var side, data bitWriter
		var share [2][4]bool
		if h.Version == 1 {
			side.put(0, 9)
			side.put(0, int(either(h.Mono, 5, 3)))
			for c := range m.channels() {
				for i := range 4 {
					share[c][i] = rnd.IntN(4) == 0
					side.put(bit(share[c][i]), 1)
				}
			}
		} else {
			side.put(0, 8)
			side.put(0, int(either(h.Mono, 1, 2)))
		}
		budget := h.MainData() * 8 / (h.Samples / lines * m.channels())
		for g := range h.Samples / lines {
			shape := m.shape(rnd)
			for c := range m.channels() {
				var none [4]bool
				if g == 1 {
					none = share[c]
				}
				m.part(rnd, h, shape, c, none, budget, &side, &data)
			}
		}
		frame := append([]byte(nil), head...)
		if m.crc {
			frame = append(frame, 0x12, 0x34)
		}
		frame = append(append(frame, side.b...), data.b...)
		out = append(out, frame...)
		out = append(out, make([]byte, h.Size-len(frame))...)
	}
	return out
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// shape is a block type for both channels.
func (m made) shape(rnd *rand.Rand) granule {
	g := granule{blockType: rnd.IntN(4)}
	g.switched = g.blockType != 0
	g.mixed = g.blockType == 2 && !m.plain && rnd.IntN(3) == 0
	return g
}

// part writes one granule and channel.
func (m made) part(rnd *rand.Rand, h Header, g granule, c int, share [4]bool, budget int, side, data *bitWriter) {
	intensity := c == 1 && h.Intensity
	var scale bitWriter
	g.compress = m.factors(rnd, h, &g, intensity, share, &scale)
	most := 40 + rnd.IntN(480)
	if intensity {
		most = rnd.IntN(120)
	}
	var body bitWriter
	var fields []int // tables, and the regions' counts of a normal block
	peak := 0
	for {
		body = bitWriter{}
		g.big = most / 2 * 2
		fields = m.regions(rnd, h, &g)
		peak = m.pairs(rnd, &g, &body)
		room := budget - scale.n - body.n
		if room >= 0 && body.n+scale.n < 4096 {
			m.quads(rnd, &g, min(room, 4095-body.n-scale.n), &body)
			break
		}
		most = most * 3 / 4
	}
	// The peak comes out a bit below full scale.
	g.gain = max(0, 186-int(4*4.0/3*math.Log2(float64(peak+1)))-rnd.IntN(12))
	side.put(scale.n+body.n, 12)
	side.put(g.big/2, 9)
	side.put(g.gain, 8)
	side.put(g.compress, int(either(h.Version == 1, 4, 9)))
	side.put(bit(g.switched), 1)
	if g.switched {
		side.put(g.blockType, 2)
		side.put(bit(g.mixed), 1)
		side.put(g.tables[0], 5)
		side.put(g.tables[1], 5)
		for range 3 {
			side.put(rnd.IntN(4), 3)
		}
	} else {
		for _, t := range g.tables {
			side.put(t, 5)
		}
		side.put(fields[0], 4)
		side.put(fields[1], 3)
	}
	if h.Version == 1 {
		side.put(rnd.IntN(2), 1)
	}
	side.put(rnd.IntN(2), 1)
	side.put(bit(g.quadB), 1)
	for _, w := range []bitWriter{scale, body} {
		for i := range w.n {
			data.put(int(w.b[i/8]>>(7-i%8)&1), 1)
		}
	}
}

// factors writes the scalefactors and gives scalefac_compress.
func (m made) factors(rnd *rand.Rand, h Header, g *granule, intensity bool, share [4]bool, w *bitWriter) int {
	put := func(n int) {
		v := rnd.IntN(1 << n)
		// Decoders do not agree on which MPEG-2 value means "no position".
		if intensity && h.Version != 1 {
			if n > 0 && v == 1<<n-1 {
				v--
			}
			if v == 7 {
				v--
			}
		}
		w.put(v, n)
	}
	if h.Version == 1 {
		compress := rnd.IntN(16)
		if intensity {
			compress = rnd.IntN(14) // no position above 7
		}
		low, high := int(slen1[compress][0]), int(slen1[compress][1])
		if g.kind() == allLong {
			for b := range 21 {
				i := 0
				for b >= shareEnds[i] {
					i++
				}
				if !share[i] {
					put([]int{low, high}[bit(b >= 11)])
				}
			}
			return compress
		}
		split, end := 18, 36
		if g.kind() == mixed {
			split, end = 17, 35
		}
		for b := range end {
			put([]int{low, high}[bit(b >= split)])
		}
		return compress
	}
	compress := rnd.IntN(512)
	for _, n := range lengths2(compress, intensity, g.kind()) {
		put(n)
	}
	return compress
}

// lengths2 are the lengths of all MPEG-2 scalefactors.
func lengths2(c int, intensity bool, kind int) (out []int) {
	var word int
	var l [4]int
	switch {
	case intensity && c/2 < 180:
		word, l = 3, [4]int{c / 2 / 36, c / 2 % 36 / 6, c / 2 % 6, 0}
	case intensity && c/2 < 244:
		word, l = 4, [4]int{(c/2 - 180) / 16, (c/2 - 180) / 4 % 4, (c/2 - 180) % 4, 0}
	case intensity:
		word, l = 5, [4]int{(c/2 - 244) / 3, (c/2 - 244) % 3, 0, 0}
	case c < 400:
		word, l = 0, [4]int{c / 80, c / 16 % 5, c / 4 % 4, c % 4}
	case c < 500:
		word, l = 1, [4]int{(c - 400) / 20, (c - 400) / 4 % 5, (c - 400) % 4, 0}
	default:
		word, l = 2, [4]int{(c - 500) / 3, (c - 500) % 3, 0, 0}
	}
	for i, count := range groups2[word][kind] {
		for range count {
			out = append(out, l[i])
		}
	}
	return out
}

// regions chooses the tables and where they change.
func (m made) regions(rnd *rand.Rand, h Header, g *granule) []int {
	for i := range g.tables {
		for g.tables[i] = rnd.IntN(32); g.tables[i] == 4 || g.tables[i] == 14; {
			g.tables[i] = rnd.IntN(32)
		}
	}
	bands := bandsLong[h.rateIndex()]
	if g.switched {
		end := int(bands[8])
		if g.blockType == 2 {
			end = 3 * int(bandsShort[h.rateIndex()][3])
		}
		g.tables[2] = 0
		g.regions = [3]int{min(end, g.big), g.big, g.big}
		return nil
	}
	a, b := rnd.IntN(16), rnd.IntN(8)
	g.regions = [3]int{min(int(bands[a+1]), g.big), min(int(bands[min(a+b+2, 22)]), g.big), g.big}
	return []int{a, b}
}

// pairs writes the lines in pairs and gives the largest value.
func (m made) pairs(rnd *rand.Rand, g *granule, w *bitWriter) (peak int) {
	at := 0
	for i, end := range g.regions {
		t := g.tables[i]
		for ; at < end; at += 2 {
			if t == 0 {
				continue
			}
			words := codeWords[wordsOf[t]]
			v := [2]int{rnd.IntN(words.dim), rnd.IntN(words.dim)}
			if rnd.IntN(2) == 0 { // as real ones are: mostly small
				v = [2]int{v[0] / 3, v[1] / 3}
			}
			w.word(strings.Fields(words.words)[v[0]*words.dim+v[1]])
			for _, x := range v {
				if x == 15 && linbitsOf[t] > 0 {
					more := rnd.IntN(1 << linbitsOf[t])
					w.put(more, int(linbitsOf[t]))
					x += more
				}
				if x > 0 {
					w.put(rnd.IntN(2), 1)
				}
				peak = max(peak, x)
			}
		}
	}
	return peak
}

// quads writes some lines of -1, 0 and 1 into so many bits.
func (m made) quads(rnd *rand.Rand, g *granule, room int, w *bitWriter) {
	g.quadB = rnd.IntN(2) == 0
	words := strings.Fields(codeWords[len(codeWords)-2+bit(g.quadB)].words)
	for n := rnd.IntN(30); n > 0 && room >= 10 && g.big+4*(30-n) < lines-200; n-- {
		v := rnd.IntN(16)
		before := w.n
		w.word(words[v])
		for i := range 4 {
			if v>>i&1 == 1 {
				w.put(rnd.IntN(2), 1)
			}
		}
		room -= w.n - before
	}
}
