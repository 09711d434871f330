package flac

import (
	"encoding/binary"
	"math/bits"
)

// bitReader takes numbers off a frame's bytes. Behind their end it gives
// zeros; over says that it did.
type bitReader struct {
	b     []byte
	pos   int    // of the first byte that is not in cache; may pass the end
	cache uint64 // the next bits, from the top
	n     int    // how many of them
}

func (r *bitReader) reset(b []byte) { *r = bitReader{b: b} }

// over says that more was taken than there is.
func (r *bitReader) over() bool { return r.pos*8-r.n > len(r.b)*8 }

// bytes is how many bytes were begun.
func (r *bitReader) bytes() int { return (r.pos*8 - r.n + 7) / 8 }

// refill makes at least 56 bits ready.
func (r *bitReader) refill() {
	if r.pos+8 <= len(r.b) {
		r.cache |= binary.BigEndian.Uint64(r.b[r.pos:]) >> r.n
		k := (63 - r.n) >> 3
		r.pos += k
		r.n += k * 8
		r.cache &= ^uint64(0) << (64 - r.n)
		return
	}
	for r.n <= 56 {
		if r.pos < len(r.b) {
			r.cache |= uint64(r.b[r.pos]) << (56 - r.n)
		}
		r.pos++
		r.n += 8
	}
}

// read takes n bits, at most 32.
func (r *bitReader) read(n int) uint32 {
	if r.n < n {
		r.refill()
	}
	v := uint32(r.cache >> 32 >> (32 - n))
	r.cache <<= n
	r.n -= n
	return v
}

// signed takes a number of n bits in two's complement.
func (r *bitReader) signed(n int) int32 {
	if n == 0 {
		return 0
	}
	return int32(r.read(n)<<(32-n)) >> (32 - n)
}

// unary takes zeros up to a one, and gives their number.
func (r *bitReader) unary() uint32 {
	count := 0
	for {
		if z := bits.LeadingZeros64(r.cache); z < r.n {
			r.cache <<= z + 1
			r.n -= z + 1
			return uint32(count + z)
		}
		count += r.n
		r.cache, r.n = 0, 0
		if r.pos > len(r.b) {
			return uint32(count)
		}
		r.refill()
	}
}

// rice takes residuals with a parameter of k bits, at most 30.
func (r *bitReader) rice(dst []int32, k int) {
	for i := range dst {
		if r.n < 32 {
			r.refill()
		}
		z := bits.LeadingZeros64(r.cache)
		if z+1+k > r.n { // a rare one
			high := r.unary()
			v := high<<k | r.read(k)
			dst[i] = int32(v>>1) ^ -int32(v&1)
			continue
		}
		rest := r.cache << (z + 1)
		v := uint32(z)<<k | uint32(rest>>32>>(32-k))
		r.cache = rest << k
		r.n -= z + 1 + k
		dst[i] = int32(v>>1) ^ -int32(v&1)
	}
}
