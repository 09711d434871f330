package verb

import (
	"crypto/md5" // the service's sums
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/store"
)

// hoard puts songs into the cache of a rig; the last one is damaged.
func (r *rig) hoard(n int) {
	r.t.Helper()
	dir := filepath.Join(r.places.Cache, "audio")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		r.t.Fatal(err)
	}
	for i := range n {
		data := fmt.Appendf(nil, "song %04d", i)
		sum := md5.Sum(data)
		if i == n-1 {
			data[0] = 'S'
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-exhigh-%x.mp3", i+1, sum)), data, 0o600); err != nil {
			r.t.Fatal(err)
		}
	}
}

func TestCacheTellsVerifiesAndClears(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	if out := r.must("cache", "status"); !strings.HasSuffix(out, "/audio\t0\t0\t0\t2000000000\t\n") {
		t.Errorf("empty: %q", out)
	}
	r.hoard(3)
	if out := r.must("cache", "status"); !strings.Contains(out, "/audio\t3\t0\t27\t2000000000\t2") {
		t.Errorf("%q", out)
	}
	if code := r.run("cache", "verify"); code != Failed || !strings.HasPrefix(r.out.String(), "3\t3-exhigh-") || !strings.Contains(r.err.String(), "1 damaged") {
		t.Errorf("exit code %d: %s%s", code, r.out.String(), r.err.String())
	}
	r.errTerminal = true
	if out := r.must("cache", "verify"); out != "" || !strings.Contains(r.err.String(), "2/2\n") {
		t.Errorf("%q %q", out, r.err.String())
	}
	release, err := store.Lock(r.places.Data)
	if err != nil {
		t.Fatal(err)
	}
	if code := r.run("cache", "clear"); code != Failed || !strings.Contains(r.err.String(), ":cache clear") {
		t.Errorf("beside a player: exit code %d: %s", code, r.err.String())
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	r.terminal = true
	if out := r.must("cache", "clear"); out != "0.0 MB\n" {
		t.Errorf("%q", out)
	}
	if out := r.must("cache", "status", "--json"); !strings.Contains(out, `"songs": 0`) {
		t.Error(out)
	}
	if len(r.wants) != 0 {
		t.Error("it connected to the service")
	}
}

func TestACacheThatIsOffCanStillBeCleared(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.settle("cache.size = 0\n")
	r.hoard(2)
	if out := r.must("cache", "clear"); out != "18\n" {
		t.Errorf("%q", out)
	}
}

// TestLinksInTheCacheLeadNowhere puts links to files of the user's where songs
// should be: nothing outside of the cache is read, changed or deleted.
func TestLinksInTheCacheLeadNowhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.hoard(2)
	outside := filepath.Join(t.TempDir(), "dear")
	if err := os.Mkdir(outside, 0o700); err != nil {
		t.Fatal(err)
	}
	letter := filepath.Join(outside, "letter")
	if err := os.WriteFile(letter, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	audio := filepath.Join(r.places.Cache, "audio")
	sum := fmt.Sprintf("%x", md5.Sum([]byte("song")))
	for name, target := range map[string]string{
		"7-exhigh-" + sum + ".mp3": letter, "8-exhigh-" + sum + ".mp3.part": letter, "9-exhigh-" + sum + ".mp3": outside, "other": outside,
	} {
		if err := os.Symlink(target, filepath.Join(audio, name)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	for _, verb := range []string{"status", "verify", "clear", "status"} {
		r.run("cache", verb)
	}
	if text, err := os.ReadFile(letter); err != nil || string(text) != "dear" {
		t.Errorf("the file outside is %q, %v", text, err)
	}
	if left, _ := filepath.Glob(filepath.Join(audio, "*-exhigh-*.mp3")); len(left) > 2 {
		t.Errorf("left: %v", left)
	}
}
