package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

func init() {
	does((*App).addTo, keymap.AddTo)
}

const ownTopic = "own playlists"

// readOwn reads the account's own playlists and goes on with them.
func (a *App) readOwn(next func(*App) tea.Cmd) tea.Cmd {
	lists, user := a.env.Lists, a.env.User.ID
	return a.desk.Ask(ownTopic, writeLimit, func(ctx context.Context) (any, error) {
		all, err := lists.UserPlaylists(ctx, user)
		return then(func(a *App) tea.Cmd {
			a.own = all
			return next(a)
		}), err
	})
}

// mine are the playlists that songs can be added to.
func (a *App) mine() []catalogue.Playlist {
	return slices.DeleteFunc(slices.Clone(a.own), func(p catalogue.Playlist) bool { return !p.Mine })
}

// wanted are the songs to be added: the chosen ones, else the playing one.
func (a *App) wanted() []int64 {
	if ids := idsOf(a.chosen()); len(ids) > 0 {
		return ids
	}
	if id := a.env.Playing(); id != 0 {
		return []int64{id}
	}
	return nil
}

// addTo asks for the playlist.
func (a *App) addTo() tea.Cmd {
	t := lang.Changes.In(a.env.Lang)
	songs := a.wanted()
	if len(songs) == 0 {
		a.say(lang.Things.In(a.env.Lang).Nothing, true)
		return nil
	}
	p := &picker{}
	p.Title, p.Hint, p.Empty = t.AddTitle, t.AddHint, a.env.Texts.States.Loading
	if len(songs) > 1 {
		p.Title += " · " + lang.Count(a.env.Texts.Header.Songs, len(songs), len(songs))
	}
	p.New = func(name string) kit.Pick {
		return kit.Pick{Text: "+ " + fmt.Sprintf(t.NewList, text.Of(name).String())}
	}
	p.choose = func(a *App, _ int) tea.Cmd { return a.create(strings.TrimSpace(p.Typed()), songs) }
	fill := func(a *App) tea.Cmd {
		lists := a.mine()
		p.Empty = t.NoLists
		p.choose = func(a *App, i int) tea.Cmd {
			if i == len(lists) {
				return a.create(strings.TrimSpace(p.Typed()), songs)
			}
			return a.add(lists[i], songs)
		}
		p.Set(a.listPicks(lists))
		return nil
	}
	a.over(p)
	if len(a.own) > 0 {
		fill(a)
	}
	return a.readOwn(fill)
}

func (a *App) listPicks(lists []catalogue.Playlist) []kit.Pick {
	picks := make([]kit.Pick, len(lists))
	for i, l := range lists {
		picks[i] = kit.Pick{Text: l.Name, Detail: lang.Count(a.env.Texts.Lists.SongCount, l.Count, l.Count)}
	}
	return picks
}

// add puts songs into an own playlist.
func (a *App) add(list catalogue.Playlist, songs []int64) tea.Cmd {
	src := a.env.Edit
	said := lang.Count(lang.Changes.In(a.env.Lang).Added, len(songs), text.Of(list.Name).String(), len(songs))
	a.unmark()
	a.say(said, false)
	return a.alter("add", write{
		send:  func(ctx context.Context) error { return src.Add(ctx, list.ID, songs) },
		after: func(a *App) tea.Cmd { return a.broadcast(pane.ListNews{List: list.ID, Stale: true}) },
		undo:  change{name: said, back: func() tea.Cmd { return a.take(list, songs, false) }},
	})
}

