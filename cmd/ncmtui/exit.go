package main

import (
	"errors"
	"fmt"
)

// The exit codes of the program.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2 // wrong flags, or no terminal to draw on
	exitNetwork = 3
	exitLogin   = 4
	exitLimited = 5  // the service limits or judges the caller
	exitCrash   = 70 // a panic; the report says where
)

// exitError carries the code that ends the program, and a sentence for the
// person: what happened and what to do.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

func fail(code int, format string, args ...any) error {
	return &exitError{code: code, err: fmt.Errorf(format, args...)}
}

// codeOf gives the exit code of an error that a verb returned.
func codeOf(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return e.code
	default:
		return exitFailed
	}
}
