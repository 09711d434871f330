package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Spectrum looks at what is heard: dst is set to how loud the bands are, 0 to
// 1; false when nothing is heard. See player.Spectrum.
type Spectrum interface {
	Bands(dst []float32, at time.Time) bool
}

// spectrum is the band over the bar. It is looked at only while it is shown,
// something plays and the terminal has the focus.
type spectrum struct {
	on    bool
	next  time.Time // when it is looked at again
	bands []float32
	level []float32 // as drawn: they rise at once and fall slowly
}

const (
	spectrumStep = 66 * time.Millisecond // 15 looks a second
	spectrumFall = 0.09                  // of the height, a look
	spectrumEach = 2                     // cells of a band, its gap included
)

// eighths are the parts of a cell, from below.
var eighths = [...]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

func (a *App) spectrumShown() bool {
	return a.lay.spectrum.h > 0 && !a.blurred && a.env.Snap.Moving
}

// toggleSpectrum shows the band or takes it away; that is remembered.
func (a *App) toggleSpectrum() tea.Cmd {
	t := lang.Looks.In(a.env.Lang)
	switch {
	case a.svc.Spectrum == nil:
		a.say(t.NoSpectrum, true)
		return nil
	case a.lay.h < spectrumMin:
		a.say(t.LowScreen, true)
		return nil
	}
	a.spectrum = spectrum{on: !a.spectrum.on}
	a.env.Memory.Remember("spectrum", pick(a.spectrum.on, "on", "off"))
	return nil
}

// listenIn looks at what is heard now, when it is time to.
func (a *App) listenIn() {
	now := a.env.Now()
	if !a.spectrumShown() || now.Before(a.spectrum.next) {
		return
	}
	s := &a.spectrum
	s.next = now.Add(spectrumStep)
	n := max((a.lay.spectrum.w-2)/spectrumEach, 0)
	if len(s.level) != n {
		s.bands, s.level = make([]float32, n), make([]float32, n)
	}
	a.svc.Spectrum.Bands(s.bands, now)
	for i, b := range s.bands {
		s.level[i] = max(b, s.level[i]-spectrumFall)
	}
}

// spectrumLines draws the band.
func (a *App) spectrumLines() []string {
	r := a.lay.spectrum
	lines := make([]string, r.h)
	p := &a.env.Theme.Plain
	steps := 8 * r.h
	for y := range lines {
		var b strings.Builder
		below := 8 * (r.h - 1 - y)
		for _, v := range a.spectrum.level {
			n := int(v*float32(steps)+0.5) - below
			if !a.env.Snap.Moving {
				n = 0
			}
			b.WriteString(eighths[min(max(n, 0), 8)])
			b.WriteByte(' ')
		}
		line := b.String()
		used := spectrumEach * len(a.spectrum.level)
		if used > r.w-1 {
			line, used = "", 0
		}
		style := p.Quiet
		if y < r.h-1 {
			style = p.Accent // what is loud reaches the upper row
		}
		lines[y] = " " + style.Paint(text.Of(line).String()) + text.Blank(r.w-1-used)
	}
	return lines
}

// later is t, or a moment after now when t is over.
func later(t, now time.Time) time.Time {
	if t.After(now) {
		return t
	}
	return now.Add(time.Millisecond)
}

func init() {
	does((*App).toggleSpectrum, keymap.Spectrum)
	commanded(command{name: "spectrum", help: lang.Both{ZH: "频谱", EN: "spectrum"}, run: act(keymap.Spectrum)})
}