// create makes a playlist and puts songs into it; none for an empty one.
func (a *App) create(name string, songs []int64) tea.Cmd {
	src := a.env.Edit
	return a.desk.Ask("create", writeLimit, func(ctx context.Context) (any, error) {
		list, err := src.Create(ctx, name)
		return then(func(a *App) tea.Cmd {
			list.Mine = true
			a.own = append(a.own, list)
			cmd := a.broadcast(pane.ListNews{Stale: true})
			if len(songs) == 0 {
				a.noteMade(list)
				a.say(fmt.Sprintf(lang.Changes.In(a.env.Lang).Created, text.Of(name).String()), false)
				return cmd
			}
			cmd = tea.Batch(cmd, a.add(list, songs))
			a.say(lang.Count(lang.Menu.In(a.env.Lang).CreatedWith, len(songs), text.Of(name).String(), len(songs)), false)
			last := &a.changes[len(a.changes)-1]
			last.name, last.back = "", func() tea.Cmd { return a.uncreate(list, songs) }
			return cmd
		}), err
	})
}

// noteMade remembers that an empty playlist was made: undo deletes it.
func (a *App) noteMade(list catalogue.Playlist) {
	if a.env.ListEdit != nil {
		a.note(change{back: func() tea.Cmd { return a.uncreate(list, nil) }})
	}
}

// uncreate deletes a playlist that was just made; where that is not possible,
// it takes the songs out and says that the list stays.
func (a *App) uncreate(list catalogue.Playlist, songs []int64) tea.Cmd {
	t, src, name := lang.Menu.In(a.env.Lang), a.env.ListEdit, text.Of(list.Name).String()
	if src == nil {
		cmd := a.take(list, songs, false)
		a.say(fmt.Sprintf(t.Stays, name), false)
		return cmd
	}
	return a.alter("delete list", write{
		send: func(ctx context.Context) error { return src.DeleteList(ctx, list.ID) },
		after: func(a *App) tea.Cmd {
			a.own = slices.DeleteFunc(a.own, func(p catalogue.Playlist) bool { return p.ID == list.ID })
			a.say(fmt.Sprintf(t.DeletedAgain, name), false)
			return a.broadcast(pane.ListNews{Stale: true})
		},
	})
}

// takeFrom removes the chosen songs from the own playlist that is shown.
func (a *App) takeFrom() tea.Cmd {
	t := lang.Changes.In(a.env.Lang)
	p, ok := a.focused().(pane.About)
	if !ok {
		a.say(t.NotHere, true)
		return nil
	}
	about, _ := p.About()
	if !about.Playlist.Mine {
		a.say(t.NotMine, true)
		return nil
	}
	return a.take(about.Playlist, idsOf(a.chosen()), true)
}

func (a *App) take(list catalogue.Playlist, songs []int64, undoable bool) tea.Cmd {
	src := a.env.Edit
	said := lang.Count(lang.Changes.In(a.env.Lang).Taken, len(songs), text.Of(list.Name).String(), len(songs))
	var before []int64
	if p, ok := a.page().(*pane.Playlist); ok {
		before = p.Order(list.ID)
	}
	a.unmark()
	a.say(said, false)
	w := write{
		send: func(ctx context.Context) error { return src.Remove(ctx, list.ID, songs) },
		revert: func() tea.Cmd {
			return a.broadcast(pane.ListNews{List: list.ID, Removed: songs, Back: true})
		},
	}
	if undoable {
		w.undo = change{name: said, back: func() tea.Cmd { return a.putBack(list, songs, before) }}
	}
	return tea.Batch(a.alter("take", w), a.broadcast(pane.ListNews{List: list.ID, Removed: songs}))
}

// putBack adds songs that were taken out. The service puts them in front, so
// that the former order is sent as well, where it is known.
func (a *App) putBack(list catalogue.Playlist, songs, before []int64) tea.Cmd {
	if src, edit := a.env.Edit, a.env.ListEdit; before != nil && edit != nil {
		return a.alter("put back", write{
			send: func(ctx context.Context) error {
				if err := src.Add(ctx, list.ID, songs); err != nil {
					return err
				}
				return edit.OrderSongs(ctx, list.ID, before)
			},
			after: func(a *App) tea.Cmd { return a.broadcast(pane.ListNews{List: list.ID, Stale: true}) },
		})
	}
	n := len(a.changes)
	cmd := a.add(list, songs)
	a.changes = a.changes[:min(n, len(a.changes))]
	return cmd
}
