package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// rightTabs is how many tabs the right pane has.
const rightTabs = 3

func init() {
	does((*App).goComments, keymap.GoComments)
	does((*App).commentsOf, keymap.CommentsRow)
	for k := range commented {
		offers(k, keymap.CommentsRow)
	}
	offers(playingKind, keymap.GoComments)
	offers(pane.CommentKind, keymap.Enter, keymap.LikeComment, keymap.ReplyComment, keymap.CommentAuthor, keymap.DeleteComment,
		keymap.CopyName, keymap.CopyLink)
	single = append(single, keymap.CommentsRow)
	commanded(command{
		name: "comments", help: lang.Both{ZH: "在播歌曲的评论", EN: "comments on the playing song"},
		needs: keymap.Track, run: act(keymap.GoComments),
	})
}

// goComments turns the right pane to the comments on the playing song; where
// there is none, and once they have the keys, they fill the page.
func (a *App) goComments() tea.Cmd {
	if a.lay.shape == three && a.focused() != a.comments && !a.zoom {
		a.tab, a.focus = 2, onRight
		a.resize(a.lay.w, a.lay.h)
		a.refocus()
		return nil
	}
	return a.goTo(pane.NewComments(a.env, pane.SongThing(pane.Choice{Song: a.env.SongOf(a.env.Snap.Track)})))
}

// commented are the kinds of things that have comments.
var commented = map[pane.Kind]bool{
	pane.SongKind: true, pane.PlaylistKind: true, pane.AlbumKind: true, pane.MVKind: true, pane.ProgramKind: true, pane.PodcastKind: true,
}

// commentsOf opens the comments on what is selected.
func (a *App) commentsOf() tea.Cmd {
	t, _ := a.thing()
	if !commented[t.Kind] || t.ID == 0 {
		a.say(lang.Comments.In(a.env.Lang).None, true)
		return nil
	}
	return a.goTo(pane.NewComments(a.env, t))
}

// commentsShown says whether the comments beside the list are on the screen.
func (a *App) commentsShown() bool {
	return a.tab == 2 && !a.zoom && a.lay.shape > mini && (a.lay.shape == three || a.focus == onRight)
}

// send makes a change that a page has shown.
func (a *App) send(c pane.Change) tea.Cmd {
	w := write{send: c.Send, revert: c.Revert}
	if c.Done != nil {
		w.after = func(*App) tea.Cmd { return c.Done() }
	}
	if c.Back != nil {
		w.undo = change{name: c.Name, back: c.Back}
	}
	return a.alter(c.Topic, w)
}
