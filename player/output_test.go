package player

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/player/output"
)

// twoOutputs gives the rig a second device, chosen as "other", and none as
// "absent".
func twoOutputs(other *device) func(*rig) {
	return func(r *rig) {
		r.opts.Opener = func(spec string) (output.Opener, error) {
			switch spec {
			case "other":
				return other, nil
			case "absent":
				return &device{absent: errors.New("no such device")}, nil
			}
			return nil, output.ErrSpec
		}
	}
}

func TestSwitchedOutputGoesOnAtTheHeardSample(t *testing.T) {
	t.Parallel()
	other := &device{latency: 250 * time.Millisecond}
	inRig(t, 1, 6*time.Second, twoOutputs(other), func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(2 * time.Second)
		r.do(SetOutput{"other"})
		s := r.after(time.Second)
		r.wantStatus(s, Playing, "")
		if s.Output.Spec != "other" || r.dev.closes() != 1 {
			t.Errorf("plays on %+v, %d outputs closed", s.Output, r.dev.closes())
		}
		r.do(SetOutput{"other"}) // again changes nothing
		r.after(10 * time.Second)
		r.wantStory("S1 E1:playend H")
		if n := len(other.opens()); n != 1 {
			t.Errorf("opened %d times", n)
		}
		want := samples(r.svc.files[1])
		first, second := r.dev.sound(), other.sound()
		const fade = 2 * testRate / 200 // the first samples fade in
		if !slices.Equal(first, want[:len(first)]) || !slices.Equal(second[fade:], want[len(want)-len(second)+fade:]) {
			t.Error("something else than the song was heard")
		}
		// The fake hands sound over in periods of 10 ms.
		if twice := (len(first) + len(second) - len(want)) / 2; max(twice, -twice) > testRate/50 {
			t.Errorf("%d frames heard twice", twice)
		}
	})
}

func TestRefusedOutputLeavesTheFormerOne(t *testing.T) {
	t.Parallel()
	for _, spec := range []string{"absent", "nonsense"} {
		inRig(t, 1, 8*time.Second, twoOutputs(&device{}), func(r *rig) {
			r.do(PlayList{Tracks: tracks(1)})
			r.after(2 * time.Second)
			r.do(SetOutput{spec})
			s := r.after(time.Second)
			r.wantStatus(s, Playing, "")
			r.wantAt(s, 2900*time.Millisecond, 120*time.Millisecond)
			if s.Output.Spec != "" || s.Output.Silent {
				t.Errorf("plays on %+v", s.Output)
			}
			var refused []OutputRefused
			for _, e := range r.events {
				if e, ok := e.(OutputRefused); ok {
					refused = append(refused, e)
				}
			}
			if len(refused) != 1 || refused[0].Spec != spec || refused[0].Err == nil {
				t.Errorf("told %+v", refused)
			}
			r.after(10 * time.Second)
			r.wantStory("S1 E1:playend H")
		})
	}
}

func TestOutputSwitchedInAPauseStaysPaused(t *testing.T) {
	t.Parallel()
	other := &device{}
	inRig(t, 1, 8*time.Second, twoOutputs(other), func(r *rig) {
		r.do(PlayList{Tracks: tracks(1)})
		r.after(2 * time.Second)
		paused := r.do(Pause{})
		r.do(SetOutput{"other"})
		s := r.after(5 * time.Second)
		r.wantStatus(s, Paused, "")
		r.wantAt(s, paused.At, 0)
		r.do(Resume{})
		s = r.after(time.Second)
		r.wantStatus(s, Playing, "")
		r.wantAt(s, paused.At+time.Second, 50*time.Millisecond)
		if len(other.sound()) == 0 {
			t.Error("nothing is heard on the other one")
		}
	})
}

func TestAListPlaysOnAnOutputThatWaits(t *testing.T) {
	t.Parallel()
	for name, before := range map[string][]Command{
		"before the first song": {SetOutput{"other"}},
		"in a pause":            {PlayList{Tracks: tracks(1)}, Pause{}, SetOutput{"other"}},
		"the same in a pause":   {PlayList{Tracks: tracks(1)}, Pause{}},
		"after a stop":          {PlayList{Tracks: tracks(1)}, Stop{}, SetOutput{"other"}},
	} {
		for _, start := range []Command{PlayList{Tracks: tracks(2)}, PlayFM{}} {
			t.Run(fmt.Sprintf("%s %T", name, start), func(t *testing.T) {
				t.Parallel()
				outputs := twoOutputs(&device{})
				inRig(t, 12, 6*time.Second, func(r *rig) { outputs(r); r.opts.FM = &radio{} }, func(r *rig) {
					for _, c := range before {
						r.do(c)
						r.after(time.Second)
					}
					r.do(start)
					r.wantStatus(r.after(2*time.Second), Playing, "")
				})
			})
		}
	}
}

// namedSink records what a mixer would show.
type namedDevice struct {
	*device
	names []string
}

type namedSink struct {
	output.Sink
	d *namedDevice
}

func (d *namedDevice) Open(o output.Options, pull output.Pull) (output.Sink, error) {
	d.names = append(d.names, "open "+o.Title)
	s, err := d.device.Open(o, pull)
	return namedSink{s, d}, err
}

func (s namedSink) SetTitle(title string) { s.d.names = append(s.d.names, title) }

func TestStreamIsNamedAfterTheSong(t *testing.T) {
	t.Parallel()
	dev := &namedDevice{device: &device{}}
	with := func(r *rig) { r.opts.Output, r.opts.App = dev, "ncmtui" }
	inRig(t, 3, 2*time.Second, with, func(r *rig) {
		list := tracks(1, 2, 3)
		list[0].Title = "晴\x00天\x1b]0;evil\a\u202e\tand  \r\nmore"
		list[1].Title = strings.Repeat("長", 300)
		list[2].Title = ""
		r.do(PlayList{Tracks: list})
		r.after(7 * time.Second)
	})
	want := []string{
		"open ncmtui – 晴天]0;evil and more", "ncmtui – " + strings.Repeat("長", titleLen), "ncmtui",
	}
	if !slices.Equal(dev.names, want) {
		t.Errorf("named %q", dev.names)
	}
}
