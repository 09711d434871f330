package ui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/text"
)

// The service cannot take a song back out of the FM trash. So the song is
// skipped at once, and the service told when the time to undo has passed.
const (
	trashUndo  = 5 * time.Second
	trashTopic = "trash"
)

// thrown is a song that the service has not been told of yet.
type thrown struct {
	id       int64
	name     string // "" unknown
	listened time.Duration
	skipped  bool
	removed  *player.Track // it was to come on the FM; nil: it was not
}

// trash skips the song when it plays on the FM, and takes it out of what is to
// come there.
func (a *App) trash(id int64) tea.Cmd {
	if id == 0 || id == a.thrown.id {
		return nil
	}
	before := a.throw()
	t := thrown{id: id, name: a.nameOf(id)}
	if id == a.env.Playing() {
		t.listened = a.env.Position()
		if t.skipped = a.env.Snap.Queue.FM; t.skipped {
			a.env.Do(player.Next{})
		}
	} else if at := coming(a.env.Snap.Queue, id); at >= 0 {
		track := a.env.Snap.Queue.Tracks[at]
		t.removed = &track
		a.env.Do(player.Remove{At: at})
	}
	a.thrown = t
	a.note(change{trash: true, back: func() tea.Cmd { a.unthrow(); return nil }})
	a.sayTrashed(t.skipped)
	return tea.Batch(before, a.desk.After(trashTopic, trashUndo))
}

// coming is where in the tracks a song stands that the FM is still to play, -1
// for nowhere.
func coming(q player.Queue, id int64) int {
	now := slices.Index(q.Order, q.Current)
	if !q.FM || now < 0 {
		return -1
	}
	for _, at := range q.Order[now+1:] {
		if q.Tracks[at].ID == id {
			return at
		}
	}
	return -1
}

// sayTrashed says that a song is in the trash, as long as it can be taken back
// by the key or by a click on the sentence.
func (a *App) sayTrashed(changes bool) {
	a.say(fmt.Sprintf(a.env.Texts.FM.Trashed, a.env.Keys.KeyOf(nil, keymap.Undo)), false)
	a.toast.until, a.toast.kept, a.toast.undo = a.env.Now().Add(trashUndo), changes, true
}

// thrownElsewhere tells of a song that is in the trash by a command from
// outside; back takes it out again.
func (a *App) thrownElsewhere(song int64, back func()) {
	a.note(change{until: a.env.Now().Add(trashUndo), back: func() tea.Cmd {
		back()
		a.say(a.env.Texts.FM.Kept, false)
		a.toast.kept = true
		return nil
	}})
	a.sayTrashed(song == a.env.Playing())
}

// throw tells the service of the song that waits for it.
func (a *App) throw() tea.Cmd {
	t := a.thrown
	if t.id == 0 {
		return nil
	}
	a.thrown = thrown{}
	a.changes = slices.DeleteFunc(a.changes, func(c change) bool { return c.trash })
	a.desk.Drop(trashTopic)
	src := a.svc.Taste
	return a.desk.Ask(trashTopic+" "+strconv.FormatInt(t.id, 10), writeLimit, func(ctx context.Context) (any, error) {
		return trashing{}, src.Trash(ctx, t.id, t.listened)
	})
}

// unthrow takes the last song back, and plays it again if it was playing.
func (a *App) unthrow() {
	t := a.thrown
	a.thrown = thrown{}
	a.desk.Drop(trashTopic)
	q := a.env.Snap.Queue
	for i := range q.Tracks {
		if t.skipped && q.FM && q.Tracks[i].ID == t.id {
			a.env.Do(player.JumpTo{At: i})
			break
		}
	}
	a.say(a.env.Texts.FM.Kept, false)
	if t.removed != nil {
		a.env.Do(player.PlayNext{Tracks: []player.Track{*t.removed}})
	}
	if t.name != "" {
		a.say(fmt.Sprintf(a.env.Texts.Undo.Kept, t.name), false)
	}
	a.toast.kept = t.skipped
}

// nameOf is the name of a song that is shown or queued, "" if it is not known.
func (a *App) nameOf(id int64) string {
	s, known := a.env.Book.Song(id)
	for i := range a.env.Snap.Queue.Tracks {
		if t := &a.env.Snap.Queue.Tracks[i]; !known && t.ID == id {
			s, known = a.env.SongOf(t), true
		}
	}
	return text.Of(s.Name).String()
}
