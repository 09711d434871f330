package term

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Restore gives the sequences that undo everything a program of ours may have
// switched on, whatever it really did: synchronized output, mouse, focus,
// paste, wide-character mode, keyboard protocols, colours, the alternate
// screen, the hidden cursor. Each does nothing where it was off. The keyboard
// is reset before and after leaving the alternate screen, because terminals
// keep one state for each.
func Restore() []byte {
	const keyboard = "\x1b[=0;1u" + ansi.ResetModifyOtherKeys
	return []byte(strings.Join([]string{
		ansi.ResetModeSynchronizedOutput,
		ansi.ResetModeMouseNormal, ansi.ResetModeMouseButtonEvent, ansi.ResetModeMouseAnyEvent, ansi.ResetModeMouseExtSgr,
		ansi.ResetModeFocusEvent, ansi.ResetModeBracketedPaste, ansi.ResetModeUnicodeCore,
		keyboard,
		ansi.ResetStyle,
		ansi.ResetModeAltScreenSaveCursor,
		keyboard,
		ansi.ResetStyle,
		ansi.SetModeTextCursorEnable,
	}, ""))
}
