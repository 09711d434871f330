package output

import (
	"context"
	"errors"
	"os/exec"
)

// Device is a place where the sound can go, for a person to choose from.
type Device struct {
	Spec    string // what Parse reads: auto, pulse:SINK, alsa:PCM, exec, oto
	Kind    string // the part of Spec before the colon
	Name    string // what a person would call it, uncleaned; "" for auto
	Default bool   // what its kind takes when nothing is named
}

// Devices lists what there is now, the automatic choice first. It asks the
// sound server and returns within 2 s of each that does not answer, or when
// ctx ends; the error is an ErrNoDevice when nothing but auto is left.
func Devices(ctx context.Context) ([]Device, error) {
	list := []Device{{Spec: "auto", Kind: "auto", Default: true}}
	var all error
	for _, find := range []func(context.Context) ([]Device, error){pulseDevices, alsaDevices, execDevices, otoDevices} {
		found, err := find(ctx)
		list = append(list, found...)
		all = errors.Join(all, err)
	}
	switch {
	case ctx.Err() != nil:
		return list, ctx.Err()
	case len(list) == 1:
		return list, errors.Join(ErrNoDevice, all)
	}
	return list, nil
}

// execDevices names the first program that exec would start.
func execDevices(context.Context) ([]Device, error) {
	o := newExec("")
	for _, p := range o.programs {
		if _, err := exec.LookPath(p.args[0]); err == nil {
			return []Device{{Spec: "exec", Kind: "exec", Name: p.args[0], Default: true}}, nil
		}
	}
	return nil, nil
}

// otoDevices is the system's default, the only one that oto knows.
func otoDevices(context.Context) ([]Device, error) {
	if _, err := newOto(); err != nil {
		return nil, nil
	}
	return []Device{{Spec: "oto", Kind: "oto", Default: true}}, nil
}
