package ui

import (
	"context"
	"image/color"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"ncmtui/config"
	"ncmtui/ui/lang"
	"ncmtui/ui/term"
	"ncmtui/ui/theme"
)

// look is what the colours of the screen are made from.
type look struct {
	name   string       // as configured
	own    *theme.Theme // the user's theme of that name, nil for built-in ones
	names  []string     // of the user's themes
	dark   bool         // the terminal's background, as far as known
	ground color.Color  // nil: not known
	mono   bool         // the terminal shows no colours
	basic  bool         // it has sixteen
	cover  bool         // the accent is the cover's
	accent color.Color  // of what plays, nil: none
	wait   bool         // nothing is drawn until the background is known

	problems []config.Problem // of the user's theme
}

// groundWait is how long the first frame waits to hear of the terminal's
// background: terminals that tell it do so within a few milliseconds.
const groundWait = 40 * time.Millisecond

// groundKept is the name under which the background is remembered.
const groundKept = "background"

type showMsg struct{}

// dress chooses the theme before the first frame.
func (a *App) dress() {
	kept := a.svc.Memory.Recall(groundKept)
	a.look = look{name: pick(a.svc.Theme == "", "auto", a.svc.Theme), dark: kept != "light", cover: a.svc.Accent == "cover"}
	if !slices.Contains(theme.Builtin, a.look.name) {
		a.look.names = a.svc.Themes.Names()
		if a.look.own, a.look.problems = a.svc.Themes.Load(a.look.name); a.look.own == nil {
			a.look.name = "auto"
		}
	}
	a.look.wait = theme.Follows(a.look.name) && kept == ""
	a.restyle()
}

// lookAround asks the terminal for its background, and says what is wrong
// with the user's theme.
func (a *App) lookAround() tea.Cmd {
	var cmds []tea.Cmd
	for _, p := range a.look.problems {
		cmds = append(cmds, a.notice(Notice{Text: lang.Both(p.Sentence()), Stays: true}))
	}
	if theme.Follows(a.look.name) || a.look.cover || a.svc.Remote {
		a.lines.asked = a.env.Now()
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	if a.art.wish == "auto" && a.svc.Covers != nil {
		cmds = append(cmds, tea.RequestTerminalVersion, tea.Raw(term.AskCells()))
	}
	if a.look.wait {
		cmds = append(cmds, tea.Tick(groundWait, func(time.Time) tea.Msg { return showMsg{} }))
	}
	return tea.Batch(cmds...)
}

// lit takes what the terminal says of its colours; showMsg: it said nothing.
func (a *App) lit(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.BackgroundColorMsg:
		a.lineMeasured()
		a.look.wait = false
		a.look.ground, a.look.dark = m.Color, m.IsDark()
		if kept := pick(a.look.dark, "dark", "light"); kept != a.env.Memory.Recall(groundKept) {
			a.env.Memory.Remember(groundKept, kept)
		}
	case tea.ColorProfileMsg:
		a.look.mono = m.Profile <= colorprofile.ASCII
		a.look.basic = m.Profile == colorprofile.ANSI
		a.art.profile = m.Profile
	case showMsg:
		a.look.wait = false
	}
	a.restyle()
	return a.portray()
}

// restyle makes the theme anew from all that is known.
func (a *App) restyle() {
	l := &a.look
	t := l.own
	switch {
	case l.mono:
		t = theme.None()
	case t == nil:
		t = theme.Named(l.name, l.dark)
	}
	switch {
	case l.basic:
		t = t.Basic()
	case l.cover:
		t = t.Accented(l.accent, l.ground)
	}
	if *t != *a.env.Theme {
		a.env.Theme = t
		a.env.Look++
	}
}

// themes are the names that can be set.
func (a *App) themes() []string { return append(slices.Clone(theme.Builtin), a.look.names...) }

// wear changes the theme while the program runs. A user's theme is read anew,
// so that it can be tried out.
func (a *App) wear(name string) tea.Cmd {
	if slices.Contains(theme.Builtin, name) {
		a.look.name, a.look.own = name, nil
		a.restyle()
		if theme.Follows(name) {
			return tea.RequestBackgroundColor
		}
		return nil
	}
	folder := a.svc.Themes
	return a.desk.AskKept("theme", writeLimit, func(context.Context) (any, error) {
		own, problems := folder.Load(name)
		names := folder.Names()
		return then(func(a *App) tea.Cmd {
			a.look.names = names
			if own != nil {
				a.look.name, a.look.own = name, own
				a.restyle()
			}
			for _, p := range problems {
				a.say(lang.Both(p.Sentence()).In(a.env.Lang), true)
			}
			return nil
		}), nil
	})
}

func init() {
	tunes("theme", tuner{
		value: func(a *App) string { return a.look.name },
		set:   func(a *App, c config.Config) tea.Cmd { return a.wear(c.Theme) },
	})
	tunes("theme_accent", tuner{
		value: func(a *App) string { return pick(a.look.cover, "cover", "theme") },
		set: func(a *App, c config.Config) tea.Cmd {
			a.look.cover = c.ThemeAccent == "cover"
			a.restyle()
			if a.look.cover && a.look.ground == nil {
				return tea.RequestBackgroundColor
			}
			return nil
		},
	})
}
