//go:build linux || darwin

package remote

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// TestTheEndIsToldBehindALineUnderWay: a client whose state is being written at
// the player's end hears of it all the same.
func TestTheEndIsToldBehindALineUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewServer(Options{Player: newStage(player.Snapshot{})})
		c := over(t, s)
		if err := c.Watch(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		s.mu.Lock()
		for there := range s.clients {
			there.mu.Lock()
			time.AfterFunc(byeLimit/2, there.mu.Unlock)
		}
		s.mu.Unlock()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		<-c.Done()
		if !errors.Is(c.Err(), ErrEnded) {
			t.Errorf("it ended with %v", c.Err())
		}
	})
}

// TestWhatTheEndCutsShortIsNoFailure: who waits for an answer when the player
// ends hears that it has gone, not what became of the question inside of it.
func TestWhatTheEndCutsShortIsNoFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewServer(Options{
			Player: newStage(player.Snapshot{Track: &player.Track{ID: 7}, Status: player.Playing}),
			Host: Host{Like: func(ctx context.Context, _ int64, _ bool) error {
				<-ctx.Done()
				return fmt.Errorf("/like: %w", ctx.Err())
			}},
		})
		c := over(t, s)
		var group safe.Group
		group.Go("client", func() {
			if err := c.Like(t.Context(), true); !errors.Is(err, ErrGone) {
				t.Errorf("the like ended with %v", err)
			}
		})
		synctest.Wait()
		s.stop() // as Close begins
		synctest.Wait()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		group.Wait()
	})
}

// TestTheEndIsHeardByAClientThatIsTalking: what the player says last is read
// also where the commands under way find nobody any more.
func TestTheEndIsHeardByAClientThatIsTalking(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("unix", filepath.Join(filepath.Dir(runtimeDir(t)), "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	for range 50 {
		var group safe.Group
		group.Go("player", func() {
			conn, err := l.Accept()
			if err != nil {
				t.Error(err)
				return
			}
			for _, say := range []line{{Hello: &Hello{Program: "ncmtui", Protocol: Protocol}}, {Bye: true}} {
				raw, err := encode(say)
				if err == nil {
					_, err = conn.Write(raw)
				}
				if err == nil && !say.Bye {
					_, err = conn.Read(make([]byte, 1)) // the first of what it says
				}
				if err != nil {
					t.Error(err)
				}
			}
			_ = conn.Close()
		})
		conn, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c, err := NewClient(conn)
		if err != nil {
			t.Fatal(err)
		}
		for c.Err() == nil {
			c.Do(player.Next{})
		}
		group.Wait()
		if err := c.Err(); !errors.Is(err, ErrEnded) {
			t.Fatalf("it ended with %v", err)
		}
		_ = c.Close()
	}
}
