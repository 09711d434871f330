package ui

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

const (
	second     = time.Second
	writeLimit = 10 * time.Second
)

// songAction does what is done with the selected or the playing song.
func (a *App) songAction(action keymap.Action) (tea.Cmd, bool) {
	sel, _ := a.selected()
	switch action {
	case keymap.Like, keymap.Unlike:
		return a.like([]int64{a.env.Playing()}, action == keymap.Like), true
	case keymap.LikeRow, keymap.UnlikeRow:
		return a.like(idsOf(a.chosen()), action == keymap.LikeRow), true
	case keymap.Trash:
		return a.trash(a.env.Playing()), true
	case keymap.TrashRow:
		return a.trash(sel.Song.ID), true
	case keymap.PlayNext:
		t := a.tracks()
		a.env.Do(player.PlayNext{Tracks: t})
		a.say(several(len(t), a.env.Texts.Toast.QueuedNext, lang.Changes.In(a.env.Lang).ManyNext), false)
		a.unmark()
	case keymap.Append:
		t := a.tracks()
		a.env.Do(player.Append{Tracks: t})
		a.say(several(len(t), a.env.Texts.Toast.Queued, lang.Changes.In(a.env.Lang).ManyQueued), false)
		a.unmark()
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
		return a.copy(action == keymap.CopyLink), true
	default:
		return nil, false
	}
	return nil, true
}

// tracks are the chosen songs as they are played.
func (a *App) tracks() []player.Track {
	var out []player.Track
	for _, c := range a.chosen() {
		out = append(out, c.Track)
	}
	return out
}

func idsOf(chosen []pane.Choice) []int64 {
	var ids []int64
	for _, c := range chosen {
		ids = append(ids, c.Song.ID)
	}
	return ids
}

// several is what is said of one, or of many: %d.
func several(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, n)
}

// copy takes the name or the link of the selection, else of the playing song.
func (a *App) copy(link bool) tea.Cmd {
	if c, ok := a.focused().(pane.Copier); ok && !link {
		if line, said, has := c.Copied(); has {
			a.say(said, false)
			return tea.SetClipboard(line)
		}
	}
	t, has := a.thing()
	if !has {
		if a.env.Snap.Track == nil {
			return nil
		}
		t = pane.SongThing(pane.Choice{Song: a.env.SongOf(a.env.Snap.Track)})
	}
	if link {
		a.say(a.env.Texts.Toast.CopiedLink, false)
		return tea.SetClipboard(t.Address())
	}
	a.say(a.env.Texts.Toast.CopiedName, false)
	if t.Kind == pane.SongKind {
		return tea.SetClipboard(title(t.Choice.Song).String())
	}
	return tea.SetClipboard(text.Of(t.Name).String())
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
	return a.openThing(pane.AlbumThing(ref))
}

const artistTopic = "artist of"

// artistOf opens the first artist's page; a queued track knows only names, so
// the song may have to be read first.
func (a *App) artistOf(s catalogue.Song) tea.Cmd {
	if i := slices.IndexFunc(s.Artists, func(r catalogue.Ref) bool { return r.ID != 0 }); i >= 0 {
		return a.openThing(pane.ArtistThing(s.Artists[i]))
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

// trashing is a song on its way to the trash.
type trashing struct{}

// like shows the change at once; a refusal takes it back with the reason.
func (a *App) like(ids []int64, like bool) tea.Cmd {
	asked := slices.ContainsFunc(ids, func(id int64) bool { return id != 0 })
	ids = slices.DeleteFunc(ids, func(id int64) bool { return id == 0 || a.env.Likes.Has(id) == like })
	a.unmark()
	if len(ids) == 0 {
		if t := lang.Menu.In(a.env.Lang); asked {
			a.say(pick(like, t.AllLiked, t.NoneLiked), false)
		}
		return nil
	}
	toast, t := a.env.Texts.Toast, lang.Changes.In(a.env.Lang)
	said := several(len(ids), pick(like, toast.Liked, toast.Unliked), pick(like, t.Liked, t.Unliked))
	set := func(ids []int64, like bool) tea.Cmd {
		for _, id := range ids {
			a.env.Likes.Set(id, like)
		}
		return a.broadcast(pane.LikeNews{})
	}
	cmds := []tea.Cmd{set(ids, like)}
	src := a.svc.Taste
	for i, id := range ids {
		w := write{
			send:   func(ctx context.Context) error { return src.SetLiked(ctx, id, like) },
			revert: func() tea.Cmd { return set([]int64{id}, !like) },
		}
		if i == 0 {
			w.undo = change{name: said, back: func() tea.Cmd { return a.unlike(ids, like) }}
		}
		cmds = append(cmds, a.alter("like", w))
	}
	a.say(said, false)
	return tea.Batch(cmds...)
}

// unlike takes likes back, which is no change to take back again.
func (a *App) unlike(ids []int64, like bool) tea.Cmd {
	n := len(a.changes)
	cmd := a.like(ids, !like)
	a.changes = a.changes[:min(n, len(a.changes))]
	return cmd
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
	case *write:
		if m.Err != nil {
			return a.refused(v, m.Err)
		}
		if v.after != nil {
			return v.after(a)
		}
		return nil
	case then:
		if m.Err == nil {
			return v(a)
		}
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
			return tea.Batch(a.elsewhere(v), a.know(v))
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
	if other {
		a.changes = nil // what could be undone was another account's
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
	case player.OutputRefused:
		a.say(a.mute(player.OutputChanged{Err: e.Err}), true)
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
	case errors.As(e.Err, &named) && named.Kind == "exec":
		return fmt.Sprintf(t.NoProgram, text.Of(named.Name).String())
	case errors.As(e.Err, &named): // also when the disk is full by now
		return fmt.Sprintf(t.NoFile, text.Of(named.Name).String(), text.Of(named.Err.Error()).String())
	case e.Lost:
		return t.OutputLost
	case errors.Is(e.Err, output.ErrNoDevice) && (runtime.GOOS == "darwin" || runtime.GOOS == "windows"):
		return a.env.Explain(e.Err).String() // those have no sound server to start
	case errors.Is(e.Err, output.ErrNoDevice):
		return t.NoOutput
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
