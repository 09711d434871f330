package term

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// The sequences of kitty's graphics protocol
// (https://sw.kovidgoyal.net/kitty/graphics-protocol/): answers are asked for
// by AskImages alone.

// askID is the image of the question; it is never shown.
const askID = 31

// imageChunk is how much of an image one sequence carries, in base64.
const imageChunk = 4096

// AskImages asks whether the terminal shows images; it answers with an OK for
// that id, or not at all. Send it only to a terminal that told its name: some
// others print it.
func AskImages() string {
	return fmt.Sprintf("\x1b_Gi=%d,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\", askID)
}

// ImagesAnswered says whether an answer with that id and text is the one to
// AskImages, and a yes.
func ImagesAnswered(id int, text string) bool { return id == askID && text == "OK" }

// ShowsPlaces says whether a terminal of that name (XTVERSION) lays images
// over Unicode placeholders, as kitty does from 0.28 on; others that know
// images do not.
func ShowsPlaces(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "ghostty") {
		return true
	}
	version, ok := strings.CutPrefix(name, "kitty(")
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); !ok || err != nil {
		return false
	}
	return major > 0 || minor >= 28
}

// AskCells asks for the size of a cell in pixels.
func AskCells() string { return "\x1b[16t" }

// SendImage gives a PNG to the terminal, to be laid over the placeholders of
// that id in w×h cells. tmux: through tmux, which must let it pass.
func SendImage(id uint32, png []byte, w, h int, tmux bool) string {
	data := base64.StdEncoding.EncodeToString(png)
	var b strings.Builder
	head := fmt.Sprintf("a=T,U=1,q=2,f=100,i=%d,c=%d,r=%d,", id, w, h)
	for first := true; first || data != ""; first = false {
		n := min(len(data), imageChunk)
		more := 0
		if n < len(data) {
			more = 1
		}
		part := "\x1b_G" + head + fmt.Sprintf("m=%d;", more) + data[:n] + "\x1b\\"
		if tmux {
			part = through(part)
		}
		b.WriteString(part)
		data, head = data[n:], "q=2,"
	}
	return b.String()
}

// DropImage lets the terminal forget an image.
func DropImage(id uint32, tmux bool) string {
	s := fmt.Sprintf("\x1b_Ga=d,d=I,q=2,i=%d\x1b\\", id)
	if tmux {
		return through(s)
	}
	return s
}

// through wraps a sequence for tmux to hand on.
func through(s string) string {
	return "\x1bPtmux;" + strings.ReplaceAll(s, "\x1b", "\x1b\x1b") + "\x1b\\"
}
