package pane

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const profileTopic = "profile"

// UserPage is a user's page: who it is, the playlists, what was played most,
// whom the user follows and who follows.
type UserPage struct {
	tabbed
	user    Thing
	profile Profile
	known   bool
}

// NewUser makes the page of a user of whom at least the ID is known.
func NewUser(env *Env, t Thing) *UserPage {
	u := &UserPage{user: t}
	u.init(env, nil,
		u.lists(env, true), u.lists(env, false), newRanking(env, t, true), newRanking(env, t, false),
		u.people(env, false), u.people(env, true),
	)
	u.card = u.drawCard
	return u
}

// Title is the user's name.
func (u *UserPage) Title() text.Clean { return text.Of(u.user.Name) }

// About is the user.
func (u *UserPage) About() (Thing, bool) { return u.user, true }

// lists are the playlists the user has made, or keeps.
func (u *UserPage) lists(env *Env, made bool) *things[catalogue.Playlist] {
	user, src, t := u.user.ID, env.Lists, lang.User.In(env.Lang)
	return inNumbers(wholeLists(env, pickText(made, t.Made, t.Kept), func(ctx context.Context) ([]catalogue.Playlist, error) {
		all, err := src.UserPlaylists(ctx, user)
		var out []catalogue.Playlist
		for i := range all {
			if (all[i].Creator.ID == user) == made {
				out = append(out, all[i])
			}
		}
		return out, err
	}))
}

// wholeLists makes the tab of playlists that come at once.
func wholeLists(env *Env, name string, read func(context.Context) ([]catalogue.Playlist, error)) *things[catalogue.Playlist] {
	p := newThings(env, "playlists", name, playlistColumns(env.Texts), playlistRows(), func() reading[catalogue.Playlist] { return whole(read) })
	p.thing = func(l *catalogue.Playlist) (Thing, bool) { return PlaylistThing(*l), true }
	p.feed.lists = true
	return p
}

// people are those the user follows, or those who follow.
func (u *UserPage) people(env *Env, followers bool) *things[Person] {
	user, src, t := u.user.ID, env.People, lang.User.In(env.Lang)
	p := newThings(env, "people", pickText(followers, t.Followers, t.Follows), personColumns(env), personRows(env), func() reading[Person] {
		return func(ctx context.Context, from int64) (Part[Person], error) {
			rows, more, err := src.People(ctx, user, followers, int(from))
			return Part[Person]{Rows: rows, Next: from + int64(len(rows)), More: more}, err
		}
	})
	p.thing = func(one *Person) (Thing, bool) { return personThing(one), true }
	return inNumbers(p)
}

// inNumbers makes the tab say how many there are, and in its own words when there is none.
func inNumbers[T any](p *things[T]) *things[T] {
	p.counts = true
	p.empty = kit.Notice{What: lang.User.In(p.Env.Lang).Empty}
	return p
}

func personThing(p *Person) Thing {
	return Thing{Kind: UserKind, ID: p.ID, Name: p.Name, Followed: p.Followed}
}

func personColumns(env *Env) []kit.Column {
	t := lang.User.In(env.Lang)
	return []kit.Column{
		{Title: "#", Width: 4, Right: true, Drop: 4},
		{Title: "♥", Width: 1, Drop: 3},
		{Title: t.Name, Share: 3, Min: 12, Sort: "name"},
		{Title: t.Signature, Share: 4, Min: 14, Drop: 5},
		{Title: t.Followers, Width: 9, Right: true, Drop: 2, Sort: "followers"},
	}
}

