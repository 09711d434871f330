package ui

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

const (
	second     = time.Second
	writeLimit = 10 * time.Second
)

// songAction does what is done with the selected or the playing song.
func (a *App) songAction(action keymap.Action) (tea.Cmd, bool) {
	sel, has := a.selected()
	switch action {
	case keymap.Like, keymap.Unlike:
		return a.like(a.env.Playing(), action == keymap.Like), true
	case keymap.LikeRow, keymap.UnlikeRow:
		return a.like(sel.Song.ID, action == keymap.LikeRow), true
	case keymap.Trash:
		return a.trash(a.env.Playing()), true
	case keymap.TrashRow:
		return a.trash(sel.Song.ID), true
	case keymap.PlayNext:
		a.env.Do(player.PlayNext{Tracks: []player.Track{sel.Track}})
		a.say(a.env.Texts.Toast.QueuedNext, false)
	case keymap.Append:
		a.env.Do(player.Append{Tracks: []player.Track{sel.Track}})
		a.say(a.env.Texts.Toast.Queued, false)
	case keymap.Remove:
		if a.focused() == a.queue {
			return nil, false
		}
		a.say(fmt.Sprintf(a.env.Texts.Toast.OnlyQueued, a.env.Keys.KeyOf(nil, keymap.GoQueue)), true)
	case keymap.Album:
		t := a.env.Snap.Track
		return a.album(catalogue.Ref{ID: t.AlbumID, Name: t.Album}), true
	case keymap.AlbumRow:
		return a.album(sel.Song.Album), true
	case keymap.Artist:
		return a.artistOf(a.env.SongOf(a.env.Snap.Track)), true
	case keymap.ArtistRow:
		return a.artistOf(sel.Song), true
	case keymap.CopyName, keymap.CopyLink:
		if !has {
			if a.env.Snap.Track == nil {
				return nil, true
			}
			sel.Song = a.env.SongOf(a.env.Snap.Track)
		}
		return a.copy(sel.Song, action == keymap.CopyLink), true
	default:
		return nil, false
	}
	return nil, true
}

func (a *App) copy(s catalogue.Song, link bool) tea.Cmd {
	if link {
		a.say(a.env.Texts.Toast.CopiedLink, false)
		return tea.SetClipboard("https://music.163.com/song?id=" + strconv.FormatInt(s.ID, 10))
	}
	a.say(a.env.Texts.Toast.CopiedName, false)
	return tea.SetClipboard(title(s).String())
}

// title is a song in one line: name – artists.
func title(s catalogue.Song) text.Clean {
	if len(s.Artists) == 0 {
		return text.Of(s.Name)
	}
	names := make([]string, len(s.Artists))
	for i, ar := range s.Artists {
		names[i] = ar.Name
	}
	return text.Of(s.Name + " – " + strings.Join(names, " / "))
}

func (a *App) album(ref catalogue.Ref) tea.Cmd {
	if ref.ID == 0 {
		a.say(a.env.Texts.Toast.NoAlbum, true)
		return nil
	}
	return a.goTo(pane.NewAlbum(a.env, ref))
}

const artistTopic = "artist of"

// artistOf opens the first artist's page; a queued track knows only names, so
// the song may have to be read first.
func (a *App) artistOf(s catalogue.Song) tea.Cmd {
	if i := slices.IndexFunc(s.Artists, func(r catalogue.Ref) bool { return r.ID != 0 }); i >= 0 {
		return a.goTo(pane.NewArtist(a.env, s.Artists[i]))
	}
	if _, known := a.env.Book.Song(s.ID); known || s.ID == 0 {
		a.say(a.env.Texts.Toast.NoArtist, true)
		return nil
	}
	src, id := a.svc.Songs, s.ID
	return a.desk.Ask(artistTopic, writeLimit, func(ctx context.Context) (any, error) {
		return src.Songs(ctx, []int64{id})
	})
}

// liking and trashing are changes on their way to the service.
type (
	liking   struct{ like bool }
	trashing struct{}
)

const likeTopic = "like "

// like shows the change at once; a refusal takes it back with the reason.
func (a *App) like(id int64, like bool) tea.Cmd {
	if id == 0 || a.env.Likes.Has(id) == like {
		return nil
	}
	a.env.Likes.Set(id, like)
	a.say(pick(like, a.env.Texts.Toast.Liked, a.env.Texts.Toast.Unliked), false)
	src := a.svc.Taste
	cmd := a.desk.Ask(likeTopic+strconv.FormatInt(id, 10), writeLimit, func(ctx context.Context) (any, error) {
		return liking{like}, src.SetLiked(ctx, id, like)
	})
	return tea.Batch(cmd, a.broadcast(pane.LikeNews{}))
}

