package keymap

import (
	"strings"
	"unicode/utf8"
)

// fullWidth are the keys of a Chinese input method that are no full-width
// form of the ASCII key they sit on.
var fullWidth = map[rune]string{
	'。': ".", '【': "[", '】': "]", '、': "\\", '《': "<", '》': ">",
	'·': "`", '￥': "$", '—': "_", '“': "\"", '”': "\"", '‘': "'", '’': "'",
	'「': "{", '」': "}", '『': "{", '』': "}", '\u3000': "space",
}

// forbidden are keys that input methods or terminals take, or that have one
// meaning everywhere.
var forbidden = map[string]string{
	"ctrl+space":  "input methods take it",
	"shift+space": "input methods take it",
	"ctrl+.":      "input methods take it",
	"ctrl+s":      "terminals stop their output on it",
	"ctrl+q":      "terminals go on with their output on it",
	"ctrl+z":      "it always suspends",
	"ctrl+c":      "it always quits",
}

// Normal gives the name under which a key is bound: full-width forms as the
// ASCII key, the blank as "space".
func Normal(key string) string {
	if key == " " {
		return "space"
	}
	r, n := utf8.DecodeRuneInString(key)
	if n == 0 || n != len(key) {
		return key
	}
	if r >= 0xFF01 && r <= 0xFF5E {
		return string(r - 0xFEE0)
	}
	if ascii, ok := fullWidth[r]; ok {
		return ascii
	}
	return key
}

var labels = map[string]string{
	"space": "Space", "enter": "Enter", "esc": "Esc", "tab": "Tab", "shift+tab": "S-Tab",
	"backspace": "⌫", "up": "↑", "down": "↓", "left": "←", "right": "→",
	"pgup": "PgUp", "pgdown": "PgDn", "home": "Home", "end": "End", "delete": "Del",
}

// Label is how a sequence is shown: "gg", "Ctrl-d", "Space".
func Label(keys []string) string {
	var b strings.Builder
	for _, k := range keys {
		if l, ok := labels[k]; ok {
			b.WriteString(l)
			continue
		}
		k = strings.ReplaceAll(k, "ctrl+", "Ctrl-")
		k = strings.ReplaceAll(k, "alt+", "Alt-")
		b.WriteString(k)
	}
	return b.String()
}
