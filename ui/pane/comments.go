package pane

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const (
	followTopic = "follow"
	// followPause is how long a song stays before its comments are read: songs
	// that are skipped ask for nothing.
	followPause = 400 * time.Millisecond
)

// Comments is what people say about a thing, in three orders, and the answers
// to one comment over them. Beside the list it follows the playing song.
type Comments struct {
	Base
	on    Thread
	name  string // of the thing, uncleaned
	page  string // its address on the web
	side  bool
	tab   CommentOrder
	tabs  [3]*thread
	floor *thread // nil: the thing's own comments are shown
	draft draft

	cursor int // cell of the input's cursor
	lines  []string
	drawn  commentsDrawn
}

// commentsDrawn is what the cached lines depend on.
type commentsDrawn struct {
	list             *thread
	version, look    uint64
	w, h             int
	focused, waiting bool
	on               Thread
	day              int
}

// NewComments makes the page of the comments on a thing.
func NewComments(env *Env, t Thing) *Comments {
	c := newComments(env)
	c.about(Thread{t.Kind, t.ID}, t.Name, t.Address())
	return c
}

// NewSideComments makes the page of the comments on the playing song.
func NewSideComments(env *Env) *Comments {
	c := newComments(env)
	c.side = true
	return c
}

func newComments(env *Env) *Comments {
	c := &Comments{Base: NewBase(env)}
	for i, topic := range []string{"hot", "new", "best"} {
		c.tabs[i] = c.newThread(topic, CommentOrder(i), nil)
	}
	return c
}

func (c *Comments) newThread(topic string, order CommentOrder, over *Comment) *thread {
	t := &thread{topic: topic, order: order, over: over}
	t.list.gap = 1
	t.list.draw = func(i, w int) []blockLine { return c.drawComment(&t.items[i], w, t.over == nil) }
	t.clear()
	return t
}

// about turns to another thing.
func (c *Comments) about(on Thread, name, page string) {
	c.on, c.name, c.page, c.floor = on, name, page, nil
	for _, t := range c.tabs {
		c.Drop(t.topic)
		t.clear()
	}
	c.resize()
}

// now is the list that is shown.
func (c *Comments) now() *thread {
	if c.floor != nil {
		return c.floor
	}
	return c.tabs[c.tab]
}

func (c *Comments) mine(m *Comment) bool { return c.Env.User.LoggedIn && m.Author == c.Env.User.ID }

// Title is what the comments are about.
func (c *Comments) Title() text.Clean {
	name := lang.Comments.In(c.Env.Lang).Title
	if c.name == "" || c.side {
		return text.Of(name)
	}
	return text.Of(name + " · " + c.name)
}

// Scopes are those of comments.
func (c *Comments) Scopes() []keymap.Scope { return []keymap.Scope{keymap.Comments} }

// Sideways is true: left and right turn the tabs.
func (c *Comments) Sideways() bool { return c.floor == nil }

// Back leaves the floor.
func (c *Comments) Back() bool {
	if c.floor == nil {
		return false
	}
	c.Drop(c.floor.topic)
	c.floor = nil
	c.resize()
	return true
}

// Open reads the first page when it is not there.
func (c *Comments) Open() tea.Cmd {
	t := c.now()
	if c.on.ID == 0 || c.Env.Comments == nil || t.loaded || c.Waiting(t.topic) {
		return nil
	}
	return c.read(t, true)
}

// Follow keeps the comments beside the list with the playing song while they
// are shown. Who writes, or reads a floor, is not disturbed.
func (c *Comments) Follow(shown bool) tea.Cmd {
	song := c.Env.Playing()
	if !shown || c.Env.Comments == nil || c.draft.busy() || c.floor != nil {
		return nil
	}
	if song == c.on.ID {
		return nil
	}
	c.about(Thread{SongKind, song}, "", "")
	if song == 0 {
		return nil
	}
	t := SongThing(Choice{Song: c.Env.SongOf(c.Env.Snap.Track)})
	c.name, c.page = t.Name, t.Address()
	return c.After(followTopic, followPause)
}

// read asks for the first page of a list, or for its next one.
func (c *Comments) read(t *thread, first bool) tea.Cmd {
	src, ask := c.Env.Comments, CommentAsk{On: c.on, Order: t.order, Next: t.next}
	if t.over != nil {
		ask.Floor = t.over.ID
	}
	if first {
		ask.Next = CommentPlace{}
	}
	t.err = nil
	t.list.version++
	return c.Ask(t.topic, askLimit, func(ctx context.Context) (any, error) {
		p, err := src.Comments(ctx, ask)
		return commentAnswer{p, first}, err
	})
}

type commentAnswer struct {
	page  CommentPage
	first bool
}

