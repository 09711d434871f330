package wire

import (
	"context"
	"strings"

	"ncmtui/player/mpris"
)

// MediaKeys lets the desktop and its media keys command the player, until
// Close, if the settings want that and there is a session bus. quit ends the
// program; it must return at once.
func (m *Machine) MediaKeys(quit func()) {
	if m.settings.Value("mpris") != "true" {
		return
	}
	m.keys = mpris.Start(mpris.Options{Player: m.Player, Quit: quit, Lyrics: m.plainWords, Log: m.log})
}

// plainWords are a song's words as plain text.
func (m *Machine) plainWords(ctx context.Context, song int64) (string, error) {
	l, err := m.words(ctx, song)
	if err != nil {
		return "", err
	}
	lines := make([]string, len(l.Lines))
	for i, v := range l.Lines {
		lines[i] = v.Text
	}
	return strings.Join(lines, "\n"), nil
}
