package ui_test

import (
	"slices"
	"testing"
	"time"

	"ncmtui/ui/uitest"
)

// asked are the songs that the player was to have ready, since the last call.
func (p *fakePlayer) asked() []int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hints
	p.hints = nil
	return h
}

func TestTheSongUnderAResterIsMadeReadyAndNoOther(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Wait(2 * time.Second)
		if got := f.player.asked(); !slices.Equal(got, []int64{1000}) {
			t.Errorf("at first %v", got)
		}
		s.Keys("j", "j", "j").Wait(2 * time.Second)
		if got := f.player.asked(); !slices.Equal(got, []int64{1003}) {
			t.Errorf("after three steps %v", got)
		}
		s.Raw("\x1b[O").Keys("j").Wait(2 * time.Second)
		if got := f.player.asked(); len(got) != 0 {
			t.Errorf("without the focus %v", got)
		}
	})
}
