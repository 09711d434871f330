package store

import (
	"maps"
	"testing"
)

func all(name string) Memo { return Memo{Everybody, name} }

func TestMemoryIsKeptByNameAndOwner(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := Open(Options{Dir: dir})
	if err := d.Remember(t.Context(), map[Memo]string{all("layout"): "wide", {7, "place"}: "a", {8, "place"}: "b", all("gone"): "x", {7, "gone"}: "y"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Remember(t.Context(), map[Memo]string{all("layout"): "focus", all("gone"): "", {8, "place"}: ""}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = Open(Options{Dir: dir})
	defer func() { _ = d.Close() }()
	got, err := d.Memory(t.Context())
	if err != nil || !maps.Equal(got, map[Memo]string{all("layout"): "focus", {7, "place"}: "a", {7, "gone"}: "y"}) {
		t.Errorf("%v %v", got, err)
	}
}
