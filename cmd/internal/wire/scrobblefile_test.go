package wire

import (
	"os"
	"strings"
	"testing"
	"time"

	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player/report"
	"ncmtui/store"
)

func TestADamagedFileOfOtherServicesIsSaid(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Until("scrobble.json", 10*time.Second).Expect("无法读取")
	}, func(o *Options) {
		if err := o.Places.Make(o.Places.Data); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(store.ScrobblersPath(o.Places.Data), []byte(`{"schema":`), 0o600); err != nil {
			t.Fatal(err)
		}
	})
}

// TestLoginsOfANewerVersionAreLeftAlone logs out of a service in a file that a
// later version has written, and in a damaged one.
func TestLoginsOfANewerVersionAreLeftAlone(t *testing.T) {
	t.Parallel()
	for text, left := range map[string]bool{`{"schema":99,"new":{"token":"x"}}`: true, `{"schema":1,"listenb`: false} {
		dir := t.TempDir()
		path := store.ScrobblersPath(dir)
		if err := safe.WriteFile(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		s, err := NewScrobblers(dir, config.Default(), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Forget(report.LastFM)
		kept, _ := os.ReadFile(path)
		if (err != nil) != left || (string(kept) == text) != left || !left && !strings.Contains(string(kept), `"schema": 1`) {
			t.Errorf("%s: %v, then %s", text, err, kept)
		}
	}
}
