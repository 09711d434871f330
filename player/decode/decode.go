// Package decode turns the bytes of a song into samples: mp3, flac and aac
// behind one interface, each inside a recover boundary. It never downloads and
// never plays.
package decode

import (
	"io"
	"time"

	"github.com/gopxl/beep/v2"
)

// Input is a song's bytes. Read may block while they arrive; Size is -1 while
// it is unknown. Seek only moves the position: it costs nothing by itself.
type Input interface {
	io.ReadSeeker
	Size() int64
}

// Info is what the headers say.
type Info struct {
	Format   string // mp3, flac, m4a, aac
	Rate     int    // Hz
	Channels int    // of the file; samples are always stereo
	Bits     int    // per sample; 0 for lossy
	Bitrate  int    // bit/s, average; 0 unknown
}

// Decoder is a song as a beep streamer. Len is the length in samples (0 when
// unknown), Seek is exact for what was heard before and for flac and m4a, and
// may be off by what its headers allow in a VBR mp3 or a raw aac that was not
// read yet. After Stream returned false, Err tells a failure from the end of
// the song. Stream never panics.
type Decoder interface {
	beep.StreamSeekCloser
	Info() Info
}

// Settler is a Decoder whose Position may be an estimate behind a Seek: until
// then Settle reads, a piece at a time, what lies before the place. It gives
// what that adds to Position in samples; an error says that it will stay one.
type Settler interface {
	Estimated() bool
	Settle() (by int, err error)
}

// Hint is what the service said of the song; zero values are fine.
type Hint struct {
	Format   string
	Duration time.Duration

	goMP3 bool // see OpenGoMP3
}
