package pane

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/lyrics"
	"ncmtui/player"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// The lit cells hold the words whose stamps are behind, all of them, and the
// one that is sung in part; the next moment told is the first at which they
// differ.
func TestLitCellsAreThoseOfTheStamps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		type word struct{ start, end, cells int }
		var b, sung strings.Builder
		var words []word
		at := 1000
		for range rapid.IntRange(1, 8).Draw(rt, "words") {
			at += rapid.IntRange(0, 200).Draw(rt, "gap")
			lasts := rapid.IntRange(1, 1500).Draw(rt, "lasts")
			w := rapid.SampledFrom([]string{"春", "春夏秋", "a", "hello", "ア a", "가나다라", "é"}).Draw(rt, "word")
			_, _ = fmt.Fprintf(&b, "(%d,%d,0)%s", at, lasts, w)
			sung.WriteString(w)
			words = append(words, word{at, at + lasts, text.Of(w).Width()})
			at += lasts
		}
		h := newLyricHost(Sources{}, func(e *Env) Page { return NewLyrics(e) })
		l, _ := h.page.(*Lyrics)
		l.SetSize(rapid.IntRange(8, 60).Draw(rt, "width"), 20)
		h.env.Snap = player.Snapshot{Track: &player.Track{ID: 7}, Status: player.Playing, Moving: true, Pace: 1}
		l.song, l.loaded = 7, true
		l.take(lyrics.Parse(lyrics.Source{YRC: fmt.Sprintf("[1000,%d]%s", at-1000, b.String())}))

		pos := rapid.IntRange(0, at+300).Draw(rt, "at")
		d := time.Duration(pos) * time.Millisecond
		least, most := 0, 0
		for _, w := range words {
			switch {
			case w.end <= pos:
				least, most = least+w.cells, most+w.cells
			case w.start <= pos:
				least, most = least+1, most+w.cells
			}
		}
		g := l.glow(d)
		if pos < 1000 {
			if g.line != -1 {
				rt.Fatalf("%d ms: %+v", pos, g)
			}
			return
		}
		if g.line != 0 || g.cells < least || g.cells > most {
			rt.Fatalf("%d ms: %d cells are lit, not %d to %d of %q", pos, g.cells, least, most, sung.String())
		}
		next, ok := l.nextGlow(d)
		if ok != (g.cells < text.Of(sung.String()).Width()) {
			rt.Fatalf("%d ms: something is to come: %v, with %d cells", pos, ok, g.cells)
		}
		if ok && (next <= d || l.glow(next).cells <= g.cells || l.glow(next-1).cells != g.cells) {
			rt.Fatalf("%d ms: from %d cells to %d at %v", pos, g.cells, l.glow(next).cells, next)
		}
	})
}

// What is drawn is what is lit: every wrapped row together.
func TestRowsTogetherAreLitAsTheLine(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		raw := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"春", "夏秋 ", "hello ", "，", "b", "「あ」"}), 1, 30).Draw(rt, "line"), "")
		l := Lyrics{}
		l.wrap(0, sung, raw, rapid.IntRange(2, 40).Draw(rt, "width"))
		cells := rapid.IntRange(0, text.Of(raw).Width()).Draw(rt, "cells")
		lit := 0
		for i := range l.rows {
			r := &l.rows[i]
			spans := r.spans(glowing{0, cells}, lyrics.ByWord)
			for k, s := range spans {
				if k == 0 {
					lit += s.Text.Width()
				} else if len(spans) == 3 && k == 1 {
					lit++ // half of a wide sign
				}
			}
			if lit > cells {
				rt.Fatalf("%d cells of %q are lit, %d are sung", lit, raw, cells)
			}
		}
		blanks := strings.Count(raw, " ") // at the ends of rows they are not drawn
		if lit < cells-blanks {
			rt.Fatalf("%d cells of %q are lit, %d are sung", lit, raw, cells)
		}
	})
}

func TestTheRisingSignIsBetweenTheOthers(t *testing.T) {
	t.Parallel()
	for _, th := range []*theme.Theme{theme.Dark(), theme.Light()} {
		p := th.Plain
		if r := p.Rising.Paint("x"); r == p.Loud.Paint("x") || r == p.Strong.Paint("x") {
			t.Errorf("%s: %q", th.Name, r)
		}
	}
	if p := theme.None().Plain; p.Rising != p.Loud {
		t.Error("without colours a sign is lit or not")
	}
}
