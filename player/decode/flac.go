package decode

import "fmt"

func openFLAC(in Input, hint Hint) (Decoder, error) { return nil, fmt.Errorf("%w: flac", ErrUnsupported) }
