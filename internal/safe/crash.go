package safe

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

const (
	crashesKept  = 10
	crashMaxDump = 4 << 20
)

// WriteCrash writes what is known of a crash, redacted, to a new 0600 file in
// dir and gives its path: the panic, its stack, the build and all goroutines.
// The ten newest reports are kept.
func WriteCrash(dir string, c Crash, now time.Time) (string, error) {
	if err := MakeDir(dir); err != nil {
		return "", err
	}
	sweepCrashes(dir)
	base := filepath.Join(dir, "crash-"+now.UTC().Format("20060102T150405.000"))
	for try := range 100 {
		path := base + ".txt"
		if try > 0 {
			path = fmt.Sprintf("%s-%d.txt", base, try)
		}
		f, err := OpenPrivate(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
		if os.IsExist(err) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("crash report: %w", err)
		}
		_, err = f.WriteString(Redact(crashText(c, now)))
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return path, err
	}
	return "", fmt.Errorf("crash report: no free name for %s", base)
}

func crashText(c Crash, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "ncmtui crashed at %s\ngoroutine: %s\npanic: %v\n\n", now.Format(time.RFC3339), c.Goroutine, c.Value)
	fmt.Fprintf(&b, "%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(&b, " %s %s", info.Main.Path, info.Main.Version)
		for _, s := range info.Settings {
			if strings.HasPrefix(s.Key, "vcs.") || s.Key == "-tags" {
				fmt.Fprintf(&b, " %s=%s", s.Key, s.Value)
			}
		}
	}
	fmt.Fprintf(&b, "\n\n%s\n\nall goroutines:\n%s\n", c.Stack, allStacks())
	return b.String()
}

func allStacks() []byte {
	buf := make([]byte, 64<<10)
	for {
		n := runtime.Stack(buf, true)
		if n < len(buf) || len(buf) >= crashMaxDump {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

// sweepCrashes makes room for one more; the names sort by time.
func sweepCrashes(dir string) {
	old, err := filepath.Glob(filepath.Join(dir, "crash-*.txt"))
	if err != nil {
		return
	}
	slices.Sort(old)
	for len(old) >= crashesKept {
		_ = os.Remove(old[0])
		old = old[1:]
	}
}
