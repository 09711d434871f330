package uitest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// tmuxPatience is how long tmux may take to show what it was given.
const tmuxPatience = time.Minute

// OnTmux gives the bytes that a program wrote to tmux, a terminal by other
// people, and fails unless it then shows the rows; blanks at their ends do not
// count. It must not be called inside a synctest bubble. Without tmux the test
// is skipped; with NCMTUI_REQUIRE_FAULTS set it fails.
func OnTmux(t testing.TB, w, h int, written string, rows []string) {
	t.Helper()
	program, err := exec.LookPath("tmux")
	if err != nil {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") != "" {
			t.Fatalf("tmux is missing: %v", err)
		}
		t.Skip("tmux is missing")
	}
	folder, err := os.MkdirTemp("", "ncmtui") // a socket's name must be short
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	file := filepath.Join(folder, "written")
	if err := os.WriteFile(file, []byte(written), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*tmuxPatience)
	defer cancel()
	tmux := func(args ...string) string {
		cmd := exec.CommandContext(ctx, program, append([]string{"-u", "-S", filepath.Join(folder, "s"), "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), "TERM=xterm-256color", "TMUX=", "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v: %s", args, err, out)
		}
		return string(out)
	}
	tmux("new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), "cat "+file+"; exec sleep 300")
	defer tmux("kill-server")
	want := make([]string, len(rows))
	for i, r := range rows {
		want[i] = strings.TrimRight(r, " ")
	}
	var got []string
	for end := time.Now().Add(tmuxPatience); ; time.Sleep(20 * time.Millisecond) {
		got = strings.Split(strings.TrimSuffix(tmux("capture-pane", "-p"), "\n"), "\n")
		for len(got) < len(want) {
			got = append(got, "")
		}
		for i := range got {
			got[i] = strings.TrimRight(got[i], " ")
		}
		if slices.Equal(got, want) {
			return
		}
		if time.Now().After(end) {
			break
		}
	}
	for y := range want {
		if got[y] != want[y] {
			t.Errorf("row %d on tmux: %q\nwant %q", y, got[y], want[y])
		}
	}
}
