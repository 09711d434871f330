package theme

import "charm.land/lipgloss/v2"

// inks are colours of a terminal that has sixteen, by their numbers.
type inks struct{ strong, text, quiet, faint, accent, warn, edge, line string }

// Basic is the theme for a terminal of sixteen colours: the nearest of its own
// ones would be blue on blue. The row under the cursor stands on a background,
// the one of a pane without the focus is underlined.
func (t *Theme) Basic() *Theme {
	if !t.Coloured {
		return t
	}
	plain := inks{strong: "15", text: "15", quiet: "7", faint: "8", accent: "9", warn: "11", edge: "7", line: "8"}
	cursor, ground := inks{strong: "15", text: "15", quiet: "7", faint: "7", accent: "11", warn: "11", edge: "7", line: "7"}, "4"
	if luminance(parse(t.made.ground)) > 0.18 {
		plain = inks{strong: "0", text: "0", quiet: "8", faint: "8", accent: "1", warn: "5", edge: "0", line: "7"}
		cursor, ground = inks{strong: "0", text: "0", quiet: "0", faint: "0", accent: "1", warn: "5", edge: "0", line: "8"}, "7"
	}
	return &Theme{
		Name: t.Name, Coloured: true, made: t.made,
		Plain:  plain.on(lipgloss.NewStyle()),
		Cursor: cursor.on(lipgloss.NewStyle().Background(lipgloss.Color(ground))),
		Shadow: plain.on(lipgloss.NewStyle().Underline(true)),
	}
}

func (c inks) on(base lipgloss.Style) Palette {
	fg := func(number string) lipgloss.Style { return base.Foreground(lipgloss.Color(number)) }
	loud := from(fg(c.accent).Bold(true))
	return Palette{
		Strong: from(fg(c.strong).Bold(true)),
		Text:   from(fg(c.text)),
		Quiet:  from(fg(c.quiet)),
		Faint:  from(fg(c.faint)),
		Accent: from(fg(c.accent)),
		Loud:   loud,
		Warn:   from(fg(c.warn)),
		Rising: loud,
		Edge:   from(fg(c.edge)),
		Line:   from(fg(c.line)),
		Blank:  from(base),
	}
}
