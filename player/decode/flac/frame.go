package flac

import "errors"

// errShort: the frame is longer than the bytes; errFrame: it is none.
var (
	errShort = errors.New("frame is cut off")
	errFrame = errors.New("damaged frame")
)

const maxOrder = 32

// Kinds of channels, RFC 9639 §9.1.3.
const (
	leftSide  = 8
	sideRight = 9
	midSide   = 10
)

// frameDecoder decodes frames (RFC 9639 §9) into planes that it keeps.
type frameDecoder struct {
	r      bitReader
	planes [8][]int32
	out    [8][]int32
	coeffs [maxOrder]int64
}

// decode decodes the frame at the start of b, which may go on behind it, and
// gives its samples, valid until the next call, and its length in bytes.
func (d *frameDecoder) decode(b []byte, h header, channels, bits int) (planes [][]int32, length int, err error) {
	if len(b) < h.length {
		return nil, 0, errShort
	}
	d.r.reset(b)
	d.r.pos = h.length
	for c := range channels {
		if cap(d.planes[c]) < h.block {
			d.planes[c] = make([]int32, h.block)
		}
		d.out[c] = d.planes[c][:h.block]
		wide := bits
		if h.kind == sideRight && c == 0 || (h.kind == leftSide || h.kind == midSide) && c == 1 {
			wide++
		}
		if ok := d.subframe(d.out[c], wide); d.r.over() {
			return nil, 0, errShort
		} else if !ok {
			return nil, 0, errFrame
		}
	}
	length = d.r.bytes() + 2
	if length > len(b) {
		return nil, 0, errShort
	}
	if crc16(b[:length]) != 0 {
		return nil, 0, errFrame
	}
	d.correlate(h.kind)
	for _, plane := range d.out[:channels] {
		if !fits(plane, bits) {
			return nil, 0, errFrame
		}
	}
	return d.out[:channels], length, nil
}

// correlate makes left and right of what pairs are coded as.
func (d *frameDecoder) correlate(kind int) {
	a := d.out[0]
	b := d.out[1]
	switch b = b[:min(len(a), len(b))]; kind {
	case leftSide:
		for i, side := range b {
			b[i] = a[i] - side
		}
	case sideRight:
		for i, right := range b {
			a[i] += right
		}
	case midSide:
		for i, side := range b {
			mid := a[i]<<1 | side&1
			a[i], b[i] = (mid+side)>>1, (mid-side)>>1
		}
	}
}

// fits says that all samples have no more than so many bits: a damaged frame
// whose checksum is right by chance must not be loud.
func fits(plane []int32, bits int) bool {
	all := int32(0)
	for _, v := range plane {
		all |= v ^ v>>31
	}
	return all>>(bits-1) == 0
}

// subframe decodes one channel, RFC 9639 §9.2.
func (d *frameDecoder) subframe(out []int32, bits int) bool {
	r := &d.r
	head := r.read(8)
	if head&0x80 != 0 {
		return false
	}
	wasted := 0
	if head&1 != 0 {
		wasted = int(r.unary()) + 1
	}
	if bits -= wasted; bits <= 0 {
		return false
	}
	ok := true
	switch kind := int(head >> 1); {
	case kind == 0:
		v := r.signed(bits)
		for i := range out {
			out[i] = v
		}
	case kind == 1:
		for i := range out {
			out[i] = r.signed(bits)
		}
	case kind >= 8 && kind <= 12:
		ok = d.fixed(out, kind-8, bits)
	case kind >= 32:
		ok = d.linear(out, kind-31, bits)
	default:
		return false
	}
	if wasted > 0 {
		for i := range out {
			out[i] <<= wasted
		}
	}
	return ok
}

// fixed undoes one of the fixed predictors, RFC 9639 §9.2.5.
func (d *frameDecoder) fixed(out []int32, order, bits int) bool {
	if !d.begin(out, order, bits) || !d.residual(out, order) {
		return false
	}
	switch order {
	case 1:
		for i := 1; i < len(out); i++ {
			out[i] += out[i-1]
		}
	case 2:
		for i := 2; i < len(out); i++ {
			out[i] += 2*out[i-1] - out[i-2]
		}
	case 3:
		for i := 3; i < len(out); i++ {
			out[i] += 3*(out[i-1]-out[i-2]) + out[i-3]
		}
	case 4:
		for i := 4; i < len(out); i++ {
			out[i] += 4*(out[i-1]+out[i-3]) - 6*out[i-2] - out[i-4]
		}
	}
	return true
}

