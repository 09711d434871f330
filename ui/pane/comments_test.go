package pane

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

// TestBlocksKeepTheCursorInSight moves, scrolls, grows and resizes at random:
// the lines are always as many and as wide as they must be, and after a move a
// part of the item under the cursor is shown.
func TestBlocksKeepTheCursorInSight(t *testing.T) {
	t.Parallel()
	th := theme.Dark()
	rapid.Check(t, func(rt *rapid.T) {
		heights := rapid.SliceOfN(rapid.IntRange(1, 30), 0, 20).Draw(rt, "heights")
		b := &blocks{gap: rapid.IntRange(0, 1).Draw(rt, "gap")}
		b.draw = func(i, w int) []blockLine {
			out := make([]blockLine, heights[i])
			for k := range out {
				out[k].left = []kit.Span{{Text: text.Of(strings.Repeat("x", min(w, 3)))}}
			}
			return out
		}
		b.setSize(rapid.IntRange(1, 40).Draw(rt, "w"), rapid.IntRange(1, 15).Draw(rt, "h"))
		b.grow(len(heights))
		for range 20 {
			moved := true
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				b.move(rapid.SampledFrom([]int{-1, 1, -5, 5}).Draw(rt, "by"))
			case 1:
				b.moveTo(rapid.IntRange(-2, 25).Draw(rt, "to"))
			case 2:
				b.scroll(rapid.IntRange(-9, 9).Draw(rt, "lines"))
			case 3:
				heights = append(heights, rapid.IntRange(1, 30).Draw(rt, "more"))
				b.grow(len(heights))
				moved = false
			case 4:
				b.setSize(rapid.IntRange(1, 40).Draw(rt, "w2"), rapid.IntRange(1, 15).Draw(rt, "h2"))
			}
			lines := b.lines(th, true)
			if len(lines) != b.h {
				rt.Fatalf("%d lines in %d", len(lines), b.h)
			}
			for _, l := range lines {
				if text.Width(l) != b.w {
					rt.Fatalf("line of %d cells in %d", text.Width(l), b.w)
				}
			}
			n := len(heights)
			if n > 0 && moved && (b.start[b.cursor] >= b.top+b.h || b.end(b.cursor)+b.gap <= b.top) {
				rt.Fatalf("item %d at %d–%d is out of sight: %d–%d", b.cursor, b.start[b.cursor], b.end(b.cursor), b.top, b.top+b.h)
			}
		}
	})
}

func TestStepsDownReadEveryLineOfAHighItem(t *testing.T) {
	t.Parallel()
	b := &blocks{gap: 1, draw: func(i, _ int) []blockLine {
		out := make([]blockLine, []int{2, 50, 2}[i])
		for k := range out {
			out[k].left = []kit.Span{{Text: text.Of(fmt.Sprintf("%d.%d", i, k))}}
		}
		return out
	}}
	b.setSize(8, 6)
	b.grow(3)
	var seen []string
	look := func() {
		for _, l := range b.lines(theme.None(), false) {
			if l = strings.TrimSpace(stripped(l)); l != "" && !slices.Contains(seen, l) {
				seen = append(seen, l)
			}
		}
	}
	look()
	for range 20 {
		b.move(1)
		look()
	}
	if len(seen) != 54 || b.cursor != 2 {
		t.Errorf("saw %d lines, cursor on %d", len(seen), b.cursor)
	}
	for range 20 {
		b.move(-1)
	}
	if b.cursor != 0 || b.top != 0 {
		t.Errorf("back on %d at line %d", b.cursor, b.top)
	}
}

// stripped takes the styles out of a drawn line.
func stripped(l string) string {
	for {
		from := strings.IndexByte(l, '\x1b')
		if from < 0 {
			return l
		}
		to := strings.IndexByte(l[from:], 'm')
		l = l[:from] + l[from+to+1:]
	}
}

func TestBigNumbersAreShortAndNeverTooHigh(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n      int
		zh, en string
	}{
		{0, "0", "0"},
		{9999, "9999", "9999"},
		{10_000, "1万", "10k"},
		{12_999, "1.2万", "12.9k"},
		{1_999_999, "199万", "1.9M"},
		{123_456, "12.3万", "123k"},
		{230_000_000, "2.3亿", "230M"},
	} {
		if zh, en := big(c.n, lang.ZH), big(c.n, lang.EN); zh != c.zh || en != c.en {
			t.Errorf("%d is %s and %s, want %s and %s", c.n, zh, en, c.zh, c.en)
		}
	}
}

func TestWrittenNamesTheMinuteOfThisYearOnly(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.Local)
	for at, want := range map[time.Time]string{
		time.Date(2026, 2, 3, 4, 5, 0, 0, time.Local):  "02-03 04:05",
		time.Date(2019, 2, 3, 14, 5, 0, 0, time.Local): "2019-02-03",
		{}: "",
	} {
		if got := written(at, now); got != want {
			t.Errorf("%v is %q, want %q", at, got, want)
		}
	}
}

func TestWrappedKeepsLinesAndBoundsThem(t *testing.T) {
	t.Parallel()
	var got []string
	for _, l := range wrapped("\n\n一行\n\n\n\n又一行\r\n尾\n\n", 4) {
		got = append(got, l.String())
	}
	if s := strings.Join(got, "|"); s != "一行||又一|行|尾" {
		t.Errorf("%q", s)
	}
	if n := len(wrapped(strings.Repeat("长\n", 100_000), 10)); n != maxLines {
		t.Errorf("%d lines", n)
	}
}

func TestThreadLeavesOutWhatCameBefore(t *testing.T) {
	t.Parallel()
	th := &thread{}
	th.list.draw = func(int, int) []blockLine { return make([]blockLine, 2) }
	page := func(ids ...int64) (p CommentPage) {
		for _, id := range ids {
			p.Comments = append(p.Comments, Comment{ID: id})
		}
		p.More = true
		return p
	}
	th.take(page(1, 2, 3), true)
	th.take(page(3, 4), false)
	if len(th.items) != 4 || !th.more {
		t.Errorf("%d items, more %v", len(th.items), th.more)
	}
	th.take(page(4, 4), false)
	if len(th.items) != 4 || th.more {
		t.Errorf("%d items, more %v: a page of nothing new is the last", len(th.items), th.more)
	}
	at := th.remove(2)
	th.restore(Comment{ID: 2}, at)
	if at != 1 || th.items[1].ID != 2 || len(th.list.items) != 4 {
		t.Errorf("removed at %d, now %v", at, th.items)
	}
}

func BenchmarkCommentsRedraw(b *testing.B) {
	env := &Env{Lang: lang.ZH, Texts: lang.Of(lang.ZH), Theme: theme.Dark(), Now: time.Now, Follows: Follows{}}
	c := newComments(env)
	c.on = Thread{SongKind, 1}
	var p CommentPage
	for i := range 1000 {
		p.Comments = append(p.Comments, Comment{ID: int64(i + 1), Name: "听众", Text: strings.Repeat("写得不短也不长，", 12), Likes: i})
	}
	c.SetSize(46, 40)
	c.now().take(p, true)
	b.ReportAllocs()
	for b.Loop() {
		c.now().list.move(1)
		c.Lines()
	}
}
