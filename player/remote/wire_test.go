package remote

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/player"
)

func someTracks(n int) []player.Track {
	out := make([]player.Track, n)
	for i := range out {
		out[i] = player.Track{
			ID: int64(i + 1), Title: "夜航星（Night Voyager）", Artists: []string{"不才", "三体宇宙"}, Album: "我的三体之章北海传",
			AlbumID: 90, Cover: "https://p1.music.126.net/a/1.jpg", Duration: 215 * time.Second,
			Source: player.Source{Kind: "list", ID: 7, Name: "我喜欢的音乐"}, Alg: "x", Trial: i%2 == 1,
		}
	}
	return out
}

// commands are one of each, and those whose values are at an edge.
var commands = []player.Command{
	player.PlayList{Tracks: someTracks(3), At: 2},
	player.PlayFM{},
	player.Toggle{},
	player.Pause{},
	player.Resume{},
	player.Stop{},
	player.Next{},
	player.Previous{},
	player.JumpTo{At: 4},
	player.SeekTo{Pos: 83 * time.Second},
	player.SeekTo{},
	player.SeekBy{By: -10 * time.Second},
	player.SetVolume{},
	player.SetVolume{Percent: 70},
	player.AddVolume{Percent: -5},
	player.ToggleMute{},
	player.SetMode{Mode: player.Shuffle},
	player.CycleMode{},
	player.PlayNext{Tracks: someTracks(1)},
	player.Append{Tracks: someTracks(2)},
	player.Remove{At: 0},
	player.RemoveMany{Rows: []int{1, 5}},
	player.Move{From: 3, To: 0},
	player.MoveMany{Rows: []int{2, 1}, To: 9},
	player.Clear{},
	player.SetOutput{Spec: "pulse:x"},
	player.SetOutput{},
	player.UndoQueue{},
	player.RedoQueue{},
	player.SetSpeed{Rate: 1.25},
	player.SetEqualizer{Preset: "custom", Gains: player.Gains{1, -2.5}},
	player.SetCrossfade{Seconds: 3},
	player.SetNormalize{Mode: "album"},
	player.Sleep{After: 30 * time.Minute},
	player.Sleep{AtSongEnd: true},
	player.Sleep{},
	player.Prefetch{Track: someTracks(1)[0]},
	player.Prefetch{},
}

func TestEveryCommandCrossesTheWire(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range commands {
		seen[reflect.TypeOf(c).Name()] = true
		if got := crossed(t, c); !reflect.DeepEqual(got, c) {
			t.Errorf("%T: sent %+v, came %+v", c, c, got)
		}
	}
	for _, name := range implementers(t, "command") {
		if name == "Restore" { // another account's queue: the player's own process alone does that
			continue
		}
		if !seen[name] {
			t.Errorf("the command %s does not cross the wire", name)
		}
	}
}

// crossed is a command after its way over the lines.
func crossed(t *testing.T, c player.Command) player.Command {
	t.Helper()
	var h hand
	for _, r := range compose(c) {
		raw, err := encode(r)
		if err != nil {
			t.Fatalf("%T: %v", c, err)
		}
		r, err := readRequest(raw)
		if err == nil {
			err = h.add(r)
		}
		if err != nil {
			t.Fatalf("%T: %s: %v", c, raw, err)
		}
		got, err := r.command(h)
		if err != nil {
			t.Fatalf("%T: %s: %v", c, raw, err)
		}
		if got != nil {
			return got
		}
	}
	return nil
}

// implementers are the types of package player with that method.
func implementers(t *testing.T, method string) []string {
	t.Helper()
	files, err := filepath.Glob("../*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != method {
				continue
			}
			if name, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
				out = append(out, name.Name)
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("no type has %s", method)
	}
	return out
}

func TestLongCommandsArePartedIntoLines(t *testing.T) {
	t.Parallel()
	rows := make([]int, 10_000)
	for i := range rows {
		rows[i] = 9_000_000 + i
	}
	for _, c := range []player.Command{
		player.PlayList{Tracks: someTracks(10_000), At: 9_999}, player.RemoveMany{Rows: rows}, player.MoveMany{Rows: rows, To: 1},
	} {
		if n := len(compose(c)); n < 3 {
			t.Errorf("%T in %d lines", c, n)
		}
		if got := crossed(t, c); !reflect.DeepEqual(got, c) {
			t.Errorf("%T came otherwise", c)
		}
	}
}

