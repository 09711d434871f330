package wire

import (
	"context"
	"fmt"

	"ncmtui/cmd/internal/metered"
	"ncmtui/config"
	"ncmtui/ui"
	"ncmtui/ui/lang"
)

// network hears of the machine's network once there is a setting that depends
// on it, until ctx ends.
func (m *Machine) network(ctx context.Context, watch func(context.Context, func(metered.State))) {
	select {
	case <-ctx.Done():
	case <-m.settings.wanted:
		watch(ctx, m.onNetwork)
	}
}

// onNetwork says which quality the next songs are asked for, where that
// changes with the network.
func (m *Machine) onNetwork(n metered.State) {
	before := m.settings.quality()
	m.settings.setNetwork(n)
	now := m.settings.quality()
	if before == now {
		return
	}
	said := lang.Both{ZH: "网络不再计费：之后的歌曲用 %s 音质", EN: "The network costs nothing any more: songs to come are %s"}
	if m.settings.costs() {
		said = lang.Both{ZH: "计费网络：之后的歌曲用 %s 音质", EN: "The network costs by volume: songs to come are %s"}
	}
	m.board.post(ui.Notice{Text: lang.Both{ZH: fmt.Sprintf(said.ZH, now), EN: fmt.Sprintf(said.EN, now)}})
}

// want lets the network be watched, if a setting depends on it.
func (s *settings) want() {
	if s.cfg.QualityMetered == config.SameQuality || s.cfg.Metered != "auto" {
		return
	}
	select {
	case s.wanted <- struct{}{}:
	default:
	}
}

func (s *settings) setNetwork(n metered.State) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.net = n
}

// costs says whether the network costs by volume: by the user's word, else the
// system's.
func (s *settings) costs() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.costly()
}

// costly is costs; mu is held.
func (s *settings) costly() bool {
	switch s.cfg.Metered {
	case "yes":
		return true
	case "no":
		return false
	}
	return s.net.Costs || s.net.Named(s.cfg.MeteredNames)
}

// saving says that songs are asked for in the quality of networks that cost;
// mu is held.
func (s *settings) saving() bool {
	return s.cfg.QualityMetered != config.SameQuality && s.costly()
}

// quality is the level that songs are asked for.
func (s *settings) quality() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.saving() {
		return s.cfg.QualityMetered
	}
	return s.cfg.Quality
}

// keptLevel is the level that a song on disk must have: any, where another one
// would have to be paid for.
func (s *settings) keptLevel() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.saving() {
		return ""
	}
	return s.cfg.Quality
}
