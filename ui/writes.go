package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

func init() {
	does((*App).follow, keymap.FollowRow)
	does((*App).playAll, keymap.PlayAll)
	does((*App).heart, keymap.Heart)
	does((*App).takeFrom, keymap.TakeFrom)
	does((*App).undo, keymap.Undo)
	does(func(a *App) tea.Cmd {
		sel, _ := a.selected()
		return a.goTo(pane.NewSimilar(a.env, sel.Song))
	}, keymap.SimilarRow)
	does(func(a *App) tea.Cmd {
		return a.goTo(pane.NewSimilar(a.env, a.env.SongOf(a.env.Snap.Track)))
	}, keymap.Similar)
	does(func(a *App) tea.Cmd {
		t, _ := a.thing()
		return a.browse(t)
	}, keymap.WebRow)
	does(func(a *App) tea.Cmd {
		return a.browse(pane.SongThing(pane.Choice{Song: a.env.SongOf(a.env.Snap.Track)}))
	}, keymap.Web)
}

// then is what goes on when an answer of the app's own questions came.
type then func(*App) tea.Cmd

// browse opens a thing's page in the browser; without one its link is copied.
func (a *App) browse(t pane.Thing) tea.Cmd {
	open, address := a.svc.Browse, t.Address()
	if open == nil {
		a.say(a.env.Texts.Toast.CopiedLink, false)
		return tea.SetClipboard(address)
	}
	return a.desk.AskKept("browse", writeLimit, func(ctx context.Context) (any, error) {
		if err := open(ctx, address); err != nil {
			return then(func(a *App) tea.Cmd {
				a.say(a.env.Texts.Toast.CopiedLink, false)
				return tea.SetClipboard(address)
			}), nil
		}
		return then(func(a *App) tea.Cmd {
			a.say(lang.Things.In(a.env.Lang).Browser, false)
			return nil
		}), nil
	})
}

// follow keeps the selected thing, or no longer.
func (a *App) follow() tea.Cmd {
	t, _ := a.thing()
	if t.Kind == pane.CommentKind {
		return a.focused().Handle(keymap.LikeComment)
	}
	if p, ok := a.focused().(pane.About); ok && t.Kind == pane.SongKind {
		if about, _ := p.About(); about.Kind == pane.ArtistKind || about.Kind == pane.AlbumKind {
			t = about // its songs are told of it, and liked with a key of their own
		}
	}
	if t.Kind == pane.SongKind {
		return a.like([]int64{t.ID}, !a.env.Likes.Has(t.ID))
	}
	if t.Kind == pane.ProgramKind {
		t = ofProgram(t)
	}
	if t.Kind == pane.PlaylistKind && t.Playlist.Mine {
		a.say(lang.Things.In(a.env.Lang).Own, true)
		return nil
	}
	return a.setFollowed(t, !a.env.Follows.On(t), true)
}

func (a *App) setFollowed(t pane.Thing, on, undoable bool) tea.Cmd {
	src, texts := a.env.Edit, lang.Things.In(a.env.Lang)
	said := fmt.Sprintf(pick(on, texts.Followed, texts.Unfollowed), text.Of(t.Name).String())
	a.env.Follows.Set(t, on)
	a.say(said, false)
	w := write{
		send: func(ctx context.Context) error { return src.Follow(ctx, t.Kind, t.ID, on) },
		revert: func() tea.Cmd {
			a.env.Follows.Set(t, !on)
			return a.broadcast(pane.FollowNews{Thing: t})
		},
	}
	if undoable {
		w.undo = change{name: said, back: func() tea.Cmd { return a.setFollowed(t, !on, false) }}
	}
	return tea.Batch(a.alter("follow", w), a.broadcast(pane.FollowNews{Thing: t}))
}

// playAll plays all of the selected list, album or artist without opening it.
func (a *App) playAll() tea.Cmd {
	t, _ := a.thing()
	switch t.Kind {
	case pane.PlaylistKind, pane.AlbumKind, pane.ArtistKind:
	case pane.SongKind:
		return a.playShown()
	default:
		return a.notAll()
	}
	songs, lists := a.env.Songs, a.env.Lists
	return a.desk.Ask("play all", writeLimit, func(ctx context.Context) (any, error) {
		switch t.Kind {
		case pane.PlaylistKind:
			got, err := lists.Playlist(ctx, t.ID)
			return played(t, "list", got.IDs, got.Songs), err
		case pane.AlbumKind:
			got, err := songs.Album(ctx, t.ID)
			return played(t, "album", nil, got.Songs), err
		case pane.ArtistKind:
			got, err := songs.Artist(ctx, t.ID)
			return played(t, "artist", nil, got.Hot), err
		default:
			return nil, errNoList
		}
	})
}

