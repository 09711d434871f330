package seed

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Lyric is what the service has of a song's text; "" is a text it lacks.
type Lyric struct {
	LRC, YRC, KLyric string
	Trans, Roman     string // stamps of LRC
	YTrans, YRoman   string // stamps of YRC
	Pure, None       bool

	milli  bool
	author string
}

type sungLine struct {
	at, length         time.Duration
	text, trans, roman string
}

// LyricOf writes the song's text: stanzas of its language over the whole
// length, a pause of a few seconds between them. It is the same every time.
func (c *Catalogue) LyricOf(s Song) Lyric {
	if s.ID == SongSilent || pick(s.ID, "nolyric", 60) == 0 {
		return Lyric{None: true}
	}
	if s.Lang == "" {
		return Lyric{Pure: true, LRC: "[00:05.00]纯音乐，请欣赏\n"}
	}
	lines := sing(s)
	l := Lyric{milli: pick(s.ID, "milli", 2) == 0}
	if a, ok := c.Artist(s.Artists[0]); ok {
		l.author = a.Name
	}
	l.LRC = l.lrc(lines, func(x sungLine) string { return x.text }, l.milli, true)
	if s.Lang != "zh" {
		l.Trans = l.lrc(lines, func(x sungLine) string { return x.trans }, l.milli, false)
	}
	if s.Lang == "ja" || s.Lang == "ko" {
		l.Roman = l.lrc(lines, func(x sungLine) string { return x.roman }, true, false)
	}
	switch pick(s.ID, "words", 8) {
	case 0: // by line only
	case 1:
		l.KLyric = klyric(s, lines)
	default:
		l.YRC = l.yrc(lines)
		if l.Trans != "" {
			l.YTrans = l.lrc(lines, func(x sungLine) string { return x.trans }, true, false)
		}
		if l.Roman != "" {
			l.YRoman = l.lrc(lines, func(x sungLine) string { return x.roman }, true, false)
		}
	}
	return l
}

// sing lays stanzas over the song: an intro, verses and a chorus that returns,
// an outro of at least a twelfth.
func sing(s Song) []sungLine {
	length := s.Sound.Length()
	bank := verses[s.Lang]
	at := min(max(length/14, 1200*time.Millisecond), 12*time.Second)
	end := length - max(length/12, time.Second)
	chorus := bank[pick(s.ID, "chorus", len(bank))]
	pace := time.Duration(3400+pick(s.ID, "pace", 1900)) * time.Millisecond
	if length < 30*time.Second {
		pace = 1800 * time.Millisecond
	}
	var out []sungLine
	for n := 0; ; n++ {
		v := bank[(pick(s.ID, "first", len(bank))+n)%len(bank)]
		if n%2 == 1 {
			v = chorus
		}
		for i := range v.text {
			if at+pace > end {
				return out
			}
			swing := time.Duration(pick(s.ID+int64(n*4+i), "swing", 500)) * time.Millisecond
			out = append(out, sungLine{at: at, length: pace - 250*time.Millisecond, text: v.text[i], trans: v.trans[i], roman: v.roman[i]})
			at += pace + swing
		}
		at += pace
	}
}

func stamp(d time.Duration, milli bool) string {
	ms := d.Milliseconds()
	if milli {
		return fmt.Sprintf("[%02d:%02d.%03d]", ms/60000, ms/1000%60, ms%1000)
	}
	return fmt.Sprintf("[%02d:%02d.%02d]", ms/60000, ms/1000%60, ms%1000/10)
}

// lrc writes lines with stamps; credits come first, blank text ends the song.
func (l Lyric) lrc(lines []sungLine, text func(sungLine) string, milli, credits bool) string {
	var b strings.Builder
	if credits {
		fmt.Fprintf(&b, "[00:00.000] 作词 : %s\n[00:01.000] 作曲 : %[1]s\n", l.author)
	}
	for _, x := range lines {
		b.WriteString(stamp(x.at, milli) + text(x) + "\n")
	}
	if credits && len(lines) > 0 {
		last := lines[len(lines)-1]
		b.WriteString(stamp(last.at+last.length+time.Second, milli) + "\n")
	}
	return b.String()
}

// syllables cuts a line into what is sung at once: words of letters with the
// blank behind them, single signs otherwise.
func syllables(line string) []string {
	var out []string
	word := ""
	for _, r := range line {
		latin := r < 0x250 && !unicode.IsSpace(r)
		switch {
		case latin:
			word += string(r)
			continue
		case word != "" && unicode.IsSpace(r):
			out = append(out, word+" ")
			word = ""
			continue
		case word != "":
			out = append(out, word)
			word = ""
		}
		if unicode.IsSpace(r) && len(out) > 0 {
			out[len(out)-1] += " "
			continue
		}
		out = append(out, string(r))
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// spread divides a line's length over its syllables, longer ones longer, the
// last one held.
func spread(x sungLine) (words []string, lengths []int64) {
	words = syllables(x.text)
	weight := int64(1)
	for _, w := range words {
		weight += int64(len([]rune(w)) + 1)
	}
	total := x.length.Milliseconds()
	for i, w := range words {
		n := int64(len([]rune(w)) + 1)
		if i == len(words)-1 {
			n++
		}
		lengths = append(lengths, total*n/weight)
	}
	return words, lengths
}

func (l Lyric) yrc(lines []sungLine) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"t":0,"c":[{"tx":"作词: "},{"tx":%q}]}`+"\n"+`{"t":1000,"c":[{"tx":"作曲: "},{"tx":%[1]q}]}`+"\n", l.author)
	for _, x := range lines {
		at := x.at.Milliseconds()
		fmt.Fprintf(&b, "[%d,%d]", at, x.length.Milliseconds())
		words, lengths := spread(x)
		for i, w := range words {
			fmt.Fprintf(&b, "(%d,%d,0)%s", at, lengths[i], w)
			at += lengths[i]
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// klyric is the older form by word: running lengths, no absolute starts.
func klyric(s Song, lines []sungLine) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[ti:%s]\n[by:demo]\n", s.Name)
	for _, x := range lines {
		fmt.Fprintf(&b, "[%d,%d]", x.at.Milliseconds(), x.length.Milliseconds())
		words, lengths := spread(x)
		for i, w := range words {
			fmt.Fprintf(&b, "(0,%d)%s", lengths[i], w)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
