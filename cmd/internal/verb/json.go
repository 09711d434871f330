package verb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"ncmtui/ui/text"
)

// writeJSON prints JSON text: indented on a terminal and with everything that
// a terminal could obey or misdraw escaped, which is the same JSON; else
// without blanks, and otherwise as it came. Keys keep their order, numbers
// their digits.
func writeJSON(w io.Writer, terminal bool, raw []byte) error {
	var b bytes.Buffer
	var err error
	if terminal {
		err = json.Indent(&b, raw, "", "  ")
	} else {
		err = json.Compact(&b, raw)
	}
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	out := bytes.TrimRight(b.Bytes(), "\n")
	if terminal {
		out = escape(out)
	}
	_, err = w.Write(append(out, '\n'))
	return err
}

// jsonOf makes JSON of our own.
func jsonOf(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// escape writes the runes of JSON text that are not plain to see as \u: they
// can only stand in strings.
func escape(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	known := map[rune]bool{}
	for i := 0; i < len(raw); {
		if c := raw[i]; c < utf8.RuneSelf {
			if c == 0x7f {
				out = append(out, `\u007f`...)
			} else {
				out = append(out, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		plain, ok := known[r]
		if !ok {
			one := text.Of(string(r))
			plain = one.String() == string(r) && one.Width() > 0 && !(r == utf8.RuneError && n == 1)
			known[r] = plain
		}
		switch {
		case plain:
			out = append(out, raw[i:i+n]...)
		case r > 0xffff:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+(r>>10), 0xdc00+(r&0x3ff))
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return out
}
