package wire

import (
	"context"
	"errors"
	"sync"

	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/pane"
)

// side is what a screen has of the player and of what runs beside it, by where
// that is.
type side struct {
	player     player.Controller
	taste      pane.TasteSource
	tuner      pane.TunerSource
	settings   ui.Settings
	clearCache func(context.Context) (int64, error)
	counted    func() int
	tally      func() ui.Tally
	spectrum   ui.Spectrum
}

// side is near when the player is in this process.
func (m *Machine) side() side {
	if m.link != nil {
		return m.far()
	}
	return side{
		player: m.Player, taste: m.lists, tuner: m.radio, settings: m.settings, clearCache: m.clearCache,
		counted: m.report.Counted, tally: m.tally, spectrum: m.Player.Tap(),
	}
}

// far is a player behind the control socket.
func (m *Machine) far() side {
	l := m.link
	l.Hear(func(song int64, on bool) {
		m.lists.Heard(song, on)
		m.board.like(song, on)
	}, m.hears)
	return side{
		player: l, taste: farTaste{m.lists, l}, tuner: farTuner{l},
		settings: &farSettings{settings: m.settings, link: l, wished: map[string]string{}},
		clearCache: func(ctx context.Context) (int64, error) {
			n, err := l.Client().ClearCache(ctx)
			return n, err
		},
		counted: func() int { return farTally(l).Accepted }, tally: func() ui.Tally { return farTally(l) },
		spectrum: l,
	}
}

// farTally is the tally as the player told it last. One of an older version
// does not tell what was proved: then nothing is known to be.
func farTally(l *remote.Link) ui.Tally {
	st, _ := l.Client().State()
	return ui.Tally{Accepted: st.Counted, Counted: st.Proved}
}

// farTaste tells the player of the likes that this process has made.
type farTaste struct {
	*catalogue.Catalogue
	link *remote.Link
}

func (t farTaste) SetLiked(ctx context.Context, id int64, like bool) error {
	err := t.Catalogue.SetLiked(ctx, id, like)
	if err == nil {
		t.link.Client().Told(id, like)
	}
	return err
}

type farTuner struct{ link *remote.Link }

func (t farTuner) Tune(m pane.FMMode) { t.link.Client().Tune(string(m)) }

// farSettings are the file's as this process has read it, and of those that
// can be changed what holds for the player.
type farSettings struct {
	*settings
	link *remote.Link

	mu     sync.Mutex
	wished map[string]string // and not told of by the player yet
}

func (s *farSettings) Value(key string) string {
	st, _ := s.link.Client().State()
	s.mu.Lock()
	defer s.mu.Unlock()
	holds, known := st.Settings[key]
	if wish, ok := s.wished[key]; ok {
		if wish != holds {
			return wish
		}
		delete(s.wished, key)
	}
	if !known {
		return s.settings.Value(key)
	}
	return holds
}

func (s *farSettings) Set(key, value string) error {
	if err := s.settings.Set(key, value); err != nil || filed[key] {
		return err // what only the file changes, the player reads for itself
	}
	s.mu.Lock()
	s.wished[key] = s.settings.Value(key)
	s.mu.Unlock()
	s.link.Client().Set(key, value)
	return nil
}

// closeScreen ends a screen; the player at the other end of the link goes on.
func (m *Machine) closeScreen() error {
	linked := m.link.Close()
	m.stop()
	m.group.Wait()
	m.lists.Close()
	m.memory.stop()
	return errors.Join(linked, m.db.Close(), m.turns.Close())
}

// Sounds says whether the player of this process is playing.
func (m *Machine) Sounds() bool {
	if m.Player == nil {
		return false
	}
	sub := m.Player.Subscribe()
	defer sub.Close()
	return sounds(sub.Snapshot())
}
