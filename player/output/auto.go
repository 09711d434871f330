package output

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// ErrNoDevice says that nothing on this machine takes sound; the text tells
// what was tried and what would help.
var ErrNoDevice = errors.New("no audio device")

// autoOpener tries every way there is, the best first.
type autoOpener struct {
	ways []way
}

type way struct {
	name string
	Opener
}

func newAuto() *autoOpener {
	a := &autoOpener{}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		if o, err := newOto(); err == nil {
			a.ways = append(a.ways, way{"oto", o})
		}
		return a
	}
	a.ways = append(a.ways, way{"pulse", &pulseOpener{}})
	if o, err := newALSA(""); err == nil {
		a.ways = append(a.ways, way{"alsa", o})
	}
	a.ways = append(a.ways, way{"exec", newExec("")})
	return a
}

// Open gives the first output that opens, else an ErrNoDevice.
func (a *autoOpener) Open(o Options, pull Pull) (Sink, error) {
	var tried []string
	var all error
	for _, w := range a.ways {
		s, err := w.Open(o, pull)
		if err == nil {
			return s, nil
		}
		tried = append(tried, w.name)
		all = errors.Join(all, fmt.Errorf("%s: %w", w.name, err))
	}
	return nil, &noDevice{tried: strings.Join(tried, ", "), err: all}
}

// noDevice is ErrNoDevice with the errors of all that was tried.
type noDevice struct {
	tried string
	err   error
}

func (e *noDevice) Error() string {
	help := "start PulseAudio or PipeWire, or install pacat (pulseaudio-utils), pw-cat (pipewire-bin) or aplay (alsa-utils)"
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		help = "check the system's sound settings"
	}
	return fmt.Sprintf("%v (tried %s): %s", ErrNoDevice, e.tried, help)
}

func (e *noDevice) Unwrap() []error { return []error{ErrNoDevice, e.err} }
