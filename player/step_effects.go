package player

import (
	"math"
	"time"
)

// The sleep timer's fade: over so long, in so many steps a second.
const (
	sleepFade  = 10 * time.Second
	sleepStep  = 100 * time.Millisecond
	sleepLimit = 24 * time.Hour
)

// effectCommand changes what is done to the sound.
func (t *step) effectCommand(c Command) {
	switch c := c.(type) {
	case SetSpeed:
		if c.Rate > 0 { // not for NaN either
			t.speed = min(max(c.Rate, MinSpeed), MaxSpeed)
		}
	case SetEqualizer:
		fx := t.fx
		fx.Equalizer = c.Preset
		if c.Preset == EqualizerOwn {
			fx.Gains = c.Gains
		}
		t.fx = fx.valid()
	case SetCrossfade:
		t.fx.Crossfade = min(max(c.Seconds, 0), MaxCrossfade)
	case SetNormalize:
		t.fx.Normalize = c.Mode
		t.fx = t.fx.valid()
	case Sleep:
		t.sleepAt, t.sleepAtEnd = time.Time{}, c.AtSongEnd
		if c.After > 0 {
			t.sleepAt = t.now.Add(min(c.After, sleepLimit))
		}
	}
}

// sendEffects tells the engine and the ring what changed.
func (t *step) sendEffects() {
	if t.speed != t.sentSpeed {
		t.sentSpeed = t.speed
		t.do(EffSpeed{Rate: t.speed})
		t.sample()
	}
	if g := t.fx.gains(); g != t.sentGains {
		t.sentGains = g
		t.do(EffEqualize{Gains: g})
	}
	if t.fx.Normalize != t.sentNormalize {
		t.sentNormalize = t.fx.Normalize
		t.do(EffNormalize{Mode: t.fx.Normalize})
	}
}

// sleepFactor is the volume that the sleep timer leaves: falling by its square
// through the last ten seconds, as it is heard, evenly.
func (t *step) sleepFactor() float64 {
	if t.sleepAt.IsZero() || !t.play {
		return 1
	}
	left := t.sleepAt.Sub(t.now)
	if left >= sleepFade {
		return 1
	}
	steps := math.Ceil(float64(max(left, 0)) / float64(sleepStep))
	f := steps * float64(sleepStep) / float64(sleepFade)
	return f * f
}

// fallAsleep pauses when it is time.
func (t *step) fallAsleep() {
	if t.sleepAt.IsZero() || t.now.Before(t.sleepAt) {
		return
	}
	t.sleepAt = time.Time{}
	if t.play {
		t.setPlay(false)
	}
}

// dueOfSleep gives the moments at which the timer has something to do.
func (t *step) dueOfSleep(due func(time.Time)) {
	if t.sleepAt.IsZero() {
		return
	}
	due(t.sleepAt)
	fade := t.sleepAt.Add(-sleepFade)
	switch {
	case !t.play:
	case t.now.Before(fade):
		due(fade)
	default:
		due(t.now.Add(sleepStep))
	}
}

// fadeTo is by how much the current song and the next one overlap: not at all
// where they belong together, as songs of one album or when one song is repeated,
// nor when one of them is shorter than twice that.
func (t *step) fadeTo(n *deckState) time.Duration {
	fade := time.Duration(t.fx.Crossfade) * time.Second
	if fade == 0 || t.cur.length() < 2*fade || n.length() < 2*fade || n.key == t.cur.key {
		return 0
	}
	if album := t.cur.track.AlbumID; album != 0 && album == n.track.AlbumID {
		return 0
	}
	return fade
}
