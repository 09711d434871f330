package pane

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// maxComment is how many characters the service's own web page lets one write.
const maxComment = 140

// draft is a comment that is being written. It is published by the user's act
// alone: Enter, and the answer to a question.
type draft struct {
	input   kit.Input
	to      *Comment // whom it answers, nil nobody
	typing  bool
	sending bool
}

// open says whether the input is shown.
func (d *draft) open() bool { return d.typing || d.sending || d.input.Value() != "" }

// busy says whether somebody is writing.
func (d *draft) busy() bool { return d.open() }

// clear forgets what was written.
func (d *draft) clear() { *d = draft{} }

// write opens the input; what was written for somebody else goes.
func (c *Comments) write(to *Comment) {
	d := &c.draft
	if d.sending || c.on.ID == 0 {
		return
	}
	if whom(d.to) != whom(to) {
		d.clear()
	}
	if c.floor != nil && to == nil { // in a floor one answers
		to = c.floor.over
	}
	if to != nil {
		m := *to
		d.to = &m
	}
	d.input.Limit, d.typing = maxComment, true
	c.resize()
}

func whom(m *Comment) int64 {
	if m == nil {
		return 0
	}
	return m.ID
}

// Typing is true while the input has the keys.
func (c *Comments) Typing() bool { return c.draft.typing }

// Type edits; Enter asks whether it is to be published, Esc leaves the input,
// and what is written in it.
func (c *Comments) Type(k tea.KeyPressMsg) tea.Cmd {
	d := &c.draft
	switch k.Keystroke() {
	case "enter":
		c.sure()
	case "esc", "tab":
		d.typing = false
		c.resize()
	case "backspace":
		if d.input.Value() == "" {
			d.clear()
			c.resize()
			return nil
		}
		d.input.Type(k)
	default:
		d.input.Type(k)
	}
	return nil
}

// Paste puts text into the input.
func (c *Comments) Paste(s string) tea.Cmd {
	if n := utf8.RuneCountInString(c.draft.input.Value()) + utf8.RuneCountInString(s); n > maxComment {
		c.Env.Post(Say{Text: fmt.Sprintf(lang.Comments.In(c.Env.Lang).TooLong, maxComment), Bad: true})
	}
	c.draft.input.Insert(s)
	return nil
}

// Cursor is where the next letter goes.
func (c *Comments) Cursor() *tea.Position {
	if c.foot() == 0 {
		return nil
	}
	c.Lines()
	return &tea.Position{X: c.cursor, Y: c.H - 1}
}

// sure asks before anything is published.
func (c *Comments) sure() {
	said := strings.TrimSpace(c.draft.input.Value())
	if said == "" {
		c.draft.clear()
		c.resize()
		return
	}
	l := lang.Comments.In(c.Env.Lang)
	question := fmt.Sprintf(l.SureWrite, said)
	if to := c.draft.to; to != nil {
		question = fmt.Sprintf(l.SureReply, text.Of(to.Name).String(), said)
	}
	on, over := c.on, c.floor
	c.Env.Post(Sure{Question: question, Yes: func() tea.Cmd {
		c.publish(on, over, said)
		return nil
	}})
}

// publish sends what was written; a refusal leaves it in the input.
func (c *Comments) publish(on Thread, over *thread, said string) {
	src, to := c.Env.Comments, whom(c.draft.to)
	c.draft.typing, c.draft.sending = false, true
	c.resize()
	var made Comment
	c.Env.Post(Change{
		Topic: "comment",
		Send: func(ctx context.Context) (err error) {
			made, err = src.WriteComment(ctx, on, to, said)
			return err
		},
		Revert: func() tea.Cmd {
			c.draft.sending = false
			c.resize()
			return nil
		},
		Done: func() tea.Cmd {
			return c.published(on, over, made, said)
		},
	})
}

// published shows the new comment where it belongs.
func (c *Comments) published(on Thread, over *thread, made Comment, said string) tea.Cmd {
	to := c.draft.to
	c.draft.clear()
	c.Env.Post(Say{Text: lang.Comments.In(c.Env.Lang).Sent})
	made.Author, made.Name, made.Text = c.Env.User.ID, c.Env.User.Name, said
	if made.At.IsZero() {
		made.At = c.Env.Now()
	}
	defer c.resize()
	if on != c.on {
		return nil
	}
	if to == nil {
		c.tab, c.floor = NewFirst, nil
		c.resize()
		if t := c.tabs[NewFirst]; t.loaded {
			t.insert(made)
		}
		return c.Open() // it is among the newest
	}
	for _, t := range c.tabs {
		t.change(to.ID, func(m *Comment) { m.Answers++ })
	}
	if over == nil || over != c.floor {
		return nil
	}
	if to.ID != over.over.ID {
		made.Quote = &Quote{Name: to.Name, Text: to.Text}
	}
	over.insert(made)
	return nil
}

// like likes the comment under the cursor, or no longer: it shows at once.
func (c *Comments) like() {
	if m := c.now().now(); m != nil {
		c.setLiked(c.on, m.ID, !m.Liked, true)
	}
}

func (c *Comments) setLiked(on Thread, id int64, like, undoable bool) {
	l, src := lang.Comments.In(c.Env.Lang), c.Env.Comments
	show := func(like bool) {
		for _, t := range c.all() {
			t.change(id, func(m *Comment) {
				if m.Liked != like {
					m.Liked = like
					m.Likes = max(m.Likes+map[bool]int{true: 1, false: -1}[like], 0)
				}
			})
		}
	}
	show(like)
	said := l.Unliked
	if like {
		said = l.Liked
	}
	w := Change{
		Topic: "like comment", Name: said,
		Send: func(ctx context.Context) error { return src.LikeComment(ctx, on, id, like) },
		Revert: func() tea.Cmd {
			show(!like)
			return nil
		},
	}
	if undoable {
		c.Env.Post(Say{Text: said})
		w.Back = func() tea.Cmd {
			c.setLiked(on, id, !like, false)
			return nil
		}
	}
	c.Env.Post(w)
}

// remove deletes an own comment, after a question: there is no way back.
func (c *Comments) remove() {
	m, l := c.now().now(), lang.Comments.In(c.Env.Lang)
	switch {
	case m == nil:
		return
	case !c.mine(m):
		c.Env.Post(Say{Text: l.NotMine, Bad: true})
		return
	}
	gone, on := *m, c.on
	c.Env.Post(Sure{Question: fmt.Sprintf(l.SureDelete, text.Of(flat(gone.Text)).Cut(60).String()), Yes: func() tea.Cmd {
		c.delete(on, gone)
		return nil
	}})
}

func (c *Comments) delete(on Thread, gone Comment) {
	src := c.Env.Comments
	was := map[*thread]int{}
	for _, t := range c.all() {
		was[t] = t.remove(gone.ID)
	}
	if c.floor != nil && c.floor.over.ID == gone.ID {
		c.Back()
	}
	c.Env.Post(Say{Text: lang.Comments.In(c.Env.Lang).Deleted})
	c.Env.Post(Change{
		Topic: "delete comment",
		Send:  func(ctx context.Context) error { return src.DeleteComment(ctx, on, gone.ID) },
		Revert: func() tea.Cmd {
			for t, at := range was {
				if on == c.on {
					t.restore(gone, at)
				}
			}
			return nil
		},
	})
}
