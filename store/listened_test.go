package store

import (
	"testing"
	"time"
)

func TestPlaysOfElsewhereAreAddedOnce(t *testing.T) {
	t.Parallel()
	d := open(t, t.TempDir())
	began := time.UnixMilli(1_700_000_000_250)
	own := Play{ID: "a", UID: 7, Song: 1, Title: "晴天", Artists: []string{"周杰伦"}, Started: began, Listened: time.Minute}
	guest := Play{ID: "b", Song: 2, Title: "b", Started: began.Add(time.Hour), Listened: time.Minute}
	other := Play{ID: "c", UID: 8, Song: 3, Title: "c", Started: began.Add(2 * time.Hour)}
	for _, p := range []Play{own, guest, other} {
		if err := d.RecordPlay(t.Context(), &p); err != nil {
			t.Fatal(err)
		}
	}
	came := []Play{
		{ID: "a", Title: "another name", Started: began.Add(time.Minute)},
		{ID: "x", Title: "晴天", Started: began.Truncate(time.Second)}, // seconds only
		{ID: "y", Title: "晴天", Started: began.Add(-time.Hour), Listened: time.Second},
		{ID: "y", Title: "twice", Started: began},
		{ID: "z", Song: 1, Title: "Qing Tian", Started: began},                                     // under another name
		{ID: "live", Song: 99, Title: "晴天", Started: began, Listened: time.Second},                 // another recording
		{ID: "next", Song: 1, Title: "晴天", Started: began.Add(time.Second), Listened: time.Second}, // again
	}
	for _, want := range []int{3, 0} {
		if n, err := d.AddPlays(t.Context(), 7, came); n != want || err != nil {
			t.Errorf("%d added, %v; want %d", n, err, want)
		}
	}
	var got []string
	each := func(since, until time.Time) []string {
		got = nil
		if err := d.EachPlay(t.Context(), 7, since, until, func(p Play) bool { got = append(got, p.ID); return len(got) < 3 }); err != nil {
			t.Fatal(err)
		}
		return got
	}
	if g := each(time.Time{}, time.Time{}); len(g) != 3 || g[0] != "b" || g[1] != "next" || g[2] != "live" {
		t.Errorf("plays %v", g)
	}
	if g := each(began, began.Add(time.Hour)); len(g) != 3 || g[2] != "a" {
		t.Errorf("of an hour %v", g)
	}
}
