package lyrics

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// checkTimeline holds t against everything promised of a Timeline.
func checkTimeline(t testing.TB, tl Timeline) {
	t.Helper()
	if len(tl.Credits) > maxCredits || len(tl.Lines) > maxLines+maxStamps {
		t.Fatalf("%d credits, %d lines", len(tl.Credits), len(tl.Lines))
	}
	if (tl.Kind >= Plain) != (len(tl.Lines) > 0) {
		t.Fatalf("kind %d with %d lines", tl.Kind, len(tl.Lines))
	}
	for i, l := range tl.Lines {
		if l.Text == "" && tl.Kind != Plain {
			t.Fatalf("line %d is empty", i)
		}
		if l.Start < 0 || l.End < l.Start || l.End > 3*maxStamp {
			t.Fatalf("line %d from %v to %v", i, l.Start, l.End)
		}
		if (tl.Kind == ByWord) != (len(l.Words) > 0) {
			t.Fatalf("line %d has %d words in kind %d", i, len(l.Words), tl.Kind)
		}
		if i > 0 {
			switch before := tl.Lines[i-1]; {
			case l.Start < before.Start:
				t.Fatalf("line %d begins before line %d", i, i-1)
			case l.Start > before.Start && before.End > l.Start:
				t.Fatalf("line %d ends at %v, after the next begins", i-1, before.End)
			}
		}
		checkWords(t, l)
	}
}

func checkWords(t testing.TB, l Line) {
	t.Helper()
	var b strings.Builder
	for i, w := range l.Words {
		b.WriteString(w.Text)
		if w.Text == "" || w.End < w.Start || w.Start < 0 {
			t.Fatalf("word %d of %q is %+v", i, l.Text, w)
		}
		if i > 0 && w.Start < l.Words[i-1].End {
			t.Fatalf("words %d and %d of %q overlap", i-1, i, l.Text)
		}
	}
	if len(l.Words) > 0 && b.String() != l.Text {
		t.Fatalf("the words of %q are %q", l.Text, b.String())
	}
}