// playShown plays the shown list of songs from its first song that can be
// played.
func (a *App) playShown() tea.Cmd {
	p, ok := a.focused().(pane.Jumper)
	c, has := a.focused().(pane.Chooser)
	if !ok || !has {
		return a.notAll()
	}
	cmds := []tea.Cmd{p.MoveTo(0)}
	for n := 1; n < maxGrey; n++ {
		if s, _ := c.Selected(); s.Song.Right != catalogue.Grey {
			break
		}
		cmds = append(cmds, p.MoveTo(n))
	}
	return tea.Batch(append(cmds, a.focused().Handle(keymap.Enter))...)
}

// maxGrey is how many songs that cannot be played are passed over.
const maxGrey = 50

// notAll says what is to be selected for playing all of it.
func (a *App) notAll() tea.Cmd {
	key := a.env.Keys.KeyOf(a.scopes(), keymap.PlayAll)
	a.say(fmt.Sprintf(lang.Menu.In(a.env.Lang).NotAll, key), true)
	return nil
}

// played is an answer that is played and named.
func played(t pane.Thing, kind string, ids []int64, songs []catalogue.Song) then {
	return func(a *App) tea.Cmd {
		n := max(len(ids), len(songs))
		a.say(lang.Count(lang.Changes.In(a.env.Lang).Playing, n, text.Of(t.Name).String(), n), false)
		return a.playSongs(player.Source{Kind: kind, ID: t.ID, Name: t.Name}, ids, songs)
	}
}

var errNoList = errors.New("not a list of songs")

// heart plays what goes with the selected song, else with the playing one.
func (a *App) heart() tea.Cmd {
	t := lang.Changes.In(a.env.Lang)
	c, ok := a.selected()
	if !ok && a.env.Snap.Track != nil {
		c.Song, ok = a.env.SongOf(a.env.Snap.Track), true
	}
	if !ok {
		a.say(t.HeartNone, true)
		return nil
	}
	lists, related, user, song := a.env.Lists, a.env.Related, a.env.User.ID, c.Song
	a.say(fmt.Sprintf(t.HeartFrom, text.Of(song.Name).String()), false)
	return a.desk.Ask("heart", writeLimit, func(ctx context.Context) (any, error) {
		own, err := lists.UserPlaylists(ctx, user)
		if err != nil {
			return nil, err
		}
		i := max(slices.IndexFunc(own, func(p catalogue.Playlist) bool { return p.Liked }), 0)
		if len(own) == 0 {
			return nil, errNoList
		}
		songs, err := related.Heart(ctx, song.ID, own[i].ID)
		from := player.Source{Kind: "list", ID: own[i].ID, Name: own[i].Name}
		return then(func(a *App) tea.Cmd {
			if !slices.ContainsFunc(songs, func(s catalogue.Song) bool { return s.ID == song.ID }) {
				songs = append([]catalogue.Song{song}, songs...)
			}
			return a.playSongs(from, nil, songs)
		}), err
	})
}

// playSongs makes songs the queue: ids are all of them, songs those with
// details; without ids, the songs.
func (a *App) playSongs(from player.Source, ids []int64, songs []catalogue.Song) tea.Cmd {
	a.env.Book.Put(songs)
	if ids == nil {
		for i := range songs {
			ids = append(ids, songs[i].ID)
		}
	}
	tracks := make([]player.Track, len(ids))
	for i, id := range ids {
		tracks[i] = player.Track{ID: id, Source: from}
		if s, ok := a.env.Book.Song(id); ok {
			tracks[i] = pane.TrackOf(s, from)
		}
	}
	if len(tracks) == 0 {
		a.say(a.env.Texts.States.EmptyList, true)
		return nil
	}
	a.env.Do(player.PlayList{Tracks: tracks})
	return nil
}
