package wire

import (
	"context"
	"sync"

	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/ui"
)

// settings are those of the running program: what the file says, changed by
// the screen for this run.
type settings struct {
	mu  sync.Mutex
	cfg config.Config
}

// live are the keys that are asked for anew with every song.
var live = map[string]bool{"quality": true, "skip_trials": true}

func (s *settings) Live(key string) bool { return live[key] }

func (s *settings) Value(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Value(key)
}

func (s *settings) Set(key, value string) error {
	if !live[key] {
		return ui.ErrNextStart
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.cfg.Set(key, value, "screen"); p != nil {
		return p
	}
	return nil
}

// lively gives what holds for the keys that can be changed.
func (s *settings) lively() map[string]string {
	out := make(map[string]string, len(live))
	for key := range live {
		out[key] = s.Value(key)
	}
	return out
}

// quality is the level that songs are asked for.
func (s *settings) quality() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Quality
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
