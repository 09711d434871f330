package ui_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui"
	"ncmtui/ui/text"
)

func cells(line string) int { return text.Width(line) }

// listening is the screen at 160×48 with a song playing, its lyrics running.
func listening(b *testing.B) fakes {
	b.Helper()
	f := newFakes()
	b.Cleanup(f.Close)
	f.Update(tea.WindowSizeMsg{Width: 160, Height: 48})
	run(f.App, f.Init(), 0)
	press(f.App, tea.Key{Code: '2', Text: "2"})
	press(f.App, tea.Key{Code: tea.KeyEnter})
	press(f.App, tea.Key{Code: tea.KeyEnter})
	time.Sleep(5 * time.Millisecond)
	run(f.App, f.Init(), 0)
	return f
}

func press(app *ui.App, k tea.Key) { drive(app, tea.KeyPressMsg(k)) }

func BenchmarkViewPlaying(b *testing.B) {
	f := listening(b)
	b.ReportAllocs()
	for b.Loop() {
		f.View()
	}
}

func BenchmarkCursorMove(b *testing.B) {
	f := listening(b)
	j := tea.KeyPressMsg(tea.Key{Code: 'j', Text: "j"})
	b.ReportAllocs()
	for b.Loop() {
		f.Update(j)
		f.View()
	}
}

func BenchmarkResize(b *testing.B) {
	f := listening(b)
	b.ReportAllocs()
	w := 160
	for b.Loop() {
		w = 320 - 2*60 - w // 160, 40 in turn
		f.Update(tea.WindowSizeMsg{Width: max(w, 40), Height: 48})
		f.View()
	}
}
