package pane

import (
	"testing"

	"ncmtui/store/catalogue"
)

func TestTheBookOfAScreenThatIsThereForWeeksIsBounded(t *testing.T) {
	t.Parallel()
	b := NewBook()
	const list = 10_000
	for i := range int64(30) {
		songs := make([]catalogue.Song, list)
		for k := range songs {
			songs[k] = catalogue.Song{ID: 1 + i*list + int64(k), Name: "x"}
		}
		b.Put(songs)
		if n := len(b.songs) + len(b.before); n > 2*bookHeld {
			t.Fatalf("it holds %d songs after %d lists", n, i+1)
		}
		for _, id := range []int64{1, 1 + i*list, (i + 1) * list} { // the first is looked for again and again
			if _, ok := b.Song(id); !ok {
				t.Fatalf("song %d is not known after %d lists", id, i+1)
			}
		}
	}
	if _, ok := b.Song(2); ok || b.Turned == 0 {
		t.Errorf("a song of 29 lists ago is known: %v, %d turns", ok, b.Turned)
	}
	if len(b.songs) == 0 {
		t.Error("it holds nothing")
	}
}
