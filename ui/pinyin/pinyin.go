// Package pinyin finds Chinese text by what is typed in Latin letters: whole
// syllables or their initials. It never says how a text is read aloud.
package pinyin

import (
	_ "embed" // the readings
	"strings"
	"sync"
	"unicode/utf8"
)

// readings has a line for each syllable: the syllable without its tone (ü as
// v), a blank, the characters that are commonly read so, a bar, and those that
// may be. See gen.
//
//go:embed readings.txt
var readings string

const first, last = 0x4E00, 0x9FFF

// table is readings by character.
type table struct {
	syllables []string
	one       [last - first + 1]uint16 // the first reading, as index+1; 0 none
	more      map[rune][]uint16        // the others
}

// load parses the readings when they are needed first: about a millisecond
// that a start does not pay.
var load = sync.OnceValue(func() *table {
	t := &table{more: make(map[rune][]uint16, 2500)}
	for line := range strings.Lines(readings) {
		syllable, characters, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		t.syllables = append(t.syllables, syllable)
		n := uint16(len(t.syllables))
		commonly, maybe, _ := strings.Cut(characters, "|")
		for _, r := range commonly {
			t.one[r-first] = n
		}
		for _, r := range maybe {
			t.more[r] = append(t.more[r], n)
		}
	}
	return t
})

// longest is how much of a word is looked for: nobody types more.
const longest = 48

// Typed says whether a word can be pinyin: lower case letters only.
func Typed(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

// Contains says whether a part of s is read as word: each character by a whole
// syllable or by its initial ("zjl", "zhoujl" and "zhoujielun" are 周杰伦), the
// last one by any beginning. Letters in s stand for themselves. Both are lower
// case; word is Typed.
func Contains(s, word string) bool {
	if len(word) > longest {
		return false
	}
	t := load()
	for i, r := range s {
		if (r >= first && r <= last || byte(r) == word[0] && r < utf8.RuneSelf) && t.match(s[i:], word) {
			return true
		}
	}
	return false
}

// match: s begins with what is read as word.
func (t *table) match(s, word string) bool {
	if word == "" {
		return true
	}
	s = strings.TrimLeft(s, " ")
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case n == 0:
		return false
	case r < utf8.RuneSelf:
		return byte(r) == word[0] && t.match(s[n:], word[1:])
	case r < first || r > last || t.one[r-first] == 0:
		return false
	}
	if t.read(t.one[r-first], s[n:], word) {
		return true
	}
	for _, other := range t.more[r] {
		if t.read(other, s[n:], word) {
			return true
		}
	}
	return false
}

// read: a character of the syllable and what follows it are read as word.
func (t *table) read(n uint16, rest, word string) bool {
	syllable := t.syllables[n-1]
	same := 0
	for same < min(len(syllable), len(word)) && syllable[same] == word[same] {
		same++
	}
	switch {
	case same == 0:
		return false
	case same == len(word): // the last one
		return true
	case same == len(syllable) && t.match(rest, word[same:]):
		return true
	case same >= 2 && syllable[1] == 'h' && t.match(rest, word[2:]): // zh, ch, sh
		return true
	}
	return t.match(rest, word[1:])
}

// SortKey turns s into what sorts Chinese among Latin letters: each character
// by its commonest reading, characters that are read alike by themselves.
func SortKey(s string) string {
	var b strings.Builder
	b.Grow(len(s) * 2)
	t := load()
	for _, r := range s {
		if r >= first && r <= last && t.one[r-first] != 0 {
			b.WriteString(t.syllables[t.one[r-first]-1])
		}
		b.WriteRune(r)
	}
	return b.String()
}
