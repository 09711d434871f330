package player

import (
	"math"
	"strings"
	"time"
	"unicode"
)

// ensureSink says whether the output is open at a rate that will do for a new
// song, and has it opened if not. A song begins at its own rate where the
// output allows that; a file keeps the rate it began with.
func (t *step) ensureSink(rate int) bool {
	k := &t.sink
	switch k.stage {
	case sinkOpen:
		under := len(t.marks) > 0 && t.resamples // another one sounds on until then
		if k.rate == rate || k.asked == rate || k.fixed || k.output.Name == "wav" || under {
			return true
		}
	case sinkOpening:
		return false
	case sinkGone:
		if t.now.Before(k.retryAt) {
			return false
		}
	case sinkNone:
	}
	t.openSink(rate, false)
	return false
}

func (t *step) openSink(rate int, standIn bool) {
	if rate <= 0 {
		rate = 44100
	}
	k := &t.sink
	k.stage, k.asked, k.standIn = sinkOpening, rate, standIn
	k.session++
	t.sampling, t.flowing = false, false
	t.title = t.songTitle()
	t.gain = t.wantedGain()
	t.do(EffSinkOpen{Session: k.session, Rate: rate, StandIn: standIn, Spec: k.spec, Title: t.title, Gain: t.gain})
}

// switchOutput opens another output and goes on there from what is heard.
func (t *step) switchOutput(spec string) {
	k := &t.sink
	if spec == k.spec && k.stage == sinkOpen && !k.output.Silent {
		return
	}
	t.releaseCut()
	if !k.chosen {
		k.former = k.spec
	}
	k.spec, k.chosen, k.lost = spec, true, false
	t.openSink(k.asked, false)
}

// refuseOutput goes back from an output that cannot be had to the one before.
func (t *step) refuseOutput(err error) {
	k := &t.sink
	t.emit(OutputRefused{Spec: k.spec, Err: err})
	k.spec, k.chosen = k.former, false
	t.openSink(k.asked, false)
}

func (t *step) sinkMsg(m Msg) {
	switch m := m.(type) {
	case SinkOpened:
		if m.Session == t.sink.session && t.sink.stage == sinkOpening {
			t.sinkOpened(m)
		}
	case SinkFailed:
		if m.Session == t.sink.session && t.sink.stage == sinkOpening {
			t.sinkFailed(m.Err)
		}
	case SinkLost:
		if m.Session == t.sink.session && t.sink.stage == sinkOpen {
			t.sinkLost(m.Err)
		}
	}
}

func (t *step) sinkOpened(m SinkOpened) {
	k := &t.sink
	k.stage, k.rate, k.output, k.corked = sinkOpen, m.Rate, m.Output, false
	k.opened = t.now
	k.output.Spec, k.chosen = k.spec, false
	k.fixed = m.Rate != k.asked
	if !m.Output.Silent {
		k.err = nil
	}
	k.retryAt = t.now.Add(realAgain)
	if k.lost && t.now.Sub(k.since) >= resumeWithin {
		t.play = false
	}
	k.lost = false
	t.tellOutput(k.output, k.err)
	t.releaseCut()
	if !t.play {
		t.pauseSink()
	}
}

// An output that was opened within diesAgain of the last loss and lives no
// longer than heldFor is still the same trouble.
const (
	diesAgain = 15 * time.Second
	heldFor   = 3 * time.Second
)

// realAgain is how long a silent output stands in before the real one is
// tried again: it may have been plugged in.
const realAgain = 10 * time.Second

// releaseCut makes the song be cut to again, from where it is.
func (t *step) releaseCut() {
	t.count()
	t.cur.cut, t.cur.at = false, t.pos.at
	t.marks, t.end = nil, nil
	if t.pos.silent.IsZero() {
		t.pos.silent = t.now
	}
}

