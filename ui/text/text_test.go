package text

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestCutAndFit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		raw                            string
		w                              int
		cut, fitLeft, fitRight, fitMid string
	}{
		{"abc", 5, "abc", "abc  ", "  abc", " abc "},
		{"abc", 6, "abc", "abc   ", "   abc", " abc  "},
		{"abcdef", 4, "abc…", "abc…", "abc…", "abc…"},
		{"周杰伦", 6, "周杰伦", "周杰伦", "周杰伦", "周杰伦"},
		{"周杰伦", 5, "周杰…", "周杰…", "周杰…", "周杰…"},
		{"周杰伦", 4, "周…", "周… ", " 周…", "周… "},
		{"周杰伦", 1, "…", "…", "…", "…"},
		{"周杰伦", 0, "", "", "", ""},
		{"", 2, "", "  ", "  ", "  "},
		{"e\u0302\u0323x̂y", 2, "ệ…", "ệ…", "ệ…", "ệ…"},
		{"🇨🇳🇯🇵", 3, "🇨🇳…", "🇨🇳…", "🇨🇳…", "🇨🇳…"},
	} {
		c := Of(tc.raw)
		if got := c.Cut(tc.w); got.String() != tc.cut || got.Width() != Of(tc.cut).Width() {
			t.Errorf("Cut(%q, %d) = %q, want %q", tc.raw, tc.w, got, tc.cut)
		}
		for a, want := range map[Align]string{Left: tc.fitLeft, Right: tc.fitRight, Centre: tc.fitMid} {
			if got := c.Fit(tc.w, a); got != want {
				t.Errorf("Fit(%q, %d, %d) = %q, want %q", tc.raw, tc.w, a, got, want)
			}
			if got := Fit(c.String(), tc.w, a); got != want {
				t.Errorf("styled Fit(%q, %d, %d) = %q, want %q", tc.raw, tc.w, a, got, want)
			}
		}
		checkFit(t, c, tc.w)
	}
}

func TestStyledCutKeepsStylesClosed(t *testing.T) {
	t.Parallel()
	in := "\x1b[1;31m周杰伦\x1b[m - \x1b[4mlove\x1b[m"
	if got := Width(in); got != 13 {
		t.Fatalf("width %d, want 13", got)
	}
	for w := range 16 {
		got := Fit(in, w, Left)
		if Width(got) != w {
			t.Errorf("w %d: %q is %d wide", w, got, Width(got))
		}
		if strings.Count(got, "\x1b[m") != 2 {
			t.Errorf("w %d: %q lost an end of style", w, got)
		}
	}
	if got := ansi.Strip(Cut(in, 8)); got != "周杰伦 …" {
		t.Errorf("cut to %q", got)
	}
}

func checkFit(t *testing.T, c Clean, w int) {
	t.Helper()
	want := max(w, 0)
	for _, a := range []Align{Left, Right, Centre} {
		s := c.Fit(w, a)
		if got := ansi.StringWidth(s); got != want {
			t.Fatalf("Fit(%q, %d) = %q, %d cells", c, w, s, got)
		}
		if got := ansi.StringWidthWc(s); got != want {
			t.Fatalf("Fit(%q, %d) = %q, %d cells by wcwidth", c, w, s, got)
		}
		if got := string(c.Append(nil, w, a)); got != s {
			t.Fatalf("Append(%q, %d) = %q, Fit %q", c, w, got, s)
		}
	}
	if head, rest := c.Split(w); head.String()+rest.String() != c.String() || head.Width() > want || head.Width()+rest.Width() != c.Width() {
		t.Fatalf("Split(%q, %d) = %q + %q", c, w, head, rest)
	}
	if got := c.Cut(w); got.Width() > want || Of(got.String()).String() != got.String() || Of(got.String()).Width() != got.Width() {
		t.Fatalf("Cut(%q, %d) = %+v", c, w, got)
	}
	for _, line := range c.Wrap(w) {
		if line.Width() > w || line.Width() != ansi.StringWidth(line.String()) || line.Empty() {
			t.Fatalf("Wrap(%q, %d) has line %+v", c, w, line)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		raw  string
		w    int
		want string // lines joined by |
	}{
		{"", 5, ""},
		{"   ", 2, ""},
		{"one", 5, "one"},
		{"one two three", 7, "one two|three"},
		{"one two three", 3, "one|two|thr|ee"},
		{"春夏秋冬春夏", 8, "春夏秋冬|春夏"},
		{"春夏秋冬，春夏", 8, "春夏秋|冬，春夏"},
		{"春夏秋冬，春夏", 9, "春夏秋|冬，春夏"},
		{"春夏秋冬，春夏", 10, "春夏秋冬，|春夏"},
		{"春夏「秋冬」春", 6, "春夏|「秋|冬」春"},
		{"きゃっきゃ", 4, "きゃ|っ|きゃ"},
		{"春夏 love 秋冬", 9, "春夏 love|秋冬"},
		{"春夏love秋冬", 5, "春夏|love|秋冬"},
		{"，，，，", 4, "，，|，，"},
		{"春a", 1, "?|a"},
		{"well-known", 6, "well-|known"},
		{"one two · three", 8, "one|two ·|three"},
		{"春夏 · 秋冬", 5, "春|夏 ·|秋冬"},
	} {
		var got []string
		for _, l := range Of(tc.raw).Wrap(tc.w) {
			got = append(got, l.String())
		}
		if s := strings.Join(got, "|"); s != tc.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tc.raw, tc.w, s, tc.want)
		}
	}
}

func TestWrapLosesOnlyBlanks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		raw := rapid.StringOf(rapid.SampledFrom([]rune("ab 春夏，「」。(x) …ゃー-"))).Draw(rt, "raw")
		w := rapid.IntRange(2, 12).Draw(rt, "w")
		var all strings.Builder
		for _, l := range Of(raw).Wrap(w) {
			all.WriteString(l.String())
		}
		squash := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squash(all.String()) != squash(raw) {
			rt.Fatalf("Wrap(%q, %d) holds %q", raw, w, all.String())
		}
	})
}

func TestNoAllocationOnTheUsualWay(t *testing.T) {
	buf := make([]byte, 0, 256)
	title, long := "周杰伦 - 夜曲 (Live)", Of("an album name that is far too long for its column")
	var sink Clean
	n := testing.AllocsPerRun(100, func() {
		sink = Of(title)
		buf = sink.Append(buf[:0], 40, Left)
		buf = long.Append(buf, 20, Right)
		_ = Width(title)
		_ = Blank(80)
		head, _ := sink.Split(7)
		_ = head
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkOf(b *testing.B) {
	for name, s := range map[string]string{"ascii": "Love Story (Live)", "cjk": "周杰伦 - 夜曲", "emoji": "夏天 👨\u200D👩 e\u0301"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Of(s)
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, c := range map[string]Clean{"pad": Of("周杰伦"), "cut": Of("周杰伦 - 夜曲 周杰伦 - 夜曲"), "ascii": Of("Love Story (Live) in London")} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 128)
			for b.Loop() {
				buf = c.Append(buf[:0], 20, Left)
			}
		})
	}
}

func BenchmarkWrap(b *testing.B) {
	c := Of(strings.Repeat("春夏秋冬，春夏 love ", 4))
	b.ReportAllocs()
	for b.Loop() {
		c.Wrap(20)
	}
}
