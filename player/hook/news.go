// Package hook tells what a player does in few words, and runs programs of the
// user's when it does. It never decides what plays, never puts a song's text
// into a line of a shell, and never makes the player wait.
package hook

import (
	"context"
	"time"

	"ncmtui/player"
)

// Kind is what happened.
type Kind string

// The kinds. SongChange: the first sample of another song was heard. Play and
// Pause: sound was wanted, or no more; songs that follow each other are none
// of these. Like: a song was liked, or is no longer.
const (
	SongChange Kind = "song_change"
	Play       Kind = "play"
	Pause      Kind = "pause"
	Like       Kind = "like"
)

// News is something that happened to a song. Track is the one that is chosen;
// of a Like maybe only its ID is known.
type News struct {
	Kind     Kind
	Track    player.Track
	Position time.Duration
	Volume   int  // 0..100
	Liked    bool // of a Like
}

// Follow tells of everything that the subscription brings until ctx ends, from
// the calling goroutine; tell must return at once. What was playing at first is
// no news.
func Follow(ctx context.Context, sub *player.Subscription, first player.Snapshot, now func() time.Time, tell func(News)) {
	w := watch{playing: plays(first.Status) > 0}
	for {
		select {
		case <-ctx.Done():
			return
		case <-sub.Wake:
		}
		snap, events := sub.Snapshot(), sub.Events()
		for _, n := range w.see(snap, events, now()) {
			tell(n)
		}
	}
}

// watch is what was told of last.
type watch struct {
	playing bool
	song    int64
}

// see gives the news of a step of the player.
func (w *watch) see(snap player.Snapshot, events []player.Event, now time.Time) []News {
	var out []News
	for _, e := range events {
		if s, ok := e.(player.Started); ok && s.Track.ID != w.song {
			w.song = s.Track.ID
			out = append(out, News{Kind: SongChange, Track: s.Track, Volume: snap.Volume})
		}
	}
	n := News{Kind: Play, Position: snap.Position(now), Volume: snap.Volume}
	if snap.Track != nil {
		n.Track = *snap.Track
	}
	switch is := plays(snap.Status); {
	case is > 0 && !w.playing:
		w.playing = true
		return append(out, n)
	case is < 0 && w.playing:
		w.playing, n.Kind = false, Pause
		return append(out, n)
	}
	return out
}

// plays says whether a status is playing (1), not (-1), or on the way to
// either (0).
func plays(s player.Status) int {
	switch s {
	case player.Playing:
		return 1
	case player.Paused, player.Stopped:
		return -1
	case player.Loading, player.Buffering, player.Waiting:
	}
	return 0
}
