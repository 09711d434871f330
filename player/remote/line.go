package remote

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"ncmtui/player"
)

// line is what a player writes: an answer to the request Re, or news.
type line struct {
	Re     int64   `json:"re,omitempty"`
	Hello  *Hello  `json:"hello,omitempty"`
	OK     bool    `json:"ok,omitempty"`
	Error  *Fault  `json:"error,omitempty"`
	ID     int64   `json:"id,omitempty"` // of what was made
	State  *State  `json:"state,omitempty"`
	Queue  *Page   `json:"queue,omitempty"`
	Change *change `json:"change,omitempty"`
	Lyrics *Lyrics `json:"lyrics,omitempty"`
	Event  *event  `json:"event,omitempty"`
	Like   *liking `json:"like,omitempty"`
	Notice *Notice `json:"notice,omitempty"`
	Bands  []int   `json:"bands,omitempty"` // 0 to 1000
	Bytes  int64   `json:"bytes,omitempty"`
	Bye    bool    `json:"bye,omitempty"`  // the player ends by somebody's wish
	More   bool    `json:"more,omitempty"` // the next line goes on with this
}

// liking says that a song is liked, or no longer.
type liking struct {
	Song int64 `json:"song"`
	On   bool  `json:"on"`
}

// Page is a part of a queue: its songs from index From on, and the same part
// of the order in which they are played, as indexes.
type Page struct {
	Rev    uint64  `json:"rev"`
	Length int     `json:"length"`
	From   int     `json:"from"`
	Tracks []Track `json:"tracks"`
	Order  []int   `json:"order"`
}

// queuePages are the lines of a queue; an empty one has a line too.
func queuePages(q player.Queue) []Page {
	var out []Page
	from := 0
	for tracks := range pages(q.Tracks, trackOf) {
		p := Page{Rev: q.Rev, Length: len(q.Tracks), From: from, Tracks: tracks}
		p.Order = part(q.Order, from, len(tracks))
		from += len(tracks)
		out = append(out, p)
	}
	if len(out) == 0 {
		return []Page{{Rev: q.Rev, Tracks: []Track{}, Order: []int{}}}
	}
	return out
}

func part(all []int, from, n int) []int {
	from = min(from, len(all))
	return append([]int{}, all[from:min(from+n, len(all))]...)
}

// assembly puts pages together again.
type assembly struct {
	rev    uint64
	tracks []player.Track
	order  []int
}

// add takes a page. One that does not go on where the last ended begins anew,
// or is refused.
func (a *assembly) add(p Page) error {
	if p.From == 0 {
		*a = assembly{rev: p.Rev}
	}
	if p.From != len(a.tracks) || p.Rev != a.rev || len(a.tracks)+len(p.Tracks) > p.Length {
		return fmt.Errorf("a page of the queue at %d does not follow %d songs", p.From, len(a.tracks))
	}
	for _, t := range p.Tracks {
		a.tracks = append(a.tracks, t.Player())
	}
	for _, i := range p.Order {
		if i < 0 || i >= p.Length {
			return fmt.Errorf("the queue's order has a place %d of %d", i, p.Length)
		}
		a.order = append(a.order, i)
	}
	return nil
}

// lyricsPages are the lines of a song's words.
func lyricsPages(l Lyrics) []Lyrics {
	var out []Lyrics
	clean := func(v Verse) Verse { return Verse{v.AtMS, cut(v.Text, maxText), cut(v.Translation, maxText)} }
	for lines := range pages(l.Lines, clean) {
		out = append(out, Lyrics{Track: l.Track, Timed: l.Timed, Lines: lines})
	}
	if len(out) == 0 {
		return []Lyrics{{Track: l.Track, Lines: []Verse{}}}
	}
	return out
}

var errTooLong = errors.New("a line is too long")

// encode makes a line; it is an error when it does not fit.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	if b.Len() > maxLine {
		return nil, errTooLong
	}
	return b.Bytes(), nil
}

// reader reads lines that fit.
type reader struct{ r *bufio.Reader }

func newReader(r io.Reader) reader { return reader{bufio.NewReaderSize(r, maxLine)} }

// next gives a line without its end, valid until the following call. What
// comes before the end of the stream without an end of line is no line.
func (r reader) next() ([]byte, error) {
	raw, err := r.r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, errTooLong
	}
	if err != nil {
		return nil, err
	}
	return bytes.TrimSpace(raw), nil
}

// readLine reads what a player wrote. Fields that are not known are those of
// a newer one.
func readLine(raw []byte) (line, error) {
	var l line
	err := json.Unmarshal(raw, &l)
	return l, err
}
