package mp3

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// headBits of a code are looked up at once; longer codes take a second step.
const headBits = 9

// pairTable decodes the code words of a table of pairs. An entry is length |
// x<<5 | y<<9, or, for a code longer than headBits, longer | bits<<11 | place:
// so many further bits are the index into the part of tail at place.
type pairTable struct {
	head    [1 << headBits]uint16
	tail    []uint16
	linbits uint // follow a value of 15
}

const longer = 1 << 15

// wordsOf tells for table_select which of codeWords it means, -1 for none.
var wordsOf = [32]int{
	-1, 0, 1, 2, -1, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1, 12,
	13, 13, 13, 13, 13, 13, 13, 13, 14, 14, 14, 14, 14, 14, 14, 14,
}

// linbitsOf: the bits that follow a value of 15, ISO 11172-3 table B.7.
var linbitsOf = [32]uint{16: 1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11, 13}

func (t *tables) makeHuffman() {
	for i, w := range wordsOf {
		switch {
		case w < 0:
		case i > 0 && wordsOf[i-1] == w:
			p := *t.pairs[i-1] // the same words, other linbits
			p.linbits = linbitsOf[i]
			t.pairs[i] = &p
		default:
			t.pairs[i] = newPairTable(codeWords[w], linbitsOf[i])
		}
	}
	for v, word := range strings.Fields(codeWords[len(codeWords)-2].words) {
		code, n := parseWord(word)
		for i := range 1 << (6 - n) {
			t.quadA[code<<(6-n)|i] = uint8(n<<4 | v)
		}
	}
}

func parseWord(word string) (code, n int) {
	for _, c := range word {
		code = code<<1 | int(c-'0')
	}
	return code, len(word)
}

func newPairTable(w wordTable, linbits uint) *pairTable {
	t := &pairTable{linbits: linbits}
	words := strings.Fields(w.words)
	// The longest code behind each head decides how far the second step looks.
	deepest := map[int]int{}
	for _, word := range words {
		if code, n := parseWord(word); n > headBits {
			head := code >> (n - headBits)
			deepest[head] = max(deepest[head], n-headBits)
		}
	}
	for v, word := range words {
		code, n := parseWord(word)
		entry := uint16(n | v/w.dim<<5 | v%w.dim<<9)
		if n <= headBits {
			fillCodes(t.head[:], code, headBits-n, entry)
			continue
		}
		head := code >> (n - headBits)
		bits := deepest[head]
		if t.head[head] == 0 {
			t.head[head] = uint16(longer | bits<<11 | len(t.tail))
			t.tail = append(t.tail, make([]uint16, 1<<bits)...)
		}
		place := int(t.head[head] & 0x7ff)
		rest := code & (1<<(n-headBits) - 1)
		fillCodes(t.tail[place:place+1<<bits], rest, bits-(n-headBits), entry)
	}
	if len(t.tail) > 0x800 {
		panic(fmt.Sprintf("mp3: %d entries do not fit", len(t.tail)))
	}
	return t
}

// fillCodes sets every entry whose bits begin with code; free is how many
// bits come after it.
func fillCodes(to []uint16, code, free int, entry uint16) {
	for i := range 1 << free {
		to[code<<free|i] = entry
	}
}

// spectrum decodes a granule's frequency lines into xr, each times its band's
// gain, from r on; end is the bit behind them. Lines from the result on are
// zero. False when the codes do not end where they should.
func (t *tables) spectrum(r *bitReader, end int, g *granule, l *bandLayout, gains *[39]float32, xr *[lines]float32) (int, bool) {
	at, band := 0, 0
	for i, stop := range g.regions {
		table := t.pairs[g.tables[i]&31]
		for at < stop {
			for int(l.ends[band]) <= at {
				band++
			}
			e := min(stop, int(l.ends[band]))
			switch {
			case table == nil:
				clear(xr[at:e])
			case table.linbits > 0:
				r.longPairs(table, t, xr[at:e], gains[band])
			default:
				r.pairs(table, &t.small, xr[at:e], gains[band])
			}
			if r.at() > end {
				clear(xr[:])
				return 0, false
			}
			at = e
		}
	}
	at = t.quads(r, end, g, l, gains, xr, at)
	clear(xr[at:])
	return at, true
}

