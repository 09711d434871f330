package pane

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// rowsOf are rows of any kind: how one looks, and what a filter sees of it.
type rowsOf[T any] struct {
	items []T
	draw  func(i int, item *T, cells []kit.Cell)
	key   func(item *T) string
	id    func(item *T) int64                  // nil: they have no names
	sort  func(column string, item *T) kit.Key // nil: they keep their order
}

// Len is the number of rows.
func (r *rowsOf[T]) Len() int { return len(r.items) }

// Row fills the cells of a row.
func (r *rowsOf[T]) Row(i int, cells []kit.Cell) (dim bool) {
	r.draw(i, &r.items[i], cells)
	return false
}

// Key is what a filter looks at.
func (r *rowsOf[T]) Key(i int) string { return r.key(&r.items[i]) }

// ID is what a row is known by.
func (r *rowsOf[T]) ID(i int) int64 {
	if r.id == nil {
		return int64(i)
	}
	return r.id(&r.items[i])
}

// SortKey is what a row is sorted by.
func (r *rowsOf[T]) SortKey(column string, i int) kit.Key {
	if r.sort == nil {
		return kit.Key{N: int64(i)}
	}
	return r.sort(column, &r.items[i])
}

func playlistColumns(t *lang.Texts) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: "♥", Width: 1, Drop: 3},
		{Title: t.Table.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Table.Creator, Share: 3, Min: 10, Drop: 5, Sort: "creator"},
		{Title: t.Table.Count, Width: 6, Right: true, Drop: 2, Sort: "count"},
	}
}

func playlistRows() rowsOf[catalogue.Playlist] {
	return rowsOf[catalogue.Playlist]{
		draw: func(i int, p *catalogue.Playlist, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			if p.Liked {
				cells[1] = kit.Cell{Text: heart, Role: kit.Accent}
			}
			cells[2] = kit.Cell{Text: text.Of(p.Name), Tail: text.Of(p.Reason), Role: kit.Text}
			cells[3] = kit.Cell{Text: text.Of(p.Creator.Name), Role: kit.Quiet}
			if p.Count > 0 {
				cells[4] = kit.Cell{Text: text.Of(strconv.Itoa(p.Count)), Role: kit.Quiet}
			}
		},
		key: func(p *catalogue.Playlist) string { return p.Name + " " + p.Creator.Name },
		id:  func(p *catalogue.Playlist) int64 { return p.ID },
		sort: func(column string, p *catalogue.Playlist) kit.Key {
			switch column {
			case "creator":
				return kit.Key{Text: p.Creator.Name}
			case "count":
				return kit.Key{N: int64(p.Count)}
			}
			return kit.Key{Text: p.Name}
		},
	}
}

// Playlists is a page of playlists: the account's own, or those recommended
// today.
type Playlists struct {
	sheet
	rows   rowsOf[catalogue.Playlist]
	own    bool                 // the account's: they can be moved
	unsent []catalogue.Playlist // before some were moved, nil when none was
	title  func(*lang.Texts) string
	read   func(ctx context.Context, src ListSource, user int64) ([]catalogue.Playlist, error)
}

// NewPlaylists makes the page of the account's playlists.
func NewPlaylists(env *Env) *Playlists {
	p := newPlaylists(env, env.Texts.Guest.Playlists, func(t *lang.Texts) string { return t.Sections.Playlists },
		func(ctx context.Context, src ListSource, user int64) ([]catalogue.Playlist, error) {
			return src.UserPlaylists(ctx, user)
		})
	p.own = true
	draw := p.rows.draw
	p.rows.draw = func(i int, l *catalogue.Playlist, cells []kit.Cell) {
		draw(i, l, cells)
		// of one's own lists the number is known: a new one is empty
		cells[4] = kit.Cell{Text: text.Of(strconv.Itoa(l.Count)), Role: kit.Quiet}
	}
	return p
}

