package main

import (
	"io"
	"os"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/ui/term"
)

// stderrLog takes what libraries and the runtime print on standard error
// while the screen is up.
type stderrLog struct {
	file *os.File
	undo func()
}

// hideStderr turns standard error to a file that has no name. Without one it
// stays where it is.
func hideStderr() *stderrLog {
	none := &stderrLog{undo: func() {}}
	file, err := os.CreateTemp("", "ncmtui-stderr-")
	if err != nil {
		return none
	}
	_ = os.Remove(file.Name()) // gone with the process; Windows keeps it until then
	back, err := term.RedirectStderr(file)
	if err != nil {
		_ = file.Close()
		return none
	}
	var once sync.Once
	return &stderrLog{file: file, undo: func() { once.Do(func() { _ = back() }) }}
}

const maxStderr = 1 << 20

// report writes what was printed as a crash report and gives its path; "" when
// nothing is kept.
func (l *stderrLog) report(dir string) string {
	if l.file == nil || dir == "" {
		return ""
	}
	text, err := io.ReadAll(io.NewSectionReader(l.file, 0, maxStderr))
	if err != nil {
		return ""
	}
	path, err := safe.WriteCrash(dir, safe.Crash{Goroutine: "screen", Value: "panic", Stack: text}, time.Now())
	if err != nil {
		return ""
	}
	return path
}
