package pane

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/text"
)

// Daily is the page of the daily songs, the first one seen.
type Daily struct{ songList }

// dailyKind is the service's word for where plays of daily songs come from.
const dailyKind = "dailySongRecommend"

// NewDaily makes the page.
func NewDaily(env *Env) *Daily {
	d := &Daily{}
	d.guest = env.Texts.Guest.Daily
	d.init(env, player.Source{Kind: dailyKind})
	return d
}

// Title is the section's name.
func (d *Daily) Title() text.Clean { return text.Of(d.Env.Texts.Sections.Daily) }

// Open reads the list when it is not there.
func (d *Daily) Open() tea.Cmd {
	if d.loaded || d.Waiting(listTopic) {
		return nil
	}
	return d.load(d.Ask)
}

func (d *Daily) load(ask asking) tea.Cmd {
	src := d.Env.Lists
	d.err = nil
	d.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.DailySongs(ctx) })
}

// Handle adds refreshing.
func (d *Daily) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return d.load(d.Renew)
	}
	return d.songList.Handle(a)
}

// Apply takes the list.
func (d *Daily) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case UserNews:
		asked := d.loaded || d.err != nil || d.Waiting(listTopic)
		if m.Other {
			d.setSongs(nil)
			d.loaded = false
		}
		if asked {
			return d.load(d.Renew)
		}
	case Answer:
		if !d.Accept(m) {
			return nil
		}
		songs, _ := m.Value.([]catalogue.Song)
		d.answered(m.Err, len(songs), func() { d.setSongs(songs) })
		return nil
	}
	return d.songList.Apply(msg)
}

// asking is how a page asks for its list: Ask, or Renew.
type asking = func(topic string, limit time.Duration, f func(context.Context) (any, error)) tea.Cmd

// answered takes the answer to a page's list. Rows that are there stay when
// reading them anew failed; kept ones that came with an error are taken when
// there are none.
func (s *sheet) answered(err error, rows int, take func()) {
	s.table.Redraw()
	switch {
	case err == nil:
		s.loaded, s.err = true, nil
		take()
	case rows > 0 && (!s.loaded || s.table.Rows.Len() == 0):
		s.loaded, s.err = true, nil
		take()
		s.Env.Post(Fail{err})
	case s.loaded && s.table.Rows.Len() > 0:
		s.Env.Post(Fail{err})
	default:
		s.err = err
	}
}