func TestEveryEventCrossesTheWire(t *testing.T) {
	t.Parallel()
	track := someTracks(1)[0]
	at := time.Date(2026, 5, 6, 7, 8, 9, 1e6, time.UTC)
	no := &player.Unavailable{Why: player.MembersOnly, Text: "仅限会员"}
	events := []player.Event{
		player.Started{Play: "p1", Track: track, At: at, Silent: true},
		player.Ended{Play: "p1", Track: track, Listened: 3 * time.Second, Length: 200 * time.Second, How: player.EndLeft, At: at},
		player.Skipped{Track: track, Err: no, Run: 2},
		player.Halted{},
		player.Halted{Err: errors.New("x")},
		player.OutputChanged{Output: player.Output{Name: "pulse", Device: "d"}, Lost: true, Err: errors.New("gone")},
		player.OutputRefused{Spec: "alsa:x", Err: errors.New("busy")},
		player.Reformed{Track: track, Refused: "alac", Got: player.Delivered{Format: "flac", Rate: 44100, Clip: &player.Clip{Start: time.Second, End: 2 * time.Second}}},
	}
	seen := map[string]bool{}
	for _, e := range events {
		seen[reflect.TypeOf(e).Name()] = true
		raw, err := encode(line{Event: eventOf(e, nil)})
		if err != nil {
			t.Fatal(err)
		}
		l, err := readLine(raw)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Event.event(); !reflect.DeepEqual(got, e) {
			t.Errorf("sent %+v, came %+v", e, got)
		}
	}
	for _, name := range implementers(t, "event") {
		if !seen[name] {
			t.Errorf("the event %s does not cross the wire", name)
		}
	}
}

// fullSnapshot has a value in every field that has none by itself.
func fullSnapshot(now time.Time) player.Snapshot {
	tracks := someTracks(3)
	return player.Snapshot{
		Rev: 9, Status: player.Buffering, Track: &tracks[1], Duration: 200 * time.Second, At: 20 * time.Second, Taken: now,
		Delivered: player.Delivered{Format: "flac", Level: "lossless", Rate: 44100, Bits: 16, Bitrate: 900_000, Channels: 2, Clip: &player.Clip{End: time.Second}},
		Moving:    true, Pace: 1.5, Estimated: true, Buffered: []player.Span{{From: 0, To: 0.5}}, Volume: 70, Muted: true, Mode: player.Shuffle, Speed: 1.5,
		Effects: player.Effects{Equalizer: "custom", Gains: player.Gains{1, 2}, Crossfade: 4, Normalize: "album"},
		SleepAt: now.Add(time.Minute), SleepAtEnd: true, Problem: "offline", Output: player.Output{Name: "pulse", Device: "d", Spec: "pulse:d", Silent: true},
		Queue: player.Queue{Rev: 4, Tracks: tracks, Order: []int{2, 0, 1}, Current: 1, FM: true, CanUndo: true, CanRedo: true},
	}
}

func TestASnapshotCrossesTheWire(t *testing.T) {
	t.Parallel()
	now := time.Now()
	snap := fullSnapshot(now)
	v := reflect.ValueOf(snap)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not tried", v.Type().Field(i).Name)
		}
	}
	st := stateOf(snap, now, &Host{Liked: func(id int64) bool { return id == snap.Track.ID }})
	raw, err := encode(line{State: &st})
	if err != nil {
		t.Fatal(err)
	}
	l, err := readLine(raw)
	if err != nil || !l.State.Liked {
		t.Fatalf("%+v, %v", l.State, err)
	}
	var queue assembly
	for _, p := range queuePages(snap.Queue) {
		if err := queue.add(p); err != nil {
			t.Fatal(err)
		}
	}
	got := l.State.snapshot(now)
	got.Queue.Tracks, got.Queue.Order = queue.tracks, queue.order
	if !reflect.DeepEqual(got, snap) {
		t.Errorf("sent %+v\ncame %+v", snap, got)
	}
	if pos := l.State.Position(2 * time.Second); pos != 23*time.Second {
		t.Errorf("two seconds later at %v", pos)
	}
}

func TestNoLineIsLongerThanItsLimit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("\x01长", 4_000)
	track := player.Track{
		ID: 1, Title: long, Artists: slices.Repeat([]string{long}, 50), Album: long, Cover: long, Alg: long,
		Source: player.Source{Kind: long, Name: long},
	}
	snap := fullSnapshot(time.Now())
	snap.Track = &track
	snap.Output = player.Output{Name: long, Device: long, Spec: long}
	snap.Delivered.Format, snap.Delivered.Level = long, long
	snap.Buffered = make([]player.Span, 10_000)
	st := stateOf(snap, time.Now(), &Host{})
	if _, err := encode(line{State: &st}); err != nil {
		t.Error(err)
	}
	for _, c := range []player.Command{player.Append{Tracks: slices.Repeat([]player.Track{track}, 20)}, player.Prefetch{Track: track}} {
		crossed(t, c)
	}
	for _, e := range []player.Event{
		player.Skipped{Track: track, Err: errors.New(long)},
		player.OutputChanged{Output: snap.Output, Err: errors.New(long)},
		player.Reformed{Track: track, Refused: long},
	} {
		if _, err := encode(line{Event: eventOf(e, nil)}); err != nil {
			t.Errorf("%T: %v", e, err)
		}
	}
	for _, l := range lyricsLines(Lyrics{Track: 1, Lines: slices.Repeat([]Verse{{1, long, long}}, 100)}) {
		if _, err := encode(l); err != nil {
			t.Error(err)
		}
	}
}

func TestBadRequestsAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		`nonsense`: "no request", `{}`: "no cmd", `{"cmd":"toggle"} {"cmd":"toggle"}`: "more", `[]`: "no request", `null`: "no cmd",
		`{"cmd":"set-volume","volume":70}`: "volume", `{"cmd":"set-volume"}`: "percent is missing", `{"cmd":"move","from":1}`: "to is missing",
		`{"cmd":"set-mode","mode":"x"}`: "mode is", `{"cmd":"seek-to","position_ms":9223372036854775807}`: "too long",
		`{"cmd":"set-output","spec":"exec:sh -c id"}`: "from outside", `{"cmd":"set-output","spec":"wav:/tmp/x"}`: "from outside",
		`{"cmd":"set-output","spec":"gramophone"}`: "gramophone", `{"cmd":"append","tracks":[{"id":0}]}`: "without id",
		`{"cmd":"sleep","after_ms":-1}`: "negative", `{"cmd":"set-equalizer","gains":[1,2,3,4,5,6,7,8,9,10,11]}`: "gains",
	} {
		var h hand
		r, err := readRequest([]byte(text))
		if err == nil {
			err = h.add(r)
		}
		if err == nil {
			_, err = r.command(h)
		}
		var f *Fault
		if !errors.As(err, &f) || !strings.Contains(f.Text, says) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestPagesThatDoNotFollowAreRefused(t *testing.T) {
	t.Parallel()
	var a assembly
	two := []Track{{ID: 1}, {ID: 2}}
	if err := a.add(Page{Rev: 1, Length: 4, Tracks: two, Order: []int{3, 2}}); err != nil {
		t.Fatal(err)
	}
	for _, p := range []Page{
		{Rev: 2, Length: 4, From: 2, Tracks: two},
		{Rev: 1, Length: 4, From: 3, Tracks: two},
		{Rev: 1, Length: 3, From: 2, Tracks: two},
		{Rev: 1, Length: 4, From: 2, Tracks: two, Order: []int{4}},
		{Rev: 1, Length: -1, Tracks: two},
	} {
		b := assembly{rev: a.rev, tracks: slices.Clone(a.tracks), order: slices.Clone(a.order)}
		if err := b.add(p); err == nil {
			t.Errorf("%+v was taken", p)
		}
	}
}

func FuzzRequest(f *testing.F) {
	for _, c := range commands {
		for _, r := range compose(c) {
			raw, _ := json.Marshal(r)
			f.Add(raw)
		}
	}
	f.Add([]byte(`{"id":1,"cmd":"play","wish":{"kind":"album","ids":[3],"where":"now"}}`))
	f.Add([]byte(`{"cmd":"watch","queue":true}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := readRequest(raw)
		if err != nil {
			return
		}
		_, _ = checked(r.Wish)
		var h hand
		if h.add(r) != nil {
			return
		}
		c, err := r.command(h)
		if err != nil || c == nil {
			return
		}
		if got := crossed(t, c); reflect.TypeOf(got) != reflect.TypeOf(c) {
			t.Errorf("%s: %+v became %+v", raw, c, got)
		}
	})
}

func FuzzLine(f *testing.F) {
	now := time.Unix(1e9, 0)
	st := stateOf(fullSnapshot(now), now, &Host{})
	for _, l := range append(queueLines(fullSnapshot(now).Queue), line{State: &st}, line{Event: eventOf(player.Halted{}, nil)}, line{Re: 1, OK: true}) {
		raw, _ := json.Marshal(l)
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := readLine(raw)
		if err != nil {
			return
		}
		c := &Client{subs: map[*player.Subscription]struct{}{}, specs: map[int64]string{}, asked: map[int64]*question{}}
		sub := c.Subscribe()
		if c.take(l) != nil {
			return
		}
		snap := sub.Snapshot()
		if n := len(snap.Queue.Tracks); snap.Queue.Current >= n && n > 0 || snap.Queue.Current < -1 || len(snap.Queue.Order) != n {
			t.Errorf("%s: current %d of %d, order %d", raw, snap.Queue.Current, n, len(snap.Queue.Order))
		}
	})
}