// readOn asks for the next page when the end is near.
func (c *Comments) readOn() tea.Cmd {
	t := c.now()
	if !t.wantsMore() || c.Waiting(t.topic) {
		return nil
	}
	return c.read(t, false)
}

// Handle moves, turns tabs, opens floors, and acts on the comment under the
// cursor.
func (c *Comments) Handle(a keymap.Action) tea.Cmd {
	t := c.now()
	if c.move(a) {
		return c.readOn()
	}
	switch a {
	case keymap.Left, keymap.Right:
		return c.turn(a)
	case keymap.Refresh:
		if c.on.ID == 0 {
			return nil
		}
		return c.read(t, true)
	case keymap.Enter:
		return c.enter()
	case keymap.WriteComment:
		c.write(nil)
	case keymap.ReplyComment:
		if m := t.now(); m != nil {
			c.write(m)
		}
	case keymap.LikeComment:
		c.like()
	case keymap.DeleteComment:
		c.remove()
	case keymap.CommentAuthor:
		c.author()
	default:
	}
	return nil
}

// turn shows the next order.
func (c *Comments) turn(a keymap.Action) tea.Cmd {
	by := 1
	if a == keymap.Left {
		by = len(c.tabs) - 1
	}
	return c.show(int(c.tab) + by)
}

func (c *Comments) show(tab int) tea.Cmd {
	c.tab = CommentOrder(tab % len(c.tabs))
	c.resize()
	return c.Open()
}

// enter opens the floor of a comment; in a floor, the author's page.
func (c *Comments) enter() tea.Cmd {
	m := c.now().now()
	switch {
	case m == nil:
		return nil
	case c.floor != nil:
		c.author()
		return nil
	}
	over := *m
	c.floor = c.newThread("floor", NewFirst, &over)
	c.resize()
	return c.read(c.floor, true)
}

func (c *Comments) author() {
	if m := c.now().now(); m != nil && m.Author != 0 {
		c.Env.Post(Open{Thing{Kind: UserKind, ID: m.Author, Name: m.Name}})
	}
}

// Thing is the comment under the cursor.
func (c *Comments) Thing() (Thing, bool) {
	m := c.now().now()
	if m == nil {
		return Thing{}, false
	}
	return Thing{Kind: CommentKind, ID: m.ID, Name: flat(m.Text), Link: c.page}, true
}

// Apply takes pages, and draws anew what news touch.
func (c *Comments) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case UserNews:
		for _, t := range c.all() {
			t.list.renew(len(t.items))
		}
	case Answer:
		if !c.Accept(m) {
			return nil
		}
		if m.Topic == followTopic {
			return c.Open()
		}
		for _, t := range c.all() {
			if t.topic == m.Topic {
				return c.told(t, m)
			}
		}
	}
	return nil
}

// all are the lists that can be shown.
func (c *Comments) all() []*thread {
	out := c.tabs[:]
	if c.floor != nil {
		out = append(out[:len(out):len(out)], c.floor)
	}
	return out
}

func (c *Comments) told(t *thread, m Answer) tea.Cmd {
	got, _ := m.Value.(commentAnswer)
	t.list.version++
	switch {
	case m.Err == nil:
		t.take(got.page, got.first)
	case got.first && !t.loaded:
		t.err = m.Err
	default:
		c.Env.Post(Fail{m.Err})
		return nil // the next move asks again
	}
	return c.readOn()
}

// Busy says whether the list waits for comments.
func (c *Comments) Busy() bool { return c.Waiting(c.now().topic) }

// Leave cancels what is asked. What is being written stays.
func (c *Comments) Leave() {
	c.Base.Leave()
	c.draft.typing = false
}

// notice is what stands in place of comments.
func (c *Comments) notice(t *thread) kit.Notice {
	texts, l := c.Env.Texts, lang.Comments.In(c.Env.Lang)
	switch {
	case c.on.ID == 0:
		return kit.Notice{What: l.Nothing}
	case t.err != nil:
		sen := c.Env.Explain(t.err)
		do := sen.Do
		if k := c.key(keymap.Refresh); k != "" {
			do = joined(do, fmt.Sprintf(texts.States.Retry, k))
		}
		return kit.Notice{What: sen.What, Do: do, Bad: true}
	case !t.loaded || c.Waiting(t.topic):
		return kit.Notice{What: texts.States.Loading}
	}
	n := kit.Notice{What: l.Empty}
	if k := c.key(keymap.WriteComment); k != "" && c.Env.User.LoggedIn {
		n.Do = fmt.Sprintf(l.EmptyDo, k)
	}
	return n
}

func (c *Comments) key(a keymap.Action) string { return c.Env.Keys.KeyOf(c.Scopes(), a) }
