package config

import (
	"slices"
	"strconv"
	"strings"
)

// Tone is the equaliser: the name of a preset, or "custom" with gains.
type Tone struct {
	Preset string
	Gains  [10]float64 // dB, of the bands from 31 Hz to 16 kHz
}

// tones are the presets; what they are is the player's to say.
var tones = []string{
	"flat", "bass", "vocal", "treble", "pop", "rock", "classical", "jazz", "electronic", "acoustic", "night",
}

const (
	toneRange    = `"flat" … "night" | "3,2,0,0,0,0,0,0,2,3"`
	maxToneGain  = 12
	maxCrossfade = 12
)

// setTone takes a name, or ten gains.
func setTone(c *Config, v string) *Problem {
	if slices.Contains(tones, v) {
		c.Tone = Tone{Preset: v}
		return nil
	}
	parts := strings.Split(v, ",")
	if len(parts) == 1 {
		return &Problem{Kind: BadValue, Got: v, Want: strings.Join(tones, " | "), Suggestion: Nearest(v, tones)}
	}
	t := Tone{Preset: "custom"}
	if len(parts) != len(t.Gains) {
		return bad(v, "ten gains: "+toneRange)
	}
	for i, p := range parts {
		gain, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || !(gain >= -maxToneGain && gain <= maxToneGain) { // not NaN either
			return bad(v, "-12..12 dB")
		}
		t.Gains[i] = gain
	}
	c.Tone = t
	return nil
}

func setCrossfade(c *Config, v string) *Problem {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > maxCrossfade {
		return bad(v, "0..12")
	}
	c.Crossfade = n
	return nil
}
