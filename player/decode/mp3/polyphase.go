package mp3

// polyphase is the synthesis filter bank of one channel, ISO 11172-3
// §2.4.3.4.3. rows[n] are the values of cosine n of the DCT over time: 15
// slots of the granule before, then 18 of this one.
type polyphase struct {
	rows [32][36]float32
}

const history = 15

// slotFloats are the floats of 32 stereo samples.
const slotFloats = 64

// granuleFloats are the floats of a granule's interleaved stereo samples.
const granuleFloats = 18 * slotFloats

// run makes 576 samples of a granule and puts them into every second place of
// out, from channel on.
func (p *polyphase) run(t *tables, in *bandSamples, out *[granuleFloats]float32, channel int) {
	for i := range in {
		p.dct32(t, &in[i], history+i)
	}
	p.window(t, out, channel&1)
	for n := range p.rows {
		r := &p.rows[n]
		copy(r[:history], r[18:18+history])
	}
}

// dct32 writes sum of x[k] cos(pi/64 n (2k+1)) into the rows n at a slot. Each
// level makes two transforms of half the size: of sums for the even n, and of
// differences times 1/(2 cos) whose neighbours, added, are the odd n.
func (p *polyphase) dct32(t *tables, x *[32]float32, slot int) {
	var a, b [32]float32
	for i := range 16 {
		u, v := x[i], x[31-i]
		a[i], a[16+i] = u+v, (u-v)*t.dct32[i]
	}
	for i := range 8 {
		c := t.dct16[i]
		u, v := a[i], a[15-i]
		b[i], b[8+i] = u+v, (u-v)*c
		u, v = a[16+i], a[31-i]
		b[16+i], b[24+i] = u+v, (u-v)*c
	}
	dct8((*[8]float32)(b[0:]))
	dct8((*[8]float32)(b[8:]))
	dct8((*[8]float32)(b[16:]))
	dct8((*[8]float32)(b[24:]))
	if slot < 0 || slot >= 36 {
		return
	}
	for i := range 7 {
		even, odd := b[i], b[8+i]+b[9+i]
		d0, d1, d2 := b[16+i], b[24+i]+b[25+i], b[17+i]
		p.rows[4*i][slot] = even
		p.rows[4*i+1][slot] = d0 + d1
		p.rows[4*i+2][slot] = odd
		p.rows[4*i+3][slot] = d1 + d2
	}
	p.rows[28][slot] = b[7]
	p.rows[29][slot] = b[23] + b[31]
	p.rows[30][slot] = b[15]
	p.rows[31][slot] = b[31]
}

// dct8 is a[n] = sum of a[k] cos(pi/16 n (2k+1)).
func dct8(a *[8]float32) {
	const (
		half = 0.70710678118654752440 // 1/(2 cos(pi/4))
		k40  = 0.54119610014619698440 // 1/(2 cos(pi/8 (2i+1)))
		k41  = 1.30656296487637652785
		k80  = 0.50979557910415916894 // 1/(2 cos(pi/16 (2i+1)))
		k81  = 0.60134488693504528054
		k82  = 0.89997622313641570463
		k83  = 2.56291544774150617879
	)
	s0, s1, s2, s3 := a[0]+a[7], a[1]+a[6], a[2]+a[5], a[3]+a[4]
	d0, d1, d2, d3 := (a[0]-a[7])*k80, (a[1]-a[6])*k81, (a[2]-a[5])*k82, (a[3]-a[4])*k83

	u0, u1 := s0+s3, s1+s2
	v0, v1 := (s0-s3)*k40, (s1-s2)*k41
	v2 := (v0 - v1) * half
	a[0], a[4] = u0+u1, (u0-u1)*half
	a[2], a[6] = v0+v1+v2, v2

	u0, u1 = d0+d3, d1+d2
	v0, v1 = (d0-d3)*k40, (d1-d2)*k41
	v2 = (v0 - v1) * half
	e2, e1 := (u0-u1)*half, v0+v1+v2
	a[1], a[3], a[5], a[7] = u0+u1+e1, e1+e2, e2+v2, v2
}

// window weighs the last 16 slots. Samples j and 32-j take the same values:
// cosine 16+j of the slots of even age and 16-j of those of odd age.
func (p *polyphase) window(t *tables, out *[granuleFloats]float32, channel int) {
	for j := 1; j < 16; j++ {
		w := &t.poly[j]
		even, odd := &p.rows[16+j], &p.rows[16-j]
		for i := range 18 {
			a := (*[16]float32)(even[i : i+16])
			b := (*[16]float32)(odd[i : i+16])
			x := a[15]*w[0] + a[13]*w[1] + a[11]*w[2] + a[9]*w[3] +
				a[7]*w[4] + a[5]*w[5] + a[3]*w[6] + a[1]*w[7]
			y := a[15]*w[16] + a[13]*w[17] + a[11]*w[18] + a[9]*w[19] +
				a[7]*w[20] + a[5]*w[21] + a[3]*w[22] + a[1]*w[23]
			x += b[14]*w[8] + b[12]*w[9] + b[10]*w[10] + b[8]*w[11] +
				b[6]*w[12] + b[4]*w[13] + b[2]*w[14] + b[0]*w[15]
			y += b[14]*w[24] + b[12]*w[25] + b[10]*w[26] + b[8]*w[27] +
				b[6]*w[28] + b[4]*w[29] + b[2]*w[30] + b[0]*w[31]
			slot := (*[slotFloats]float32)(out[i*slotFloats:])
			slot[2*j+channel] = x
			slot[slotFloats-2*j+channel] = y
		}
	}
	w, v := &t.poly[0], &t.poly[16]
	for i := range 18 {
		a := (*[16]float32)(p.rows[16][i : i+16])
		b := (*[16]float32)(p.rows[0][i : i+16])
		x, y := float32(0), float32(0)
		for k := range 8 {
			x += a[15-2*k]*w[k] + a[14-2*k]*w[8+k]
			y += b[14-2*k] * v[8+k]
		}
		slot := (*[slotFloats]float32)(out[i*slotFloats:])
		slot[channel] = x
		slot[32+channel] = y
	}
}

// makePolyphase: for sample j the factors of the 8 slots of even age, then of
// the 8 of odd age; behind them those of sample 32-j. The signs come from
// where in the standard's vector V, whose 64 values are cosines 16..79, the
// samples take their values.
func (t *tables) makePolyphase() {
	for j := range t.poly {
		for k := range 8 {
			w := &t.poly[j]
			w[k], w[8+k] = float32(windowAt(j+64*k)), float32(-windowAt(j+64*k+32))
			if j == 16 {
				w[k] = 0 // cosine 32
			}
			if j > 0 && j < 16 {
				w[16+k] = float32(-windowAt(32 - j + 64*k))
				w[24+k] = float32(-windowAt(64 - j + 64*k))
			}
		}
	}
}
