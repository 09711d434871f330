package pane

import (
	"context"
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Video is a music video with all that its page shows.
type Video struct {
	Clip
	Description string
	Saved       bool
	Heights     []int // of the pictures there are, in lines, smallest first
}

// VideoSource gives music videos.
type VideoSource interface {
	Video(ctx context.Context, id int64) (Video, error)
}

// VideoPage is the page of a music video: what is known of it, and what can be
// done with it. It shows no pictures, and says so.
type VideoPage struct {
	Base
	mv   Video
	read bool
	err  error
}

// NewVideoPage makes the page of a video of which at least id and name are
// known.
func NewVideoPage(env *Env, t Thing) *VideoPage {
	return &VideoPage{Base: NewBase(env), mv: Video{Clip: Clip{ID: t.ID, Name: t.Name}, Saved: t.Followed}}
}

// Title is the video's name.
func (v *VideoPage) Title() text.Clean { return text.Of(v.mv.Name) }

// About is the video.
func (v *VideoPage) About() (Thing, bool) { return v.about(), true }

func (v *VideoPage) about() Thing {
	t := clipThing(&v.mv.Clip)
	t.Followed = v.mv.Saved
	return t
}

// SetSize gives the page its cells.
func (v *VideoPage) SetSize(w, h int) { v.W, v.H = w, h }

// Open reads the video when it is not there.
func (v *VideoPage) Open() tea.Cmd {
	if v.read || v.Waiting(listTopic) {
		return nil
	}
	return v.load(v.Ask)
}

func (v *VideoPage) load(ask asking) tea.Cmd {
	v.err = nil
	src, id := v.Env.Videos, v.mv.ID
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Video(ctx, id) })
}

// Handle opens the video in the browser: that is where its pictures are.
func (v *VideoPage) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Enter:
		v.Env.Post(Act{keymap.WebRow})
	case keymap.Refresh:
		return v.load(v.Renew)
	default:
	}
	return nil
}

// Click opens it on a double click.
func (v *VideoPage) Click(_, _ int, double bool) tea.Cmd {
	if double {
		return v.Handle(keymap.Enter)
	}
	return nil
}

// Wheel does nothing: all of it is shown.
func (v *VideoPage) Wheel(int) tea.Cmd { return nil }

// Apply takes the video.
func (v *VideoPage) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok || !v.Accept(m) {
		return nil
	}
	if v.err = m.Err; m.Err == nil {
		v.mv, _ = m.Value.(Video)
		v.read = true
	}
	return nil
}

// Lines draws the page.
func (v *VideoPage) Lines() []string {
	if v.W < 8 || v.H < 1 {
		return kit.Blanks(v.W, v.H)
	}
	if v.err != nil {
		said := v.Env.Explain(v.err)
		return kit.Notice{What: said.What, Do: said.Do, Bad: true}.Lines(v.Env.Theme, v.W, v.H)
	}
	indent := min(3, v.W/8)
	inner := v.W - 2*indent
	lines := make([]string, 0, v.H)
	add := func(spans ...kit.Span) {
		lines = append(lines, text.Blank(indent)+kit.Line(&v.Env.Theme.Plain, inner+indent, spans...))
	}
	blank := func() {
		if v.H >= 12 {
			lines = append(lines, text.Blank(v.W))
		}
	}
	t := lang.MV.In(v.Env.Lang)
	blank()
	add(kit.Span{Text: text.Of(v.mv.Name), Role: kit.Loud})
	add(v.facts()...)
	blank()
	for i, l := range text.Of(v.mv.Description).Wrap(inner) {
		if i >= max(v.H-10, 0) {
			break
		}
		add(kit.Span{Text: l, Role: kit.Quiet})
	}
	if v.mv.Description != "" {
		blank()
	}
	add(v.deed(keymap.Enter, t.Watch)...)
	add(v.deed(keymap.FollowRow, pickText(v.Env.Follows.On(v.about()), t.Unsave, t.Save))...)
	add(v.deed(keymap.CopyLink, t.Copy)...)
	blank()
	add(kit.Span{Text: text.Of(t.NoPicture), Role: kit.Faint})
	return kit.Exactly(lines, v.W, v.H)
}

// deed is one thing to do, with its key.
func (v *VideoPage) deed(a keymap.Action, what string) []kit.Span {
	key := text.Of(v.Env.Keys.KeyOf(nil, a))
	return []kit.Span{{Text: key, Role: kit.Text}, {Text: text.Of(text.Blank(max(7-key.Width(), 1)))}, {Text: text.Of(what), Role: kit.Quiet}}
}

func pickText(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// facts are the video in one line.
func (v *VideoPage) facts() []kit.Span {
	var spans []kit.Span
	if by := Names(v.mv.Artists); !by.Empty() {
		spans = append(spans, kit.Span{Text: by, Role: kit.Text})
	}
	spans = join(spans, v.mv.Published)
	if v.mv.Duration > 0 {
		spans = join(spans, kit.Clock(v.mv.Duration))
	}
	t := lang.MV.In(v.Env.Lang)
	if v.mv.Plays > 0 {
		spans = join(spans, fmt.Sprintf(t.Plays, roughly(v.Env.Lang, v.mv.Plays)))
	}
	if n := len(v.mv.Heights); n > 0 {
		spans = join(spans, strconv.Itoa(v.mv.Heights[n-1])+"p")
	}
	return spans
}
