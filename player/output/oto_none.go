//go:build !(darwin || windows)

package output

import "fmt"

// newOto is the stand-in where pulse, alsa and exec do the work.
func newOto() (Opener, error) {
	return nil, fmt.Errorf("%w: oto is for macOS and Windows", ErrNotBuilt)
}