// begin reads the samples that stand as they are.
func (d *frameDecoder) begin(out []int32, order, bits int) bool {
	if order > len(out) {
		return false
	}
	for i := range out[:order] {
		out[i] = d.r.signed(bits)
	}
	return true
}

// linear undoes a linear predictor, RFC 9639 §9.2.6.
func (d *frameDecoder) linear(out []int32, order, bits int) bool {
	if !d.begin(out, order, bits) {
		return false
	}
	precision := int(d.r.read(4)) + 1
	shift := d.r.signed(5)
	if precision == 16 || shift < 0 {
		return false
	}
	// The oldest sample's first, filled up to fours by zeros before it.
	padded := (order + 3) &^ 3
	coeffs := d.coeffs[:padded]
	clear(coeffs)
	for i := range order {
		coeffs[padded-1-i] = int64(d.r.signed(precision))
	}
	if !d.residual(out, order) {
		return false
	}
	predict(out, order, coeffs, uint(shift))
	return true
}

// predict adds the prediction to the residuals behind the first order samples.
func predict(out []int32, order int, coeffs []int64, shift uint) {
	for i := order; i < len(coeffs) && i < len(out); i++ { // not as many before it
		sum := int64(0)
		for j, c := range coeffs[len(coeffs)-i:] {
			sum += c * int64(out[j])
		}
		out[i] += int32(sum >> shift)
	}
	switch len(coeffs) {
	case 4:
		predict4(out, coeffs, shift)
	case 8:
		predict8(out, coeffs, shift)
	case 12:
		predict12(out, coeffs, shift)
	default:
		for i := len(coeffs); i < len(out); i++ {
			sum, past := int64(0), out[i-len(coeffs):i]
			for j := 0; j+4 <= len(coeffs) && j+4 <= len(past); j += 4 {
				c, s := coeffs[j:j+4:j+4], past[j:j+4:j+4]
				sum += c[0]*int64(s[0]) + c[1]*int64(s[1]) + c[2]*int64(s[2]) + c[3]*int64(s[3])
			}
			out[i] += int32(sum >> shift)
		}
	}
}

func predict4(out []int32, c []int64, shift uint) {
	c0, c1, c2, c3 := c[0], c[1], c[2], c[3]
	for i := 0; i+5 <= len(out); i++ {
		s := out[i : i+5 : i+5]
		sum := c0*int64(s[0]) + c1*int64(s[1]) + c2*int64(s[2]) + c3*int64(s[3])
		s[4] += int32(sum >> shift)
	}
}

func predict8(out []int32, c []int64, shift uint) {
	c0, c1, c2, c3, c4, c5, c6, c7 := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
	for i := 0; i+9 <= len(out); i++ {
		s := out[i : i+9 : i+9]
		sum := c0*int64(s[0]) + c1*int64(s[1]) + c2*int64(s[2]) + c3*int64(s[3])
		sum += c4*int64(s[4]) + c5*int64(s[5]) + c6*int64(s[6]) + c7*int64(s[7])
		s[8] += int32(sum >> shift)
	}
}

func predict12(out []int32, c []int64, shift uint) {
	c0, c1, c2, c3, c4, c5 := c[0], c[1], c[2], c[3], c[4], c[5]
	c6, c7, c8, c9, c10, c11 := c[6], c[7], c[8], c[9], c[10], c[11]
	for i := 0; i+13 <= len(out); i++ {
		s := out[i : i+13 : i+13]
		sum := c0*int64(s[0]) + c1*int64(s[1]) + c2*int64(s[2]) + c3*int64(s[3])
		sum += c4*int64(s[4]) + c5*int64(s[5]) + c6*int64(s[6]) + c7*int64(s[7])
		sum += c8*int64(s[8]) + c9*int64(s[9]) + c10*int64(s[10]) + c11*int64(s[11])
		s[12] += int32(sum >> shift)
	}
}

// residual reads the partitions behind the first order samples, RFC 9639
// §9.2.7.
func (d *frameDecoder) residual(out []int32, order int) bool {
	r := &d.r
	width := 4
	switch r.read(2) {
	case 0:
	case 1:
		width = 5
	default:
		return false
	}
	parts := 1 << r.read(4)
	size := len(out) / parts
	if size*parts != len(out) || size < order && parts > 1 || r.over() {
		return false
	}
	from := order
	for p := range parts {
		to := (p + 1) * size
		part := out[from:to]
		from = to
		if k := int(r.read(width)); k < 1<<width-1 {
			r.rice(part, k)
		} else {
			bits := int(r.read(5))
			for i := range part {
				part[i] = r.signed(bits)
			}
		}
		if r.over() {
			return false
		}
	}
	return true
}
