package store

import (
	"maps"
	"testing"
)

func TestMemoryIsKeptByName(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := Open(Options{Dir: dir})
	if err := d.Remember(t.Context(), map[string]string{"layout": "wide", "sort.album": "name desc", "gone": "x"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Remember(t.Context(), map[string]string{"layout": "focus", "gone": ""}); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = Open(Options{Dir: dir})
	defer func() { _ = d.Close() }()
	got, err := d.Memory(t.Context())
	if err != nil || !maps.Equal(got, map[string]string{"layout": "focus", "sort.album": "name desc"}) {
		t.Errorf("%v %v", got, err)
	}
}
