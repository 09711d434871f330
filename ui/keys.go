package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// key routes a key press: text to whoever is typing, everything else through
// the keymap.
func (a *App) key(k tea.KeyPressMsg) tea.Cmd {
	switch k.Keystroke() {
	case "ctrl+c":
		return a.quit()
	case "ctrl+z":
		return tea.Suspend
	}
	if a.dismiss(k.Keystroke()) {
		return nil
	}
	if a.asking == nil {
		if a.layer != nil && a.lay.shape > mini {
			return a.layer.key(a, k)
		}
		if t := a.typist(); t != nil {
			a.typed = nil
			cmd := t.Type(k)
			a.refocus()
			return cmd
		}
	}
	name := keymap.Normal(keyName(k))
	if name == "esc" && a.typed != nil {
		a.typed = nil
		return nil
	}
	a.typed = append(a.typed, name)
	action, more := a.env.Keys.Find(a.scopes(), a.typed)
	if more {
		a.typedAt = a.env.Now()
		return nil
	}
	if action == keymap.None && len(a.typed) > 1 {
		a.say(text.Of(fmt.Sprintf(a.env.Texts.Toast.Unbound, keymap.Label(a.typed))).String(), false)
	}
	a.typed = nil
	return a.do(action)
}

// keyName is the key as bindings name it: the text it makes, or its name.
func keyName(k tea.KeyPressMsg) string {
	if k.Text != "" {
		return k.Text
	}
	return k.Keystroke()
}

// typist is the pane that takes text now, nil for none.
func (a *App) typist() pane.Typist {
	if a.lay.shape <= mini {
		return nil
	}
	if t, ok := a.focused().(pane.Typist); ok && t.Typing() {
		return t
	}
	return nil
}

// scopes are those in which keys are looked up.
func (a *App) scopes() []keymap.Scope {
	if a.asking != nil {
		return []keymap.Scope{keymap.Ask}
	}
	if s, ok := a.focused().(pane.Scoped); ok && a.lay.shape > mini {
		return s.Scopes()
	}
	return nil
}

// state is what there is for actions to act on.
func (a *App) state() keymap.State {
	var s keymap.State
	snap := a.env.Snap
	if snap.Track != nil {
		s |= keymap.Track
	}
	if len(snap.Queue.Tracks) > 0 {
		s |= keymap.Queued
	}
	if snap.Queue.CanUndo || len(a.changes) > 0 {
		s |= keymap.Undoable
	}
	if snap.Queue.FM {
		s |= keymap.Radio
	}
	if a.env.User.LoggedIn {
		s |= keymap.Account
	}
	if _, ok := a.selected(); ok {
		s |= keymap.Song
	}
	if _, ok := a.thing(); ok {
		s |= keymap.Thing
	}
	return s
}

// stateBelow is the state as it is on the page that the help was opened over.
func (a *App) stateBelow() keymap.State {
	s := a.state() &^ (keymap.Song | keymap.Thing)
	if c, ok := a.below.(pane.Chooser); ok {
		if _, has := c.Selected(); has {
			s |= keymap.Song | keymap.Thing
		}
	}
	return s
}

// selected is the song under the cursor of the focused pane.
func (a *App) selected() (pane.Choice, bool) {
	if a.lay.shape <= mini {
		return pane.Choice{}, false
	}
	if c, ok := a.focused().(pane.Chooser); ok {
		return c.Selected()
	}
	return pane.Choice{}, false
}

// do acts. What makes no sense now is answered with the reason.
func (a *App) do(action keymap.Action) tea.Cmd {
	if action == keymap.None || a.sought.spent(action, a.env.Now()) {
		return nil
	}
	if a.asking != nil {
		return a.decide(action)
	}
	if a.lay.shape == mini && !ofPlayer(action) && (action != keymap.Undo || a.thrown.id == 0) {
		a.say(fmt.Sprintf(a.env.Texts.Mini.Lists, fullW, fullH), true)
		return nil
	}
	if e, ok := a.env.Keys.Entry(action); ok {
		if why := a.whyNot(e); why != "" {
			a.say(why, true)
			return nil
		}
	}
	if do, ok := doers[action]; ok {
		return do(a)
	}
	if c := commandOf(action); c != nil {
		a.env.Do(c)
		return nil
	}
	if cmd, ok := a.songAction(action); ok {
		return cmd
	}
	if cmd, ok := a.navigate(action); ok {
		return cmd
	}
	if a.focused() == nil {
		return a.onSections(action)
	}
	cmd := a.focused().Handle(action)
	a.refocus()
	return cmd
}

// decide answers the open question.
func (a *App) decide(action keymap.Action) tea.Cmd {
	yes := a.asking.Yes
	switch action {
	case keymap.Confirm, keymap.Enter:
		a.asking = nil
		return yes()
	case keymap.Cancel, keymap.Back, keymap.Quit:
		a.asking = nil
	default:
	}
	return nil
}

// quit ends the program at once; what waits for the service has a chance to
// leave, and the terminal forgets its images.
func (a *App) quit() tea.Cmd {
	a.Close()
	a.art.over = true // or the frame after these would bring the images back
	return tea.Batch(a.throw(), tea.Sequence(a.takeDown(), tea.Quit))
}

// onSections moves in the left pane; moving shows, Enter goes in.
func (a *App) onSections(action keymap.Action) tea.Cmd {
	n := len(a.sections)
	row := a.navRow
	switch action {
	case keymap.Up:
		row--
	case keymap.Down:
		row++
	case keymap.Top, keymap.PageUp, keymap.HalfUp:
		row = 0
	case keymap.Bottom, keymap.PageDown, keymap.HalfDown:
		row = n - 1
	case keymap.Enter:
		return a.enterSection(row)
	default:
	}
	a.navRow = min(max(row, 0), n-1)
	return nil
}

// commandOf is the command an action stands for, nil for none.
func commandOf(action keymap.Action) player.Command {
	switch action {
	case keymap.PlayPause:
		return player.Toggle{}
	case keymap.Next:
		return player.Next{}
	case keymap.Previous:
		return player.Previous{}
	case keymap.SeekBack:
		return player.SeekBy{By: -second}
	case keymap.SeekBack5:
		return player.SeekBy{By: -5 * second}
	case keymap.SeekAhead:
		return player.SeekBy{By: 5 * second}
	case keymap.SeekAhead9:
		return player.SeekBy{By: 10 * second}
	case keymap.VolumeDown:
		return player.AddVolume{Percent: -5}
	case keymap.VolumeUp:
		return player.AddVolume{Percent: 5}
	case keymap.Mute:
		return player.ToggleMute{}
	case keymap.CycleMode:
		return player.CycleMode{}
	default:
	}
	return nil
}
