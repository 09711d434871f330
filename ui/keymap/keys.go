package keymap

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ncmtui/ui/lang"
)

// fullWidth are the keys of a Chinese input method that are no full-width
// form of the ASCII key they sit on.
var fullWidth = map[rune]string{
	'。': ".", '【': "[", '】': "]", '、': "\\", '《': "<", '》': ">",
	'·': "`", '￥': "$", '—': "_", '“': "\"", '”': "\"", '‘': "'", '’': "'",
	'−': "-", 'ー': "-", '〜': "~", '〈': "<", '〉': ">", '«': "<", '»': ">", '¥': "$",
	'「': "{", '」': "}", '『': "{", '』': "}", '\u3000': "space",
}

// forbidden are keys that input methods or terminals take, or that have one
// meaning everywhere.
var forbidden = map[string]lang.Both{
	"ctrl+space":  byInput,
	"shift+space": byInput,
	"ctrl+.":      byInput,
	"ctrl+s":      {ZH: "终端用它暂停输出", EN: "terminals stop their output on it"},
	"ctrl+q":      {ZH: "终端用它恢复输出", EN: "terminals go on with their output on it"},
	"ctrl+z":      {ZH: "它总是挂起程序", EN: "it always suspends"},
	"ctrl+c":      {ZH: "它总是退出程序", EN: "it always quits"},
}

var byInput = lang.Both{ZH: "输入法要用它", EN: "input methods take it"}

// isKey says whether a terminal can send a key of this name.
func isKey(name string) bool {
	for found := true; found; {
		found = false
		for _, mod := range []string{"ctrl+", "alt+", "shift+", "super+", "meta+", "hyper+"} {
			if rest, ok := strings.CutPrefix(name, mod); ok && rest != "" {
				name, found = rest, true
			}
		}
	}
	if utf8.RuneCountInString(name) == 1 || name == "insert" {
		return true
	}
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "f")); err == nil && name[0] == 'f' {
		return n >= 1 && n <= 24
	}
	_, named := labels[name]
	return named
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

// held are the keys that are held down with another, as they are shown.
var held = [][2]string{{"ctrl+", "Ctrl-"}, {"alt+", "Alt-"}, {"shift+", "S-"}}

// Label is how a sequence is shown: "gg", "Ctrl-d", "S-↓", "Space".
func Label(keys []string) string {
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(label(k))
	}
	return b.String()
}

func label(key string) string {
	if l, ok := labels[key]; ok {
		return l
	}
	for _, h := range held {
		if rest, ok := strings.CutPrefix(key, h[0]); ok && rest != "" {
			return h[1] + label(rest)
		}
	}
	if len(key) > 1 && key[0] == 'f' && isKey(key) {
		return "F" + key[1:]
	}
	return key
}