// settle takes the answers to the app's own questions.
func (a *App) settle(m pane.Answer) tea.Cmd {
	if !a.desk.Accept(m) {
		return nil
	}
	if m.Topic == trashTopic {
		return a.throw()
	}
	switch v := m.Value.(type) {
	case liking:
		if m.Err != nil {
			id, _ := strconv.ParseInt(strings.TrimPrefix(m.Topic, likeTopic), 10, 64)
			a.env.Likes.Set(id, !v.like)
			a.fail(m.Err)
			return a.broadcast(pane.LikeNews{})
		}
		return nil
	case []catalogue.Song:
		if m.Err == nil {
			a.env.Book.Put(v)
			if m.Topic == artistTopic && len(v) > 0 {
				return a.artistOf(v[0])
			}
		}
	case []int64:
		if m.Err == nil {
			a.env.Likes.Replace(v)
			return a.broadcast(pane.LikeNews{})
		}
		return nil // hearts are missing, nothing else
	case pane.User:
		if m.Err == nil {
			return a.know(v)
		}
		return nil // pages say so when they need the account
	case loggedOut:
		if m.Err == nil {
			a.say(a.env.Texts.Toast.LoggedOut, false)
			a.lost = false
			return tea.Batch(a.home(), a.know(pane.User{}))
		}
	}
	if m.Err != nil {
		a.fail(m.Err)
	}
	return nil
}

// know takes the account; pages hear of it only when it changed.
func (a *App) know(u pane.User) tea.Cmd {
	other := a.userKnown && u.ID != a.env.User.ID
	changed := a.userKnown && (u.ID != a.env.User.ID || u.LoggedIn != a.env.User.LoggedIn)
	a.env.User, a.userKnown = u, true
	a.lost = a.lost && !u.LoggedIn
	a.env.Guest = !u.LoggedIn && !a.lost
	var cmds []tea.Cmd
	if u.LoggedIn {
		src := a.svc.Taste
		cmds = append(cmds, a.desk.Ask(likedTopic, whoLimit, func(ctx context.Context) (any, error) {
			return src.Liked(ctx, u.ID)
		}))
	} else {
		a.desk.Drop(likedTopic)
		a.env.Likes.Replace(nil)
		cmds = append(cmds, a.broadcast(pane.LikeNews{}))
	}
	if changed {
		cmds = append(cmds, a.broadcast(pane.UserNews{Other: other}))
	}
	return tea.Batch(cmds...)
}

type loggedOut struct{}

func (a *App) logout() tea.Cmd {
	account := a.svc.Account
	return a.desk.Ask("logout", writeLimit, func(ctx context.Context) (any, error) {
		return loggedOut{}, account.Logout(ctx)
	})
}

// tell says what of the player's events the user must know.
func (a *App) tell(e player.Event, before player.Snapshot) {
	t := a.env.Texts.Toast
	switch e := e.(type) {
	case player.Skipped:
		a.passedOver(e)
	case player.Reformed:
		a.otherForm(e)
	case player.Halted:
		if e.Err != nil && !errors.Is(e.Err, player.ErrEnd) {
			a.fail(e.Err)
			return
		}
		a.say(t.QueueEnd, false)
	case player.OutputChanged:
		if e.Output.Silent {
			a.say(a.mute(e), true)
			return
		}
		a.heardFrom(e.Output, before.Output)
	}
}

// mute says why nothing is heard.
func (a *App) mute(e player.OutputChanged) string {
	t := a.env.Texts.Toast
	var named *output.Unusable
	switch {
	case e.Lost:
		return t.OutputLost
	case errors.Is(e.Err, output.ErrNoDevice) && (runtime.GOOS == "darwin" || runtime.GOOS == "windows"):
		return a.env.Explain(e.Err).String() // those have no sound server to start
	case errors.Is(e.Err, output.ErrNoDevice):
		return t.NoOutput
	case errors.As(e.Err, &named) && named.Kind == "exec":
		return fmt.Sprintf(t.NoProgram, text.Of(named.Name).String())
	case errors.As(e.Err, &named):
		return fmt.Sprintf(t.NoFile, text.Of(named.Name).String(), text.Of(named.Err.Error()).String())
	case e.Err != nil:
		return fmt.Sprintf(t.BadOutput, text.Of(e.Err.Error()).String())
	}
	return t.NoOutput
}

func pick[T any](yes bool, a, b T) T {
	if yes {
		return a
	}
	return b
}
