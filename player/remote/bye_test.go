//go:build linux || darwin

package remote

import (
	"errors"
	"testing"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// TestTheEndIsToldToAClientThatIsTalking: what the player says last is heard
// also by one whose commands were under way, however many.
func TestTheEndIsToldToAClientThatIsTalking(t *testing.T) {
	t.Parallel()
	for range 30 {
		dir := runtimeDir(t)
		p := newStage(player.Snapshot{})
		s := listening(t, dir, Options{Player: p})
		c := dialled(t, dir)
		if err := c.Watch(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		var group safe.Group
		begun := make(chan struct{})
		group.Go("talk", func() {
			for said := 0; c.Err() == nil; said++ {
				c.Do(player.Next{})
				if said == 50 {
					close(begun)
				}
			}
		})
		group.Go("play", func() {
			for {
				select {
				case <-p.cmds:
				case <-c.Done():
					return
				}
			}
		})
		<-begun
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-c.Done()
		group.Wait()
		if !errors.Is(c.Err(), ErrEnded) {
			t.Fatalf("it ended with %v", c.Err())
		}
	}
}
