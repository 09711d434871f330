package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

const (
	maxMarks = 8 // combining marks in a cell
	// maxRaw bounds what is worked on: MaxCells cells of a base and its
	// marks, four bytes each, and as much again for what is dropped.
	maxRaw = MaxCells * (1 + maxMarks) * utf8.UTFMax * 2
	// maxPasses bounds the search for a text that cleaning leaves as it is;
	// real text needs one or two.
	maxPasses = 6
)

// Both differ from 1 only with RUNEWIDTH_EASTASIAN set (read by x/ansi).
var (
	ellipsisWidth = ansi.StringWidth(Ellipsis)
	ambiguousWide = ellipsisWidth != 1
)

// Of makes text from outside safe to draw. By rune: invalid UTF-8 becomes ?,
// a tab or a line end becomes a blank, and controls, bidi marks, variation
// selectors and other invisible runes go. Half-width kana with a voicing mark
// become full-width. What the two width models (wcwidth, grapheme clusters)
// would measure differently is taken apart or dropped: a joined emoji becomes
// its single emoji, because a terminal without mode 2027 draws it so.
// Of(Of(s).String()) == Of(s).
func Of(raw string) Clean {
	if w, sh, ok := plainWidth(raw); ok {
		return Clean{s: raw, w: int32(w), shape: sh}
	}
	s := raw
	for range maxPasses {
		next := settle(filter(s))
		if next == s {
			return measured(s)
		}
		s = next
	}
	return measured(settle(strict(s)))
}

func measured(s string) Clean {
	if w, sh, ok := plainWidth(s); ok {
		return Clean{s: s, w: int32(w), shape: sh}
	}
	return Clean{s: s, w: int32(ansi.StringWidth(s)), shape: clusters}
}

// filter works rune by rune: it drops, replaces, composes, and bounds.
func filter(s string) string {
	b := make([]byte, 0, min(len(s), 1024))
	marks := 0
	for i, r := range s {
		if len(b) >= maxRaw {
			break
		}
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			r = '?'
		}
		if r = replace(r); r < 0 {
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			// Twice the limit, because NFC may still compose some of them.
			if marks++; marks > 2*maxMarks || len(b) == 0 || b[len(b)-1] == ' ' {
				continue
			}
		} else {
			marks = 0
		}
		b = appendRune(b, r)
	}
	return norm.NFC.String(string(b))
}

// replace gives the rune to draw for r, or -1 for none.
func replace(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029',
		r == '\u115F', r == '\u1160', r == '\u3164', r == '\uFFA0': // Hangul fillers
		return ' '
	case r == utf8.RuneError:
		return '?' // the sign of text that was already damaged
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r),
		r == '\u034F', r == '\u17B4', r == '\u17B5', r == '\u180F',
		unicode.Is(unicode.Noncharacter_Code_Point, r), unicode.Is(unicode.Prepended_Concatenation_Mark, r),
		isPrepended(r):
		return -1
	}
	return r
}

// appendRune adds r, after putting what terminals disagree about into the
// form they agree about.
func appendRune(b []byte, r rune) []byte {
	switch r {
	case 0xFF9E, 0xFF9F: // half-width voicing marks: one cell or none
		return appendVoiced(b, r)
	case 0x0E33: // Thai and Lao am: a vowel that clings, one cell or none
		return append(b, "\u0E4D\u0E32"...)
	case 0x0EB3:
		return append(b, "\u0ECD\u0EB2"...)
	}
	return utf8.AppendRune(b, r)
}

func appendVoiced(b []byte, r rune) []byte {
	last, n := utf8.DecodeLastRune(b)
	if last >= 0xFF66 && last <= 0xFF9D {
		b = norm.NFKC.AppendString(b[:len(b)-n], string(last))
		return utf8.AppendRune(b, 0x3099+r-0xFF9E)
	}
	return b
}

// settle works cluster by cluster: both width models must agree, and the
// whole must fit MaxCells.
func settle(s string) string {
	b := make([]byte, 0, len(s))
	cells, keep := 0, 0
	for len(s) > 0 {
		cluster, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		s = s[len(cluster):]
		if len(b) == 0 && ansi.StringWidth(" "+cluster) != 1+w {
			continue // it would cling to whatever is drawn before the text
		}
		if w > 0 && w == ansi.StringWidthWc(cluster) && countMarks(cluster) <= maxMarks {
			b = append(b, cluster...)
		} else if cluster = reduce(cluster); cluster != "" {
			b = append(b, cluster...)
			w = ansi.StringWidth(cluster)
		} else {
			continue
		}
		cells += w
		if cells <= MaxCells-ellipsisWidth {
			keep = len(b)
		}
		if cells > MaxCells {
			return string(b[:keep]) + Ellipsis
		}
	}
	return string(b)
}

// reduce takes a cluster apart that is measured in two ways.
func reduce(cluster string) string {
	b := make([]byte, 0, len(cluster))
	marks := 0
	for _, r := range cluster {
		switch {
		case isFlagLetter(r): // half of a flag
			r = 'A' + r - 0x1F1E6
		case ansi.StringWidthWc(string(r)) == 0:
			// Virama and its like glue the next letter on.
			if marks++; marks > maxMarks || len(b) == 0 || norm.NFC.PropertiesString(string(r)).CCC() == 9 {
				continue
			}
		case len(b) > 0 && (unicode.Is(unicode.Mc, r) || isSkinTone(r)):
			continue
		default:
			marks = 0
			if ansi.StringWidth(string(r)) != ansi.StringWidthWc(string(r)) {
				r = '?'
			}
			if clings(b, r) {
				continue
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// clings says whether r would join what stands before it.
func clings(b []byte, r rune) bool {
	s := string(b)
	return ansi.StringWidth(s+string(r)) != ansi.StringWidth(s)+ansi.StringWidthWc(string(r))
}

// strict is the last resort for text made to resist: letters, digits and
// signs that stand alone, and nothing that joins.
func strict(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		w := ansi.StringWidthWc(string(r))
		if w == 0 || unicode.IsMark(r) || isFlagLetter(r) || isSkinTone(r) {
			continue
		}
		last, _ := utf8.DecodeLastRune(b)
		if w == ansi.StringWidth(string(r)) && (len(b) == 0 || !clings(utf8.AppendRune(nil, last), r)) {
			b = utf8.AppendRune(b, r)
		}
	}
	return norm.NFC.String(string(b))
}

func countMarks(cluster string) int {
	n := 0
	for _, r := range cluster {
		if r >= 0x300 && unicode.IsMark(r) {
			n++
		}
	}
	return n
}

func isFlagLetter(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
func isSkinTone(r rune) bool   { return r >= 0x1F3FB && r <= 0x1F3FF }

// isPrepended is true for letters that join whatever follows them, a border
// included (Grapheme_Cluster_Break=Prepend; all of historic scripts but one).
func isPrepended(r rune) bool {
	switch {
	case r == 0x0D4E, r == 0x111C2, r == 0x111C3, r == 0x113D1, r == 0x1193F, r == 0x11941,
		r == 0x11A3A, r >= 0x11A84 && r <= 0x11A89, r == 0x11D46, r == 0x11F02:
		return true
	}
	return false
}
