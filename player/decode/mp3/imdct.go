package mp3

import "math"

// hybrid turns the frequency lines of one channel into 32 subbands of 18
// samples, and keeps the half of each block that overlaps with the next.
type hybrid struct {
	overlap [32][18]float32
	live    int // subbands of overlap that are not all zero
}

// bandSamples are the samples of a granule by time and subband.
type bandSamples [18][32]float32

// reorder puts short blocks' lines from windows into frequency order and
// gives the new bound.
func reorder(xr *[lines]float32, l *bandLayout, bound int) int {
	if l.longs == len(l.ends) {
		return bound
	}
	var tmp [lines]float32
	start := l.split
	for b := l.longs; b+2 < len(l.ends) && start < bound; b += 3 {
		end := int(l.ends[b+2])
		width := (end - start) / 3
		x0, x1, x2 := xr[start:start+width], xr[start+width:start+2*width], xr[start+2*width:end]
		to := tmp[start:end]
		for i := range x0 {
			to[3*i], to[3*i+1], to[3*i+2] = x0[i], x1[i], x2[i]
		}
		start = end
	}
	if start > l.split {
		copy(xr[l.split:start], tmp[l.split:start])
	}
	return max(bound, start)
}

// antialias undoes the encoder's alias reduction at the boundaries below the
// subbands 1..last, ISO 11172-3 §2.4.3.4.10.1.
func (t *tables) antialias(xr *[lines]float32, last int) {
	for sb := 1; sb <= last && sb < 32; sb++ {
		low := (*[8]float32)(xr[sb*18-8:])
		high := (*[8]float32)(xr[sb*18:])
		for i := range 8 {
			u, d := low[7-i], high[i]
			s, a := t.aliasS[i], t.aliasA[i]
			low[7-i], high[i] = u*s-d*a, d*s+u*a
		}
	}
}

// run transforms the lines below bound. long subbands, and all if the block
// is no short one, are long blocks; those below a mixed block are normal ones.
func (hy *hybrid) run(t *tables, g *granule, l *bandLayout, xr *[lines]float32, bound int, out *bandSamples) {
	used := (bound + 17) / 18
	long := 32
	switch g.kind() {
	case allLong:
		if bound > 0 {
			t.antialias(xr, used)
			used = min(used+1, 32)
		}
	case mixed:
		long = l.split / 18
		t.antialias(xr, long-1)
	default:
		long = 0
	}
	blockType := g.blockType
	if blockType == 2 {
		blockType = 0
	}
	for sb := range used {
		in := (*[18]float32)(xr[sb*18:])
		if sb < long {
			imdct36(in, &hy.overlap[sb], &t.long[blockType][sb&1], out, sb)
		} else {
			imdct12(in, &hy.overlap[sb], t, out, sb)
		}
	}
	for sb := used; sb < max(used, hy.live); sb++ {
		ov := &hy.overlap[sb]
		for i, v := range ov {
			out[i][sb] = v
		}
		*ov = [18]float32{}
	}
	for sb := max(used, hy.live); sb < 32; sb++ {
		for i := range out {
			out[i][sb] = 0
		}
	}
	hy.live = used
}

// dct9 is out[m] = sum of in[j] cos(pi/18 (2m+1) j).
func dct9(a *[9]float32) {
	const (
		// The cosines of 10 and 20 degrees are c50+c70 and c40+c80.
		c30, c40 = 0.86602540378443864676, 0.76604444311897803520
		c50, c70 = 0.64278760968653932632, 0.34202014332566873304
		c80      = 0.17364817766693034885
	)
	p, q := a[0]+a[6]*0.5, a[0]-a[6]
	s, u, v := a[2]+a[4], a[2]+a[8], a[4]-a[8]
	w := a[2] - a[4] - a[8]
	e0 := p + s*c40 + u*c80
	e1 := q + w*0.5
	e2 := p - s*c80 - v*c40
	e3 := p - u*c40 + v*c80
	a[4] = q - w
	r, x, y, z := a[3]*c30, a[1]+a[5], a[1]+a[7], a[5]-a[7]
	o0 := r + x*c50 + y*c70
	o1 := (a[1] - a[5] - a[7]) * c30
	o2 := y*c50 - z*c70 - r
	o3 := x*c70 + z*c50 - r
	a[0], a[8] = e0+o0, e0-o0
	a[1], a[7] = e1+o1, e1-o1
	a[2], a[6] = e2+o2, e2-o2
	a[3], a[5] = e3+o3, e3-o3
}

// odd9 are 1/(2 cos(pi/36 (2m+1))), the way from a DCT of 9 to the odd half of
// one of 18.
var odd9 = [9]float32{
	0.50190991877167369479, 0.51763809020504152470, 0.55168895948124587824,
	0.61038729438072803416, 0.70710678118654752440, 0.87172339781054900991,
	1.18310079157624925896, 1.93185165257813657349, 5.73685662283492756461,
}

