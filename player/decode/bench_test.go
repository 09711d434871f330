package decode

import "testing"

// BenchmarkDecode: ns for one second of sound; 10 ms are 1 % of a core.
func BenchmarkDecode(b *testing.B) {
	songs := map[string][]byte{
		"mp3-320k":   long(b, "cbr320.mp3", 20),
		"mp3-128k":   long(b, "joint128.mp3", 20),
		"flac-16-44": load(b, "seek16.flac"),
		"flac-24-96": load(b, "hi24.flac"),
	}
	for _, name := range []string{"mp3-320k", "mp3-128k", "flac-16-44", "flac-24-96"} {
		b.Run(name, func(b *testing.B) {
			d := mustOpen(b, input(songs[name]))
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
		})
	}
}

// BenchmarkMP3 is our decoder beside go-mp3, on the same second of sound.
func BenchmarkMP3(b *testing.B) {
	for _, name := range []string{"cbr320", "joint128", "v0"} {
		song := long(b, name+".mp3", 20)
		for decoder, open := range map[string]func(Input, Hint) (Decoder, error){"own": Open, "go-mp3": OpenGoMP3} {
			b.Run(name+"/"+decoder, func(b *testing.B) {
				d, err := open(input(song), Hint{})
				if err != nil {
					b.Fatal(err)
				}
				buf := make([][2]float64, 441)
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
			})
		}
	}
}

// BenchmarkSeek: to places all over a song of 80 s, first sample included.
func BenchmarkSeek(b *testing.B) {
	for name, song := range map[string][]byte{"mp3": long(b, "cbr320.mp3", 40), "flac": longFLAC(b, 900)} {
		b.Run(name, func(b *testing.B) {
			d := mustOpen(b, input(song))
			buf := make([][2]float64, 1)
			i := 0
			for b.Loop() {
				i++
				if err := d.Seek(i * 7919 * 441 % d.Len()); err != nil {
					b.Fatal(err)
				}
				d.Stream(buf)
			}
		})
	}
}
