package main

// chip is a game-machine tune in A minor.
func chip(l *loop) {
	lead := part{voice: pulse25, gain: 0.2, pan: 0.12, send: 0.1, gate: 0.85}
	arp := part{voice: pulse50, gain: 0.085, pan: -0.3, send: 0.08, gate: 0.7}
	bass := part{voice: triangle, gain: 0.42, gate: 0.8}
	l.play(lead, 0, 2, `
		A4 C5 E5 A5 - G5 E5 C5 | F5 - E5 F5 A5 - C6 - | B5 - G5 - D5 E5 F5 G5 | E5 - - - . . E5 G5 |
		A5 - E5 - C5 E5 A5 B5 | C6 - A5 - F5 A5 C6 D6 | B5 - D6 - G5 A5 B5 D6 | C6 - B5 - A5 - - - |
		E6 - D6 C6 - A5 C6 D6 | F6 - E6 D6 C6 - A5 - | D6 - C6 B5 - G5 B5 C6 | E6 - - - B5 - G#5 - |
		A5 . A5 G5 E5 . C5 E5 | F5 . F5 A5 C6 . A5 F5 | G5 . B5 . D6 . B5 . | A5 - - - E5 - A4 - |
		. . . . A5 B5 C6 E6 | D6 - C6 - A5 - F5 - | B5 - D6 - G6 - F6 D6 | E6 - C6 - G5 - - - |
		A5 C6 E6 - D6 C6 A5 - | C6 - A5 - F5 - D5 F5 | E5 - G#5 - B5 - D6 - | C6 B5 A5 - E5 - A5 . |`)
	l.changes("Am F G C Am F G Am Am F G E Am F G Am Am F G C Am Dm E Am", func(s, n int, name string) {
		c := chord(name, 4)
		for k := range n {
			l.hit(arp, float64(s+k), c[[]int{0, 1, 2, 3, 2, 1}[k%6]], 1, 0.7+0.3*float64((k+1)%2))
		}
		for k := 0; k < n; k += 2 {
			l.hit(bass, float64(s+k), c[0]-24+12*(k/2%2), 2, 0.9)
		}
	})
	l.beat(part{voice: kick, gain: 0.42}, 36, "x.....x.x.......")
	l.beat(part{voice: snare, gain: 0.2, pan: 0.1}, 62, "....x.......x..o")
	l.beat(part{voice: hat, gain: 0.13, pan: -0.2}, 60, "x.x.x.x.x.x.x.xx")
}

// pianoSong is broken chords in A with a singing top voice.
func pianoSong(l *loop) {
	hands := part{voice: piano, gain: 0.2, pan: -0.12, send: 0.35, loose: 0.006, gate: 1.6}
	low := part{voice: piano, gain: 0.26, pan: -0.3, send: 0.3, loose: 0.004, gate: 1}
	tune := part{voice: piano, gain: 0.36, pan: 0.2, send: 0.4, loose: 0.006, gate: 1.1}
	l.changes("Amaj7 F#m7 Dmaj7 Esus4/E A C#m7 F#m7 Bm7/E7 Dmaj7 E7 C#m7 F#m7 Bm7 C#7 F#m7 E7", func(s, n int, name string) {
		c := chord(name, 3)
		l.hit(low, float64(s), c[0]-12, float64(n), 1)
		order := []int{0, 2, 3, 2, 1, 2, 3, 2}
		up := near(c, 61)
		for k := range n {
			l.hit(hands, float64(s+k), up[order[k%8]], 2, 0.55+0.3*float64((k+1)%2)*float64((k/2+1)%2))
		}
	})
	l.play(tune, 0, 2, `
		E5 - - - C#5 - E5 - | F#5 - - E5 C#5 - A4 - | D5 - E5 - F#5 - A5 - | B5 - A5 - G#5 - - - |
		A5 - - G#5 E5 - C#5 - | E5 - G#5 - B5 - - - | A5 - F#5 - C#5 - E5 - | D5 - F#5 - G#5 - - - |
		F#5 - A5 - C#6 - B5 A5 | G#5 - B5 - E5 - - - | E5 - G#5 - C#6 - B5 - | A5 - - - F#5 - - - |
		D5 - F#5 - B5 - A5 - | G#5 - F5 - C#5 - - - | A5 - G#5 - F#5 - C#5 - | E5 - D5 - B4 - - - |`)
}