func (t *step) sinkFailed(err error) {
	k := &t.sink
	if k.chosen {
		t.refuseOutput(err)
		return
	}
	k.err = err
	if !k.standIn && !k.lost {
		t.openSink(k.asked, true)
		return
	}
	if !k.lost && k.stage != sinkGone && k.since.IsZero() {
		k.since = t.now
	}
	k.stage = sinkGone
	k.retryAt = t.now.Add(retryDelay(t.now.Sub(k.since)))
	t.tellOutput(Output{Silent: true}, err)
}

// retryDelay is the pause between tries: short at first, since a sound server
// that was started anew is there at once, 1 s for a minute, then 10 s.
func retryDelay(since time.Duration) time.Duration {
	switch {
	case since < 5*time.Second:
		return 250 * time.Millisecond
	case since < time.Minute:
		return time.Second
	}
	return 10 * time.Second
}

func (t *step) sinkLost(err error) {
	k := &t.sink
	t.releaseCut()
	k.stage, k.lost, k.err = sinkGone, true, err
	again := 200 * time.Millisecond
	if !k.died.IsZero() && k.opened.Sub(k.died) < diesAgain && t.now.Sub(k.opened) < heldFor {
		again = retryDelay(t.now.Sub(k.since)) // it opens and dies: a full disk, a server that turns us away
	} else {
		k.since = t.now
	}
	k.died, k.retryAt = t.now, t.now.Add(again)
	k.output = Output{}
	t.sampling = false
	t.tellOutput(Output{Silent: true}, err)
}

func (t *step) tellOutput(o Output, err error) {
	if o == t.sink.told {
		return
	}
	t.sink.told = o
	t.emit(OutputChanged{Output: o, Err: err, Lost: t.sink.lost})
}

// retrySink tries the real output again when the user wants to play.
func (t *step) retrySink() {
	k := &t.sink
	switch {
	case k.stage == sinkGone:
		k.retryAt = t.now
		k.since = t.now
	case k.stage == sinkOpen && k.output.Silent:
		t.releaseCut()
		t.openSink(k.asked, false)
	}
}

func (t *step) pauseSink() {
	if t.sink.stage == sinkOpen && !t.sink.corked {
		t.do(EffSinkPause{})
		t.sink.corked = true
	}
	t.asleep = t.now.Add(closeAfter)
}

func (t *step) resumeSink() {
	if t.sink.stage == sinkOpen && t.sink.corked && t.play {
		t.do(EffSinkResume{})
		t.sink.corked = false
		t.pos.since = time.Time{}
		if t.pos.silent.IsZero() {
			t.pos.silent = t.now
		}
	}
}

// rest closes the output after a long pause: the hardware may sleep too.
func (t *step) rest() {
	if t.sink.stage != sinkOpen {
		return
	}
	t.do(EffSinkClose{})
	t.releaseCut()
	t.sink.stage = sinkNone
	t.sampling = false
}

// setGain sends the volume when it changed. Percent is on a cubic scale, as
// mixers have it, because equal steps of it sound alike: 85 is -4.2 dB, 70 is
// -9.3, 50 is -18, 25 is -36. Full volume changes no sample; songs made equally
// loud leave headroom enough, and the system's own volume is at hand.
func (t *step) setGain() {
	factor := t.wantedGain()
	if t.sink.stage == sinkOpen && factor != t.gain {
		t.gain = factor
		t.do(EffGain{Factor: factor})
	}
}

func (t *step) wantedGain() float64 {
	if t.muted {
		return 0
	}
	return math.Pow(float64(t.volume)/100, 3) * t.sleepFactor()
}

// setTitle names the song in the mixer when it is another one.
func (t *step) setTitle() {
	if title := t.songTitle(); t.sink.stage == sinkOpen && title != t.title {
		t.title = title
		t.do(EffTitle{Title: title})
	}
}

// titleLen bounds the name in the mixer, in characters.
const titleLen = 120

// songTitle is the current song's title as clean text: a mixer draws what it
// is given, and a sound server's text ends at a zero.
func (t *step) songTitle() string {
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(t.cur.track.Title, "") {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp): // controls, bidi marks, private use
			continue
		}
		if n++; n > titleLen {
			break
		}
		b.WriteRune(r)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