// show writes a Timeline on one line, times in ms.
func show(tl Timeline) string {
	var b strings.Builder
	for i, l := range tl.Lines {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%d-%d %s", l.Start.Milliseconds(), l.End.Milliseconds(), l.Text)
		if l.Translation != "" {
			fmt.Fprintf(&b, " =%s", l.Translation)
		}
		if l.Romanisation != "" {
			fmt.Fprintf(&b, " ~%s", l.Romanisation)
		}
		for _, w := range l.Words {
			fmt.Fprintf(&b, " %d-%d(%s)", w.Start.Milliseconds(), w.End.Milliseconds(), w.Text)
		}
	}
	return b.String()
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   Source
		kind Kind
		want string
	}{
		{"nothing", Source{}, Missing, ""},
		{"said to be none", Source{None: true}, Missing, ""},
		{"pure by flag", Source{PureMusic: true}, Pure, ""},
		{"pure by the notice alone", Source{LRC: "[00:05.00]纯音乐，请欣赏\n"}, Pure, ""},
		{"flag beside a whole text", Source{PureMusic: true, LRC: "[00:01]a\n[00:02]b"}, ByLine, "1000-2000 a; 2000-12000 b"},
		{
			"digits",
			Source{LRC: "[0:01]a\n[00:02.5]b\n[00:03.25]c\n[00:04.125]d\n[00:05.1259]e\n[00:06:70]f\n[100:00.00]g"},
			ByLine,
			"1000-2500 a; 2500-3250 b; 3250-4125 c; 4125-5125 d; 5125-6700 e; 6700-6000000 f; 6000000-6010000 g",
		},
		{
			"many stamps, any order",
			Source{LRC: "[00:09.00][00:01.00] again\n[00:05.00]once"},
			ByLine,
			"1000-5000 again; 5000-9000 once; 9000-19000 again",
		},
		{"blank lines end lines", Source{LRC: "[00:00.00]\n[00:01]a\n[00:03]\n[00:04]  \n[00:09]b\n\n"}, ByLine, "1000-3000 a; 9000-19000 b"},
		{"one stamp, several lines", Source{LRC: "[00:01]a\n[00:01]b\n[00:02]c"}, ByLine, "1000-2000 a; 1000-2000 b; 2000-12000 c"},
		{"offset is sooner", Source{LRC: "[offset:+500]\n[00:00.2]a\n[00:02]b"}, ByLine, "0-1500 a; 1500-11500 b"},
		{"negative offset is later", Source{LRC: "[00:01]a\n[OFFSET: -500 ]\n[00:02]b"}, ByLine, "1500-2500 a; 2500-12500 b"},
		{"broken offset", Source{LRC: "[offset:9999999999999]\n[offset:x]\n[offset:]\n[00:01]a"}, ByLine, "1000-11000 a"},
		{"line ends", Source{LRC: "\uFEFF[00:01]a\r\n[00:02]b\r[00:03]c"}, ByLine, "1000-2000 a; 2000-3000 b; 3000-13000 c"},
		{"unstamped lines among stamped", Source{LRC: "by someone\n[00:01]a\nlost\n[00:02]b"}, ByLine, "1000-2000 a; 2000-12000 b"},
		{
			"absurd stamps",
			Source{LRC: "[99999999:99.99]a\n[9999999999999999999999:00]b\n[1440:00.001]c\n[1440:00.00]d\n[-1:00]e\n[00:123]f\n[777777700:00]g"},
			ByLine,
			"86400000-86410000 d",
		},
		{"brackets that are text", Source{LRC: "[00:01][Chorus] a\n[00:02](b)"}, ByLine, "1000-2000 [Chorus] a; 2000-12000 (b)"},
		{"plain", Source{LRC: "[by:x]\n\none\n\ntwo\n{\"t\":0,\"c\":[{\"tx\":\"作词: \"},{\"tx\":\"y\"}]}\n\n"}, Plain, "0-0 one; 0-0 ; 0-0 two"},
		{"only headers", Source{LRC: "[by:x]\n[ti:y]"}, Missing, ""},
		{
			"translation by stamp",
			Source{LRC: "[00:01.00]a\n[00:02.50]b\n[00:03]c", Translation: "[by:x]\n[00:02.500]/B\n[00:01.001]〖A〗\n[00:30]late"},
			ByLine,
			"1000-2500 a =A; 2500-3000 b =B; 3000-13000 c",
		},
		{
			"translations of lines with one stamp",
			Source{LRC: "[00:01]a\n[00:01]b", Translation: "[00:01]A\n[00:01]B\n[00:01]C"},
			ByLine,
			"1000-11000 a =A; 1000-11000 b =B",
		},
		{"translation that repeats the line", Source{LRC: "[00:01]a", Translation: "[00:01]a", Romanisation: "[00:01.000]ei"}, ByLine, "1000-11000 a ~ei"},
		{"yrc wins", Source{LRC: "[00:01]lrc", YRC: "[1000,500](1000,200,0)a(1200,300,0)b"}, ByWord, "1000-1500 ab 1000-1200(a) 1200-1500(b)"},
		{"yrc without a timed line", Source{LRC: "[00:01]a", YRC: "[ch:0]\n{\"t\":0,\"c\":[]}\n"}, ByLine, "1000-11000 a"},
		{"blanks, punctuation and gaps", Source{YRC: "[0,9000](0,100,0) a (200,0,0),(500,100,0)b(600,0,0)! "}, ByWord, "0-9000 a ,b! 0-100(a ,) 500-600(b!)"},
		{"a sign before the first word", Source{YRC: "[10,90](10,0,0)「(10,90,0)a"}, ByWord, "10-100 「a 10-100(「a)"},
		{"a line that ends before its last word", Source{YRC: "[0,10](0,100,0)a\n[50,10](50,10,0)b"}, ByWord, "0-50 a 0-100(a); 50-60 b 50-60(b)"},
		{"words out of order and overlapping", Source{YRC: "[0,300](200,100,0)c(0,150,0)a(100,100,0)b"}, ByWord, "0-300 abc 0-100(a) 100-200(b) 200-300(c)"},
		{"no words", Source{YRC: "[100,50]whole (line)"}, ByWord, "100-150 whole (line) 100-150(whole (line))"},
		{"parentheses that are text", Source{YRC: "[0,90](0,90,0)a (1,2) (x,y,0)"}, ByWord, "0-90 a (1,2) (x,y,0) 0-90(a (1,2) (x,y,0))"},
		{"nothing lasts", Source{YRC: "[5,0](5,0,0)a(5,0,0)b"}, ByWord, "5-5 ab 5-5(ab)"},
		{"yrc with offset", Source{YRC: "[offset:100]\n[200,50](200,50,0)a"}, ByWord, "100-150 a 100-150(a)"},
		{"klyric sums up", Source{KLyric: "[ti:x]\n[1000,900](0,100)a(0,200)(0,300)b"}, ByWord, "1000-1900 ab 1000-1100(a) 1300-1600(b)"},
		{"klyric in step with lrc", Source{LRC: "[00:01.10]ab", KLyric: "[1000,900](0,100)a(0,200)b"}, ByWord, "1000-1900 ab 1000-1100(a) 1100-1300(b)"},
		{"klyric of another recording", Source{LRC: "[00:05]ab", KLyric: "[1000,900](0,100)a(0,200)b"}, ByLine, "5000-15000 ab"},
		{"translation of lrc on yrc lines", Source{
			LRC: "[00:01.00]aa\n[00:02.00]b b\n[00:09]c", YRC: "[1300,100](1300,100,0)aa\n[1900,100](1900,100,0)zz\n[2800,100](2800,100,0)bb",
			Translation: "[00:01]A\n[00:02]B\n[00:09]C",
		}, ByWord, "1300-1400 aa =A 1300-1400(aa); 1900-2000 zz 1900-2000(zz); 2800-2900 bb =B 2800-2900(bb)"},
		{"translation with the stamps of yrc first", Source{
			YRC: "[1300,100](1300,100,0)aa", Translation: "[00:01]old", YTranslation: "[00:01.300]new", YRoman: "[00:01.300]ro",
		}, ByWord, "1300-1400 aa =new ~ro 1300-1400(aa)"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tl := Parse(tc.in)
			checkTimeline(t, tl)
			if got := show(tl); tl.Kind != tc.kind || got != tc.want {
				t.Errorf("kind %d: %s\nwant %d: %s", tl.Kind, got, tc.kind, tc.want)
			}
		})
	}
}

