package store

import (
	"database/sql"
	"reflect"
	"slices"
	"testing"
	"time"
)

// TestWhatCannotComeAgainIsCarriedToTheDisk wants every table to be carried
// from memory, but for those that the service fills again.
func TestWhatCannotComeAgainIsCarriedToTheDisk(t *testing.T) {
	t.Parallel()
	again := []string{"accounts", "docs", "songs", "sqlite_sequence"}
	d := open(t, "")
	err := d.read(t.Context(), func(db *sql.DB) error {
		rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'table'")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			moves := slices.ContainsFunc(carried, func(c table) bool { return c.name == name })
			if moves == slices.Contains(again, name) {
				t.Errorf("%s: carried %v", name, moves)
			}
		}
		return rows.Err()
	})
	if err != nil {
		t.Error(err)
	}
}

// TestNothingOfAFullDiskIsLost writes one of everything while the disk takes
// nothing, and looks for all of it, field by field, when it does again.
func TestNothingOfAFullDiskIsLost(t *testing.T) {
	t.Parallel()
	dir := filled(t)
	d := open(t, dir)
	ctx := t.Context()
	full(t, d, 0)
	if err := d.PutDoc(ctx, Doc{Kind: "big", Body: make([]byte, 1<<20)}); err != nil {
		t.Fatal(err)
	}
	at := time.UnixMilli(1_700_000_000_000)
	play := Play{ID: "p", UID: 7, Song: 11, Title: "晴天", Artists: []string{"周杰伦"}, Started: at, Listened: time.Minute}
	reports := []Report{
		{Service: "netease", Play: "p", Kind: "play", UID: 7, Song: 11, Type: "song", Source: "list", SourceID: 3, Seconds: 60, Played: at, Started: at, State: "new"},
		{
			Service: "lastfm", User: "me", Play: "p", Kind: "play", Song: 11, Type: "song", Title: "晴天", Artists: []string{"周杰伦"},
			Album: "叶惠美", Length: 269 * time.Second, Played: at, Started: at, State: "retry", Attempts: 2, Unsure: 1, Next: at.Add(time.Hour), LastCode: "503",
		},
	}
	for what, err := range map[string]error{
		"play":   d.RecordPlay(ctx, &play, reports...),
		"queue":  d.SaveQueue(ctx, 8, sampleQueue()),
		"former": d.SaveFormer(ctx, 8, sampleQueue()),
		"offset": d.SetLyricOffset(ctx, 11, 300*time.Millisecond),
		"seen":   d.AddFMSeen(ctx, 7, 21, 22),
		"heard":  d.KeepHeard(ctx, 7, map[int64]int{11: 3}, []string{"p"}, at),
		"memory": d.Remember(ctx, map[Memo]string{all("layout"): "wide", {7, "place"}: "x"}),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	d.rejoin()
	if kept, err := d.Kept(ctx); err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	mustClose(t, d)

	d = open(t, dir)
	for i, want := range reports {
		got, err := d.Reports(ctx, want.Service, want.UID, want.User, 9)
		if err != nil || len(got) != 1 {
			t.Errorf("%d reports to %s, %v", len(got), want.Service, err)
			continue
		}
		if got[0].Artists == nil {
			got[0].Artists = reports[i].Artists
		}
		if !reflect.DeepEqual(got[0], want) {
			t.Errorf("to %s:\n%+v\nnot\n%+v", want.Service, got[0], want)
		}
	}
	plays, err := d.History(ctx, 7, time.Time{}, 9)
	proved, err2 := d.Unproved(ctx, 7, time.Time{})
	if err != nil || err2 != nil || len(plays) != 1 || plays[0].Listened != time.Minute || len(proved) != 0 {
		t.Errorf("history: %+v, %d unproved, %v %v", plays, len(proved), err, err2)
	}
	q, ok, err := d.LoadQueue(ctx, 8)
	former, was, err2 := d.Former(ctx, 8)
	if err != nil || err2 != nil || !ok || !was || len(q.Tracks) != 3 || len(former.Tracks) != 3 {
		t.Errorf("queue of %d, %v, former of %d, %v", len(q.Tracks), err, len(former.Tracks), err2)
	}
	offsets, _ := d.LyricOffsets(ctx)
	seen, _ := d.FMSeen(ctx, 7)
	heard, _, _ := d.Heard(ctx, 7)
	memory, _ := d.Memory(ctx)
	if offsets[11] != 300*time.Millisecond || !slices.Equal(seen, []int64{21, 22}) || heard[11] != 3 || memory[all("layout")] != "wide" || memory[Memo{7, "place"}] != "x" {
		t.Errorf("%v, %v, %v, %v", offsets, seen, heard, memory)
	}
}
