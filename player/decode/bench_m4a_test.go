//go:build !noaac

package decode

import "testing"

// BenchmarkDecodeM4A: ns for one second of sound; 10 ms are 1 % of a core.
func BenchmarkDecodeM4A(b *testing.B) {
	d := mustOpen(b, input(load(b, "lc.m4a")))
	buf := make([][2]float64, d.Info().Rate/100)
	b.ReportAllocs()
	for b.Loop() {
		for range 100 {
			if _, ok := d.Stream(buf); !ok {
				if err := d.Seek(0); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}
