package store

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func TestLoginsOfOtherServicesAreKeptForTheUserOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir() + "/data"
	if none, err := LoadScrobblers(dir); err != nil || none != (Scrobblers{}) {
		t.Fatalf("without a file: %+v, %v", none, err)
	}
	want := Scrobblers{
		LastFMLogin{"ann", "", "k", "canary-secret", "canary-session"}, BrainzLogin{"ben", "http://own.example", "canary-token"},
	}
	for range 2 {
		if err := SaveScrobblers(dir, want); err != nil {
			t.Fatal(err)
		}
	}
	got, err := LoadScrobblers(dir)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if s := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(s, "canary") {
		t.Error(s)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("%v beside it, %v", files, err)
	}
	if info, err := os.Stat(ScrobblersPath(dir)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := SaveScrobblers(dir, Scrobblers{}); err != nil {
		t.Fatal(err)
	}
	if body, _ := os.ReadFile(ScrobblersPath(dir)); strings.Contains(string(body), "canary") {
		t.Errorf("after the logout: %s", body)
	}
}

func TestDamagedLoginsOfOtherServicesAreNotQuoted(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "canary", `{"schema":1,"lastfm":"canary"}`, `{"schema":"canary"}`, `{"schema":99}`, `{}`} {
		dir := t.TempDir()
		if err := os.WriteFile(ScrobblersPath(dir), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadScrobblers(dir); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
