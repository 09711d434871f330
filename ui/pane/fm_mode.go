package pane

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// FMMode is what the personal FM brings; the name is the one that is kept.
type FMMode string

// The modes; the last three are scenes.
const (
	FMDefault  FMMode = ""
	FMFamiliar FMMode = "familiar"
	FMExplore  FMMode = "explore"
	FMExercise FMMode = "exercise"
	FMFocus    FMMode = "focus"
	FMNight    FMMode = "night"
)

var fmModes = []FMMode{FMDefault, FMFamiliar, FMExplore, FMExercise, FMFocus, FMNight}

// TunerSource sets what the personal FM brings from now on; it returns at once.
type TunerSource interface{ Tune(m FMMode) }

const (
	tuneTopic = "tune"
	tuneAfter = 600 * time.Millisecond // of turning, before the mode is taken
	modeKey   = "fm mode"
)

// tuned takes the mode that was kept.
func (f *FM) tuned() {
	if f.Env.Tuner == nil {
		return
	}
	f.mode = max(slices.Index(fmModes, FMMode(f.Env.Memory.Recall(modeKey))), 0)
	f.taken = f.mode
	f.Env.Tuner.Tune(fmModes[f.mode])
}

// modeNames are the modes as they are shown.
func (f *FM) modeNames() []string {
	t := lang.Radio.In(f.Env.Lang)
	return []string{t.Default, t.Familiar, t.Explore, t.Exercise, t.Focus, t.Night}
}

// modes is the line of modes.
func (f *FM) modes() []kit.Span {
	if f.Env.Tuner == nil {
		return nil
	}
	return kit.Tabs(f.modeNames(), f.mode)
}

// turn goes to another mode; it is taken when the turning pauses.
func (f *FM) turn(to int) tea.Cmd {
	if f.Env.Tuner == nil {
		return nil
	}
	to = max(min(to, len(fmModes)-1), 0)
	if to == f.mode {
		return nil
	}
	f.mode = to
	return f.After(tuneTopic, tuneAfter)
}

// tune takes the mode: what was to come goes, and others are brought.
func (f *FM) tune() {
	if f.mode == f.taken {
		return
	}
	f.taken = f.mode
	f.Env.Tuner.Tune(fmModes[f.mode])
	f.Env.Memory.Remember(modeKey, string(fmModes[f.mode]))
	f.Env.Post(Say{Text: lang.Radio.In(f.Env.Lang).Now + f.modeNames()[f.mode]})
	if !f.On() {
		return
	}
	var coming []int
	for i := range f.rows.Len() {
		_, at := f.rows.track(i)
		coming = append(coming, at)
	}
	if len(coming) > 0 {
		f.Env.Do(player.RemoveMany{Rows: coming})
	}
}

// modeAt says which mode lies under a cell of the page, -1 for none.
func (f *FM) modeAt(x, y int) int {
	if f.Env.Tuner == nil || y != f.modeLine() {
		return -1
	}
	return kit.TabAt(f.modeNames(), x-f.indent(f.modes()))
}

// indent is where a line of the card begins.
func (f *FM) indent(spans []kit.Span) int {
	if f.H >= fmRoomy {
		return min(max((f.W-kit.Width(spans))/2, 3), f.W)
	}
	if kit.Width(spans) > f.W-4 {
		return min(1, f.W)
	}
	return min(3, f.W)
}

// place puts a line of the card into the middle where there is room for air,
// else to the left.
func (f *FM) place(spans []kit.Span) string {
	at := f.indent(spans)
	return text.Blank(at) + kit.Line(&f.Env.Theme.Plain, f.W-at, spans...)
}
