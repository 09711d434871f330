package main

// neon is driving synthesizers in C minor, at 48 kHz.
func neon(l *loop) {
	bass := part{voice: sawBass, gain: 0.3, gate: 0.7}
	arp := part{voice: pulse25, gain: 0.09, pan: 0.35, send: 0.35, gate: 0.6}
	pads := part{voice: pad, gain: 0.075, send: 0.5}
	l.changes("Cm Cm Ab Bb Cm Eb Ab Bb Fm Cm Ab G Cm Gm Ab Bb Eb Bb Ab G", func(s, n int, name string) {
		c := chord(name, 3)
		for k := 0; k < n; k += 2 {
			l.hit(bass, float64(s+k), c[0]-12, 1, 1)
			l.hit(bass, float64(s+k+1), c[0]-12+12*(k/2%2), 1, 0.7)
		}
		for k := range n {
			l.hit(arp, float64(s+k), c[[]int{0, 2, 1, 3, 2, 3, 1, 2}[k%8]]+24-12*(k/8%2), 1, 0.6+0.4*float64((k+1)%2))
		}
		for i, k := range near(c[:3], 63) {
			p := pads
			p.pan = float64(i)*0.6 - 0.6
			l.hit(p, float64(s), k, float64(n), 1)
		}
	})
	l.duck(4, 0.45, 0.09)
	lead := part{voice: sawLead, gain: 0.17, pan: -0.1, send: 0.5, gate: 0.9}
	l.play(lead, 4*16, 2, `
		G5 - - - Eb5 - F5 - | G5 - - Bb5 - - G5 - | Ab5 - G5 - Eb5 - C5 - | D5 - - - F5 - - - |
		C5 - F5 - Ab5 - - G5 | - - Eb5 - C5 - - - | Eb5 - Ab5 - C6 - Bb5 - | B5 - - - G5 - D5 - |
		C6 - - - G5 - Eb5 - | D5 - G5 - Bb5 - - - | C6 - Bb5 - Ab5 - G5 - | F5 - D5 - Bb4 - - - |
		G5 - - Bb5 - - Eb6 - | D6 - - - Bb5 - F5 - | Eb5 - G5 - C6 - Ab5 - | G5 - F5 - D5 - B4 - |`)
	l.beat(part{voice: kick, gain: 0.6}, 33, "x...x...x...x...")
	l.beat(part{voice: gated, gain: 0.22, send: 0.25}, 53, "....x.......x...")
	l.beat(part{voice: hat, gain: 0.15, pan: -0.25}, 60, "..x...x...x...xo")
}

// garden is a koto and a bamboo flute in hirajoshi, with much silence.
func garden(l *loop) {
	tune := part{voice: koto, gain: 0.5, pan: -0.2, send: 0.5, loose: 0.01}
	low := part{voice: koto, gain: 0.4, pan: -0.35, send: 0.5, loose: 0.01}
	wind := part{voice: shakuhachi, gain: 0.26, pan: 0.3, send: 0.8, loose: 0.02}
	l.play(tune, 0, 2, `
		D5 - Eb5 D5 A4 - - - | G4 - A4 Bb4 A4 - - - | D5 Eb5 G5 - A5 - G5 Eb5 | D5 - - - . . A4, Bb4, |
		A4 - D5 - Eb5 - D5 - | Bb4 A4 G4 - D4 - - - | G4 A4 Bb4 D5 Eb5 - G5 - | A5 - - - . . . . |
		Bb5 - A5 - G5 Eb5 D5 - | Eb5 - D5 Bb4 A4 - - - | D4 - G4 A4 Bb4 A4 G4 - | D4 - - - D5, - . . |`)
	l.play(low, 0, 8, "D3 A3 | G3 D3 | D3 G3 | D3 A2 | D3 Bb2 | G2 D3 | G2 Eb3 | D3 A2 | G2 D3 | Eb3 D3 | G2 A2 | D3 - |")
	l.play(wind, 3*16, 4, `A4 - - Bb4 | A4 - D5 - | - - Eb5 D5 | - . . . | . . D5 - | Eb5 - G5 - | A5 - - - | G5 - Eb5 - | D5 - - - |`)
	for _, bar := range []int{1, 5, 9} {
		for k := range 12 { // a falling stone, faster and faster
			l.hit(tune, float64(bar*16+10)+5*(1-1/(1+float64(k)*0.22)), midi("A5"), 1, 0.4/(1+float64(k)*0.25))
		}
	}
	l.beat(part{voice: wood, gain: 0.16, pan: 0.5, send: 0.9}, 69, "x............... ................ ........x....... ................")
	l.beat(part{voice: kick, gain: 0.24, send: 0.5}, 29, "x............... ................")
}

// folk is a picked steel guitar in six, with a second one above.
func folk(l *loop) {
	pick := part{voice: koto, gain: 0.3, pan: -0.25, send: 0.25, loose: 0.006}
	bass := part{voice: roundBass, gain: 0.26, send: 0.05}
	l.changes("C C Am Am F F G G C Em Am F Dm G C Gsus4 Am Em F C Dm Am F G", func(s, _ int, name string) {
		c := chord(name, 3)
		up := near(c, 62)
		for k, i := range []int{0, 2, 1, 3, 2, 1, 0, 2, 3, 1, 2, 1} {
			note := up[i]
			if k == 0 || k == 6 {
				note = c[0] + 7*(k/6)
			}
			l.hit(pick, float64(s+k), note, 3, 0.6+0.4*float64((k%6+5)/6^1))
		}
		l.hit(bass, float64(s), c[0]-12, 6, 1)
		l.hit(bass, float64(s+6), c[0]-12, 5, 0.7)
	})
	tune := part{voice: nylon, gain: 0.5, pan: 0.25, send: 0.4, loose: 0.008, gate: 1.3}
	l.play(tune, 0, 2, `
		G4 - C5 E5 - D5 | C5 - G4 - - - | E5 - C5 A4 - B4 | C5 - - A4 - - |
		A4 - C5 F5 - E5 | D5 - C5 A4 - - | B4 - D5 G5 - F5 | D5 - - B4 - - |
		E5 - G5 E5 - C5 | B4 - D5 E5 - - | C5 - E5 A5 - G5 | F5 - E5 C5 - - |
		D5 - F5 A5 - F5 | G5 - F5 D5 - B4 | C5 - - - - - | D5 - - C5 - - |
		E5 - A5 C6 - B5 | G5 - - E5 - - | F5 - A5 C6 - A5 | G5 - E5 C5 - - |
		D5 - F5 A5 - G5 | E5 - C5 A4 - - | C5 - D5 F5 - A5 | G5 - D5 B4 - - |`)
	whistle := part{voice: flute, gain: 0.1, pan: 0.45, send: 0.7}
	l.play(whistle, 16*12, 6, "C6 B5 | G5 - | A5 C6 | G5 - | F5 A5 | E5 - | F5 A5 | D6 - |")
	l.beat(part{voice: brush, gain: 0.12, pan: -0.1, send: 0.2}, 60, "......x.....")
	l.beat(part{voice: shaker, gain: 0.1, pan: 0.3}, 60, "x.o.o.x.o.o.")
	l.beat(part{voice: kick, gain: 0.28}, 33, "x...........")
}
