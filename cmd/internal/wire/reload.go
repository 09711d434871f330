package wire

import (
	"context"
	"os"
	"slices"
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
	// watchEvery is how often files are looked at.
	watchEvery = 2 * time.Second
	// watchCalm is how long the settings must stay as they are before they are
	// read: editors write in steps.
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

// look looks at a file and does what its change asks for; it gives the time to
// its next look.
type look func(context.Context) time.Duration

// watch looks at the files that the user, a verb or another screen may write,
// until ctx ends: at all of them at once, because waking up costs more than
// looking.
func (m *Machine) watch(ctx context.Context, o Options) {
	var looks []look
	if o.Watch != nil {
		looks = append(looks, m.settingsOf(o.Watch, o.Config))
	}
	if file := m.account.keep.file.Path(); file != "" {
		looks = append(looks, m.loginIn(file))
	}
	if m.others != nil && m.others.dir != "" {
		looks = append(looks, m.others.look(m.report))
	}
	if len(looks) == 0 {
		return
	}
	for next := watchEvery; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(next):
		}
		next = watchEvery
		for _, look := range looks {
			next = min(next, look(ctx))
		}
	}
}

// settingsOf reads the settings again when their file has changed.
func (m *Machine) settingsOf(w *Watch, now config.Config) look {
	seen := stampOf(w.File)
	then := seen
	return func(ctx context.Context) time.Duration {
		before := then
		then = stampOf(w.File)
		switch {
		case then == seen:
		case then != before:
			return watchCalm
		default:
			seen = then
			now = m.reload(ctx, w, now)
		}
		return watchEvery
	}
}

// reload tells the screen what is new in the file, and gives it.
func (m *Machine) reload(ctx context.Context, w *Watch, before config.Config) config.Config {
	c, problems := w.Load()
	r := ui.Reload{Config: c}
	r.Config.Lang = map[lang.Lang]string{lang.ZH: "zh", lang.EN: "en"}[w.Lang(c)]
	var binds bool
	r.Changed, binds = config.Changed(before, c)
	// A volume that the file no longer says stays as it is: the default is loud.
	r.Changed = slices.DeleteFunc(r.Changed, func(key string) bool { return key == "volume" && c.By(key) == "" })
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
