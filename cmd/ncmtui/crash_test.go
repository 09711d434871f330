//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/api/ncmfake"
)

const f12 = "\x1b[24~"

func TestAPanicAnywhereGivesTheTerminalBackAndIsReported(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ how, exit, trace string }{
		{"update", "EXIT 70", "trap).spring"},
		{"view", "EXIT 70", "trap).View"},
		{"cmd", "EXIT 70", "trap).spring"},
		{"batch", "EXIT 70", "trap).spring"},
		{"goroutine", "EXIT 70", "trap).spring"},
		{"library", "", "trap).spring"},
		{"fatal", "", "trap).spring"},
	} {
		t.Run(tc.how, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			r.env["NCMTUI_TEST_PANIC"] = tc.how
			s := r.runInShell()
			s.shows(firstSong)
			s.keys("\r")
			s.plays(firstSong, 1)
			s.keys(f12)
			if tc.exit != "" {
				s.shows(tc.exit, "程序内部出错", "crash-")
			} else { // the shell may be back before the guard leaves the alternate screen
				s.shows("程序内部出错", "crash-")
			}
			s.givenBack()
			report := r.report()
			if !strings.Contains(report, tc.trace) || !strings.Contains(report, "goroutine") {
				t.Errorf("the report does not say where: %s", report)
			}
			for place, text := range map[string]string{"report": report, "terminal": s.output()} {
				if strings.Contains(text, "00c0ffee") {
					t.Errorf("the %s holds a cookie", place)
				}
			}
			s.keys("\n")
			delete(r.env, "NCMTUI_TEST_PANIC")
			again := r.run()
			again.shows("‖  " + firstSong)
			again.keys("q")
			again.exit()
		})
	}
}

// report is the one crash report there is.
func (r *rig) report() string {
	r.t.Helper()
	files, err := filepath.Glob(filepath.Join(r.folder("state"), "crash-*.txt"))
	if err != nil || len(files) != 1 {
		r.t.Fatalf("reports %v, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		r.t.Errorf("%v, %v", info, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}
