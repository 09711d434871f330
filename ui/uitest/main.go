package uitest

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"testing"
)

// Main is the TestMain of packages with scenarios: it runs the tests and gives
// the exit code, 1 when something was written to os.Stderr meanwhile. A screen
// that shares its terminal with such output is spoilt.
//
//	func TestMain(m *testing.M) { os.Exit(uitest.Main(m)) }
func Main(m *testing.M) int {
	flag.Parse()
	if f := flag.Lookup("test.fuzz"); f != nil && f.Value.String() != "" {
		return m.Run() // the workers speak on standard error
	}
	screen := os.Stderr
	f, err := os.CreateTemp("", "uitest-stderr-*")
	if err != nil {
		_, _ = fmt.Fprintln(screen, "uitest:", err)
		return 1
	}
	_ = os.Remove(f.Name()) // at once: nothing stays when the tests are killed
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name()) // where an open file cannot go
	}()
	os.Stderr = f
	code := m.Run()
	os.Stderr = screen
	said, err := io.ReadAll(io.NewSectionReader(f, 0, 1<<62))
	said = bytes.ReplaceAll(said, []byte("testing: warning: no tests to run\n"), nil)
	switch {
	case err != nil:
		_, _ = fmt.Fprintln(screen, "uitest:", err)
	case len(bytes.TrimSpace(said)) == 0:
		return code
	default:
		_, _ = fmt.Fprintf(screen, "uitest: written to standard error while the screen was up:\n%s", said)
	}
	return max(code, 1)
}
