//go:build noaac

package decode

import "ncmtui/player/decode/m4a"

// newAAC: this build has no decoder for it.
func newAAC(m4a.Track) (unitDecoder, error) { return nil, &Unsupported{Codec: "aac"} }
