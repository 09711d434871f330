package remote

import (
	"encoding/json"
	"fmt"
	"slices"

	"ncmtui/player"
)

// change makes one revision of a queue from the one that was told before, so
// that thousands of songs are not sent again for one. Its parts follow each
// other over as many lines as they need, then the order does.
type change struct {
	Rev    uint64 `json:"rev"`
	Base   uint64 `json:"base"` // the revision that the runs are of
	Length int    `json:"length"`
	Parts  []run  `json:"parts,omitempty"`
	// Order is as in Page, piece by piece; Straight: 0, 1, 2 …, which is not
	// written down.
	Order    []int `json:"order,omitempty"`
	Straight bool  `json:"straight,omitempty"`
}

// run is N songs of the former queue from index From on, or new ones.
type run struct {
	From   int     `json:"from,omitempty"`
	N      int     `json:"n,omitempty"`
	Tracks []Track `json:"tracks,omitempty"`
}

// piece is a run before it is written: new songs have no length.
type piece struct {
	from, n int
	tracks  []player.Track
}

// alike says that two tracks are the same in all that is shown.
func alike(a, b *player.Track) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Album == b.Album && a.AlbumID == b.AlbumID && a.Cover == b.Cover &&
		a.Duration == b.Duration && a.Source == b.Source && a.Alg == b.Alg && a.Grey == b.Grey && a.Trial == b.Trial &&
		slices.Equal(a.Artists, b.Artists)
}

// pieces tells how to make one list of songs from another one: what both begin
// and end with, and between that the longest runs that follow each other.
func pieces(old, now []player.Track) []piece {
	head := 0
	for head < min(len(old), len(now)) && alike(&old[head], &now[head]) {
		head++
	}
	tail := 0
	for tail < min(len(old), len(now))-head && alike(&old[len(old)-1-tail], &now[len(now)-1-tail]) {
		tail++
	}
	var out []piece
	if head > 0 {
		out = append(out, piece{from: 0, n: head})
	}
	places := map[int64]int{}
	if middle := now[head : len(now)-tail]; len(middle) > 0 {
		for i := len(old) - 1; i >= 0; i-- {
			places[old[i].ID] = i
		}
		out = append(out, between(old, middle, places)...)
	}
	if tail > 0 {
		out = append(out, piece{from: len(old) - tail, n: tail})
	}
	return out
}

func between(old, now []player.Track, places map[int64]int) []piece {
	var out []piece
	for i := range now {
		last := len(out) - 1
		if last >= 0 && out[last].n > 0 {
			if next := out[last].from + out[last].n; next < len(old) && alike(&old[next], &now[i]) {
				out[last].n++
				continue
			}
		}
		if at, ok := places[now[i].ID]; ok && alike(&old[at], &now[i]) {
			out = append(out, piece{from: at, n: 1})
			continue
		}
		if last < 0 || out[last].n > 0 {
			out = append(out, piece{})
			last++
		}
		out[last].tracks = append(out[last].tracks, now[i])
	}
	return out
}

// changeLines are the lines of what changed from one queue to the next.
func changeLines(old, now player.Queue) []line {
	head := change{Rev: now.Rev, Base: old.Rev, Length: len(now.Tracks)}
	var out []line
	add := func(c change) { out = append(out, line{Change: &c, More: true}) }
	page, size := head, 0
	put := func(r run) {
		raw, err := json.Marshal(r)
		if err != nil {
			return
		}
		if len(page.Parts) > 0 && size+len(raw)+1 > pageBytes {
			add(page)
			page, size = head, 0
		}
		page.Parts, size = append(page.Parts, r), size+len(raw)+1
	}
	for _, p := range pieces(old.Tracks, now.Tracks) {
		if p.n > 0 {
			put(run{From: p.from, N: p.n})
		}
		for tracks := range pages(p.tracks, trackOf) {
			put(run{Tracks: tracks})
		}
	}
	if page.Straight = straight(now.Order, len(now.Tracks)); !page.Straight && len(now.Order)*7 < pageBytes-size {
		page.Order = now.Order
		add(page)
	} else {
		add(page)
		if !page.Straight {
			for part := range slices.Chunk(now.Order, rowsInLine) {
				c := head
				c.Order = part
				add(c)
			}
		}
	}
	out[len(out)-1].More = false
	return out
}

func straight(order []int, n int) bool {
	if len(order) != n {
		return false
	}
	for i, at := range order {
		if i != at {
			return false
		}
	}
	return true
}

// maxQueue is more songs than any queue has: what a line promises is not
// believed beyond it.
const maxQueue = 1 << 20

// amend takes a line of a change. The songs of old are not touched: others
// show them.
func (a *assembly) amend(c change, old *assembly, more bool) error {
	if a.tracks == nil && a.order == nil {
		*a = assembly{rev: c.Rev, tracks: make([]player.Track, 0, min(max(c.Length, 0), maxQueue)), order: []int{}}
	}
	if c.Base != old.rev || c.Rev != a.rev || c.Length > maxQueue {
		return fmt.Errorf("a change of the queue from %d to %d does not follow %d", c.Base, c.Rev, old.rev)
	}
	for _, r := range c.Parts {
		if r.From < 0 || r.N < 0 || r.From > len(old.tracks) || r.N > len(old.tracks)-r.From ||
			len(a.tracks)+r.N+len(r.Tracks) > c.Length {
			return fmt.Errorf("a change of the queue takes %d songs from %d of %d", r.N, r.From, len(old.tracks))
		}
		a.tracks = append(a.tracks, old.tracks[r.From:r.From+r.N]...)
		for _, t := range r.Tracks {
			a.tracks = append(a.tracks, t.Player())
		}
	}
	for _, i := range c.Order {
		if i < 0 || i >= c.Length {
			return fmt.Errorf("the queue's order has a place %d of %d", i, c.Length)
		}
		a.order = append(a.order, i)
	}
	if c.Straight {
		for i := range c.Length {
			a.order = append(a.order, i)
		}
	}
	if !more && len(a.tracks) != c.Length {
		return fmt.Errorf("a change of the queue ends with %d songs of %d", len(a.tracks), c.Length)
	}
	return nil
}
