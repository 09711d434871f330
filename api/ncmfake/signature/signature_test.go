package signature

import (
	"math"
	"math/rand/v2"
	"testing"
)

// record puts signatures into a recording with music-like noise between.
func record(rate int, gain float64, ids ...int64) []float32 {
	rng := rand.New(rand.NewPCG(3, 4))
	var out []float32
	for _, id := range ids {
		symbols, ok := Of(id)
		if !ok {
			panic("id out of range")
		}
		for _, s := range symbols {
			for _, v := range s.Sound(rate) {
				out = append(out, float32(v*gain))
			}
		}
		phase := 0.0
		for range rate * 2 {
			phase += 2 * math.Pi * 330 / float64(rate)
			out = append(out, float32(gain*(0.3*math.Sin(phase)+0.1*math.Sin(7*phase)+0.0005*rng.NormFloat64())))
		}
	}
	return out
}

func TestDetectReadsEveryKindOfNumber(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{44100, 48000, 96000} {
		for _, n := range []int64{0, 1, 255, 256, 4242, 10400, 65535} {
			got, ok := Detect(record(rate, 1, Base+n), rate)
			if !ok || got != Base+n {
				t.Errorf("%d Hz: Detect(%d) = %d, %v", rate, Base+n, got, ok)
			}
		}
	}
}

func TestAllGivesTheSongsInOrderAndTheirTimes(t *testing.T) {
	t.Parallel()
	ids := []int64{Base + 7, Base + 300, Base + 7, Base + 65000}
	found := All(record(44100, 0.2, ids...), 44100, 0)
	if len(found) != len(ids) {
		t.Fatalf("found %v", found)
	}
	each := float64(Symbols*Samples(44100)+2*44100) / 44100
	for i, f := range found {
		if f.ID != ids[i] || math.Abs(f.At.Seconds()-each*float64(i)) > 0.02 {
			t.Errorf("%d: %v", i, f)
		}
	}
}

func TestDetectHearsQuietAndSymbolsOfOtherRates(t *testing.T) {
	t.Parallel()
	quiet := record(44100, 0.02, Base+999) // as after a volume of 2 %
	if id, ok := Detect(quiet, 44100); !ok || id != Base+999 {
		t.Errorf("quiet: %d, %v", id, ok)
	}
	// A song at 48 kHz in a recording at 44.1 kHz: linear interpolation is
	// the worst of resamplers and still enough.
	src := record(48000, 1, Base+777)
	var out []float32
	for i := 0; ; i++ {
		x := float64(i) * 48000 / 44100
		k := int(x)
		if k+1 >= len(src) {
			break
		}
		f := float32(x - float64(k))
		out = append(out, src[k]*(1-f)+src[k+1]*f)
	}
	if id, ok := Detect(out, 44100); !ok || id != Base+777 {
		t.Errorf("resampled: %d, %v", id, ok)
	}
}

func TestDetectFindsNothingInNoiseSilenceOrTones(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	noise := make([]float32, 44100*20)
	sine := make([]float32, 44100)
	for i := range noise {
		noise[i] = float32(rng.NormFloat64() * 0.2)
	}
	for i := range sine {
		sine[i] = float32(math.Sin(2 * math.Pi * markLow / 44100 * float64(i)))
	}
	for name, pcm := range map[string][]float32{"noise": noise, "sine": sine, "silence": make([]float32, 44100), "nothing": nil} {
		if id, ok := Detect(pcm, 44100); ok {
			t.Errorf("%s: found %d", name, id)
		}
	}
}

func TestOfRefusesIDsItCannotWrite(t *testing.T) {
	t.Parallel()
	for _, id := range []int64{0, Base - 1, Base + 65536} {
		if _, ok := Of(id); ok {
			t.Errorf("Of(%d) is ok", id)
		}
	}
}

func TestMonoMixesChannels(t *testing.T) {
	t.Parallel()
	got := Mono([]float32{1, 0, 0.5, 0.5}, 2)
	if len(got) != 2 || got[0] != 0.5 || got[1] != 0.5 {
		t.Errorf("Mono = %v", got)
	}
}
