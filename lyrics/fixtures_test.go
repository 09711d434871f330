package lyrics

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files")

// loadFixture reads a captured answer, or the capture of one lyric field.
func loadFixture(t testing.TB, name string) Source {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	type text struct{ Lyric string }
	var whole struct {
		LRC, KLyric, TLyric, RomaLRC, YRC text
		PureMusic                         bool
	}
	var field struct{ Field, Lyric string }
	if strings.HasPrefix(name, "lyric-bodies/") {
		err = json.Unmarshal(b, &field)
	} else {
		err = json.Unmarshal(b, &whole)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := Source{
		LRC: whole.LRC.Lyric, KLyric: whole.KLyric.Lyric, YRC: whole.YRC.Lyric,
		Translation: whole.TLyric.Lyric, Romanisation: whole.RomaLRC.Lyric, PureMusic: whole.PureMusic,
	}
	switch field.Field {
	case "lrc":
		s.LRC = field.Lyric
	case "yrc":
		s.YRC = field.Lyric
	}
	return s
}

func TestCapturedAnswers(t *testing.T) {
	t.Parallel()
	ms := time.Millisecond
	for _, tc := range []struct {
		name    string
		kind    Kind
		lines   int
		credits []string
		check   map[int]Line // without words
		words   map[int]int
	}{
		{name: "lyric-bodies/lrc-double-by-tag-ti-ar-al", kind: ByLine, lines: 5, check: map[int]Line{
			0: {Start: 18390 * ms, End: 21460 * ms, Text: "春夏秋冬春夏"},
			4: {Start: 33260 * ms, End: 43260 * ms, Text: "夏秋冬春夏秋冬春"},
		}},
		{name: "lyric-bodies/lrc-json-header-bilingual-labels", kind: ByLine, lines: 1, credits: []string{
			"作词 Lyricist: Xulai", "作曲 Composer: jixwang", "编曲 Arranger: jixwang", "演唱 Vocal: VISION SOUND",
			"混音 Mixing Engineer: 张步若@RSS Studio", "乐器独奏Solo: Guitar：愤怒的糖", "助理 Assistant: A19 / TLK天翔",
		}, check: map[int]Line{0: {Start: 17871 * ms, End: 27871 * ms, Text: "Lalal ala lalal a lal"}}},
		{
			name: "lyric-bodies/lrc-json-header-then-centiseconds", kind: ByLine, lines: 5,
			credits: []string{"作词: 米津玄師", "作曲: 米津玄師", "编曲: 米津玄師/田中隼人"},
			check:   map[int]Line{1: {Start: 24500 * ms, End: 29500 * ms, Text: "春お秋い春えおあ"}},
		},
		{name: "lyric-bodies/lrc-many-credits-same-stamp-both-colons", kind: ByLine, lines: 3, credits: []string{
			"作词: AKAtople", "作曲: AKAtople", "词曲: AKAtople", "编曲: 理P", "调校: 墨小墨P", "混音: 白猫作作子、阿胶白鹅b7", "分镜: AKAtople",
		}, check: map[int]Line{0: {Start: 315 * ms, End: 3940 * ms, Text: "春夏秋冬春 夏秋冬 春夏秋冬"}}},
		{
			name: "lyric-bodies/lrc-offset-multi-stamp-per-line", kind: ByLine, lines: 21,
			credits: []string{"作词: Ryan Tedder", "作曲: Ryan Tedder"}, check: map[int]Line{
				0:  {Start: 1670 * ms, End: 4850 * ms, Text: "Lalala, L'al alal, A'la lala lalala lalal"},
				4:  {Start: 16040 * ms, End: 18920 * ms, Text: "La'la la lalalala lalal"}, // after 18.92 in the text
				17: {Start: 77870 * ms, End: 81390 * ms, Text: "Lalala, L'al alal, A'la lala lalala lalal"},
			},
		},
		{name: "lyric-bodies/yrc-json-header-multi-artist-zero-length-words", kind: ByWord, lines: 12, credits: []string{
			"作词: Brent Kutzle/Tyler Spry/Steven Mudd/Ryan Tedder/Josh Varnadore",
			"作曲: Brent Kutzle/Tyler Spry/Steven Mudd/Ryan Tedder/Josh Varnadore",
		}, check: map[int]Line{0: {Start: 420 * ms, End: 4860 * ms, Text: "Lalala, L'al alal, A'la lala lalala lalal"}}, words: map[int]int{0: 7, 1: 8}},
		{
			name: "lyric-bodies/yrc-json-header-uneven-t", kind: Missing,
			credits: []string{"作曲: 柳重言", "编曲: Alex San", "制作人: 王菲/梁荣骏"},
		},
		{name: "lyric-bodies/yrc-no-header", kind: ByWord, lines: 5, check: map[int]Line{
			0: {Start: 20570 * ms, End: 22470 * ms, Text: "春いうえオーアイう"},
		}, words: map[int]int{0: 9, 3: 13}},
		{name: "song-lyric/lrc-cs-tlyric-transuser", kind: ByLine, lines: 37, check: map[int]Line{
			6: {Start: 56180 * ms, End: 61760 * ms, Text: "あい  夏えおあっいう", Translation: "秋冬春夏秋冬春夏"}, // ends with a blank line
			7: {Start: 63200 * ms, End: 70550 * ms, Text: "冬おあい冬えおあいうえ秋あいう秋  冬あ", Translation: "秋冬春夏秋冬春夏秋冬春  夏秋冬"},
		}},
		// Its klyric runs three seconds ahead of the lrc.
		{name: "song-lyric/lrc-ms-klyric-legacy-wordlevel", kind: ByLine, lines: 47, check: map[int]Line{
			0: {Start: 12570 * ms, End: 16860 * ms, Text: "春夏秋冬春夏秋冬"},
		}},
		{name: "song-lyric/lrc-short-masu-romalrc-empty", kind: ByLine, lines: 47, credits: []string{"作词: 张国祥", "作曲: 汤小康"}},
		{name: "song-lyric/pure-music", kind: Pure},
		{name: "song-lyric/sgc-sfy-flags-true", kind: ByLine, lines: 35, check: map[int]Line{
			34: {Start: 349550 * ms, End: 359550 * ms, Text: "LAL'A LALA", Translation: "秋冬春夏"},
		}},
		{name: "song-lyric-v1/full-yrc-ch0-romalrc", kind: ByWord, lines: 15, check: map[int]Line{
			0:  {Start: 43800 * ms, End: 45860 * ms, Text: "春い秋えお夏秋う春おあ", Translation: "春夏秋冬春夏秋冬春", Romanisation: "la la la la la la la la la la la la la la"},
			9:  {Start: 93900 * ms, End: 96350 * ms, Text: "うえ、/", Translation: "春夏秋冬、", Romanisation: "la la、/"}, // one second off
			10: {Start: 143180 * ms, End: 148900 * ms, Text: "秋あいう 秋冬あ夏"},
			12: {Start: 159820 * ms, End: 218530 * ms}, // 58 s
			13: {Start: 221710 * ms, End: 222860 * ms, Text: "「秋冬」", Translation: "「春夏」", Romanisation: "「la la la」"},
		}, words: map[int]int{0: 11, 9: 3, 13: 3}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tl := Parse(loadFixture(t, tc.name))
			checkTimeline(t, tl)
			if tl.Kind != tc.kind || len(tl.Lines) != tc.lines {
				t.Fatalf("kind %d with %d lines, want %d with %d", tl.Kind, len(tl.Lines), tc.kind, tc.lines)
			}
			if fmt.Sprint(tl.Credits) != fmt.Sprint(tc.credits) {
				t.Errorf("credits %q, want %q", tl.Credits, tc.credits)
			}
			for i, want := range tc.check {
				got := tl.Lines[i]
				if want.Text == "" {
					want.Text = got.Text
				}
				if got.Words = nil; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("line %d is\n%v, want\n%v", i, got, want)
				}
			}
			for i, want := range tc.words {
				if got := len(tl.Lines[i].Words); got != want {
					t.Errorf("line %d has %d words, want %d", i, got, want)
				}
			}
		})
	}
}

