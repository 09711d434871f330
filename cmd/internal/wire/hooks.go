package wire

import (
	"context"
	"strings"
	"time"

	"ncmtui/player"
	"ncmtui/player/hook"
	"ncmtui/player/notify"
	"ncmtui/ui/text"
)

// hooks tell the user's programs and the desktop what the player does; they
// are where the player is, so that several screens do not say it twice. A nil
// one tells nobody.
type hooks struct {
	set    *settings
	covers *covers
	runner *hook.Runner
	notes  *notify.Notifier // nil: there is no desktop to tell
}

// startHooks begins to listen to the player.
func (m *Machine) startHooks(ctx context.Context, o Options) {
	h := &hooks{set: m.settings, covers: m.covers}
	h.runner = hook.New(hook.Options{Command: m.settings.command, Log: o.Log})
	if o.Desktop != nil {
		h.notes = notify.New(o.Desktop, o.Log)
	}
	m.hooks = h
	sub := m.Player.Subscribe()
	first := sub.Snapshot()
	m.group.Go("news", func() {
		defer sub.Close()
		hook.Follow(ctx, sub, first, o.Now, h.tell)
	})
}

func (h *hooks) tell(n hook.News) {
	h.runner.Tell(n)
	if n.Kind == hook.SongChange && h.notes != nil && h.set.notify() {
		h.notes.Show(func(ctx context.Context) notify.Note { return h.note(ctx, n.Track) })
	}
}

// likes says whether anybody wants to know of likes.
func (h *hooks) likes() bool { return h != nil && len(h.set.command(hook.Like).Argv) > 0 }

func (h *hooks) liked(t player.Track, on bool) {
	if h.likes() {
		h.runner.Tell(hook.News{Kind: hook.Like, Track: t, Liked: on})
	}
}

func (h *hooks) close() {
	if h == nil {
		return
	}
	if h.notes != nil {
		h.notes.Close()
	}
	h.runner.Close()
}

const (
	noteTitle, noteBody = 80, 160 // cells
	noteSide            = 128     // pixels
	noteCover           = 3 * time.Second
)

// note is a song as the desktop shows it, with its cover if that comes soon.
func (h *hooks) note(ctx context.Context, t player.Track) notify.Note {
	by := strings.Join(t.Artists, " / ")
	if t.Album != "" {
		by = strings.TrimPrefix(by+" – "+t.Album, " – ")
	}
	n := notify.Note{Title: text.Of(t.Title).Cut(noteTitle).String(), Body: text.Of(by).Cut(noteBody).String()}
	if t.Cover == "" {
		return n
	}
	ctx, cancel := context.WithTimeout(ctx, noteCover)
	defer cancel()
	if p, err := h.covers.Cover(ctx, t.Cover); err == nil {
		side, rgb := p.RGB(noteSide)
		n.Image = &notify.Image{W: side, H: side, RGB: rgb}
	}
	return n
}

// command is what the settings say is run at a kind of news.
func (s *settings) command(k hook.Kind) hook.Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.cfg.Hooks
	argv := map[hook.Kind][]string{hook.SongChange: h.SongChange, hook.Play: h.Play, hook.Pause: h.Pause, hook.Like: h.Like}[k]
	return hook.Command{Argv: argv, Timeout: time.Duration(h.Timeout) * time.Second}
}

// notify says whether songs are told to the desktop.
func (s *settings) notify() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Notify
}
