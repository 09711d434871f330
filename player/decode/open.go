package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Errors of Open and of a decoder's Err; test with errors.Is. Errors of the
// input come through as they are, wrapped.
var (
	// ErrNotAudio: the bytes are a page, a message or nothing at all.
	ErrNotAudio = errors.New("not audio")
	// ErrUnsupported: audio of a kind that this program does not decode. An
	// *Unsupported says which.
	ErrUnsupported = errors.New("unsupported audio format")
	// ErrDamaged: audio that cannot be decoded, or not any further.
	ErrDamaged = errors.New("damaged audio")
)

// Unsupported is an ErrUnsupported that knows what it met: the same song may
// be had in another form.
type Unsupported struct {
	Codec string // ogg, alac, he-aac …
}

func (e *Unsupported) Error() string { return ErrUnsupported.Error() + ": " + e.Codec }

// Is makes it an ErrUnsupported.
func (e *Unsupported) Is(target error) bool { return target == ErrUnsupported }

// headLen is what sniffing looks at.
const headLen = 64

// Open looks at the first bytes and gives the decoder they need. It reads
// only the head of the file; in must stay open until the decoder is closed,
// which does not close it.
func Open(in Input, hint Hint) (Decoder, error) {
	var d Decoder
	err := contain(func() (err error) {
		d, err = open(in, hint)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &guarded{d: d}, nil
}

func open(in Input, hint Hint) (Decoder, error) {
	head, err := readHead(in)
	if err != nil {
		return nil, err
	}
	switch k := sniff(head); k {
	case "mp3":
		return openMP3(in, hint)
	case "flac":
		return openFLAC(in, hint)
	case "m4a":
		return openM4A(in)
	case "aac":
		return openADTS(in, hint)
	case "":
		return nil, fmt.Errorf("%w: %s", ErrNotAudio, describe(head))
	default:
		return nil, &Unsupported{Codec: k}
	}
}

// readHead takes the first bytes behind an ID3v2 tag, so that a tagged flac or
// aac is known as one; of a tag that leads nowhere it gives the tag itself.
func readHead(in Input) ([]byte, error) {
	head, err := readAt(in, 0)
	if err != nil || len(head) < 10 || string(head[:3]) != "ID3" {
		return head, err
	}
	n := int64(10) + int64(head[6]&127)<<21 + int64(head[7]&127)<<14 + int64(head[8]&127)<<7 + int64(head[9]&127)
	if size := in.Size(); size >= 0 && n >= size {
		return head, nil
	}
	behind, err := readAt(in, n)
	if err != nil {
		return head, err
	}
	if k := sniff(behind); k != "flac" && k != "aac" {
		return head, nil
	}
	return behind, nil
}

func readAt(in Input, off int64) ([]byte, error) {
	if _, err := in.Seek(off, io.SeekStart); err != nil {
		return nil, fmt.Errorf("seek song: %w", err)
	}
	b := make([]byte, headLen)
	n, err := io.ReadFull(in, b)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("read song: %w", err)
	}
	return b[:n], nil
}

// sniff names the format: mp3 and flac are decoded, "" is no audio, all else
// is audio of another kind. What is not known may still be mp3 behind junk.
func sniff(b []byte) string {
	has := func(at int, s string) bool {
		return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(text) == 0, text[0] == '<', text[0] == '{', text[0] == '[':
		return ""
	case has(0, "fLaC"):
		return "flac"
	case has(4, "ftyp"):
		return "m4a"
	case has(0, "OggS"):
		return "ogg"
	case has(0, "RIFF") && has(8, "WAVE"):
		if has(12, "fmt ") && len(b) > 21 && b[20] == 0x55 && b[21] == 0 {
			return "mp3" // RIFF around an mp3
		}
		return "wav"
	case len(b) > 1 && b[0] == 0xff && b[1]&0xf6 == 0xf0:
		return "aac" // ADTS: layer bits 00
	}
	return "mp3"
}

// describe says in a word what stands in place of audio.
func describe(head []byte) string {
	if len(bytes.TrimSpace(head)) == 0 {
		return "empty"
	}
	return "a text document"
}
