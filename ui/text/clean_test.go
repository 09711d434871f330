package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

func TestOfMakesTextSafe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, raw, want string }{
		{"plain", "Hello, World", "Hello, World"},
		{"cjk with bytes that look like C1", "望月の歌", "望月の歌"},
		{"line ends and tabs", "a\tb\r\nc\u2028d", "a b  c d"},
		{"invalid utf8", "a\xff\xfeb\xc3", "a??b?"},
		{"replacement rune", "a\uFFFDb", "a?b"},
		{"clipboard attack", "x\x1b]52;c;ZXZpbA==\x07y", "x]52;c;ZXZpbA==y"},
		{"link attack", "\x1b]8;;https://evil\x1b\\click\x1b]8;;\x1b\\", "]8;;https://evil\\click]8;;\\"},
		{"C1 by rune", "a\u009b2Jb\u009d0;t\u009c", "a2Jb0;t"},
		{"DEL BS NUL", "a\x7f\x08\x00b", "ab"},
		{"bidi", "a\u202Eb\u2066c\u200Fd\u061Ce", "abcde"},
		{"zero width and marks of order", "a\u200Bb\u200Cc\u2060d\uFEFFe\u00ADf\u034Fg", "abcdefg"},
		{"variation selectors", "❤\uFE0F☎\uFE0E葛\U000E0100", "❤☎葛"},
		{"tags", "🏴\U000E0067\U000E007F", "🏴"},
		{"composes", "e\u0301か\u3099", "éが"},
		{"half-width kana", "ﾊﾟﾝﾀﾞ ｱﾞ xﾞ", "パﾝダ ア゙ x"},
		{"joined emoji comes apart", "👨\u200D👩\u200D👧!", "👨👩👧!"},
		{"joiner alone", "a\u200Db", "ab"},
		{"skin tone", "👍🏽", "👍"},
		{"flag, half a flag", "🇨🇳🇨", "🇨🇳C"},
		{"keycap", "1\uFE0F\u20E3", "1\u20E3"},
		{"thai am", "ทำ", "ทํา"},
		{"hindi keeps its letters", "स्ते", "सते"},
		{"hangul jamo", "\u1100\u1161\u11A8", "각"},
		{"hangul filler", "a\u3164b", "a b"},
		{"zalgo", "Z" + strings.Repeat("\u0335", 300) + "o", "Z" + strings.Repeat("\u0335", 8) + "o"},
		{"leading mark", "\u0301a", "a"},
		{"only rubbish", "\x1b\x07\u202E", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := Of(tc.raw)
			if got.String() != tc.want {
				t.Errorf("Of(%q) = %q, want %q", tc.raw, got, tc.want)
			}
			checkClean(t, tc.raw, got)
		})
	}
}

func TestOfBoundsLength(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"a", "望", "e\u0301\u0302", "🇨🇳", "\x1b[31m", "\u202E", "x\u0335\u0336"} {
		raw := strings.Repeat(unit, 1<<20/len(unit))
		got := Of(raw)
		checkClean(t, raw, got)
		if got.Width() > MaxCells {
			t.Errorf("%q repeated: %d cells", unit, got.Width())
		}
		if unit == "望" && (got.Width() < MaxCells-1 || !strings.HasSuffix(got.String(), Ellipsis)) {
			t.Errorf("%q repeated: %d cells, not cut with an ellipsis", unit, got.Width())
		}
	}
}

// checkClean holds c against everything promised of a Clean.
func checkClean(t *testing.T, raw string, c Clean) {
	t.Helper()
	s := c.String()
	if again := Of(s); again != c && (again.s != c.s || again.w != c.w) {
		t.Fatalf("Of(%q) is not stable: %+v, then %+v", raw, c, again)
	}
	if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
		t.Fatalf("Of(%q) = %q: not valid UTF-8 in NFC", raw, s)
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == utf8.RuneError {
			t.Fatalf("Of(%q) = %q holds %U", raw, s, r)
		}
	}
	if g, w := ansi.StringWidth(s), ansi.StringWidthWc(s); g != w || g != c.Width() || c.Width() > MaxCells {
		t.Fatalf("Of(%q) = %q: width %d, by clusters %d, by wcwidth %d", raw, s, c.Width(), g, w)
	}
	if g := ansi.StringWidth(" " + s + "a"); g != c.Width()+2 {
		t.Fatalf("Of(%q) = %q clings to its neighbours", raw, s)
	}
	most := 0 // every rune draws its own width at most, or one blank
	for _, r := range raw {
		most += max(1, ansi.StringWidthWc(string(r)))
	}
	if c.Width() > most {
		t.Fatalf("Of(%q) = %q: %d cells, the input has at most %d", raw, s, c.Width(), most)
	}
	for rest := s; rest != ""; {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		if countMarks(cluster) > maxMarks {
			t.Fatalf("Of(%q): %d marks in a cell", raw, countMarks(cluster))
		}
		rest = rest[len(cluster):]
	}
}

// The simple ranges skip the tables, so each of their runes is held against
// the tables here.
func TestSimpleRangesAgreeWithTheTables(t *testing.T) {
	t.Parallel()
	for r := rune(0x80); r <= 0xFFFF; r++ {
		w := simpleWidth(r)
		if w == 0 {
			continue
		}
		s := string(r)
		if ansi.StringWidth(s) != w || ansi.StringWidthWc(s) != w {
			t.Errorf("%U: simple %d, clusters %d, wcwidth %d", r, w, ansi.StringWidth(s), ansi.StringWidthWc(s))
		}
		if norm.NFC.QuickSpanString(s) != len(s) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) {
			t.Errorf("%U is not a simple rune", r)
		}
		for _, pair := range []string{"a" + s, s + "a", "望" + s, s + "望", s + s, s + "ー"} {
			if cluster, _ := ansi.FirstGraphemeCluster(pair, ansi.GraphemeWidth); cluster == pair {
				t.Errorf("%q is one cluster", pair)
			}
		}
	}
}

func TestConcatIsCleanAgain(t *testing.T) {
	t.Parallel()
	parts := []string{"", "abc", "望月", "e\u0301x", "🇨", "🇳", "👨", "\u1100", "\u1161", "…", strings.Repeat("a", 500)}
	for _, a := range parts {
		for _, b := range parts {
			checkClean(t, a+b, Concat(Of(a), Of(b)))
		}
	}
	if got := Concat(Of("周杰伦"), Of(" - "), Of("Love")); got != Of("周杰伦 - Love") {
		t.Errorf("Concat gives %q", got)
	}
}

func FuzzOf(f *testing.F) {
	for _, s := range []string{
		"plain", "望月の歌", "e\u0301\u0302", "👨\u200D👩\u200D👧", "🇨🇳🇨", "ﾊﾟｱﾞ", "ทำ", "का स्ते", "\x1b]52;c;x\x07",
		"\u1100\u1161\u11A8\uAC00\u11A8", "\u0D4Ea", "\U000111C2\U000111C2\u0915", "a\u0335\u0335", "\u0F71\u0F72\u0F74", "\xff\xc3",
		"\u0600\u0661", "\U0001F468\U0001F3FD\u200D\U0001F680", "\u09BE\u09C7", "\u0E33\u0EB3",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		c := Of(raw)
		checkClean(t, raw, c)
		for _, w := range []int{-1, 0, 1, 2, 3, 7, 40, c.Width(), c.Width() + 3} {
			checkFit(t, c, w)
		}
	})
}
