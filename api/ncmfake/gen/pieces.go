package main

// pieces are all compositions. The order is that of sound.Pieces.
var pieces = []piece{
	{name: "waltz", rate: 44100, step: 9984, bar: 6, bars: 16, kbit: 48, gain: 0.9, compose: waltz, fullBars: 2},
	{name: "lofi", rate: 44100, step: 8640, bar: 16, bars: 8, gain: 1, compose: lofi},
	{name: "guzheng", rate: 44100, step: 7776, bar: 16, bars: 8, kbit: 48, gain: 0.9, compose: guzhengSong},
	{name: "ambient", rate: 44100, step: 10944, bar: 16, bars: 8, kbit: 48, gain: 0.85, compose: ambient},
	{name: "chip", rate: 44100, step: 4320, bar: 16, bars: 16, gain: 0.85, compose: chip},
	{name: "piano", rate: 44100, step: 7488, bar: 16, bars: 8, kbit: 48, gain: 0.9, compose: pianoSong},
	{name: "bossa", rate: 44100, step: 5184, bar: 16, bars: 16, kbit: 48, gain: 1, compose: bossa},
	{name: "canon", rate: 44100, step: 10080, bar: 16, bars: 8, kbit: 48, gain: 0.9, compose: canon},
	{name: "marimba", rate: 44100, step: 5376, bar: 12, bars: 16, kbit: 48, gain: 0.9, compose: minimal},
	{name: "neon", rate: 48000, step: 6912, bar: 16, bars: 12, gain: 1, compose: neon},
	{name: "koto", rate: 44100, step: 10080, bar: 16, bars: 8, kbit: 48, gain: 0.85, compose: garden},
	{name: "folk", rate: 44100, step: 7296, bar: 12, bars: 16, kbit: 48, gain: 0.95, compose: folk},
}

// waltz is a music box in G, three in a bar.
func waltz(l *loop) {
	tune := part{voice: musicBox, gain: 0.5, pan: 0.15, send: 0.5, loose: 0.004}
	low := part{voice: musicBox, gain: 0.32, pan: -0.3, send: 0.4, loose: 0.004}
	l.play(tune, 0, 1, `
		D5 - G5 - B5 - | B5 - A5 G5 E5 - | E5 - G5 - C6 - | B5 - A5 - F#5 - |
		D5 - G5 - B5 - | D6 - B5 - G5 - | C6 - B5 A5 E5 - | A5 - - - F#5 - |
		D5 - G5 - B5 - | D#6 - B5 - A5 - | G5 - B5 - E6 - | E6 - D6 C6 G5 - |
		B5 - G5 - D5 - | C6 - A5 - F#5 - | G5 - - - - - | . . B4, D5, G5, B5, |
		C6 - - - E6 - | D6 - - - A5 - | B5 - - - D6 - | G5 - - - E5 - |
		A5 - C6 - E6 - | D6 - C6 - A5 - | B5 - A5 - G5 - | F5 - G5 - B5 - |
		E6 - D6 - C6 - | F#6 - E6 - D6 - | D#6 - - - B5 - | E6 - - - G5 - |
		C6 - B5 - A5 - | F#5 - A5 - C6 - | B5 - - - G5 - | D5 - - - - - |`)
	l.changes(`G Em C D G Em Am D7 G B7 Em C G D7 G G
		C D Bm Em Am D7 G G7 C D B7 Em Am D7 G G`, func(s, _ int, name string) {
		c := chord(name, 3)
		l.hit(low, float64(s), c[0], 2, 1.1)
		for _, n := range near(c[1:3], 67) {
			l.hit(low, float64(s+2), n, 1, 0.6)
			l.hit(low, float64(s+4), n, 1, 0.5)
		}
	})
	pads := part{voice: pad, gain: 0.035, send: 0.7}
	l.changes("G Em C D G Em Am D7 G B7 Em C G D7 G G C D Bm Em Am D7 G G7 C D B7 Em Am D7 G G",
		func(s, n int, name string) {
			for _, k := range near(chord(name, 4)[:3], 62) {
				l.hit(pads, float64(s), k, float64(n), 1)
			}
		})
}

