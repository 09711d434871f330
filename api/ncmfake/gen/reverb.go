package main

// reverb is a room of eight damped comb filters and four all-passes a side,
// run over the loop twice so that its tail rings on at the start.
func reverb(inL, inR []float64, rate int) (outL, outR []float64) {
	return room(inL, rate, 0), room(inR, rate, 23)
}

func room(in []float64, rate, spread int) []float64 {
	combs := []int{1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617}
	passes := []int{556, 441, 341, 225}
	const feedback, damp = 0.82, 0.35
	scale := func(n int) int { return (n + spread) * rate / 44100 }
	out := make([]float64, len(in))
	for _, c := range combs {
		line := make([]float64, scale(c))
		pos, low := 0, 0.0
		for round := range 2 {
			for i, v := range in {
				y := line[pos]
				low = y*(1-damp) + low*damp
				line[pos] = v*0.06 + low*feedback
				if pos++; pos == len(line) {
					pos = 0
				}
				if round == 1 {
					out[i] += y
				}
			}
		}
	}
	for _, p := range passes {
		out = allPass(out, scale(p))
	}
	return out
}

func allPass(in []float64, n int) []float64 {
	line := make([]float64, n)
	out := make([]float64, len(in))
	pos := 0
	for round := range 2 {
		for i, v := range in {
			d := line[pos]
			line[pos] = v + d*0.5
			if round == 1 {
				out[i] = d - v*0.5
			}
			if pos++; pos == n {
				pos = 0
			}
		}
	}
	return out
}