// Every line, word and time of every capture, as it was when somebody last
// looked at it: go test -update, then read the difference.
func TestCapturedAnswersWhole(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*.json")
	if err != nil || len(files) != 14 {
		t.Fatalf("%d captures, %v", len(files), err)
	}
	var b strings.Builder
	for _, f := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(f), "testdata/"), ".json")
		s := loadFixture(t, name)
		dump(&b, name, Parse(s))
		if s.KLyric != "" {
			dump(&b, name+" klyric alone", Parse(Source{KLyric: s.KLyric}))
		}
	}
	const golden = "testdata/timelines.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(want) {
		gl, wl := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(gl), len(wl)) {
			if gl[i] != wl[i] {
				t.Fatalf("line %d:\n%s\nwant\n%s", i+1, gl[i], wl[i])
			}
		}
		t.Fatalf("%d lines, want %d", len(gl), len(wl))
	}
}

func dump(b *strings.Builder, name string, t Timeline) {
	fmt.Fprintf(b, "== %s kind %d\n", name, t.Kind)
	for _, c := range t.Credits {
		fmt.Fprintf(b, "credit %s\n", c)
	}
	for _, l := range t.Lines {
		fmt.Fprintf(b, "%d-%d %s", l.Start.Milliseconds(), l.End.Milliseconds(), l.Text)
		if l.Translation != "" {
			fmt.Fprintf(b, " | %s", l.Translation)
		}
		if l.Romanisation != "" {
			fmt.Fprintf(b, " | %s", l.Romanisation)
		}
		for _, w := range l.Words {
			fmt.Fprintf(b, " (%d-%d %s)", w.Start.Milliseconds(), w.End.Milliseconds(), w.Text)
		}
		b.WriteByte('\n')
	}
}
