package lyrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const ms = time.Millisecond

func TestAt(t *testing.T) {
	t.Parallel()
	byLine := Parse(Source{LRC: "[00:01]a\n[00:03]\n[00:05]b\n[00:05]c\n[00:07]d"})
	byWord := Parse(Source{YRC: "[1000,1000](1100,400,0)a(1700,200,0)b\n[3000,100](3000,100,0)c"})
	plain := Parse(Source{LRC: "a\nb"})
	for _, tc := range []struct {
		tl     Timeline
		pos    time.Duration
		want   Place
		change time.Duration // -1: none
	}{
		{Timeline{}, 0, Place{-1, -1, 0}, -1},
		{plain, 5000 * ms, Place{-1, -1, 0}, -1},
		{byLine, -5 * ms, Place{-1, -1, 0}, 1000},
		{byLine, 0, Place{-1, -1, 0}, 1000},
		{byLine, 1000 * ms, Place{0, -1, 0}, 3000},
		{byLine, 2000 * ms, Place{0, -1, .5}, 3000},
		{byLine, 3000 * ms, Place{0, -1, 1}, 5000},
		{byLine, 4999 * ms, Place{0, -1, 1}, 5000},
		{byLine, 5000 * ms, Place{1, -1, 0}, 7000}, // the first of two at one stamp
		{byLine, 7000 * ms, Place{3, -1, 0}, 17000},
		{byLine, time.Hour, Place{3, -1, 1}, -1},
		{byWord, 1050 * ms, Place{0, -1, 0}, 1100},
		{byWord, 1100 * ms, Place{0, 0, 0}, 1500},
		{byWord, 1200 * ms, Place{0, 0, .25}, 1500},
		{byWord, 1600 * ms, Place{0, 0, 1}, 1700},
		{byWord, 1700 * ms, Place{0, 1, 0}, 1900},
		{byWord, 1950 * ms, Place{0, 1, 1}, 2000},
		{byWord, 2500 * ms, Place{0, 1, 1}, 3000},
		{byWord, 3050 * ms, Place{1, 0, .5}, 3100},
		{byWord, 3100 * ms, Place{1, 0, 1}, -1},
	} {
		if got := tc.tl.At(tc.pos); got != tc.want {
			t.Errorf("kind %d at %v: %+v, want %+v", tc.tl.Kind, tc.pos, got, tc.want)
		}
		next, ok := tc.tl.NextChange(tc.pos)
		if !ok && tc.change >= 0 || ok && next != tc.change*ms {
			t.Errorf("kind %d: change after %v is at %v, %v; want %d", tc.tl.Kind, tc.pos, next, ok, tc.change)
		}
	}
}

func TestStepsOfALongWord(t *testing.T) {
	t.Parallel()
	tl := Parse(Source{YRC: "[0,1500](0,1000,0)wooord(1200,300,0)x"})
	var got []string
	for pos, ok := time.Duration(0), true; ok; pos, ok = tl.NextStep(pos, 3) {
		got = append(got, fmt.Sprint(pos.Milliseconds(), "/", tl.Filled(pos, 3)))
	}
	if s, want := strings.Join(got, " "), "0/0 333/1 666/2 1000/3 1200/0 1300/1 1400/2 1500/3"; s != want {
		t.Errorf("steps %s, want %s", s, want)
	}
}

// walk follows NextChange from the beginning and checks that it always moves
// on, ends, and misses nothing.
func walk(t testing.TB, tl Timeline) {
	t.Helper()
	limit := 2
	for _, l := range tl.Lines {
		limit += 2 + 2*len(l.Words)
	}
	pos, before := time.Duration(-1), tl.At(-1)
	for range limit {
		next, ok := tl.NextChange(pos)
		if !ok {
			return
		}
		if next <= pos {
			t.Fatalf("after %v comes %v", pos, next)
		}
		if p := tl.At(next - 1); p.Line != before.Line || p.Word != before.Word {
			t.Fatalf("%v: the place changed from %+v to %+v before %v", pos, before, p, next)
		}
		pos, before = next, tl.At(next)
	}
	t.Fatalf("more than %d changes", limit)
}

func TestPlacesOfRandomTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(0, 12).Draw(rt, "lines") {
			at := rapid.IntRange(0, 9000).Draw(rt, "at")
			fmt.Fprintf(&b, "[%d,%d]", at, rapid.IntRange(0, 3000).Draw(rt, "long"))
			for range rapid.IntRange(0, 6).Draw(rt, "words") {
				fmt.Fprintf(&b, "(%d,%d,0)w ", at+rapid.IntRange(-100, 3000).Draw(rt, "word"), rapid.IntRange(0, 900).Draw(rt, "lasts"))
			}
			b.WriteString("\n")
		}
		tl := Parse(Source{YRC: b.String()})
		checkTimeline(t, tl)
		walk(t, tl)
		pos := time.Duration(rapid.IntRange(-10, 13_000).Draw(rt, "pos")) * ms
		if got, want := tl.At(pos), slowAt(tl, pos); got != want {
			rt.Fatalf("At(%v) = %+v, want %+v in\n%s", pos, got, want, b.String())
		}
		cells := rapid.IntRange(1, 40).Draw(rt, "cells")
		p, next := tl.At(pos), time.Duration(0)
		next, ok := tl.NextStep(pos, cells)
		change, okChange := tl.NextChange(pos)
		if okChange && (!ok || next > change) || ok && next <= pos {
			rt.Fatalf("step after %v: %v %v, change %v %v", pos, next, ok, change, okChange)
		}
		if full := tl.Filled(pos, cells); p.Word >= 0 && math.Abs(float64(full)-p.Progress*float64(cells)) > 1 {
			rt.Fatalf("%d of %d cells at progress %v", full, cells, p.Progress)
		}
		if ok && next < change && tl.Filled(next, cells) != tl.Filled(pos, cells)+1 {
			rt.Fatalf("the step from %v to %v fills %d, then %d cells", pos, next, tl.Filled(pos, cells), tl.Filled(next, cells))
		}
	})
}

// slowAt is At, written as its description reads.
func slowAt(tl Timeline, pos time.Duration) Place {
	p := Place{Line: -1, Word: -1}
	for i, l := range tl.Lines {
		if l.Start <= pos && (p.Line < 0 || l.Start > tl.Lines[p.Line].Start) {
			p.Line = i
		}
	}
	if p.Line < 0 {
		return p
	}
	for i, w := range tl.Lines[p.Line].Words {
		if w.Start <= pos {
			p.Word = i
			p.Progress = progress(pos, w.Start, w.End)
		}
	}
	return p
}

func TestPlacesDoNotAllocate(t *testing.T) {
	tl := Parse(loadFixture(t, "song-lyric-v1/full-yrc-ch0-romalrc"))
	pos := time.Duration(0)
	if n := testing.AllocsPerRun(200, func() {
		pos += 777 * ms
		tl.At(pos)
		tl.NextChange(pos)
		tl.NextStep(pos, 8)
		tl.Filled(pos, 8)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkParse(b *testing.B) {
	s := loadFixture(b, "song-lyric-v1/full-yrc-ch0-romalrc")
	b.ReportAllocs()
	for b.Loop() {
		Parse(s)
	}
}

func BenchmarkPlaces(b *testing.B) {
	tl := Parse(Source{LRC: manyStamps(5000)})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		pos := time.Duration(i%5000) * ms
		tl.At(pos)
		tl.NextStep(pos, 10)
	}
}
