// Package lyrics turns the texts of the service (lrc, yrc, klyric, JSON credit
// lines, translation, romanisation) into one Timeline. Its parsers are total:
// any text gives a Timeline, never an error. It does no IO.
package lyrics

import "time"

// Source are the texts of one song, as they come; "" is none.
type Source struct {
	LRC, YRC, KLyric          string
	Translation, Romanisation string // with the stamps of LRC
	YTranslation, YRoman      string // with the stamps of YRC
	PureMusic, None           bool
	From                      string // another song whose texts they are; Parse leaves it to the reader
}

// Kind is how finely a Timeline follows the singing.
type Kind uint8

// The kinds.
const (
	Missing Kind = iota // no text
	Pure                // instrumental, by the service's word
	Plain               // text without stamps
	ByLine
	ByWord
)

// Timeline is a song's text in time order.
type Timeline struct {
	Kind    Kind
	Credits []string // 作词, 作曲 …, in order
	Lines   []Line
}

// Line is one line; End is where it stops being the current one. Words is
// empty below ByWord.
type Line struct {
	Start, End   time.Duration
	Text         string
	Words        []Word
	Translation  string
	Romanisation string
}

// Word is a part of a Line, spaces included; its times are absolute.
type Word struct {
	Start, End time.Duration
	Text       string
}

// Place is a position inside a Timeline.
type Place struct {
	Line     int     // -1: before the first line
	Word     int     // -1: before the first word, or no words
	Progress float64 // of the Word, or of the Line without words: 0..1
}
