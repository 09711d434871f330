//go:build testhooks

package main

import (
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/internal/safe"
)

// trapped breaks the model at the key F12 in the way NCMTUI_TEST_PANIC says:
// update, view, cmd, batch, goroutine (one of ours), library (one of somebody
// else's) or fatal (an error of the runtime).
func trapped(m tea.Model) tea.Model {
	how := os.Getenv("NCMTUI_TEST_PANIC")
	if how == "" {
		return m
	}
	return &trap{Model: m, how: how}
}

type trap struct {
	tea.Model
	how    string
	sprung bool
}

// brokenBy is what every trap says; the cookie in it must not be seen again.
const brokenBy = "trap MUSIC_U=00c0ffee00c0ffee00c0ffee00c0ffee"

func (t *trap) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && k.Code == tea.KeyF12 {
		return t, t.spring()
	}
	_, cmd := t.Model.Update(msg)
	return t, cmd
}

func (t *trap) View() tea.View {
	if t.sprung {
		panic(brokenBy)
	}
	return t.Model.View()
}

func (t *trap) spring() tea.Cmd {
	broken := func() tea.Msg { panic(brokenBy) }
	switch t.how {
	case "update":
		panic(brokenBy)
	case "view":
		t.sprung = true
	case "cmd":
		return broken
	case "batch":
		return tea.Batch(broken, tea.Tick(time.Hour, nil))
	case "goroutine":
		safe.Go("trap", func() { panic(brokenBy) })
	case "library":
		time.AfterFunc(0, func() { panic(brokenBy) })
	case "fatal":
		new(sync.Mutex).Unlock()
	}
	return nil
}
