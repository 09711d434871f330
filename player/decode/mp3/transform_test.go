package mp3

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestCodesAreWhole: every table uses up all bit patterns, and finds each of
// its words.
func TestCodesAreWhole(t *testing.T) {
	t.Parallel()
	tab := theTables()
	for i, w := range wordsOf {
		if w < 0 {
			continue
		}
		words := strings.Fields(codeWords[w].words)
		dim, sum := codeWords[w].dim, 0.0
		if len(words) != dim*dim {
			t.Errorf("table %d has %d words", i, len(words))
		}
		for v, word := range words {
			sum += math.Exp2(-float64(len(word)))
			var b bitWriter
			b.word(word)
			b.put(0, int(2*linbitsOf[i])+2)
			r := bitsAt(append(b.b, make([]byte, slack)...), 0)
			got := make([]float32, 2)
			r.longPairs(tab.pairs[i], tab, got, 1)
			x, y := v/dim, v%dim
			if got[0] != tab.pow[x] || got[1] != tab.pow[y] {
				t.Errorf("table %d: %s gives %v, want %d %d", i, word, got, x, y)
			}
			want := len(word) + bit(x > 0) + bit(y > 0)
			for _, c := range []int{x, y} {
				if c == 15 {
					want += int(linbitsOf[i])
				}
			}
			if r.at() != want {
				t.Errorf("table %d: %s takes %d bits, want %d", i, word, r.at(), want)
			}
		}
		if sum != 1 {
			t.Errorf("table %d fills %v of the patterns", i, sum)
		}
	}
}

func random(rnd *rand.Rand, to []float32) {
	for i := range to {
		to[i] = rnd.Float32()*2 - 1
	}
}

// TestBlocksAreTheStandards: IMDCT, windows, overlap and frequency inversion
// against the formulas of ISO 11172-3 §2.4.3.4.10.
func TestBlocksAreTheStandards(t *testing.T) {
	t.Parallel()
	tab := theTables()
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, block := range []int{0, 1, 2, 3} {
		for sb := range 2 {
			var x, ov [18]float32
			random(rnd, x[:])
			random(rnd, ov[:])
			want := blockOf(block, x[:])
			old := ov
			var out bandSamples
			if block == 2 {
				imdct12(&x, &ov, tab, &out, sb)
			} else {
				imdct36(&x, &ov, &tab.long[block][sb], &out, sb)
			}
			for i := range 36 {
				sign, got := 1.0, float64(0)
				if sb == 1 && i%2 == 1 {
					sign = -1
				}
				if i < 18 {
					got = float64(out[i][sb] - old[i])
				} else {
					got = float64(ov[i-18])
				}
				if math.Abs(got-sign*want[i]) > 1e-5 {
					t.Fatalf("block type %d, subband %d, sample %d: %v, want %v", block, sb, i, got, sign*want[i])
				}
			}
		}
	}
}

// blockOf is the windowed IMDCT by its definition.
func blockOf(block int, x []float32) (out [36]float64) {
	sine := func(i, n int) float64 { return math.Sin(math.Pi / float64(n) * (float64(i) + 0.5)) }
	imdct := func(x func(int) float32, n, i int) (sum float64) {
		for k := range n / 2 {
			sum += float64(x(k)) * math.Cos(math.Pi/float64(2*n)*float64((2*i+1+n/2)*(2*k+1)))
		}
		return sum
	}
	if block == 2 {
		for w := range 3 {
			for i := range 12 {
				out[6+6*w+i] += sine(i, 12) * imdct(func(k int) float32 { return x[3*k+w] }, 12, i)
			}
		}
		return out
	}
	for i := range 36 {
		at, window := i, 0.0
		if block == 3 {
			at = 35 - i
		}
		switch {
		case block == 0 || at < 18:
			window = sine(at, 36)
		case at < 24:
			window = 1
		case at < 30:
			window = sine(at-18, 12)
		}
		out[i] = window * imdct(func(k int) float32 { return x[k] }, 36, i)
	}
	return out
}

// TestFilterBankIsTheStandards: against the flow of ISO 11172-3, figure A.2.
func TestFilterBankIsTheStandards(t *testing.T) {
	t.Parallel()
	tab := theTables()
	rnd := rand.New(rand.NewPCG(2, 2))
	var p polyphase
	v := make([]float64, 1024)
	for range 3 {
		var in bandSamples
		for i := range in {
			random(rnd, in[i][:])
		}
		var out [granuleFloats]float32
		p.run(tab, &in, &out, 1)
		for slot := range in {
			copy(v[64:], v[:960])
			for i := range 64 {
				v[i] = 0
				for k, s := range in[slot] {
					v[i] += math.Cos(float64((16+i)*(2*k+1))*math.Pi/64) * float64(s)
				}
			}
			for j := range 32 {
				want := 0.0
				for i := range 8 {
					want += v[i*128+j]*windowAt(i*64+j) + v[i*128+96+j]*windowAt(i*64+32+j)
				}
				if got := out[slot*64+2*j+1]; math.Abs(float64(got)-want) > 1e-5 {
					t.Fatalf("slot %d, sample %d: %v, want %v", slot, j, got, want)
				}
			}
		}
	}
}

// TestIntensityPositions: ISO 11172-3 §2.4.3.4.9.3 and 13818-3 §2.4.3.2.
func TestIntensityPositions(t *testing.T) {
	t.Parallel()
	tab := theTables()
	tests := []struct {
		name        string
		version     int
		compress    int
		value       uint8
		none        bool
		left, right float64
		ok          bool
	}{
		{"left", 1, 0, 6, false, 1, 0, true},
		{"right", 1, 0, 0, false, 0, 1, true},
		{"middle", 1, 0, 3, false, 0.5, 0.5, true},
		{"seven is none", 1, 0, 7, false, 0, 0, false},
		{"LSF middle", 2, 0, 0, false, 1, 1, true},
		{"LSF odd", 2, 0, 3, false, math.Exp2(-0.5), 1, true},
		{"LSF even", 2, 0, 4, false, 1, math.Exp2(-0.5), true},
		{"LSF scale", 2, 1, 4, false, 1, 0.5, true},
		{"LSF largest is none", 2, 0, 3, true, 0, 0, false},
	}
	l := &tab.bands[0][allLong]
	for _, tt := range tests {
		f := factors{}
		f.value[20], f.noPosition[20] = tt.value, tt.none
		for _, band := range []int{20, 21} { // the last band goes with the one before
			left, right, ok := tab.position(Header{Version: tt.version}, &granule{compress: tt.compress}, &f, l, band)
			if ok != tt.ok || math.Abs(float64(left)-tt.left) > 1e-6 || math.Abs(float64(right)-tt.right) > 1e-6 {
				t.Errorf("%s: %v %v %v", tt.name, left, right, ok)
			}
		}
	}
}