// bossa is a nylon guitar, a flute and brushes.
func bossa(l *loop) {
	guitar := part{voice: nylon, gain: 0.3, pan: -0.3, send: 0.2, loose: 0.006}
	bass := part{voice: roundBass, gain: 0.4, pan: 0.05, send: 0.03, loose: 0.003}
	l.changes("Fmaj7 Fmaj7 G7 G7 Gm7 C7 Fmaj7 D7b9 Gm7 C7 Am7 D7 Gm7 Bb6 Am7/D7 Gm7/C7 Bbmaj7 C7 Am7 Dm7 Gm7 C7 Fmaj9 C9",
		func(s, n int, name string) {
			c := near(chord(name, 3)[1:], 62)
			for _, k := range []int{0, 3, 6, 10, 13} {
				if k >= n {
					break
				}
				for _, note := range c {
					l.hit(guitar, float64(s+k), note, 2, 0.6+0.2*float64((k+1)%2))
				}
			}
			root := chord(name, 2)[0]
			for k, note := range []int{root, root + 7, root + 7, root} {
				if at := []int{0, 6, 8, 14}[k]; at < n {
					l.hit(bass, float64(s+at), note, 3, 0.9)
				}
			}
		})
	tune := part{voice: flute, gain: 0.3, pan: 0.25, send: 0.45, loose: 0.008}
	l.play(tune, 0, 2, `
		C5 - - A4 C5 - E5 - | D5 - C5 A4 - - . . | D5 - - B4 D5 - F5 - | E5 - D5 B4 - - . . |
		D5 - F5 - A5 - - G5 | - - E5 - Bb4 - C5 - | A4 - C5 - E5 - G5 - | F#5 - Eb5 - C5 - A4 - |
		Bb4 - D5 - F5 - A5 - | G5 - - E5 - - C5 - | E5 - G5 - C6 - B5 - | A5 - F#5 - D5 - - - |
		Bb5 - A5 G5 - - F5 - | D5 - F5 - G5 - - - | E5 - C5 - F#5 - A5 - | G5 - F5 - E5 - Bb4 - |
		D5 - F5 - A5 - - - | G5 - E5 - C5 - - - | E5 - G5 - E5 - C5 - | F5 - D5 - A4 - - - |
		Bb4 - D5 - G5 - F5 - | E5 - D5 - Bb4 - G4 - | A4 - - - - - . . | . . G4 - Bb4 - D5 - |`)
	l.beat(part{voice: shaker, gain: 0.2, pan: 0.3}, 60, "xoxoxoxoxoxoxoxo")
	l.beat(part{voice: rim, gain: 0.16, pan: -0.15, send: 0.2}, 76, "x..x..x...x..x..")
	l.beat(part{voice: kick, gain: 0.3}, 33, "x.....x.x.....x.")
}

// canon is three string voices in D, each two bars behind the one before.
func canon(l *loop) {
	const line = `
		F#5 - - E5 D5 - C#5 - | D5 - E5 - F#5 - A5 - | G5 - F#5 - E5 - D5 - | C#5 - - - E5 - - - |
		D5 E5 F#5 G5 A5 - F#5 - | B5 - A5 - F#5 - D5 - | E5 F#5 G5 - B4 - D5 - | C#5 D5 E5 - A4 - C#5 - |
		D5 - F#5 - A5 - D6 - | D6 C#6 B5 - A5 - F#5 - | G5 - B5 - G5 - E5 - | E5 - - - C#5 - - - |`
	voices := []part{
		{voice: bowed, gain: 0.3, pan: 0.45, send: 0.6, loose: 0.01, round: true},
		{voice: bowed, gain: 0.24, pan: -0.45, send: 0.6, loose: 0.01, round: true},
		{voice: bowed, gain: 0.22, pan: 0.05, send: 0.7, loose: 0.01, round: true},
	}
	for i, p := range voices {
		l.play(p, i*4*l.bar, 2, line)
	}
	ground := part{voice: bowed, gain: 0.4, pan: -0.1, send: 0.4}
	soft := part{voice: nylon, gain: 0.2, pan: -0.25, send: 0.4}
	l.changes("D/Bm Bm/D G/Em A D/A Bm/F#m Em/G A D/D Bm/D G/Em A", func(s, n int, name string) {
		c := chord(name, 2)
		l.hit(ground, float64(s), c[0], float64(n), 1)
		for k := 0; k < n; k += 2 {
			l.hit(soft, float64(s+k), c[k/2%4]+12, 3, 0.7)
		}
	})
}

// minimal sets two short marimba figures of different lengths against each
// other, so that they drift apart and meet again.
func minimal(l *loop) {
	one := part{voice: marimba, gain: 0.4, pan: -0.5, send: 0.2}
	two := part{voice: marimba, gain: 0.36, pan: 0.5, send: 0.2}
	figure := []int{64, 71, 69, 76, 71, 74}
	other := []int{76, 74, 71, 69}
	shift := []int{0, 0, 0, 0, -4, -4, 3, 3, 0, 0, -4, -4, -2, -2, -2, -2, 0, 0, 0, 0, 3, 3, -4, -4, 0, 0, 0, 0}
	scale := map[int]bool{0: true, 2: true, 4: true, 6: true, 7: true, 9: true, 11: true}
	fit := func(n int) int { // the nearest note of G major below
		for !scale[((n-55)%12+12)%12] && n > 0 {
			n--
		}
		return n
	}
	for s := range l.steps() {
		d := shift[s/l.bar%len(shift)]
		l.hit(one, float64(s), fit(figure[s%6]+d), 1, 0.6+0.4*float64(((s%6)+5)/6^1))
		if s%7 != 6 {
			l.hit(two, float64(s), fit(other[s%4]+d), 1, 0.45+0.3*float64((s%4+3)/4^1))
		}
	}
	low := part{voice: marimba, gain: 0.6, send: 0.3}
	for b := 0; b < l.steps()/l.bar; b++ {
		root := fit(40 + shift[b%len(shift)])
		l.hit(low, float64(b*l.bar), root, 3, 1)
		l.hit(low, float64(b*l.bar+6), root+12, 3, 0.6)
	}
	long := part{voice: pad, gain: 0.05, send: 0.8}
	l.changes("Em9 Em9 Em9 Em9 Cmaj9 Cmaj9 G6 G6 Em9 Em9 Cmaj9 Cmaj9 Dsus2 Dsus2", func(s, n int, name string) {
		for _, k := range near(chord(name, 4), 64) {
			l.hit(long, float64(s), k, float64(n), 1)
		}
	})
}
