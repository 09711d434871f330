package main

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/internal/safe"
)

// shown is the screen's model as the program runs it: a panic in it goes the
// way of every panic here (see stage.crashed), and each frame sets the pace of
// the renderer.
type shown struct {
	tea.Model
	pace *pace
}

func (m *shown) Init() tea.Cmd {
	defer safe.Recover("screen")
	return safely(m.Model.Init())
}

func (m *shown) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer safe.Recover("screen")
	next, cmd := m.Model.Update(msg)
	m.Model = next
	return m, safely(cmd)
}

func (m *shown) View() tea.View {
	defer safe.Recover("screen")
	v := m.Model.View()
	m.pace.frame()
	return v
}

// safely puts a command, and the ones it turns out to be made of, into the
// recover boundary: Bubble Tea runs each in a goroutine of its own.
func safely(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer safe.Recover("command")
		msg := cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		guarded := make(tea.BatchMsg, len(batch))
		for i, c := range batch {
			guarded[i] = safely(c)
		}
		return guarded
	}
}