// pairs decodes values below 16 until xr is full.
func (r *bitReader) pairs(t *pairTable, small *[16]uint32, xr []float32, gain float32) {
	b, cache, n, pos := r.b, r.cache, r.n, r.pos
	for i := 1; i < len(xr); i += 2 {
		cache |= binary.BigEndian.Uint64(b[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e := uint(t.head[cache>>(64-headBits)])
		if e >= longer {
			e = uint(t.tail[e&0x7ff+uint(cache<<headBits>>(64-e>>11&15))])
		}
		cache <<= e & 31
		x, y := e>>5&15, e>>9&15
		// The sign bit of a zero is not there: it takes no bit, and a
		// negative zero does no harm.
		xr[i-1] = math.Float32frombits(small[x]|uint32(cache>>32)&(1<<31)) * gain
		some := (x + 15) >> 4
		cache <<= some & 1
		n -= e&31 + some
		xr[i] = math.Float32frombits(small[y]|uint32(cache>>32)&(1<<31)) * gain
		some = (y + 15) >> 4
		cache <<= some & 1
		n -= some
	}
	r.cache, r.n, r.pos = cache, n, pos
}

// longPairs is pairs for tables whose value 15 is followed by more bits.
func (r *bitReader) longPairs(p *pairTable, t *tables, xr []float32, gain float32) {
	b, cache, n, pos := r.b, r.cache, r.n, r.pos
	for i := 1; i < len(xr); i += 2 {
		cache |= binary.BigEndian.Uint64(b[pos:]) >> (n & 63)
		pos += int((63 - n) >> 3)
		n |= 56
		e := uint(p.head[cache>>(64-headBits)])
		if e >= longer {
			e = uint(p.tail[e&0x7ff+uint(cache<<headBits>>(64-e>>11&15))])
		}
		cache <<= e & 31
		n -= e & 31
		x, y := e>>5&15, e>>9&15
		v := t.small[x]
		if x == 15 {
			v = t.big(15 + int(cache>>32>>(32-p.linbits&63)))
			cache <<= p.linbits & 63
			n -= p.linbits
		}
		xr[i-1] = math.Float32frombits(v|uint32(cache>>32)&(1<<31)) * gain
		some := (x + 15) >> 4
		cache <<= some & 1
		n -= some
		v = t.small[y]
		if y == 15 {
			v = t.big(15 + int(cache>>32>>(32-p.linbits&63)))
			cache <<= p.linbits & 63
			n -= p.linbits
		}
		xr[i] = math.Float32frombits(v|uint32(cache>>32)&(1<<31)) * gain
		some = (y + 15) >> 4
		cache <<= some & 1
		n -= some
	}
	r.cache, r.n, r.pos = cache, n, pos
}

// big gives the bits of v^(4/3).
func (t *tables) big(v int) uint32 {
	if v < len(t.pow) {
		return math.Float32bits(t.pow[v])
	}
	return math.Float32bits(float32(float64(v) * math.Cbrt(float64(v))))
}

// quads decodes the lines behind the pairs, which are -1, 0 or 1, as far as
// the bits go.
func (t *tables) quads(r *bitReader, end int, g *granule, l *bandLayout, gains *[39]float32, xr *[lines]float32, at int) int {
	band := 0
	for at+4 <= lines && r.at() < end {
		r.refill()
		e := uint(t.quadA[r.cache>>58])
		if g.quadB {
			e = 4<<4 | uint(^r.cache>>60)
		}
		r.cache <<= e >> 4
		r.n -= e >> 4
		for i := range uint(4) {
			for band < len(l.ends)-1 && int(l.ends[band]) <= at+int(i) {
				band++
			}
			v := float32(0)
			if e<<i&8 != 0 {
				v = gains[band]
				if r.cache>>63 == 1 {
					v = -v
				}
				r.cache <<= 1
				r.n--
			}
			xr[at+int(i)] = v
		}
		at += 4
	}
	if r.at() > end && at >= 4 {
		// Padding was taken for a quad.
		at -= 4
	}
	return at
}
