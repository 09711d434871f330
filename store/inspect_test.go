package store

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestExaminingTellsAndChangesNothing(t *testing.T) {
	t.Parallel()
	if h := Examine(t.Context(), t.TempDir()); h.Err != nil || h.Size != 0 {
		t.Errorf("of nothing: %+v", h)
	}
	dir := filled(t)
	before := snapshot(t, dir)
	h := Examine(t.Context(), dir)
	if h.Err != nil || h.Size < 4096 || h.Schema != len(migrations()) || h.Newest != h.Schema || h.Backup.IsZero() || h.Set != 0 {
		t.Errorf("%+v", h)
	}
	if !reflect.DeepEqual(before, snapshot(t, dir)) {
		t.Error("the folder was changed")
	}
	d := open(t, dir) // also while a player has it
	if err := d.RecordPlay(t.Context(), &Play{ID: "p", UID: 1, Song: 2}, Report{Play: "p", Kind: "play", UID: 1, State: "new"}); err != nil {
		t.Fatal(err)
	}
	if h := Examine(t.Context(), dir); h.Err != nil || h.Plays != 1 || h.Unsent != 1 {
		t.Errorf("beside a player: %+v", h)
	}
	mustClose(t, d)
	path := filepath.Join(dir, "store.db")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(b); i++ {
		b[i] = 0x5a
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if h := Examine(t.Context(), dir); h.Err == nil {
		t.Errorf("a damaged file: %+v", h)
	}
}
