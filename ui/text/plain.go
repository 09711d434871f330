package text

import "unicode/utf8"

// plainWidth measures text that is clean as it stands: printable ASCII, and
// runes that are clusters of their own, in NFC and of a width nobody doubts.
// It is the way of nearly every title, and allocates nothing. ok is false
// where the long way must be taken.
func plainWidth(s string) (w int, sh shape, ok bool) {
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if b < 0x20 || b == 0x7F {
				return 0, 0, false
			}
			w++
			i++
		} else {
			n, cw := simpleAt(s, i)
			if cw == 0 {
				return 0, 0, false
			}
			w += cw
			i += n
			sh = simple
		}
		if w > MaxCells {
			return 0, 0, false
		}
	}
	return w, sh, true
}

// simpleAt measures the rune at byte i; cells is 0 when it is not a simple one.
func simpleAt(s string, i int) (bytes, cells int) {
	if s[i] < utf8.RuneSelf {
		return 1, 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return n, simpleWidth(r)
}

// simpleWidth is 2 or 1 for the ranges that need no table, else 0. Every rune
// of them is stable under NFC, joins nothing, and is measured alike by both
// models; a test holds each against x/ansi.
func simpleWidth(r rune) int {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF, // ideographs
		r >= 0xAC00 && r <= 0xD7A3,                             // Hangul syllables
		r >= 0x3001 && r <= 0x3029,                             // CJK punctuation
		r >= 0x3041 && r <= 0x3096, r >= 0x30A0 && r <= 0x30FF, // kana
		r >= 0x3400 && r <= 0x4DBF, // ideographs, extension A
		r >= 0xFF01 && r <= 0xFF60: // full-width forms
		return 2
	case ambiguousWide:
		return 0
	case r >= 0x00A1 && r <= 0x017F && r != 0x00AD, // Latin
		r >= 0x0391 && r <= 0x03C9 && r != 0x03A2, // Greek
		r >= 0x0400 && r <= 0x0482,                // Cyrillic
		r >= 0x2010 && r <= 0x2027,                // dashes, quotes, dots
		r >= 0x2190 && r <= 0x2193,                // arrows
		r >= 0x2500 && r <= 0x25A1,                // lines, blocks, squares
		r == 0x266A, r == 0x2665, r == 0x25CF, r == 0x25CB, r == 0x203A, r == 0x2039:
		return 1
	}
	return 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7F {
			return false
		}
	}
	return true
}
