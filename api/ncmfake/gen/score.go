package main

import (
	"fmt"
	"math"
	"strings"
)

// piece is one composition and how it is kept.
type piece struct {
	name     string
	rate     int // of the mp3
	step     int // samples of a step at 44,100 or 48,000 Hz
	bar      int // steps of a bar; bar*step is a multiple of 4,608
	bars     int
	gain     float64
	compose  func(l *loop)
	kbit     int // of the mp3; 0 is 56
	fullBars int // bars that are kept at 320 kbit/s too
}

// render plays the piece.
func (p piece) render() *loop {
	l := newLoop(p.rate, p.step, p.bar, p.bars)
	p.compose(l)
	return l
}

// part is a player: a voice, its place in the room and its manner.
type part struct {
	voice
	gain, pan, send float64
	swing           float64 // how late the off-steps come, in steps
	loose           float64 // seconds of human inaccuracy
	round           bool    // what lies behind the end sounds at the beginning
	gate            float64 // held part of a written length; 0 is 0.95
}

// hit plays one note (MIDI number) at a step, which may be fractional.
// Notes behind the end of the loop are left out.
func (l *loop) hit(p part, step float64, note int, length, level float64) {
	if step >= float64(l.steps()) && !p.round {
		return
	}
	gate := p.gate
	if gate == 0 {
		gate = 0.95
	}
	if p.swing > 0 && int(step)%2 == 1 {
		step += p.swing
	}
	pitch := 440 * math.Pow(2, float64(note-69)/12)
	n := int(length * gate * float64(l.step))
	key := noteKey{p.name, pitch, n}
	sound, ok := l.notes[key]
	if !ok {
		sound = p.render(l.rate, pitch, n, l.rng)
		l.notes[key] = sound
	}
	at := int(step*float64(l.step)) + int(l.rng.NormFloat64()*p.loose*float64(l.rate))
	level *= 1 + 0.06*l.rng.NormFloat64()*min(1, p.loose*200)
	l.add(at, sound, p.gain*level, p.pan, p.send)
}

// play reads a line of tokens, each unit steps long: C4 or C4+E4+G4 starts
// notes, - holds them, . is a rest, | is for the eye; ! after a note is loud,
// , is soft.
func (l *loop) play(p part, from, unit int, line string) {
	tokens := strings.Fields(strings.ReplaceAll(line, "|", " "))
	for i := 0; i < min(len(tokens), l.steps()/unit); i++ {
		tok := tokens[i]
		if tok == "." || tok == "-" {
			continue
		}
		length := 1
		for i+length < len(tokens) && tokens[i+length] == "-" {
			length++
		}
		level := 1.0
		switch tok[len(tok)-1] {
		case '!':
			level, tok = 1.35, tok[:len(tok)-1]
		case ',':
			level, tok = 0.6, tok[:len(tok)-1]
		}
		for _, name := range strings.Split(tok, "+") {
			l.hit(p, float64(from+i*unit), midi(name), float64(length*unit), level)
		}
	}
}

// beat plays a drum pattern over the whole loop: x is a hit, X a loud one, o a
// soft one, anything else a rest.
func (l *loop) beat(p part, note int, pattern string) {
	pattern = strings.ReplaceAll(pattern, " ", "")
	for s := range l.steps() {
		switch pattern[s%len(pattern)] {
		case 'X':
			l.hit(p, float64(s), note, 1, 1.3)
		case 'x':
			l.hit(p, float64(s), note, 1, 1)
		case 'o':
			l.hit(p, float64(s), note, 1, 0.5)
		}
	}
}

// midi turns C#4 into 61; C4 is 60.
func midi(name string) int {
	base := map[byte]int{'C': 0, 'D': 2, 'E': 4, 'F': 5, 'G': 7, 'A': 9, 'B': 11}
	n, ok := base[name[0]]
	if !ok {
		panic(fmt.Sprintf("note %q", name))
	}
	i := 1
	for ; name[i] == '#' || name[i] == 'b'; i++ {
		if name[i] == '#' {
			n++
		} else {
			n--
		}
	}
	return n + 12*(int(name[i]-'0')+1)
}

var qualities = map[string][]int{
	"": {0, 4, 7, 12}, "m": {0, 3, 7, 12}, "7": {0, 4, 7, 10}, "m7": {0, 3, 7, 10}, "maj7": {0, 4, 7, 11},
	"m9": {0, 3, 10, 14}, "maj9": {0, 4, 11, 14}, "9": {0, 4, 10, 14}, "13": {0, 4, 10, 21}, "6": {0, 4, 7, 9},
	"sus2": {0, 2, 7, 12}, "sus4": {0, 5, 7, 12}, "dim": {0, 3, 6, 9}, "add9": {0, 4, 7, 14}, "7b9": {0, 4, 10, 13},
}

// chord gives the notes of F#m7 and the like with the root in an octave.
func chord(name string, octave int) []int {
	cut := 1
	for cut < len(name) && (name[cut] == '#' || name[cut] == 'b') {
		cut++
	}
	q, ok := qualities[name[cut:]]
	if !ok {
		panic(fmt.Sprintf("chord %q", name))
	}
	root := midi(fmt.Sprintf("%s%d", name[:cut], octave))
	notes := make([]int, len(q))
	for i, d := range q {
		notes[i] = root + d
	}
	return notes
}

// changes calls f for every chord of a line of bars; a bar with a / has two.
func (l *loop) changes(line string, f func(step, length int, name string)) {
	bars := strings.Fields(strings.ReplaceAll(line, "|", " "))
	for b := range l.steps() / l.bar {
		both := strings.Split(bars[b%len(bars)], "/")
		for i, name := range both {
			n := l.bar / len(both)
			f(b*l.bar+i*n, n, name)
		}
	}
}

// near moves notes by octaves to lie around a centre, so that chords connect.
func near(notes []int, centre int) []int {
	out := make([]int, len(notes))
	for i, n := range notes {
		for n > centre+6 {
			n -= 12
		}
		for n < centre-6 {
			n += 12
		}
		out[i] = n
	}
	return out
}
