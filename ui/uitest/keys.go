package uitest

import (
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// codes are the keys with a name; every other key is one rune.
var codes = map[string]rune{
	"enter": uv.KeyEnter, "tab": uv.KeyTab, "esc": uv.KeyEscape, "backspace": uv.KeyBackspace, "space": ' ',
	"up": uv.KeyUp, "down": uv.KeyDown, "left": uv.KeyLeft, "right": uv.KeyRight,
	"home": uv.KeyHome, "end": uv.KeyEnd, "pgup": uv.KeyPgUp, "pgdown": uv.KeyPgDown,
	"insert": uv.KeyInsert, "delete": uv.KeyDelete,
	"f1": uv.KeyF1, "f2": uv.KeyF2, "f3": uv.KeyF3, "f4": uv.KeyF4, "f5": uv.KeyF5, "f6": uv.KeyF6,
	"f7": uv.KeyF7, "f8": uv.KeyF8, "f9": uv.KeyF9, "f10": uv.KeyF10, "f11": uv.KeyF11, "f12": uv.KeyF12,
}

// finals are the keys that xterm sends as CSI 1;modifier final.
var finals = map[rune]string{
	uv.KeyUp: "A", uv.KeyDown: "B", uv.KeyRight: "C", uv.KeyLeft: "D", uv.KeyHome: "H", uv.KeyEnd: "F",
}

// parseKey reads "j", "G", "enter", "ctrl+d", "shift+tab", "alt+enter". seq
// is set for the few keys that the emulator cannot write: modified arrows.
func parseKey(name string) (k uv.KeyPressEvent, seq string, ok bool) {
	rest := name
	for {
		mod, after, found := strings.Cut(rest, "+")
		bit, known := map[string]uv.KeyMod{"ctrl": uv.ModCtrl, "alt": uv.ModAlt, "shift": uv.ModShift}[mod]
		if !found || !known || after == "" {
			break
		}
		k.Mod |= bit
		rest = after
	}
	if code, named := codes[rest]; named {
		k.Code = code
	} else if utf8.RuneCountInString(rest) == 1 {
		k.Code, _ = utf8.DecodeRuneInString(rest)
	} else {
		return k, "", false
	}
	if final, arrow := finals[k.Code]; arrow && k.Mod != 0 {
		n := 1
		for bit, v := range map[uv.KeyMod]int{uv.ModShift: 1, uv.ModAlt: 2, uv.ModCtrl: 4} {
			if k.Mod&bit != 0 {
				n += v
			}
		}
		return k, "\x1b[1;" + string(rune('0'+n)) + final, true
	}
	return k, "", true
}
