package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// What the action menu offers for each kind of things; pages add to it in files
// of their own.
func init() {
	offers(pane.SongKind, keymap.Enter, keymap.PlayNext, keymap.Append, keymap.LikeRow, keymap.UnlikeRow, keymap.AddTo,
		keymap.TakeFrom, keymap.Remove, keymap.AlbumRow, keymap.ArtistRow, keymap.SimilarRow, keymap.TrashRow,
		keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.PlaylistKind, keymap.Enter, keymap.PlayAll, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.AlbumKind, keymap.Enter, keymap.PlayAll, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.ArtistKind, keymap.Enter, keymap.PlayAll, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.UserKind, keymap.Enter, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.PodcastKind, keymap.Enter, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.ProgramKind, keymap.Enter, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(pane.MVKind, keymap.FollowRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow)
	offers(playingKind, keymap.PlayPause, keymap.Next, keymap.Previous, keymap.Like, keymap.Unlike, keymap.Trash, keymap.Undo,
		keymap.AddTo, keymap.Album, keymap.Artist, keymap.Similar, keymap.CopyName, keymap.CopyLink, keymap.Web)

	does(func(a *App) tea.Cmd { return a.menu(nil) }, keymap.Menu)
	does((*App).menuPlaying, keymap.MenuPlaying)
}

// playingKind is the playing song, whatever is selected.
const playingKind pane.Kind = "playing"

// thing is what is selected: under the cursor, else what the page is about.
func (a *App) thing() (pane.Thing, bool) {
	if a.lay.shape <= mini {
		return pane.Thing{}, false
	}
	f := a.focused()
	if h, ok := f.(pane.Holder); ok {
		if t, has := h.Thing(); has {
			return t, true
		}
	}
	if c, ok := a.selected(); ok {
		return pane.SongThing(c), true
	}
	if p, ok := f.(pane.About); ok {
		return p.About()
	}
	return pane.Thing{}, false
}

// chosen are the songs that an action is for: the marked ones, or the one
// under the cursor.
func (a *App) chosen() []pane.Choice {
	if a.lay.shape <= mini {
		return nil
	}
	if g, ok := a.focused().(pane.Gatherer); ok {
		return g.Chosen()
	}
	if c, ok := a.selected(); ok {
		return []pane.Choice{c}
	}
	return nil
}

// unmark takes the marks away: what they were for is done.
func (a *App) unmark() {
	if m, ok := a.focused().(pane.Marker); ok {
		m.Unmark()
	}
}

// menu opens the action menu of the selection, at a cell or in the middle.
func (a *App) menu(at *tea.Position) tea.Cmd {
	t, ok := a.thing()
	if !ok {
		a.say(lang.Things.In(a.env.Lang).Nothing, true)
		return nil
	}
	title := text.Of(t.Name).Cut(40).String()
	if n := len(a.chosen()); t.Kind == pane.SongKind && n > 1 {
		title = lang.Count(a.env.Texts.Header.Songs, n, n)
	}
	a.openMenu(t.Kind, title, t.ID, at)
	return nil
}

func (a *App) menuPlaying() tea.Cmd {
	s := a.env.SongOf(a.env.Snap.Track)
	a.openMenu(playingKind, title(s).Cut(40).String(), s.ID, nil)
	return nil
}

func (a *App) openMenu(k pane.Kind, title string, id int64, at *tea.Position) {
	p := &picker{at: at}
	p.Title = title
	var picks []kit.Pick
	for _, action := range menus[k] {
		e, ok := a.env.Keys.Entry(action)
		if !ok || a.unfit(action, id) || slices.Contains(p.actions, action) {
			continue
		}
		p.actions = append(p.actions, action)
		picks = append(picks, kit.Pick{
			Text: a.calledFor(k, e), Key: a.env.Keys.KeyOf(a.scopes(), action), Off: a.whyNot(e),
		})
	}
	p.choose = func(a *App, i int) tea.Cmd { return a.do(p.actions[i]) }
	p.Set(picks)
	a.over(p)
}

// calledFor is what an action is called in the menu of a kind.
func (a *App) calledFor(k pane.Kind, e keymap.Entry) string {
	if e.Action == keymap.CopyName {
		switch t := lang.Menu.In(a.env.Lang); k {
		case pane.SongKind, playingKind:
		case pane.CommentKind:
			return t.CopyText
		default:
			return t.CopyName
		}
	}
	return a.called(e)
}

// called is what an action is called in a menu.
func (a *App) called(e keymap.Entry) string {
	if here := a.hintHere(e.Action); here != "" {
		return here
	}
	if s := e.Short.In(a.env.Lang); s != "" {
		return s
	}
	return e.Text.In(a.env.Lang)
}

// single are the actions for one song alone, not for all marked ones.
var single = []keymap.Action{
	keymap.Enter, keymap.AlbumRow, keymap.ArtistRow, keymap.SimilarRow, keymap.TrashRow, keymap.CopyName, keymap.CopyLink, keymap.WebRow,
}

// unfits say of actions of other files when they are unfit.
var unfits = map[keymap.Action]func(*App) bool{}

// meant are the ids of the chosen songs, else the one given.
func (a *App) meant(id int64) []int64 {
	if ids := idsOf(a.chosen()); len(ids) > 0 {
		return ids
	}
	return []int64{id}
}

// unfit actions are not even named: the other half of a pair, and what belongs
// to other places.
func (a *App) unfit(action keymap.Action, id int64) bool {
	if len(a.chosen()) > 1 && slices.Contains(single, action) {
		return true
	}
	switch action {
	case keymap.Like:
		return a.env.Likes.Has(id)
	case keymap.Unlike:
		return !a.env.Likes.Has(id)
	case keymap.LikeRow:
		return !slices.ContainsFunc(a.meant(id), func(id int64) bool { return !a.env.Likes.Has(id) })
	case keymap.UnlikeRow:
		return !slices.ContainsFunc(a.meant(id), a.env.Likes.Has)
	case keymap.FollowRow:
		t, ok := a.thing()
		return ok && t.Kind == pane.PlaylistKind && t.Playlist.Mine
	case keymap.DeleteComment:
		c, ok := a.focused().(interface{ Deletable() bool })
		return !ok || !c.Deletable()
	case keymap.Remove:
		return a.focused() != a.queue
	case keymap.TakeFrom:
		p, ok := a.focused().(pane.About)
		if !ok {
			return true
		}
		t, _ := p.About()
		return !t.Playlist.Mine
	default:
		if f, ok := unfits[action]; ok {
			return f(a)
		}
	}
	return false
}

// whyNot says why an action makes no sense now, "" that it does.
func (a *App) whyNot(e keymap.Entry) string {
	why := e.Missing(a.state(), a.env.Lang)
	if why != "" && e.Needs&keymap.Account != 0 && !a.env.User.LoggedIn {
		return a.env.Explain(pane.ErrLogin).String()
	}
	return why
}
