package ui

import (
	"time"

	"ncmtui/player"
)

// restTime is how long the cursor rests on a song before the player may have
// it ready.
const restTime = 400 * time.Millisecond

// ahead has the song under the cursor ready, once the cursor rests on it.
type ahead struct {
	song  int64     // under the cursor, 0 none
	since time.Time // that long
	asked int64     // of the player
}

// lookAhead notes what is under the cursor, and tells the player when it is
// worth having it ready.
func (a *App) lookAhead() {
	var song int64
	choice, ok := a.selected()
	if ok && choice.Track.ID != a.env.Playing() && !choice.Track.Grey {
		song = choice.Track.ID
	}
	now := a.env.Now()
	if song != a.ahead.song {
		a.ahead.song, a.ahead.since = song, now
	}
	if song == 0 || song == a.ahead.asked || a.blurred || now.Before(a.ahead.since.Add(restTime)) {
		return
	}
	a.ahead.asked = song
	a.env.Do(player.Prefetch{Track: choice.Track})
}

// restsAt is when the cursor has rested long enough, zero when there is
// nothing to wait for.
func (a *App) restsAt() time.Time {
	if a.ahead.song == 0 || a.ahead.song == a.ahead.asked || a.blurred {
		return time.Time{}
	}
	return a.ahead.since.Add(restTime)
}
