package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/pane"
)

// nearly is how much later than a wait under way the next visible change may be
// found: a song's place is rounded at other speeds than its own.
const nearly = time.Millisecond

// retick asks to be woken at the next visible change, and never otherwise. A
// wait cannot be taken back: one that ends sooner is left alone, and the rest
// is waited for then.
func (a *App) retick(cmds *[]tea.Cmd) {
	now := a.env.Now()
	next := a.nextChange(now)
	if next.IsZero() || !a.tickAt.IsZero() && a.tickAt.Before(next.Add(nearly)) {
		return
	}
	a.tickGen++
	a.tickAt = next
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
		sooner(now.Add(snap.Lasts(time.Second - pos%time.Second)))
		if a.lyricsShown() && !a.blurred { // else they go with the seconds
			sooner(a.lyrics.NextChange(now))
		}
		if a.spectrumShown() {
			sooner(later(a.spectrum.next, now))
		}
	}
	if !snap.SleepAt.IsZero() {
		sooner(towards(snap.SleepAt, now))
	}
	if a.service.until.After(now) {
		sooner(towards(a.service.until, now))
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

// towards is the next of the moments, the longest wait apart, by which a time is
// come to. They are the same from wherever it is looked.
func towards(t, now time.Time) time.Time {
	return t.Add(-((t.Sub(now) - 1) / longest * longest))
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