func personRows(env *Env) rowsOf[Person] {
	return rowsOf[Person]{
		draw: func(i int, p *Person, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			if env.Follows.On(personThing(p)) {
				cells[1] = kit.Cell{Text: heart, Role: kit.Accent}
			}
			cells[2] = kit.Cell{Text: text.Of(p.Name), Role: kit.Text}
			cells[3] = kit.Cell{Text: text.Of(flat(p.Signature)), Role: kit.Quiet}
			if p.Followers > 0 {
				cells[4] = kit.Cell{Text: text.Of(big(p.Followers, env.Lang)), Role: kit.Quiet}
			}
		},
		key: func(p *Person) string { return p.Name + " " + p.Signature },
		id:  func(p *Person) int64 { return p.ID },
		sort: func(column string, p *Person) kit.Key {
			if column == "followers" {
				return kit.Key{N: int64(p.Followers)}
			}
			return kit.Key{Text: p.Name}
		},
	}
}

// Open reads who it is, and the shown tab.
func (u *UserPage) Open() tea.Cmd {
	cmd := u.tabbed.Open()
	if u.known || u.Waiting(profileTopic) {
		return cmd
	}
	return tea.Batch(cmd, u.read())
}

func (u *UserPage) read() tea.Cmd {
	src, id := u.Env.People, u.user.ID
	return u.Ask(profileTopic, askLimit, func(ctx context.Context) (any, error) { return src.Profile(ctx, id) })
}

// Handle reads the card anew as well.
func (u *UserPage) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return tea.Batch(u.read(), u.tabbed.Handle(a))
	}
	return u.tabbed.Handle(a)
}

// Apply takes who it is; the rest is for the tabs. Without it the page stands:
// the name is known, and the tabs tell what is wrong.
func (u *UserPage) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok || m.Topic != profileTopic {
		return u.tabbed.Apply(msg)
	}
	if u.Accept(m) && m.Err == nil {
		u.profile, _ = m.Value.(Profile)
		u.known = true
		u.user.Name, u.user.Followed = u.profile.Name, u.profile.Followed
		u.fit()
	}
	return nil
}

// drawCard is who it is: the name and what was written of oneself, then the
// numbers.
func (u *UserPage) drawCard(int) []blockLine {
	t, p := lang.User.In(u.Env.Lang), &u.profile
	name := []kit.Span{{Text: oneBlank}, {Text: text.Of(u.user.Name), Role: kit.Strong}}
	if !u.known {
		return []blockLine{{left: name}}
	}
	if p.VIP {
		name = append(name, kit.Span{Text: text.Of("  VIP"), Role: kit.Quiet})
	}
	if p.Level > 0 {
		name = append(name, kit.Span{Text: text.Of(fmt.Sprintf("  Lv.%d", p.Level)), Role: kit.Quiet})
	}
	var mark []kit.Span
	switch {
	case u.Env.User.LoggedIn && u.user.ID == u.Env.User.ID:
		mark = []kit.Span{{Text: text.Of(t.You + " "), Role: kit.Quiet}}
	case u.Env.Follows.On(u.user):
		mark = []kit.Span{{Text: heart, Role: kit.Accent}, {Text: text.Of(" " + t.Following + " "), Role: kit.Quiet}}
	}
	out := []blockLine{{left: name, right: mark}}
	numbers := []kit.Span{{Text: oneBlank}}
	for _, n := range []struct {
		format string
		n      int
	}{{t.CountFollows, p.Follows}, {t.CountFollowers, p.Followers}, {t.CountLists, p.Playlists}, {t.CountListened, p.Listened}} {
		if n.n > 0 {
			numbers = told(numbers, lang.Count(n.format, n.n, big(n.n, u.Env.Lang)))
		}
	}
	if at := released(p.Since); at != "" {
		numbers = told(numbers, fmt.Sprintf(t.Since, at))
	}
	out = append(out, blockLine{left: numbers})
	if s := flat(p.Signature); s != "" {
		out = append(out, blockLine{left: []kit.Span{{Text: oneBlank}, {Text: text.Of(s), Role: kit.Quiet}}})
	}
	return out
}

// told adds a quiet part behind the first blank.
func told(spans []kit.Span, s string) []kit.Span {
	return append(spans[:1:1], join(spans[1:], s)...)
}