func TestCreditsStandApart(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, credits, lines string }{
		{"both colons", "[00:00] 作词 : A\n[00:01]编曲：B / C\n[00:05]a", "[作词: A 编曲: B / C]", "5000-15000 a"},
		{"unknown role in the block", "[00:00]作曲:A\n[00:00]分镜:B\n[00:02]他说:你好", "[作曲: A 分镜: B]", "2000-12000 他说:你好"},
		{"english", "[00:00]Lyrics by: A\n[00:01]Produced by: B\n[00:03]one: two", "[Lyrics by: A Produced by: B]", "3000-13000 one: two"},
		{"a sung line with a colon", "[00:01]她说：再见\n[00:02]作词：A", "[]", "1000-2000 她说：再见; 2000-12000 作词：A"},
		{"no name", "[00:01]作词：\n[00:02]a", "[]", "1000-2000 作词：; 2000-12000 a"},
		{"odd json", "{\"t\":0}\n{\"t\":\"x\",\"c\":7}\n{\"c\":[{\"tx\":\" 作词: A \"}]}\n[00:01]a", "[作词: A]", "1000-11000 a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tl := Parse(Source{LRC: tc.in})
			if got := fmt.Sprint(tl.Credits); got != tc.credits {
				t.Errorf("credits %s, want %s", got, tc.credits)
			}
			if got := show(tl); got != tc.lines {
				t.Errorf("lines %s, want %s", got, tc.lines)
			}
		})
	}
}

