//go:build unix

package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"ncmtui/api/ncmfake"
)

func TestAHiddenLineIsEditedAndPastedWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		chunks []string
		want   string
	}{
		"typed":                       {[]string{"a", "b", "c\r"}, "abc"},
		"corrected":                   {[]string{"ab中\x7f\x7fc\r"}, "ac"},
		"begun anew":                  {[]string{"abc\x15d\r"}, "d"},
		"arrows are no text":          {[]string{"a\x1b[Db\x1bOAc\r"}, "abc"},
		"a sequence in two":           {[]string{"a\x1b[", "Db\r"}, "ab"},
		"a paste":                     {[]string{"\x1b[200~a=1; b=2\x1b[201~\r"}, "a=1; b=2"},
		"a paste of lines":            {[]string{"\x1b[200~a\r\nb\tc\r\x1b[201~", "\r"}, "a\n\nb\tc\n"},
		"a paste in parts":            {[]string{"\x1b[200~a\r", "b\x1b[20", "1~\r"}, "a\nb"},
		"lines without marks":         {[]string{"a\rb\rc\r"}, "a\nb\nc"},
		"longer than a system's line": {[]string{strings.Repeat("x", 4096), strings.Repeat("y", 4096) + "\r"}, strings.Repeat("x", 4096) + strings.Repeat("y", 4096)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var line hiddenLine
			for i, chunk := range c.chunks {
				end, err := line.add([]byte(chunk))
				if err != nil || end != (i == len(c.chunks)-1) {
					t.Errorf("part %d: ended %v, %v", i, end, err)
				}
			}
			if got := line.text(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	for keys, want := range map[string]error{"a\x03": context.Canceled, "\x04": io.EOF, strings.Repeat("x", maxHidden+1): errTooLong} {
		var line hiddenLine
		if _, err := line.add([]byte(keys)); !errors.Is(err, want) {
			t.Errorf("%.5q: %v", keys, err)
		}
	}
}

// TestAHiddenLineTakesAnything feeds it what no keyboard sends, in parts of any
// length; no beginning of a sequence is ever text.
func TestAHiddenLineTakesAnything(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"\x1b", "[", "O", "200~", "201~", "a", "中", "\xe4", "\r", "\n", "\x7f", "\x15", "\t", ";", "D", "\x00", "\xff"}
	for range 5000 {
		var line hiddenLine
		for range 1 + rng.IntN(4) {
			var part []byte
			for range rng.IntN(12) {
				part = append(part, pieces[rng.IntN(len(pieces))]...)
			}
			end, err := line.add(part)
			if err != nil || end && part[len(part)-1] != '\r' && part[len(part)-1] != '\n' {
				t.Fatalf("%q: %v %v", part, end, err)
			}
		}
		if got := line.text(); strings.Contains(got, "\x1b") || !utf8.ValidString(got) {
			t.Fatalf("%q", got)
		}
	}
}

// TestACookieFileCanBePastedAtThePrompt pastes one as a terminal does it that
// marks pastes, and one that does not; nothing of it reaches the shell.
func TestACookieFileCanBePastedAtThePrompt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before, after string
		lines         int // of the padding
	}{"marked": {"\x1b[200~", "\x1b[201~\r", 40}, "not marked": {"", "", 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			delete(r.env, "NCMTUI_COOKIE")
			r.env["NCMTUI_LANG"] = "en"
			line := "\t.music.163.com\tTRUE\t/\tFALSE\t1999999999\t"
			file := "# Netscape HTTP Cookie File\r"
			for range c.lines {
				file += strings.TrimPrefix(line, "\t") + "padding\t" + strings.Repeat("p", 120) + "\r"
			}
			file += strings.TrimPrefix(line, "\t") + "MUSIC_U\t" + r.service.SessionToken().Reveal() + "\r"
			shell := exec.Command("/bin/sh", "-c", `"$0" auth import; echo "EXIT $?"; IFS= read -r rest; echo "LEFT <$rest>"; read end`, program(t))
			s := r.start(shell)
			s.shows("Paste the cookie")
			s.until("it is read raw", func() bool { return strings.Contains(s.output(), "\x1b[?2004h") })
			s.keys(c.before + file + c.after)
			s.shows("EXIT 0")
			s.keys("x\r")
			s.shows("LEFT <x>")
			if strings.Contains(s.output(), r.service.SessionToken().Reveal()) {
				t.Error("the terminal shows the login")
			}
			kept, err := os.ReadFile(filepath.Join(r.folder("data"), "session.json"))
			if err != nil || !strings.Contains(string(kept), r.service.SessionToken().Reveal()) {
				t.Error("the login is not kept:", err)
			}
		})
	}
}

// TestCtrlCAtAPromptThatShowsEndsTheVerb ends it by the key, once.
func TestCtrlCAtAPromptThatShowsEndsTheVerb(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{})
	r.env["NCMTUI_LANG"] = "en"
	s := r.start(exec.Command(program(t), "auth", "login", "--sms"))
	s.shows("Phone number")
	s.keys("139", "\x03")
	if code := s.exit(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	s.shows("interrupted")
	s.givenBack()
}

// TestCtrlCAtAHiddenPromptGivesTheTerminalBack ends it by the key.
func TestCtrlCAtAHiddenPromptGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{})
	s := r.start(exec.Command(program(t), "auth", "import"))
	s.until("it is read raw", func() bool { return strings.Contains(s.output(), "\x1b[?2004h") })
	s.keys("secret", "\x03")
	if code := s.exit(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
}
