package player

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestThousandNextPressesLeaveNothingBehind presses next at all speeds: songs
// that were begun, half loaded, or never asked for.
func TestThousandNextPressesLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	inRig(t, 60, 4*time.Second, func(r *rig) { r.opts.CacheLimit = limit }, func(r *rig) {
		ids := make([]int64, 60)
		for i := range ids {
			ids[i] = int64(i + 1)
		}
		rng := rand.New(rand.NewPCG(9, 9))
		r.svc.rate = 40
		r.do(SetMode{LoopList})
		r.do(PlayList{Tracks: tracks(ids...)})
		r.after(3 * time.Second)
		before := bubbleGoroutines(t)
		for range 1000 - 700*raceOn {
			r.do(Next{})
			if rng.IntN(3) > 0 {
				time.Sleep(time.Duration(rng.IntN(1200)) * time.Millisecond)
			}
		}
		r.after(3 * time.Second)
		if n := bubbleGoroutines(t); n > before+2 { // the next song may be on its way
			t.Errorf("%d goroutines, before %d", n, before)
		}
		if n := len(r.p.decks) + len(r.p.loads); n > 3 {
			t.Errorf("%d songs are open or being opened", n)
		}
		if open := openFilesIn(r.opts.CacheDir); len(open) > 3 {
			t.Errorf("open files: %v", open)
		}
		if used := r.diskUsed(); used > limit+3*4*testRate*4 { // and the open ones
			t.Errorf("%d bytes on disk", used)
		}
		r.stop()
		if open := openFilesIn(r.opts.CacheDir); len(open) > 0 {
			t.Errorf("open at the end: %v", open)
		}
		r.done <- nil // for the rig's own stop
	})
}

var bubblePattern = regexp.MustCompile(`synctest bubble \d+`)

// bubbleGoroutines counts the goroutines of the test's own bubble.
func bubbleGoroutines(t *testing.T) int {
	t.Helper()
	buf := make([]byte, 8<<20)
	mine := bubblePattern.FindString(string(buf[:runtime.Stack(buf, false)]))
	all := string(buf[:runtime.Stack(buf, true)])
	n := 0
	for line := range strings.Lines(all) {
		if strings.HasPrefix(line, "goroutine ") && strings.Contains(line, mine+"]") {
			n++
		}
	}
	if mine == "" || n == 0 {
		t.Error("the goroutines of the bubble cannot be told")
	}
	return n
}

// openFilesIn lists the descriptors of files in a folder, where the system
// tells of them.
func openFilesIn(dir string) []string {
	fds, _ := os.ReadDir("/proc/self/fd")
	var out []string
	for _, fd := range fds {
		if to, err := os.Readlink(filepath.Join("/proc/self/fd", fd.Name())); err == nil && strings.HasPrefix(to, dir+"/") {
			out = append(out, filepath.Base(to))
		}
	}
	return out
}

// diskUsed is the size of the cache.
func (r *rig) diskUsed() (bytes int64) {
	files, err := os.ReadDir(r.opts.CacheDir)
	if err != nil {
		r.t.Error(err)
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
