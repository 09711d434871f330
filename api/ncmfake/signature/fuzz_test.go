package signature

import "testing"

// FuzzDetect reads anything as samples.
func FuzzDetect(f *testing.F) {
	f.Add([]byte("any sound at all"), 44100)
	f.Add([]byte{}, 0)
	f.Add([]byte{1, 2, 3}, 96000)
	f.Fuzz(func(t *testing.T, raw []byte, rate int) {
		if rate > 200_000 {
			return
		}
		pcm := make([]float32, 8*len(raw))
		for i := range pcm {
			pcm[i] = float32(int8(raw[i/8]))/128 + float32(i%3)*0.1
		}
		if id, ok := Detect(pcm, rate); ok && (id < Base || id > Base+65535) {
			t.Errorf("id %d", id)
		}
	})
}
