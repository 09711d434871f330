package pane

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

// PlaylistOrderSource puts the account's playlists into an order: the ids of
// all but the liked songs, which stay the first.
type PlaylistOrderSource interface {
	OrderLists(ctx context.Context, playlists []int64) error
}

// Scopes are those of a list; the account's own lists can be moved.
func (p *Playlists) Scopes() []keymap.Scope {
	if p.own && p.Env.Order != nil {
		return append([]keymap.Scope{keymap.OwnLists}, p.sheet.Scopes()...)
	}
	return p.sheet.Scopes()
}

// Leave sends what was moved, and cancels the questions.
func (p *Playlists) Leave() {
	p.sendOrder()
	p.sheet.Leave()
}

// shift moves the playlist under the cursor by a row, among those that are the
// account's own, or among the others.
func (p *Playlists) shift(by int) tea.Cmd {
	t := lang.ListEdit.In(p.Env.Lang)
	filtered, _ := p.table.Filtered()
	sorted, _ := p.table.Sorted()
	from := p.table.Cursor()
	to := from + by
	rows := p.rows.items
	switch {
	case !p.own || p.Env.Order == nil || from < 0:
		return nil
	case filtered || sorted != "":
		p.Env.Post(Say{Text: t.SortedLists, Bad: true})
		return nil
	case rows[from].Liked:
		p.Env.Post(Say{Text: t.LikedFirst, Bad: true})
		return nil
	case to < 0 || to >= len(rows) || rows[to].Liked || rows[to].Mine != rows[from].Mine:
		return nil // the end of these
	}
	if p.unsent == nil {
		p.unsent = slices.Clone(rows)
	}
	p.arrange(slices.Clone(rows))
	p.rows.items[from], p.rows.items[to] = rows[to], rows[from]
	p.table.Select(to)
	return p.After(orderTopic, orderPause)
}

// arrange shows the playlists in an order.
func (p *Playlists) arrange(rows []catalogue.Playlist) {
	p.rows.items = rows
	p.table.Changed()
}

// sendOrder sends the order that is shown, if playlists were moved.
func (p *Playlists) sendOrder() {
	before, now := p.unsent, p.rows.items
	p.Drop(orderTopic)
	if p.unsent = nil; before == nil || slices.Equal(idsOfLists(before), idsOfLists(now)) {
		return
	}
	t := lang.ListEdit.In(p.Env.Lang)
	p.Env.Post(Say{Text: fmt.Sprintf(t.Saved, p.key(keymap.Undo))})
	c := p.ordering(now, before)
	c.Name = t.OrderOfLists
	c.Back = func() tea.Cmd {
		p.arrange(before)
		p.Env.Post(p.ordering(before, now))
		return nil
	}
	p.Env.Post(c)
}

// ordering is the change to an order; a refusal brings the former one back.
func (p *Playlists) ordering(rows, former []catalogue.Playlist) Change {
	src, ids := p.Env.Order, idsOfLists(rows)
	return Change{
		Topic: orderTopic,
		Send:  func(ctx context.Context) error { return src.OrderLists(ctx, ids) },
		Revert: func() tea.Cmd {
			p.arrange(former)
			return nil
		},
	}
}

// idsOfLists are the playlists that have a place of their own.
func idsOfLists(rows []catalogue.Playlist) []int64 {
	var ids []int64
	for i := range rows {
		if !rows[i].Liked {
			ids = append(ids, rows[i].ID)
		}
	}
	return ids
}
