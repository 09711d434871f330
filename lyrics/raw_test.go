package lyrics

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

// rawWord is a word as its stamps say, and nothing else.
type rawWord struct {
	start, lasts int
	text         string
}

type rawLine struct {
	start int
	words []rawWord
}

var (
	rawLines = regexp.MustCompile(`(?m)^\[(\d+),(\d+)\](.*)$`)
	rawWords = regexp.MustCompile(`\((\d+),(\d+),0\)((?:[^(]|\([^\d])*)`)
)

// rawYRC reads the stamps without any of the parser's care.
func rawYRC(text string) []rawLine {
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
	var out []rawLine
	for _, l := range rawLines.FindAllStringSubmatch(text, -1) {
		line := rawLine{start: num(l[1])}
		for _, w := range rawWords.FindAllStringSubmatch(l[3], -1) {
			line.words = append(line.words, rawWord{num(w[1]), num(w[2]), w[3]})
		}
		out = append(out, line)
	}
	return out
}

// letters are what is sung; signs go with the word beside them.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// sungRaw is what has begun to be sung in the line of pos, by the raw stamps:
// the line begun last, and its words begun so far.
func sungRaw(lines []rawLine, pos int) (string, bool) {
	at := -1
	for i, l := range lines {
		if l.start <= pos && (at < 0 || l.start > lines[at].start) {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	var b strings.Builder
	for _, w := range lines[at].words {
		if w.start <= pos {
			b.WriteString(w.text)
		}
	}
	return letters(b.String()), true
}

// sungSoFar is the same by the Timeline.
func sungSoFar(t Timeline, pos time.Duration) (string, bool) {
	p := t.At(pos)
	if p.Line < 0 {
		return "", false
	}
	var b strings.Builder
	for _, w := range t.Lines[p.Line].Words[:p.Word+1] {
		b.WriteString(w.Text)
	}
	return letters(b.String()), true
}

func compareRaw(t rapid.TB, yrc string, positions []int) {
	lines, tl := rawYRC(yrc), Parse(Source{YRC: yrc})
	for _, pos := range positions {
		want, wantOK := sungRaw(lines, pos)
		got, ok := sungSoFar(tl, time.Duration(pos)*time.Millisecond)
		if got != want || ok != wantOK {
			t.Fatalf("at %d ms %q is sung, by the stamps %q, in\n%s", pos, got, want, yrc)
		}
	}
}

// positions are every stamp, and a little before and after it.
func positions(lines []rawLine) (out []int) {
	for _, l := range lines {
		out = append(out, l.start-1, l.start, l.start+1)
		for _, w := range l.words {
			out = append(out, w.start-1, w.start, w.start+w.lasts/2, w.start+w.lasts-1, w.start+w.lasts, w.start+w.lasts+1)
		}
	}
	return out
}

func TestTheLitWordIsTheOneOfTheRawStampsInCaptures(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for _, f := range files {
		s := loadFixture(t, strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(f), "testdata/"), ".json"))
		raw := rawYRC(s.YRC)
		for _, l := range raw {
			words += len(l.words)
		}
		compareRaw(t, s.YRC, positions(raw))
	}
	if words < 200 {
		t.Errorf("only %d words in the captures", words)
	}
}

func TestTheLitWordIsTheOneOfTheRawStamps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		at := 0
		for range rapid.IntRange(1, 8).Draw(rt, "lines") {
			at += rapid.IntRange(1, 2000).Draw(rt, "pause")
			start := at
			var words strings.Builder
			for k := range rapid.IntRange(1, 8).Draw(rt, "words") {
				at += rapid.IntRange(0, 300).Draw(rt, "gap")
				lasts := rapid.IntRange(0, 900).Draw(rt, "lasts")
				if k == 0 {
					lasts = max(lasts, 1) // a line of signs alone is none
				}
				text := rapid.SampledFrom([]string{"春", "夏 ", "hello ", "ア", "가나", "don't "}).Draw(rt, "text")
				if lasts == 0 { // signs have no time of their own
					text = rapid.SampledFrom([]string{"，", "! ", "「", " "}).Draw(rt, "sign")
				}
				_, _ = fmt.Fprintf(&words, "(%d,%d,0)%s", at, lasts, text)
				at += lasts
			}
			_, _ = fmt.Fprintf(&b, "[%d,%d]%s\n", start, at-start, words.String())
			at++
		}
		lines := rawYRC(b.String())
		pos := rapid.SliceOfN(rapid.IntRange(-5, at+500), 20, 20).Draw(rt, "at")
		compareRaw(rt, b.String(), append(pos, positions(lines)...))
	})
}
