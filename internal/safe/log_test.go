package safe

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLogIsJSONLinesWithoutSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	log, closer, err := OpenLog(dir, slog.LevelInfo)
	if err != nil {
		t.Fatal(err)
	}
	log.Debug("not wanted")
	log.Info("call", "cookie", "MUSIC_U="+canary, "secret", Secret(canary), "title", "a\x1b]52;c;x\x07\n")
	if err := closer.Close(); err != nil {
		t.Fatal(err)
	}
	text := read(t, filepath.Join(dir, "ncmtui.log"))
	if strings.Contains(text, canary) || strings.ContainsAny(text, "\x1b\x07") || strings.Count(text, "\n") != 1 {
		t.Errorf("log = %q", text)
	}
	if !json.Valid([]byte(text)) {
		t.Errorf("no JSON: %s", text)
	}
}

func TestLogRotatesAndKeepsWholeLines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w, err := openRotating(filepath.Join(dir, "x.log"), 1000, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		if _, err := fmt.Fprintf(w, "line %04d %s\n", i, strings.Repeat("x", 40)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if names := list(t, dir); len(names) != 3 {
		t.Errorf("files: %v", names)
	}
	next := 199
	for _, name := range []string{"x.log", "x.log.1", "x.log.2"} {
		next = checkLines(t, filepath.Join(dir, name), next)
	}
	if next > 170 {
		t.Errorf("only lines after %d are kept", next)
	}
}

// checkLines wants the file to end with line last and gives the number before
// its first line.
func checkLines(t *testing.T, path string, last int) int {
	t.Helper()
	text := read(t, path)
	if len(text) > 1000 {
		t.Errorf("%s has %d bytes", path, len(text))
	}
	var lines []string
	for s := bufio.NewScanner(strings.NewReader(text)); s.Scan(); {
		lines = append(lines, s.Text())
	}
	for i := len(lines) - 1; i >= 0; i-- {
		if want := fmt.Sprintf("line %04d ", last); !strings.HasPrefix(lines[i], want) || len(lines[i]) != 50 {
			t.Fatalf("%s: %q, want %q…", path, lines[i], want)
		}
		last--
	}
	return last
}

func TestTwoProcessesShareALog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.log")
	a, err := openRotating(path, 300, 5)
	if err != nil {
		t.Fatal(err)
	}
	b, err := openRotating(path, 300, 5)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		for _, w := range []*rotating{a, b} {
			if _, err := fmt.Fprintf(w, "line %d %s\n", i, strings.Repeat("x", 30)); err != nil {
				t.Fatal(err)
			}
		}
	}
	total := 0
	for _, name := range list(t, filepath.Dir(path)) {
		total += strings.Count(read(t, filepath.Join(filepath.Dir(path), name)), "\n")
	}
	if total != 24 {
		t.Errorf("%d lines, want 24", total)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if _, err := a.Write([]byte("late")); err == nil {
		t.Error("a closed log takes lines")
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

func TestCrashReportSaysAllButSecrets(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "crash")
	now := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	c := Crash{Goroutine: "decoder", Value: "boom password=" + canary, Stack: []byte("stack of it")}
	for range 14 {
		path, err := WriteCrash(dir, c, now)
		if err != nil {
			t.Fatal(err)
		}
		text := read(t, path)
		for _, want := range []string{"goroutine: decoder", "panic: boom", "stack of it", "all goroutines:", "TestCrashReport"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in %s", want, text)
			}
		}
		if strings.Contains(text, canary) {
			t.Error("the canary is in the report")
		}
	}
	if n := len(list(t, dir)); n != 10 {
		t.Errorf("%d reports kept, want 10", n)
	}
	if _, err := WriteCrash(filepath.Join(dir, list(t, dir)[0]), c, now); err == nil {
		t.Error("a report went into a file as if it were a folder")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}
