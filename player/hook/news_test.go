package hook

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

func TestNewsAreWhatChanged(t *testing.T) {
	t.Parallel()
	track := func(id int64) *player.Track { return &player.Track{ID: id} }
	type step struct {
		status player.Status
		starts int64 // 0: nothing
		want   string
	}
	for name, steps := range map[string][]step{
		"a song is played": {
			{player.Loading, 0, ""}, {player.Playing, 1, "song_change 1, play 1"}, {player.Playing, 0, ""}, {player.Paused, 0, "pause 1"}, {player.Playing, 0, "play 1"},
		},
		"songs follow each other": {
			{player.Playing, 1, "song_change 1, play 1"}, {player.Loading, 0, ""}, {player.Playing, 2, "song_change 2"}, {player.Playing, 3, "song_change 3"},
		},
		"the same song again":        {{player.Playing, 1, "song_change 1, play 1"}, {player.Playing, 1, ""}, {player.Playing, 2, "song_change 2"}, {player.Playing, 1, "song_change 1"}},
		"the network goes and comes": {{player.Playing, 1, "song_change 1, play 1"}, {player.Buffering, 0, ""}, {player.Waiting, 0, ""}, {player.Playing, 0, ""}},
		"the queue ends":             {{player.Playing, 1, "song_change 1, play 1"}, {player.Stopped, 0, "pause 1"}, {player.Stopped, 0, ""}},
		"paused while it loads":      {{player.Loading, 0, ""}, {player.Paused, 0, ""}, {player.Loading, 0, ""}, {player.Playing, 1, "song_change 1, play 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w watch
			now := time.Unix(1000, 0)
			current := track(1)
			for i, s := range steps {
				var events []player.Event
				if s.starts != 0 {
					current = track(s.starts)
					events = append(events, player.Halted{}, player.Started{Track: *current})
				}
				var said []string
				for _, n := range w.see(player.Snapshot{Status: s.status, Track: current, At: 3 * time.Second, Taken: now}, events, now) {
					said = append(said, fmt.Sprintf("%s %d", n.Kind, n.Track.ID))
					if n.Kind != SongChange && n.Position != 3*time.Second {
						t.Errorf("position %v", n.Position)
					}
				}
				if got := strings.Join(said, ", "); got != s.want {
					t.Errorf("step %d: %q, want %q", i, got, s.want)
				}
			}
		})
	}
}

func TestWhatPlaysAlreadyIsNoNews(t *testing.T) {
	t.Parallel()
	sub := player.NewSubscription(player.Snapshot{Status: player.Playing, Track: &player.Track{ID: 1}}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan News, 8)
	var group safe.Group
	first := sub.Snapshot()
	group.Go("follow", func() { Follow(ctx, sub, first, time.Now, func(n News) { told <- n }) })
	t.Cleanup(group.Wait)
	t.Cleanup(cancel)
	sub.Publish(player.Snapshot{Status: player.Playing, Track: &player.Track{ID: 1}})
	sub.Publish(player.Snapshot{Status: player.Paused, Track: &player.Track{ID: 1}, Volume: 40})
	if n := <-told; n.Kind != Pause || n.Track.ID != 1 || n.Volume != 40 {
		t.Errorf("%+v", n)
	}
	sub.Publish(player.Snapshot{}, player.Started{Track: player.Track{ID: 2}})
	if n := <-told; n.Kind != SongChange || n.Track.ID != 2 {
		t.Errorf("%+v", n)
	}
}
