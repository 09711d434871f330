package lyrics

import (
	"strings"
	"time"
	"unicode/utf8"
)

// What a text may cost. A real one has a few hundred lines and 20 kB; more
// than this is an attack, and is read up to the limit.
const (
	maxText    = 1 << 20
	maxLines   = 10_000
	maxWords   = 2_000 // of a line
	maxStamps  = 64    // of a line
	maxLine    = 64 << 10
	maxCredits = 200
	maxStamp   = 24 * time.Hour
)

// lastLine is how long the last line of an LRC text lasts, which it does not
// say itself.
const lastLine = 10 * time.Second

// Parse reads the finest text there is: yrc, klyric where it keeps step with
// the lrc, lrc, plain. The others give translation, romanisation and credits.
func Parse(s Source) Timeline {
	lrc := parseLRC(s.LRC)
	yrc := parseYRC(s.YRC)
	t := Timeline{Credits: firstOf(yrc.credits, lrc.credits)}
	switch kl := parseKLyric(s.KLyric); {
	case len(yrc.lines) > 0:
		t.Kind, t.Lines = ByWord, yrc.lines
		annotate(t.Lines, s, lrc)
		shift(t.Lines, yrc.offset)
	case len(kl.lines) > 0 && (len(lrc.entries) == 0 || inStep(kl.lines, lrc.entries)):
		t.Kind, t.Lines = ByWord, kl.lines
		annotate(t.Lines, s, lrc)
		shift(t.Lines, kl.offset)
	case lrc.sings():
		t.Kind, t.Lines = ByLine, lrc.build()
		annotate(t.Lines, s, lrc)
		shift(t.Lines, lrc.offset)
	case len(lrc.plain) > 0:
		t.Kind, t.Lines = Plain, lrc.plain
	}
	if isPure(s, t.Lines) {
		t.Kind, t.Lines = Pure, nil
	}
	return t
}

// isPure trusts the flag only when there is not more text than the notice:
// live recordings carry it beside whole lyrics.
func isPure(s Source, lines []Line) bool {
	switch len(lines) {
	case 0:
		return s.PureMusic
	case 1:
		return s.PureMusic || strings.Contains(lines[0].Text, "纯音乐") && strings.Contains(lines[0].Text, "欣赏")
	}
	return false
}

func firstOf(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// shift moves every time earlier by offset, not below zero (the meaning of
// [offset:] since the first LRC players: positive is sooner).
func shift(lines []Line, offset time.Duration) {
	if offset == 0 {
		return
	}
	move := func(d *time.Duration) { *d = max(0, *d-offset) }
	for i := range lines {
		move(&lines[i].Start)
		move(&lines[i].End)
		for j := range lines[i].Words {
			move(&lines[i].Words[j].Start)
			move(&lines[i].Words[j].End)
		}
	}
}

// eachLine calls f with every line of the first maxText bytes of text, without
// its end and at most maxLine long, until f is false.
func eachLine(text string, f func(string) bool) {
	text = strings.TrimPrefix(cut(text, maxText), "\uFEFF")
	for text != "" {
		line, rest := text, ""
		if n := strings.IndexAny(text, "\r\n"); n >= 0 {
			line, rest = text[:n], text[n+1:]
			if text[n] == '\r' {
				rest = strings.TrimPrefix(rest, "\n")
			}
		}
		if text = rest; !f(cut(line, maxLine)) {
			return
		}
	}
}

// cut is at most n bytes of s, of whole runes.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// digits reads a decimal number at the start of s; n is the bytes read, 0 for
// none. More than 9 digits are none: no stamp or duration has them.
func digits(s string) (v, n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		if n == 9 {
			return 0, 0
		}
		v = v*10 + int(s[n]-'0')
		n++
	}
	return v, n
}