// lofi is a slow swung beat under an electric piano.
func lofi(l *loop) {
	const chords = "Dm9 G13 Cmaj9 A7b9 Dm9 G13 Em7 A7b9 Fmaj9 Em7 Dm9 G13 Cmaj9 Fmaj9 Bm7 E7"
	keys := part{voice: electric, gain: 0.2, pan: -0.2, send: 0.25, loose: 0.008, swing: 0.3}
	bass := part{voice: roundBass, gain: 0.42, send: 0.02, swing: 0.3}
	l.changes(chords, func(s, _ int, name string) {
		c := chord(name, 3)
		for _, n := range near(c[1:], 62) {
			l.hit(keys, float64(s), n, 6, 1)
			l.hit(keys, float64(s+7), n, 3, 0.6)
			l.hit(keys, float64(s+11), n, 4, 0.75)
		}
		l.hit(bass, float64(s), c[0]-12, 5, 1)
		l.hit(bass, float64(s+7), c[0]-12, 2, 0.7)
		l.hit(bass, float64(s+10), c[0]-5, 3, 0.8)
		l.hit(bass, float64(s+14), c[0], 2, 0.6)
	})
	tune := part{voice: electric, gain: 0.24, pan: 0.3, send: 0.5, loose: 0.012, swing: 0.3}
	l.play(tune, 0, 2, `
		. . A5 G5 F5 - E5 - | D5 - - - . . . . | . . E5 G5 B5 - A5 G5 | E5 - - - C#5 - . . |
		. . F5 A5 C6 - B5 A5 | G5 - E5 - D5 - . . | . . B5 - A5 G5 - E5 | C#5 - - - . . . . |
		A5 - G5 - E5 - C5 - | D5 - B4 - . . G5 - | F5 - E5 D5 A4 - - - | B4 - D5 - F5 - A5 - |
		G5 - - - E5 - D5 C5 | A4 - C5 - E5 - . . | D5 - F#5 - A5 - - - | G#5 - - - B4 - - - |`)
	l.beat(part{voice: kick, gain: 0.62}, 31, "x......x ..x..... x......x ..x...o.")
	l.beat(part{voice: snare, gain: 0.3, pan: 0.05, send: 0.12, loose: 0.004}, 55, "....x... ....x..o")
	l.beat(part{voice: hat, gain: 0.2, pan: 0.25, swing: 0.3}, 60, "x.o.x.o. x.o.x.oo")
	for range l.steps() * 2 {
		l.add(l.rng.IntN(len(l.left)), crackle.render(l.rate, 0, 0, l.rng), 0.02+0.04*l.rng.Float64(), l.rng.Float64()*1.6-0.8, 0)
	}
}

// guzhengSong is a pentatonic tune in D with sweeps over open strings.
func guzhengSong(l *loop) {
	tune := part{voice: guzheng, gain: 0.5, pan: 0.1, send: 0.45, loose: 0.006}
	low := part{voice: guzheng, gain: 0.34, pan: -0.25, send: 0.4, loose: 0.006}
	l.play(tune, 0, 2, `
		A4 - B4 D5 E5 - - - | F#5 E5 D5 - B4 - A4 - | B4 - D5 E5 F#5 - A5 - | E5 - - - . . . . |
		A5 - F#5 E5 D5 - E5 - | F#5 - A5 B5 A5 - F#5 - | E5 D5 B4 - D5 - E5 F#5 | D5 - - - . . . . |
		B5 - A5 B5 D6 - - - | B5 A5 F#5 - A5 - - - | F#5 - E5 F#5 A5 - F#5 E5 | D5 - B4 - A4 - - - |
		A4 B4 D5 E5 F#5 - E5 D5 | B4 - D5 - E5 - - - | F#5 - E5 - D5 B4 A4 - | D5 - - - - - . . |`)
	for i, root := range []string{"D3", "B2", "G3", "A2", "D3", "B2", "E3", "D3", "G2", "D3", "B2", "A2", "G2", "B2", "A2", "D3"} {
		s, r := float64(i*16), midi(root)
		for k, d := range []int{0, 7, 12, 7, 14, 12, 7, 12} {
			l.hit(low, s+float64(2*k), r+d, 3, 0.5+0.3*float64((k+1)%2))
		}
	}
	sweep := []string{"D4", "E4", "F#4", "A4", "B4", "D5", "E5", "F#5", "A5", "B5", "D6", "E6", "F#6", "A6"}
	for _, bar := range []int{3, 7, 15} {
		for k, n := range sweep {
			l.hit(tune, float64(bar*16+9)+float64(k)*0.38, midi(n), 5, 0.25+0.03*float64(k))
		}
	}
	wind := part{voice: flute, gain: 0.07, pan: -0.4, send: 0.8}
	l.play(wind, 8*16, 4, "D6 - B5 - | A5 - - - | F#5 - A5 - | B5 - A5 - | D5 - F#5 - | E5 - - - | B5 - A5 - | D5 - - - |")
	l.beat(part{voice: wood, gain: 0.07, pan: 0.4, send: 0.4}, 76, "x....... ....x...")
}

// ambient is slow light: pads, far bells and a deep ground.
func ambient(l *loop) {
	pads := part{voice: pad, gain: 0.1, send: 0.5}
	ground := part{voice: roundBass, gain: 0.2, send: 0.1}
	l.changes("Fmaj9 G6 Am9 Cadd9 Fmaj9 Em7 Dm9 G6 Bbmaj7 Fadd9 Am9 Gsus4", func(s, n int, name string) {
		c := chord(name, 3)
		for i, k := range near(c, 60) {
			p := pads
			p.pan = float64(i)*0.45 - 0.65
			l.hit(p, float64(s), k, float64(n), 1)
		}
		l.hit(ground, float64(s), c[0]-12, float64(n), 1)
	})
	far := part{voice: bell, gain: 0.09, send: 1.1, loose: 0.02}
	scale := []int{72, 74, 76, 79, 81, 84, 86, 88}
	for s := 0; s < l.steps(); s += 3 {
		if l.rng.Float64() < 0.62 {
			p := far
			p.pan = l.rng.Float64()*1.4 - 0.7
			l.hit(p, float64(s), scale[l.rng.IntN(len(scale))], 4, 0.4+0.6*l.rng.Float64())
		}
	}
}
