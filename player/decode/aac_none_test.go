//go:build noaac

package decode

import (
	"errors"
	"testing"
)

func TestWithoutTheLibraryAACIsNamedAndRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lc.m4a", "raw.aac"} {
		_, err := Open(input(load(t, name)), Hint{})
		var other *Unsupported
		if !errors.As(err, &other) || other.Codec != "aac" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
