package pane

import (
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Daily is the page of the daily songs, the first one seen.
type Daily struct {
	songList
	songs []catalogue.Song
	day   int64 // whose songs these are
}

// DailySource takes a song out of today's, and gives the one that comes in its
// place.
type DailySource interface {
	Dislike(ctx context.Context, song int64) (catalogue.Song, error)
}

const dislikeTopic = "dislike"

// dayBegins is when the service's day of music begins, in China.
const dayBegins = 6 * time.Hour

// musicDay numbers days of music.
func musicDay(now time.Time) int64 {
	_, offset := now.In(china).Zone()
	return (now.Unix() + int64(offset) - int64(dayBegins/time.Second)) / (24 * 60 * 60)
}

// dayAfter is when the next day of music begins.
func dayAfter(now time.Time) time.Time {
	y, m, day := now.In(china).Date()
	at := time.Date(y, m, day, 0, 0, 0, 0, china).Add(dayBegins)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

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

// Open reads the list when it is not there, or of a day before.
func (d *Daily) Open() tea.Cmd {
	if d.loaded || d.Waiting(listTopic) {
		return tea.Batch(d.newDay(), d.await())
	}
	return d.load(d.Ask)
}

const (
	dayTopic = "new day"
	// dayLook is the longest wait for a new day: the clocks of timers stand while
	// the machine sleeps, and what failed is tried again.
	dayLook = 10 * time.Minute
)

// await waits for the next day of music as long as the page is shown, in one
// question: what is asked and answered draws.
func (d *Daily) await() tea.Cmd {
	if !d.loaded || d.Waiting(dayTopic) {
		return nil
	}
	day, now, done := d.day, d.Env.Now, d.Env.Done
	wait := func() time.Duration { return min(dayAfter(now()).Sub(now()), dayLook) }
	return d.Ask(dayTopic, 25*time.Hour, func(ctx context.Context) (any, error) {
		timer := time.NewTimer(wait())
		defer timer.Stop()
		for {
			select {
			case <-timer.C:
				if musicDay(now()) != day {
					return nil, nil
				}
				timer.Reset(wait())
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-done:
				return nil, context.Canceled
			}
		}
	})
}

// newDay reads the list again when it is of a day before. After a sleep of the
// machine that is seen with the next key or the next news of the player.
func (d *Daily) newDay() tea.Cmd {
	if !d.loaded || d.Waiting(listTopic) || d.day == musicDay(d.Env.Now()) {
		return nil
	}
	return d.load(d.Renew)
}

func (d *Daily) load(ask asking) tea.Cmd {
	src := d.Env.Lists
	d.err = nil
	d.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.DailySongs(ctx) })
}

// Scopes are the page's own, then those of a list of songs.
func (d *Daily) Scopes() []keymap.Scope {
	return append([]keymap.Scope{keymap.Daily}, d.songList.Scopes()...)
}

// Handle adds refreshing, and another song in the place of one.
func (d *Daily) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return d.load(d.Renew)
	}
	if a == keymap.Dislike {
		return d.dislike()
	}
	return tea.Batch(d.newDay(), d.songList.Handle(a))
}

func (d *Daily) dislike() tea.Cmd {
	c, ok := d.Selected()
	src := d.Env.Daily
	switch {
	case !ok || src == nil || d.Waiting(dislikeTopic):
		return nil
	case !d.Env.User.LoggedIn:
		d.Env.Post(Fail{ErrLogin})
		return nil
	}
	return d.Ask(dislikeTopic, askLimit, func(ctx context.Context) (any, error) {
		by, err := src.Dislike(ctx, c.Song.ID)
		return instead{c.Song.ID, by}, err
	})
}

// instead is a song that came in the place of another.
type instead struct {
	old int64
	by  catalogue.Song
}

func (d *Daily) replaced(m Answer) {
	in, _ := m.Value.(instead)
	i := slices.IndexFunc(d.songs, func(s catalogue.Song) bool { return s.ID == in.old })
	switch {
	case m.Err != nil:
		d.Env.Post(Fail{m.Err})
	case i >= 0:
		songs := slices.Clone(d.songs)
		songs[i] = in.by
		d.setSongs(songs)
		d.songs = songs
		d.Env.Post(Say{Text: fmt.Sprintf(lang.Daily.In(d.Env.Lang).Instead, text.Of(in.by.Name).String())})
	}
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
	case PlayerNews:
		return tea.Batch(d.newDay(), d.songList.Apply(msg))
	case Answer:
		if !d.Accept(m) {
			return nil
		}
		switch m.Topic {
		case dislikeTopic:
			d.replaced(m)
			return nil
		case dayTopic:
			return tea.Batch(d.newDay(), d.await())
		}
		songs, _ := m.Value.([]catalogue.Song)
		day := musicDay(d.Env.Now())
		d.answered(m.Err, len(songs), func() {
			if d.loaded && d.day != 0 && d.day != day && m.Err == nil {
				d.Env.Post(Say{Text: lang.Daily.In(d.Env.Lang).NewDay})
			}
			d.setSongs(songs)
			d.songs, d.day = songs, day
		})
		return d.await()
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
