package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Unusable says that what the user named for an output cannot be had: the
// program of exec is not there, the file of wav cannot be written.
type Unusable struct {
	Kind string // exec, wav
	Name string // the program, the file
	Err  error  // why, without the name
}

func (e *Unusable) Error() string {
	if e.Kind == "exec" {
		return "program not found: " + e.Name
	}
	return fmt.Sprintf("cannot write %s: %v", e.Name, e.Err)
}

func (e *Unusable) Unwrap() error { return e.Err }

// unwritable is the Unusable of a file; the name stands in it once.
func unwritable(name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return &Unusable{Kind: "wav", Name: name, Err: err}
}

// Check finds out before anything sounds whether the file of a wav output can
// be written, and leaves no file behind; the error is an Unusable. Other kinds
// show themselves when they are opened.
func (s Spec) Check() error {
	if s.Kind != "wav" {
		return nil
	}
	f, err := os.OpenFile(s.Arg, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_ = f.Close()
		_ = os.Remove(s.Arg)
		return nil
	}
	if info, serr := os.Stat(s.Arg); serr == nil {
		if !info.Mode().IsRegular() && !info.IsDir() {
			return nil // a pipe would wait here for its reader
		}
		if f, err = os.OpenFile(s.Arg, os.O_WRONLY, 0o600); err == nil {
			_ = f.Close()
			return nil
		}
	}
	return unwritable(s.Arg, err)
}
