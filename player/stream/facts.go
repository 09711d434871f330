package stream

import (
	"encoding/json"
	"math"
	"time"
)

// factsEnd is the ending of the file with a kept song's facts.
const factsEnd = "facts"

// keptFacts is that file.
type keptFacts struct {
	Bitrate int      `json:"bitrate,omitempty"` // bit/s
	Gain    *float64 `json:"gain,omitempty"`    // dB
	Peak    float64  `json:"peak,omitempty"`
	Length  int64    `json:"ms,omitempty"`
}

// saveFacts keeps what is known of a song's sound; without it the song plays
// all the same.
func (s *Store) saveFacts(m Media) {
	f := keptFacts{Bitrate: m.Bitrate, Peak: m.Facts.Peak, Length: m.Facts.Duration.Milliseconds()}
	if m.Facts.HasGain {
		f.Gain = &m.Facts.Gain
	}
	if raw, err := json.Marshal(f); err == nil {
		_ = s.folder().WriteFile(m.base()+"."+factsEnd, raw, 0o600)
	}
}

// withFacts adds what was kept to a kept song's media. A file that holds
// anything unlikely is taken for none.
func (s *Store) withFacts(m Media) Media {
	raw, err := s.folder().ReadFile(m.base() + "." + factsEnd)
	var f keptFacts
	if err != nil || json.Unmarshal(raw, &f) != nil || !f.likely() {
		return m
	}
	m.Bitrate = f.Bitrate
	m.Facts = Facts{Peak: f.Peak, Duration: time.Duration(f.Length) * time.Millisecond}
	if f.Gain != nil {
		m.Facts.Gain, m.Facts.HasGain = *f.Gain, true
	}
	return m
}

// likely guards the ears: a damaged file must not turn a song up.
func (f keptFacts) likely() bool {
	gain := 0.0
	if f.Gain != nil {
		gain = *f.Gain
	}
	return math.Abs(gain) <= 60 && f.Peak >= 0 && f.Peak <= 16 &&
		f.Bitrate >= 0 && f.Bitrate <= 50e6 && f.Length >= 0 && f.Length <= 48*3600*1000
}
