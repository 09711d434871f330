package player

import (
	"slices"
	"time"

	"ncmtui/player/effect"
)

// The loudness of songs (SetNormalize).
const (
	NormalizeOff   = "off"
	NormalizeTrack = "track" // every song equally loud
	NormalizeAlbum = "album" // the songs of an album keep their loudness to each other
)

// Limits of SetSpeed, SetCrossfade and SetEqualizer.
const (
	MinSpeed     = effect.MinSpeed
	MaxSpeed     = effect.MaxSpeed
	MaxCrossfade = 12                // seconds
	MaxGain      = effect.MaxGain    // dB, either way
	EqualizerOwn = "custom"          // the preset whose gains are the user's
	EqualizerOff = effect.PresetFlat // the preset that costs nothing
)

// Gains are those of the equaliser's ten bands, in dB.
type Gains = effect.Gains

// EqualizerBands are the middles of the ten bands, in Hz.
var EqualizerBands = effect.Bands

// EqualizerPresets are the names that SetEqualizer takes, in the order in
// which a key walks them; "custom" is the last.
var EqualizerPresets = append(effect.PresetNames(), EqualizerOwn)

// EqualizerGains are the gains of a preset. The custom one and what is not
// known have none.
func EqualizerGains(preset string) (Gains, bool) { return effect.Preset(preset) }

// NormalizeModes are what SetNormalize takes.
var NormalizeModes = []string{NormalizeOff, NormalizeTrack, NormalizeAlbum}

// Effects are the settings of what is done to the sound. Names that are not
// known and numbers out of their limits are brought to the next that is good.
type Effects struct {
	Equalizer string // of EqualizerPresets; "" is flat
	Gains     Gains  // of the custom preset
	Crossfade int    // seconds
	Normalize string // of NormalizeModes; "" is off
}

func (e Effects) valid() Effects {
	if !slices.Contains(EqualizerPresets, e.Equalizer) {
		e.Equalizer = EqualizerOff
	}
	if !slices.Contains(NormalizeModes, e.Normalize) {
		e.Normalize = NormalizeOff
	}
	e.Crossfade = min(max(e.Crossfade, 0), MaxCrossfade)
	e.Gains = e.Gains.Clamped()
	return e
}

// gains are those that the equaliser really has.
func (e Effects) gains() Gains {
	if e.Equalizer == EqualizerOwn {
		return e.Gains
	}
	g, _ := effect.Preset(e.Equalizer)
	return g
}

type (
	// SetSpeed plays at Rate times the speed with the pitch kept, MinSpeed to
	// MaxSpeed; 1 is as recorded. It is not kept between runs.
	SetSpeed struct{ Rate float64 }
	// SetEqualizer chooses one of EqualizerPresets. Gains count for "custom"
	// alone, which keeps them.
	SetEqualizer struct {
		Preset string
		Gains  Gains
	}
	// SetCrossfade lets songs overlap by 0 to MaxCrossfade seconds, but for
	// songs that follow each other on their album and those shorter than twice
	// that.
	SetCrossfade struct{ Seconds int }
	// SetNormalize makes songs equally loud by the service's gain; Mode is one
	// of NormalizeModes.
	SetNormalize struct{ Mode string }
	// Sleep pauses After that time, the last ten seconds of it fading, or at
	// the end of the song that plays then; the zero value cancels.
	Sleep struct {
		After     time.Duration
		AtSongEnd bool
	}
	// Prefetch has a song ready that the user may play soon (the row under the
	// cursor). It is a hint: it waits while the current song needs the network,
	// is taken once a second at most, and only the last one counts. A zero Track
	// gives it up.
	Prefetch struct{ Track Track }
)

func (SetSpeed) command()     {}
func (SetEqualizer) command() {}
func (SetCrossfade) command() {}
func (SetNormalize) command() {}
func (Sleep) command()        {}
func (Prefetch) command()     {}
