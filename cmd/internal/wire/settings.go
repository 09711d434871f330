package wire

import (
	"context"
	"sync"

	"ncmtui/cmd/internal/metered"
	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/ui"
)

// settings are those of the running program: what the file says, changed by
// the screen for this run.
type settings struct {
	proxies *Proxies

	mu     sync.Mutex
	cfg    config.Config
	net    metered.State
	wanted chan struct{} // has room for one: the network is worth looking at
}

func newSettings(c config.Config, proxies *Proxies) *settings {
	s := &settings{proxies: proxies, cfg: c, wanted: make(chan struct{}, 1)}
	s.want()
	return s
}

// live are the keys that are asked for anew with every song.
var live = map[string]bool{
	"quality": true, "quality_metered": true, "skip_trials": true, "network.metered": true, "network.metered_names": true, "notify": true,
	"report.netease": true, "report.except": true, "report.lastfm": true, "report.listenbrainz": true,
	"report.love": true, "report.private": true,
}

// filed are those that hold at once too, but that only the file changes: they
// hold passwords, or name programs to be run, which is nothing for a screen
// and nothing for the control socket.
var filed = map[string]bool{
	"network.proxy": true, "network.proxy_audio": true, "network.proxy_except": true,
	"hooks.on_song_change": true, "hooks.on_play": true, "hooks.on_pause": true, "hooks.on_like": true, "hooks.timeout": true,
}

func (s *settings) Live(key string) bool { return live[key] }

func (s *settings) Value(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Shown(key)
}

func (s *settings) Set(key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if filed[key] && s.cfg.Value(key) == value {
		return nil // the file has said so already
	}
	if !live[key] {
		return ui.ErrNextStart
	}
	if p := s.cfg.Set(key, value, "screen"); p != nil {
		return p
	}
	s.want()
	return nil
}

// adopt takes from the file what only the file changes.
func (s *settings) adopt(c config.Config) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range filed {
		if p := s.cfg.Set(key, c.Value(key), c.By(key)); p != nil {
			return p
		}
	}
	return s.proxies.set(s.cfg)
}

// lively gives what holds for the keys that can be changed.
func (s *settings) lively() map[string]string {
	out := make(map[string]string, len(live))
	for key := range live {
		out[key] = s.Value(key)
	}
	return out
}

// skipTrials says whether clips are passed over.
func (s *settings) skipTrials() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.SkipTrials
}

// tuned is a resolver that asks for what the settings say now.
type tuned struct {
	resolver
	set *settings
}

func (t tuned) asked() resolver {
	r := t.resolver
	r.level, r.skipTrials = t.set.quality(), t.set.skipTrials()
	return r
}

func (t tuned) Resolve(ctx context.Context, track int64) (player.Media, error) {
	return t.asked().Resolve(ctx, track)
}

func (t tuned) ResolveOther(ctx context.Context, track int64, refused player.Media) (player.Media, error) {
	return t.asked().ResolveOther(ctx, track, refused)
}
