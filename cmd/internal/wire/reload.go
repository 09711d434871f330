package wire

import (
	"context"
	"os"
	"time"

	"ncmtui/config"
	"ncmtui/ui"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

// Watch says how the settings are read again when their file changes.
type Watch struct {
	File string
	Load func() (config.Config, []config.Problem) // the file and what lies over it
	Lang func(config.Config) lang.Lang            // of a configuration, auto too
}

const (
	// watchEvery is how often the file is looked at: a call of the system every
	// other second wakes nobody up.
	watchEvery = 2 * time.Second
	// watchCalm is how long it must stay as it is before it is read: editors
	// write in steps.
	watchCalm = 300 * time.Millisecond
)

// Live says whether a key that is none of the screen's can be changed while
// the program runs.
func Live(key string) bool { return live[key] || filed[key] }

// stamp is what changes when a file is written; zero for none.
type stamp struct {
	at   time.Time
	size int64
}

func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}
	}
	return stamp{info.ModTime(), info.Size()}
}

// watch reads the settings again whenever their file has changed, until ctx
// ends.
func (m *Machine) watch(ctx context.Context, w *Watch, now config.Config) {
	seen, next := stampOf(w.File), watchEvery
	for then := seen; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		}
		s := stampOf(w.File)
		switch {
		case s == seen:
			next = watchEvery
		case s != then:
			next = watchCalm
		default:
			seen, next = s, watchEvery
			now = m.reload(ctx, w, now)
		}
		then = s
	}
}

// reload tells the screen what is new in the file, and gives it.
func (m *Machine) reload(ctx context.Context, w *Watch, before config.Config) config.Config {
	c, problems := w.Load()
	r := ui.Reload{Config: c}
	r.Config.Lang = map[lang.Lang]string{lang.ZH: "zh", lang.EN: "en"}[w.Lang(c)]
	var binds bool
	r.Changed, binds = config.Changed(before, c)
	if err := m.settings.adopt(c); err != nil {
		m.log.Warn("settings of the file were not taken", "err", err)
	}
	if binds || before.KeyPreset != c.KeyPreset {
		r.Keys, _ = keymap.Of(c.KeyPreset, c.Binds)
	}
	_, wrong := keymap.Of(c.KeyPreset, c.Binds)
	if m.App == nil {
		m.retune(c, r.Changed)
	} else if r.Keys != nil || len(r.Changed) > 0 {
		select {
		case m.board <- ui.Notice{Reload: &r}:
		case <-ctx.Done():
			return c
		}
	}
	m.board.problems(append(problems, wrong...))
	return c
}
