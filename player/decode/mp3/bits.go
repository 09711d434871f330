package mp3

import "encoding/binary"

// slack is how many bytes behind the end of what they read bit readers may
// touch: a whole band of the longest codes before its length is checked.
const slack = 2048

// bitReader takes bits from the front of b, the most significant first. Its
// cache holds n bits, left-aligned; b[pos] is the first byte not wholly in it.
type bitReader struct {
	b     []byte
	cache uint64
	n     uint
	pos   int
}

// bitsAt reads b from a bit on. b must have slack bytes more than are meant.
func bitsAt(b []byte, bit int) bitReader {
	r := bitReader{b: b, pos: bit >> 3}
	r.refill()
	r.cache <<= uint(bit & 7)
	r.n -= uint(bit & 7)
	return r
}

// refill fills the cache to at least 56 bits.
func (r *bitReader) refill() {
	r.cache |= binary.BigEndian.Uint64(r.b[r.pos:]) >> (r.n & 63)
	r.pos += int((63 - r.n) >> 3)
	r.n |= 56
}

// at is the number of the next bit.
func (r *bitReader) at() int { return r.pos*8 - int(r.n) }

// take gives the next n bits, at most 32.
func (r *bitReader) take(n uint) int {
	if r.n < n {
		r.refill()
	}
	v := r.cache >> 32 >> (32 - n)
	r.cache <<= n
	r.n -= n
	return int(v)
}

// flag gives the next bit.
func (r *bitReader) flag() bool { return r.take(1) == 1 }
