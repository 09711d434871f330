package mp3

import "math"

// midSide makes left and right of middle and side; their factor of 1/sqrt 2 is
// in the gains.
func midSide(left, right []float32) {
	right = right[:len(left)]
	for i, m := range left {
		s := right[i]
		left[i], right[i] = m+s, m-s
	}
}

// stereo undoes joint stereo for a granule whose lines are in the order in
// which they are sent. bounds are where each channel's lines end; both end
// alike afterwards.
func (d *Decoder) stereo(h Header, g *granule, f *factors, l *bandLayout, bounds *[2]int) {
	left, right := &d.xr[0], &d.xr[1]
	if !h.Intensity {
		end := max(bounds[0], bounds[1])
		if h.MidSide {
			midSide(left[:end], right[:end])
			*bounds = [2]int{end, end}
		}
		return
	}
	silent := silentFrom(right, l, bounds[1])
	start := 0
	for b, e := range l.ends {
		end := int(e)
		quiet := max(silent[0], silent[1], silent[2])
		if b >= l.longs {
			quiet = silent[(b-l.longs)%3]
		}
		kl, kr, ok := float32(0), float32(0), false
		if start >= quiet {
			kl, kr, ok = d.t.position(h, g, f, l, b)
		}
		switch {
		case ok:
			if h.MidSide {
				// The gains have a factor that is not for this band.
				kl, kr = kl*math.Sqrt2, kr*math.Sqrt2
			}
			for i := start; i < end; i++ {
				left[i], right[i] = left[i]*kl, left[i]*kr
			}
		case h.MidSide:
			midSide(left[start:end], right[start:end])
		}
		start = end
	}
	end := max(bounds[0], bounds[1])
	for _, e := range l.ends {
		if int(e) >= end {
			end = int(e) // a band may have been begun
			break
		}
	}
	*bounds = [2]int{end, end}
}

// silentFrom tells for each window from which line on the right channel has
// nothing in it; for long bands all three are the same.
func silentFrom(right *[lines]float32, l *bandLayout, bound int) (from [3]int) {
	start := 0
	for b, e := range l.ends {
		if start >= bound {
			break
		}
		for _, v := range right[start:e] {
			if v == 0 {
				continue
			}
			if b < l.longs {
				from = [3]int{int(e), int(e), int(e)}
			} else {
				from[(b-l.longs)%3] = int(e)
			}
			break
		}
		start = int(e)
	}
	return from
}

// position gives the factors of a band's left and right; false when the right
// channel's scalefactor says that there is no position.
func (t *tables) position(h Header, g *granule, f *factors, l *bandLayout, b int) (kl, kr float32, ok bool) {
	// The last band has no scalefactor; it goes with the one before.
	switch {
	case b < l.longs && b == 21:
		b--
	case b >= l.longs && b >= len(l.ends)-3:
		b -= 3
	}
	v := f.value[b]
	if h.Version == 1 {
		if int(v) >= len(t.intensity1) {
			return 0, 0, false
		}
		k := t.intensity1[v]
		return k[0], k[1], true
	}
	if f.noPosition[b] || int(v) >= len(t.intensity2[0]) {
		return 0, 0, false
	}
	k := t.intensity2[g.compress&1][v]
	return k[0], k[1], true
}
