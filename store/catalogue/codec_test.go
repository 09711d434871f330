package catalogue

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestStoredSongsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	ref := rapid.Custom(func(t *rapid.T) Ref {
		return Ref{ID: rapid.Int64().Draw(t, "id"), Name: rapid.String().Draw(t, "name")}
	})
	rapid.Check(t, func(t *rapid.T) {
		s := Song{
			ID: rapid.Int64().Draw(t, "id"), Name: rapid.String().Draw(t, "name"), Album: ref.Draw(t, "album"),
			Cover: rapid.String().Draw(t, "cover"), Duration: time.Duration(rapid.Int32().Draw(t, "ms")) * time.Millisecond,
			Disc: rapid.String().Draw(t, "disc"), Number: rapid.Int().Draw(t, "no"), MV: rapid.Int64().Draw(t, "mv"),
			Right: Right(rapid.IntRange(0, 3).Draw(t, "right")), Fee: rapid.Int().Draw(t, "fee"),
			Cloud: rapid.Bool().Draw(t, "cloud"), MaxLevel: rapid.String().Draw(t, "level"),
		}
		if a := rapid.SliceOfN(ref, 0, 4).Draw(t, "artists"); len(a) > 0 {
			s.Artists = a
		}
		if a := rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "alias"); len(a) > 0 {
			s.Alias = a
		}
		got, err := decodeSong(s.ID, encodeSong(s))
		if err != nil || !reflect.DeepEqual(got, s) {
			t.Fatalf("%+v, %v, want %+v", got, err, s)
		}
	})
}

func FuzzDecodeSong(f *testing.F) {
	f.Add(encodeSong(song(12345)))
	f.Add([]byte{})
	f.Add([]byte{songCodec, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := decodeSong(1, body)
		if err == nil && s.Right > Grey {
			t.Fatal("a right nobody knows")
		}
	})
}

func TestTheMemoryIsBounded(t *testing.T) {
	t.Parallel()
	l := newLRU[int, int](3)
	for i := range 10 {
		l.put(i, i)
		l.get(7)
	}
	for i := range 10 {
		if _, ok := l.get(i); ok != (i >= 7) {
			t.Errorf("%d held: %v", i, ok)
		}
	}
	l.put(9, 90)
	if v, _ := l.get(9); v != 90 || len(l.items) != 3 {
		t.Errorf("value %d, %d items", v, len(l.items))
	}
	l.remove(9)
	l.remove(9)
	if _, ok := l.get(9); ok {
		t.Error("removed but there")
	}
	l.clear()
	l.put(1, 1)
	if len(l.items) != 1 {
		t.Error("clear left something")
	}
}
