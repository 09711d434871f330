package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/pane"
)

// retick asks to be woken at the next visible change, and never otherwise.
func (a *App) retick(cmds *[]tea.Cmd) {
	now := a.env.Now()
	next := a.nextChange(now)
	if next.Equal(a.tickAt) {
		return
	}
	a.tickGen++
	a.tickAt = next
	if next.IsZero() {
		return
	}
	gen := a.tickGen
	wait := max(next.Sub(now), time.Millisecond)
	*cmds = append(*cmds, tea.Tick(wait, func(time.Time) tea.Msg { return tickMsg{gen} }))
}

// nextChange is the first moment after now at which the screen differs.
func (a *App) nextChange(now time.Time) time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if a.lay.shape == tiny {
		return next
	}
	snap := a.env.Snap
	if snap.Moving && snap.Track != nil {
		pos := snap.Position(now)
		sooner(now.Add(time.Second - pos%time.Second))
		if a.lyricsShown() && !a.blurred { // else they go with the seconds
			sooner(a.lyrics.NextChange(now))
		}
		if a.spectrumShown() {
			sooner(later(a.spectrum.next, now))
		}
	}
	if !snap.SleepAt.IsZero() {
		sooner(now.Add(min(snap.SleepAt.Sub(now)%time.Minute, longest)))
	}
	if a.service.until.After(now) {
		sooner(now.Add(min(a.service.until.Sub(now), longest)))
	}
	if c, ok := a.page().(pane.Clocked); ok {
		sooner(c.NextChange(now))
	}
	sooner(a.toast.until)
	sooner(a.restsAt())
	if a.typed != nil {
		sooner(a.typedAt.Add(whichDelay))
	}
	return next
}

func (a *App) lyricsShown() bool {
	switch {
	case a.zoom, a.lay.shape == mini, a.lay.strip.h > 0:
		return true
	case a.lay.shape == three || a.focus == onRight:
		return a.tab == 0
	}
	return false
}
