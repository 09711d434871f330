package pane

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

type (
	// PlaylistEditSource changes own playlists.
	PlaylistEditSource interface {
		// CreatePrivate makes a playlist that nobody else sees.
		CreatePrivate(ctx context.Context, name string) (catalogue.Playlist, error)
		EditList(ctx context.Context, playlist int64, e ListEdit) error
		DeleteList(ctx context.Context, playlist int64) error
		// OrderSongs gives a playlist's songs an order: all of their ids.
		OrderSongs(ctx context.Context, playlist int64, songs []int64) error
	}

	// ListEdit is one change of a playlist.
	ListEdit struct {
		What ListPart
		Text string   // the new name or description
		Tags []string // the new ones
	}
)

// ListPart is what of a playlist is changed.
type ListPart uint8

// The parts.
const (
	ListName ListPart = iota
	ListText
	ListTags
	ListPublic // there is no way back
)

const (
	orderTopic = "order"
	// orderPause is how long songs stay where they were moved before the order is
	// sent: a song that goes up ten rows is one change.
	orderPause = 700 * time.Millisecond
)

// Scopes are those of a list; in an own one songs can be moved.
func (p *Playlist) Scopes() []keymap.Scope {
	scopes := p.songList.Scopes()
	if p.list.Mine {
		return append([]keymap.Scope{keymap.OwnList}, scopes...)
	}
	return scopes
}

// Order is the order of a playlist's songs, nil when this page does not know it.
func (p *Playlist) Order(list int64) []int64 {
	if list != p.list.ID || !p.loaded {
		return nil
	}
	return slices.Clone(p.rows.ids)
}

// Leave sends what was moved, and cancels the questions.
func (p *Playlist) Leave() {
	p.sendOrder()
	p.songList.Leave()
}

// shift moves the song under the cursor by a row.
func (p *Playlist) shift(by int) tea.Cmd {
	t := lang.ListEdit.In(p.Env.Lang)
	filtered, _ := p.table.Filtered()
	sorted, _ := p.table.Sorted()
	from := p.table.Cursor()
	to := from + by
	switch {
	case !p.loaded:
		p.Env.Post(Say{Text: t.Whole, Bad: true})
		return nil
	case filtered || sorted != "":
		p.Env.Post(Say{Text: t.Sorted, Bad: true})
		return nil
	case p.Env.ListEdit == nil || from < 0 || to < 0 || to >= len(p.rows.ids):
		return nil
	}
	if p.unsent == nil {
		p.unsent = slices.Clone(p.rows.ids)
	}
	r := &p.rows
	r.ids[from], r.ids[to] = r.ids[to], r.ids[from]
	r.songs[from], r.songs[to] = r.songs[to], r.songs[from]
	r.miss[from], r.miss[to] = r.miss[to], r.miss[from]
	p.table.Changed()
	p.table.Select(to)
	return p.After(orderTopic, orderPause)
}

// sendOrder sends the order that is shown, if songs were moved.
func (p *Playlist) sendOrder() {
	before := p.unsent
	p.Drop(orderTopic)
	if p.unsent = nil; before == nil || slices.Equal(before, p.rows.ids) {
		return
	}
	t := lang.ListEdit.In(p.Env.Lang)
	p.Env.Post(Say{Text: fmt.Sprintf(t.Saved, p.key(keymap.Undo))})
	c := p.ordering(slices.Clone(p.rows.ids), before)
	c.Name = fmt.Sprintf(t.Order, text.Of(p.list.Name).String())
	c.Back = func() tea.Cmd {
		now := slices.Clone(p.rows.ids)
		p.arrange(before)
		p.Env.Post(p.ordering(before, now))
		return nil
	}
	p.Env.Post(c)
}

// ordering is the change to an order; a refusal brings the former one back.
func (p *Playlist) ordering(ids, former []int64) Change {
	src, list := p.Env.ListEdit, p.list.ID
	return Change{
		Topic: orderTopic,
		Send:  func(ctx context.Context) error { return src.OrderSongs(ctx, list, ids) },
		Revert: func() tea.Cmd {
			p.arrange(former)
			return nil
		},
	}
}

// arrange puts the songs into an order; those that it does not name stay behind
// the others.
func (p *Playlist) arrange(ids []int64) {
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	rank := func(id int64) int {
		if at, ok := place[id]; ok {
			return at
		}
		return len(ids)
	}
	r := &p.rows
	order := make([]int, len(r.ids))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return rank(r.ids[x]) - rank(r.ids[y]) })
	now := songRows{env: r.env, draw: r.draw, order: r.order}
	for _, i := range order {
		now.ids = append(now.ids, r.ids[i])
		now.songs = append(now.songs, r.songs[i])
		now.miss = append(now.miss, r.miss[i])
	}
	p.rows = now
	p.table.Changed()
}
