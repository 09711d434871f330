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
