// Package theme owns the colours of the screen as roles. It never decides
// where a role is used, and builds every escape sequence once.
package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style paints a text: the sequences before and after it. The zero Style
// paints nothing.
type Style struct{ on, off string }

// Paint puts the style around a text that holds no sequences of its own.
func (s Style) Paint(t string) string {
	if t == "" || s.on == "" {
		return t
	}
	return s.on + t + s.off
}

// Write is Paint into a builder.
func (s Style) Write(b *strings.Builder, t string) {
	if t == "" {
		return
	}
	b.WriteString(s.on)
	b.WriteString(t)
	b.WriteString(s.off)
}

// from takes the sequences out of a lipgloss style.
func from(st lipgloss.Style) Style {
	on, off, ok := strings.Cut(st.Render("x"), "x")
	if !ok {
		return Style{}
	}
	return Style{on, off}
}

// Palette are the roles on one background.
type Palette struct {
	Strong Style // what matters most: the current song, a title
	Text   Style // plain text
	Quiet  Style // secondary: artists, hints, numbers
	Faint  Style // disabled rows, what is only there to be found
	Accent Style // what plays, what is selected, what has the focus
	Loud   Style // accent and strong
	Warn   Style // something is wrong
	Rising Style // on the way from Strong to Loud
	Edge   Style // the border of the pane with the focus
	Line   Style // the borders of the others, what of a bar is still to come
	Blank  Style // the background alone
}

// Theme is one set of colours.
type Theme struct {
	Name     string
	Plain    Palette // on the terminal's own background
	Cursor   Palette // the selected row of the focused pane
	Shadow   Palette // the selected row of a pane without the focus
	Coloured bool    // false: state must be readable from glyphs alone

	made colours
}

// colours are the roles of a theme as #rrggbb.
type colours struct {
	strong, text, quiet, faint, accent, warn string
	cursor, shadow                           string // backgrounds
	ground                                   string // of the terminal it is for; never painted
}

// The built-in themes. Those of high contrast hold 7:1 for all that is read.
var (
	dark = colours{
		strong: "#f4f4f6", text: "#d0d1d8", quiet: "#8b8d98", faint: "#737479",
		accent: "#f25d63", warn: "#e0b15c", cursor: "#30313a", shadow: "#212229", ground: "#16181d",
	}
	light = colours{
		strong: "#101014", text: "#33343c", quiet: "#67686e", faint: "#88898f",
		accent: "#c8242c", warn: "#8f5a00", cursor: "#e4e4e9", shadow: "#f0f0f4", ground: "#fbfbf8",
	}
	contrastDark = colours{
		strong: "#ffffff", text: "#ffffff", quiet: "#d4d4d4", faint: "#a6a6a6",
		accent: "#ffd75f", warn: "#ffb26b", cursor: "#123f8c", shadow: "#303030", ground: "#101010",
	}
	contrastLight = colours{
		strong: "#000000", text: "#000000", quiet: "#3a3a3a", faint: "#6a6a6a",
		accent: "#0a3aa0", warn: "#7a1f00", cursor: "#cbdcff", shadow: "#e2e2e2", ground: "#ffffff",
	}
)

// Dark is for terminals with a dark background.
func Dark() *Theme { return build("dark", dark) }

// Light is for terminals with a light background.
func Light() *Theme { return build("light", light) }

// Contrast is for tired eyes and bad screens.
func Contrast(darkBackground bool) *Theme {
	if darkBackground {
		return build("contrast", contrastDark)
	}
	return build("contrast", contrastLight)
}

// None has no colour: weights by bold and faint, the cursor in reverse.
func None() *Theme {
	plain := Palette{
		Strong: from(lipgloss.NewStyle().Bold(true)),
		Quiet:  from(lipgloss.NewStyle().Faint(true)),
		Faint:  from(lipgloss.NewStyle().Faint(true)),
		Accent: from(lipgloss.NewStyle().Bold(true)),
		Loud:   from(lipgloss.NewStyle().Bold(true).Underline(true)),
		Warn:   from(lipgloss.NewStyle().Bold(true)),
		Rising: from(lipgloss.NewStyle().Bold(true).Underline(true)),
		Line:   from(lipgloss.NewStyle().Faint(true)),
	}
	rev := from(lipgloss.NewStyle().Reverse(true))
	und := from(lipgloss.NewStyle().Underline(true))
	return &Theme{
		Name: "none", Plain: plain, Cursor: flat(rev), Shadow: flat(und),
	}
}

func flat(s Style) Palette {
	return Palette{Strong: s, Text: s, Quiet: s, Faint: s, Accent: s, Loud: s, Warn: s, Rising: s, Edge: s, Line: s, Blank: s}
}

func build(name string, c colours) *Theme {
	return &Theme{
		Name:     name,
		Plain:    c.on(lipgloss.NewStyle()),
		Cursor:   c.on(lipgloss.NewStyle().Background(lipgloss.Color(c.cursor))),
		Shadow:   c.on(lipgloss.NewStyle().Background(lipgloss.Color(c.shadow))),
		Coloured: true,
		made:     c,
	}
}

// lineFade is how far lines fade into the background from what is faint: they
// are seen beside text, not read.
const lineFade = 0.4

func (c colours) on(base lipgloss.Style) Palette {
	fg := func(hex string) lipgloss.Style { return base.Foreground(lipgloss.Color(hex)) }
	return Palette{
		Strong: from(fg(c.strong).Bold(true)),
		Text:   from(fg(c.text)),
		Quiet:  from(fg(c.quiet)),
		Faint:  from(fg(c.faint)),
		Accent: from(fg(c.accent)),
		Loud:   from(fg(c.accent).Bold(true)),
		Warn:   from(fg(c.warn)),
		Rising: from(fg(hex(mix(parse(c.strong), parse(c.accent), 0.5))).Bold(true)),
		Edge:   from(fg(c.quiet)),
		Line:   from(fg(hex(mix(parse(c.faint), parse(c.ground), lineFade)))),
		Blank:  from(base),
	}
}

// Builtin are the names that Named knows, auto first.
var Builtin = []string{"auto", "dark", "light", "contrast", "none"}

// Follows says whether a theme's colours depend on the terminal's background.
func Follows(name string) bool { return name == "" || name == "auto" || name == "contrast" }

// Named gives a theme by its configured name; auto and unknown names follow
// the terminal's background.
func Named(name string, darkBackground bool) *Theme {
	switch name {
	case "dark":
		return Dark()
	case "light":
		return Light()
	case "contrast":
		return Contrast(darkBackground)
	case "none":
		return None()
	}
	if darkBackground {
		return Dark()
	}
	return Light()
}
