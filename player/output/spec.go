package output

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Spec is what --output says, parsed.
type Spec struct {
	Kind  string // auto, pulse, alsa, exec, oto, wav, null
	Arg   string // sink, PCM, command or file; "" default
	Fast  bool   // wav, null: as fast as samples come instead of in real time
	Float bool   // wav: float32 instead of 16 bit
}

// ErrSpec is a --output value that means nothing.
var ErrSpec = errors.New("unknown output")

// Usage lists what Parse understands.
const Usage = "auto | pulse[:SINK] | alsa[:PCM] | exec[:CMD] | oto | wav:FILE[,fast][,float] | null[,fast]"

// Parse reads a --output value; "" is auto. Only wav and null take options,
// and only at the end: a comma elsewhere belongs to the name.
func Parse(text string) (Spec, error) {
	kind, arg, hasArg := strings.Cut(text, ":")
	var s Spec
	if name, options, ok := strings.Cut(kind, ","); ok && !hasArg && name == "null" {
		kind, arg = name, ","+options
	}
	s.Kind, s.Arg = kind, arg
	switch kind {
	case "":
		if hasArg {
			break
		}
		s.Kind = "auto"
		return s, nil
	case "auto", "oto":
		if !hasArg {
			return s, nil
		}
	case "pulse", "alsa", "exec":
		if !hasArg || strings.TrimSpace(arg) != "" {
			return s, nil
		}
	case "wav":
		s.takeOptions("fast", "float")
		if s.Arg != "" {
			return s, nil
		}
		return Spec{}, fmt.Errorf("%w %q: wav needs a file, wav:FILE", ErrSpec, text)
	case "null":
		s.takeOptions("fast")
		if s.Arg == "" && !hasArg {
			return s, nil
		}
	}
	return Spec{}, fmt.Errorf("%w %q: want %s", ErrSpec, text, Usage)
}

// takeOptions cuts known options off the end of Arg.
func (s *Spec) takeOptions(known ...string) {
	for {
		at := strings.LastIndexByte(s.Arg, ',')
		if at < 0 || !slices.Contains(known, s.Arg[at+1:]) {
			return
		}
		if s.Arg[at+1:] == "fast" {
			s.Fast = true
		} else {
			s.Float = true
		}
		s.Arg = s.Arg[:at]
	}
}

// String is the value that Parse reads back.
func (s Spec) String() string {
	text := s.Kind
	if s.Arg != "" {
		text += ":" + s.Arg
	}
	if s.Fast {
		text += ",fast"
	}
	if s.Float {
		text += ",float"
	}
	return text
}

// ErrNotBuilt is an output that exists, but not in this program's build.
var ErrNotBuilt = errors.New("output not in this build")

// Opener gives the opener of the kind. It keeps what spans several Opens: the
// file of wav, the device of oto. ErrNotBuilt for alsa and oto where they are
// not part of the program.
func (s Spec) Opener() (Opener, error) {
	switch s.Kind {
	case "auto", "":
		return newAuto(), nil
	case "pulse":
		return &pulseOpener{sink: s.Arg}, nil
	case "alsa":
		return newALSA(s.Arg)
	case "exec":
		return newExec(s.Arg), nil
	case "oto":
		return newOto()
	case "wav":
		return &wavOpener{path: s.Arg, fast: s.Fast, float: s.Float}, nil
	case "null":
		return nullOpener{fast: s.Fast}, nil
	}
	return nil, fmt.Errorf("%w %q: want %s", ErrSpec, s.Kind, Usage)
}