// hostile texts are bounded by work, not by a clock: the limits of what comes
// out are checked, and a quadratic parser would run into the test's deadline.
func TestHostileTextsAreBounded(t *testing.T) {
	t.Parallel()
	const n = 1 << 20
	for name, s := range map[string]string{
		"one long line":          "[00:01]" + strings.Repeat("望", n),
		"stamps only":            strings.Repeat("[00:01]", n/7),
		"open brackets":          strings.Repeat("[", n),
		"open tuples":            "[0,9]" + strings.Repeat("(0,", n/3),
		"tuples without text":    "[0,9]" + strings.Repeat("(0,1,0)", n/7),
		"one word a tuple":       "[0,9]" + strings.Repeat("(0,1,0)a(0,1)b", n/14),
		"lines of one stamp":     strings.Repeat("[00:01]a\n", n/9),
		"blank lines":            strings.Repeat("[00:01]\n", n/8),
		"credits":                strings.Repeat("[00:00]作词:a\n", n/16),
		"deep json":              `{"c":` + strings.Repeat("[", n),
		"closed deep json":       `{"c":` + strings.Repeat("[", n/2) + strings.Repeat("]", n/2) + "}",
		"many lines":             strings.Repeat("a\n", n/2),
		"many yrc lines":         strings.Repeat("[1,1](1,1,0)a\n", n/14),
		"digits":                 "[" + strings.Repeat("9", n) + ":00]",
		"fraction":               "[00:01." + strings.Repeat("9", n) + "]a",
		"beyond the limit":       strings.Repeat("x\n", n) + "[00:01]a",
		"stamps near each other": manyStamps(20_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tl := Parse(Source{LRC: s, YRC: s, KLyric: s, Translation: s, Romanisation: s, YTranslation: s, YRoman: s})
			checkTimeline(t, tl)
			for _, s := range []Source{{LRC: s}, {LRC: s, Translation: s}, {KLyric: s}, {YRC: s, Translation: s}} {
				checkTimeline(t, Parse(s))
			}
		})
	}
}

func manyStamps(n int) string {
	var b strings.Builder
	for i := range n {
		d := time.Duration(i) * time.Millisecond
		fmt.Fprintf(&b, "[%02d:%02d.%03d]line %d\n", int(d.Minutes()), int(d.Seconds())%60, i%1000, i)
	}
	return b.String()
}

func FuzzLRC(f *testing.F) {
	for _, name := range []string{"lyric-bodies/lrc-offset-multi-stamp-per-line", "lyric-bodies/lrc-json-header-then-centiseconds", "lyric-bodies/lrc-many-credits-same-stamp-both-colons"} {
		f.Add(loadFixture(f, name).LRC, "[00:19.64]x")
	}
	f.Add("[99999999:99.99]a\n[offset:-86400000][00:00]b", "[00:00]/c\n[00:00]〖d〗")
	f.Fuzz(func(t *testing.T, lrc, side string) {
		tl := Parse(Source{LRC: lrc, Translation: side, Romanisation: side})
		checkTimeline(t, tl)
		walk(t, tl)
	})
}

func FuzzYRC(f *testing.F) {
	for _, name := range []string{"lyric-bodies/yrc-no-header", "lyric-bodies/yrc-json-header-multi-artist-zero-length-words"} {
		f.Add(loadFixture(f, name).YRC, "[00:20.57]x", "")
	}
	full := loadFixture(f, "song-lyric-v1/full-yrc-ch0-romalrc")
	f.Add(full.YRC, full.Translation, full.LRC)
	f.Fuzz(func(t *testing.T, yrc, side, lrc string) {
		tl := Parse(Source{YRC: yrc, LRC: lrc, Translation: side, YRoman: side})
		checkTimeline(t, tl)
		walk(t, tl)
	})
}

func FuzzKLyric(f *testing.F) {
	k := loadFixture(f, "song-lyric/lrc-ms-klyric-legacy-wordlevel")
	f.Add(k.KLyric, k.LRC)
	f.Add("[offset:9]\n[1000,900](0,100)a(0,200)(0,300)b", "[00:01]ab")
	f.Fuzz(func(t *testing.T, klyric, lrc string) {
		tl := Parse(Source{KLyric: klyric, LRC: lrc})
		checkTimeline(t, tl)
		walk(t, tl)
	})
}