// NewDailyLists makes the page of the playlists recommended today.
func NewDailyLists(env *Env) *Playlists {
	return newPlaylists(env, env.Texts.Guest.DailyLists, func(t *lang.Texts) string { return t.Sections.DailyLists },
		func(ctx context.Context, src ListSource, _ int64) ([]catalogue.Playlist, error) {
			return src.DailyPlaylists(ctx)
		})
}

func newPlaylists(env *Env, guest string, title func(*lang.Texts) string,
	read func(context.Context, ListSource, int64) ([]catalogue.Playlist, error),
) *Playlists {
	p := &Playlists{title: title, read: read, rows: playlistRows()}
	p.Base = NewBase(env)
	p.guest = guest
	p.table = kit.Table{Rows: &p.rows, Columns: playlistColumns(env.Texts), Heads: true}
	p.empty = kit.Notice{What: env.Texts.States.EmptySearch}
	p.sortAs("playlists")
	return p
}

// Title is the section's name.
func (p *Playlists) Title() text.Clean { return text.Of(p.title(p.Env.Texts)) }

// Open reads the lists when they are not there.
func (p *Playlists) Open() tea.Cmd {
	if p.loaded || p.Waiting(listTopic) {
		return nil
	}
	return tea.Batch(p.known(), p.load(p.Ask))
}

// known shows the account's lists as they were known last.
func (p *Playlists) known() tea.Cmd {
	if !p.own {
		return nil // of the day
	}
	return p.askKnown(func(ctx context.Context, src KnownSource) (any, bool) { return src.UserPlaylists(ctx) })
}

func (p *Playlists) load(ask asking) tea.Cmd {
	p.sendOrder()
	p.err = nil
	p.table.Redraw()
	src, user, read := p.Env.Lists, p.Env.User.ID, p.read
	account := p.Env.Account
	if !p.Env.User.LoggedIn {
		user = 0
	}
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) {
		if user == 0 {
			who, err := account.Who(ctx)
			if err != nil {
				return nil, err
			}
			if !who.LoggedIn {
				return nil, ErrLogin
			}
			user = who.ID
		}
		return read(ctx, src, user)
	})
}

// Handle opens the selected playlist.
func (p *Playlists) Handle(a keymap.Action) tea.Cmd {
	switch {
	case p.move(a):
	case a == keymap.Enter:
		p.enter()
	case a == keymap.Refresh:
		return p.load(p.Renew)
	case a == keymap.ListDown:
		return p.shift(1)
	case a == keymap.ListUp:
		return p.shift(-1)
	}
	return nil
}

// Thing is the playlist under the cursor.
func (p *Playlists) Thing() (Thing, bool) {
	i := p.table.Cursor()
	if i < 0 {
		return Thing{}, false
	}
	return PlaylistThing(p.rows.items[i]), true
}

func (p *Playlists) enter() {
	if t, ok := p.Thing(); ok {
		p.Env.Post(Open{t})
	}
}

// Click selects, and opens on a double click.
func (p *Playlists) Click(x, y int, double bool) tea.Cmd {
	if p.point(x, y) && double {
		p.enter()
	}
	return nil
}

// Apply takes the lists.
func (p *Playlists) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case UserNews:
		asked := p.loaded || p.err != nil || p.Waiting(listTopic)
		if m.Other {
			p.unsent = nil // it was another account's
			p.rows.items, p.loaded = nil, false
			p.table.Changed()
		}
		if asked {
			return p.load(p.Renew)
		}
	case ListNews:
		if m.Stale && p.loaded {
			return p.load(p.Renew)
		}
	case Answer:
		if !p.Accept(m) {
			return nil
		}
		if m.Topic == orderTopic {
			p.sendOrder()
			return nil
		}
		lists, _ := m.Value.([]catalogue.Playlist)
		if m.Topic == knownTopic {
			if !p.loaded && len(lists) > 0 {
				p.rows.items = lists
				p.table.Changed()
			}
			return nil
		}
		p.answered(m.Err, len(lists), func() {
			p.rows.items = lists
			p.table.Changed()
		})
	}
	return nil
}
