//go:build !(linux && alsa)

package output

import "fmt"

// newALSA is the stand-in of builds that stay static.
func newALSA(string) (Opener, error) {
	return nil, fmt.Errorf("%w: alsa needs linux and -tags alsa", ErrNotBuilt)
}