// imdct36 transforms a subband of a long block. The DCT-IV of 18 lines is made
// of two DCTs of 9; what is left of its factors is in the window.
func imdct36(x, ov *[18]float32, win *[36]float32, out *bandSamples, sb int) {
	// Neighbours are added twice: once for the whole, once for its odd half.
	var y [18]float32
	y[0] = x[0]
	for i := 1; i < 18; i++ {
		y[i] = x[i] + x[i-1]
	}
	even := [9]float32{y[0], y[2], y[4], y[6], y[8], y[10], y[12], y[14], y[16]}
	odd := [9]float32{
		y[1], y[3] + y[1], y[5] + y[3], y[7] + y[5], y[9] + y[7],
		y[11] + y[9], y[13] + y[11], y[15] + y[13], y[17] + y[15],
	}
	dct9(&even)
	dct9(&odd)
	sb &= 31
	for m := range 9 {
		e, o := even[m], odd[m]*odd9[m]
		low, high := e+o, e-o // at m and 17-m
		out[8-m][sb] = high*win[8-m] + ov[8-m]
		out[9+m][sb] = high*win[9+m] + ov[9+m]
		ov[8-m] = low * win[26-m]
		ov[9+m] = low * win[27+m]
	}
}

// imdct12 transforms the three short blocks of a subband.
func imdct12(x, ov *[18]float32, t *tables, out *bandSamples, sb int) {
	var sum [36]float32
	for w := range 3 {
		y0 := x[w]
		y1, y2, y3 := x[3+w]+x[w], x[6+w]+x[3+w], x[9+w]+x[6+w]
		y4, y5 := x[12+w]+x[9+w], x[15+w]+x[12+w]
		e := dct3(y0, y2, y4)
		o := dct3(y1, y3+y1, y5+y3)
		// 1/(2 cos(pi/12 (2m+1)))
		o[0] *= 0.51763809020504152470
		o[1] *= 0.70710678118654752440
		o[2] *= 1.93185165257813657349
		to := (*[12]float32)(sum[6+6*w:])
		for m := range 3 {
			low, high := e[m]+o[m], e[m]-o[m] // at m and 5-m
			to[2-m] += high * t.short[0][2-m]
			to[3+m] += high * t.short[0][3+m]
			to[8-m] += low * t.short[0][8-m]
			to[9+m] += low * t.short[0][9+m]
		}
	}
	sb &= 31
	if sb&1 == 1 {
		for i := 1; i < 36; i += 2 {
			sum[i] = -sum[i]
		}
	}
	for i := range 18 {
		out[i][sb] = sum[i] + ov[i]
		ov[i] = sum[18+i]
	}
}

// dct3 is out[m] = sum of in[j] cos(pi/6 (2m+1) j).
func dct3(a, b, c float32) [3]float32 {
	b *= 0.86602540378443864676
	return [3]float32{a + c*0.5 + b, a - c, a + c*0.5 - b}
}

// makeBlockWindows: ISO 11172-3 §2.4.3.4.10.3, with the last factor of the
// IMDCT (1/(2 cos)) and its signs multiplied in, and for odd subbands the sign
// of the frequency inversion.
func (t *tables) makeBlockWindows() {
	sine := func(n, of int) float64 { return math.Sin(math.Pi / float64(of) * (float64(n) + 0.5)) }
	shape := func(block, i int) float64 {
		if block == 3 {
			i = 35 - i // a stop block is a start block backwards
		}
		switch {
		case block == 0 || i < 18:
			return sine(i, 36)
		case i < 24:
			return 1
		case i < 30:
			return sine(i-18, 12)
		}
		return 0
	}
	for block := range 4 {
		for i := range 36 {
			v := shape(block, i) * foldFactor(i, 18)
			t.long[block][0][i] = float32(v)
			t.long[block][1][i] = float32(v * float64(1-2*(i%2)))
		}
	}
	for i := range 12 {
		t.short[0][i] = float32(sine(i, 12) * foldFactor(i, 6))
	}
}

// foldFactor is the sign and the last factor of sample i of an IMDCT of n
// lines, whose DCT-IV t gives t[n/2+i] first, then -t[3n/2-1-i], -t[i-3n/2].
func foldFactor(i, n int) float64 {
	sign, m := -1.0, 0
	switch {
	case i < n/2:
		sign, m = 1, n/2+i
	case i < n*3/2:
		m = n*3/2 - 1 - i
	default:
		m = i - n*3/2
	}
	return sign / (2 * math.Cos(math.Pi/float64(4*n)*float64(2*m+1)))
}
