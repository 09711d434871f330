package catalogue

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/store"
)

// service is the four fetchers in one, with a log of its calls.
type service struct {
	mu      sync.Mutex
	calls   []string
	sizes   []int
	delay   time.Duration
	fail    error
	failAt  int // from this batch on; 0 all
	known   func(id int64) bool
	list    Tracks
	liked   map[int64]bool
	applies bool // a failing SetLiked is made all the same
	lyrics  Lyrics
}

func song(id int64) Song {
	return Song{
		ID: id, Name: fmt.Sprintf("歌曲 %d", id), Artists: []Ref{{ID: id % 97, Name: "歌手"}, {ID: 5, Name: "Another One"}},
		Album: Ref{ID: id % 1009, Name: "专辑的名字"}, Cover: "https://p1.music.126.net/6y-UleORITEDbvrOLV0Q8A==/5639395138885805.jpg",
		Duration: 4*time.Minute + time.Duration(id%1000)*time.Millisecond, Number: 3, MV: 12, Right: VIP, Fee: 1, MaxLevel: "hires",
	}
}

func (s *service) begin(ctx context.Context, name string) error {
	s.mu.Lock()
	s.calls = append(s.calls, name)
	n, delay, fail, at := len(s.calls), s.delay, s.fail, s.failAt
	s.mu.Unlock()
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if n >= at {
		return fail
	}
	return nil
}

func (s *service) count() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.calls) }

func (s *service) Songs(ctx context.Context, ids []int64) ([]Song, error) {
	s.mu.Lock()
	s.sizes = append(s.sizes, len(ids))
	s.mu.Unlock()
	if err := s.begin(ctx, "songs"); err != nil {
		return nil, err
	}
	var out []Song
	for _, id := range slices.Backward(ids) {
		if s.known == nil || s.known(id) {
			out = append(out, song(id))
		}
	}
	return out, nil
}

func (s *service) Lyrics(ctx context.Context, _ int64) (Lyrics, error) {
	return s.lyrics, s.begin(ctx, "lyrics")
}

func (s *service) Album(ctx context.Context, id int64) (Album, error) {
	return Album{ID: id, Songs: []Song{song(71)}}, s.begin(ctx, "album")
}

func (s *service) Artist(ctx context.Context, id int64) (Artist, error) {
	return Artist{ID: id, Hot: []Song{song(72)}}, s.begin(ctx, "artist")
}

func (s *service) DailySongs(ctx context.Context) ([]Song, error) {
	daily := song(81)
	daily.Reason, daily.Alg = "because", "itembased"
	return []Song{daily}, s.begin(ctx, "daily")
}

func (s *service) DailyPlaylists(ctx context.Context) ([]Playlist, error) {
	return []Playlist{{ID: 1, Name: "radar"}}, s.begin(ctx, "daily lists")
}

func (s *service) UserPlaylists(ctx context.Context, _ int64) ([]Playlist, error) {
	return []Playlist{s.list.Playlist}, s.begin(ctx, "user lists")
}

func (s *service) Playlist(ctx context.Context, _ int64) (Tracks, error) {
	return s.list, s.begin(ctx, "playlist")
}

func (s *service) Liked(context.Context, int64) ([]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, "liked")
	var ids []int64
	for id, ok := range s.liked {
		if ok {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (s *service) SetLiked(ctx context.Context, id int64, like bool) error {
	err := s.begin(ctx, "set liked")
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil || s.applies {
		s.liked[id] = like
	}
	return err
}

func (s *service) FM(ctx context.Context) ([]Song, error) {
	return []Song{song(91)}, s.begin(ctx, "fm")
}

func (s *service) Trash(ctx context.Context, _ int64, _ time.Duration) error {
	return s.begin(ctx, "trash")
}

func (s *service) Search(ctx context.Context, k Kind, q string, _, _ int) (Found, error) {
	return Found{Kind: k, Songs: []Song{{ID: 1, Name: q}}}, s.begin(ctx, "search")
}

func with(s *service, disk Disk) *Catalogue {
	c := New(Options{Songs: s, Lists: s, Taste: s, Search: s, Disk: disk})
	c.SetAccount(1)
	return c
}

func onDisk(t testing.TB, dir string) *store.DB {
	t.Helper()
	db := store.Open(store.Options{Dir: dir})
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func span(from, n int64) []int64 {
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = from + int64(i)
	}
	return ids
}

func TestSongsComeInOrderAndInBatches(t *testing.T) {
	t.Parallel()
	s := &service{known: func(id int64) bool { return id != 1500 }}
	c := with(s, nil)
	defer c.Close()
	ids := append(span(1, 2500), 7, 1500, 7) // twice the same, and one unknown
	got, err := c.Songs(t.Context(), ids)
	if err != nil || len(got) != len(ids) {
		t.Fatalf("%d songs, %v", len(got), err)
	}
	for i, id := range ids {
		want := song(id)
		if id == 1500 {
			want = Song{ID: id, Right: Grey}
		}
		if !reflect.DeepEqual(got[i], want) {
			t.Fatalf("row %d = %+v, want %+v", i, got[i], want)
		}
	}
	slices.Sort(s.sizes)
	if !slices.Equal(s.sizes, []int{500, 1000, 1000}) {
		t.Errorf("requests of %v ids", s.sizes)
	}
	if got, err = c.Songs(t.Context(), ids); err != nil || s.count() != 3 || got[1499].Right != Grey {
		t.Errorf("asked again: %v, %v", s.calls, err)
	}
	if got := c.Peek([]int64{3, 9999}); got[0].Name == "" || got[1].Name != "" || got[1].ID != 9999 {
		t.Errorf("Peek = %+v", got)
	}
}

func TestPartOfAListIsGivenWithTheError(t *testing.T) {
	t.Parallel()
	limited := errors.New("too often")
	s := &service{fail: limited, failAt: 2}
	c := with(s, nil)
	defer c.Close()
	got, err := c.Songs(t.Context(), span(1, 2000))
	if !errors.Is(err, limited) || len(got) != 2000 {
		t.Fatalf("%d, %v", len(got), err)
	}
	named := 0
	for i, g := range got {
		if g.ID != int64(i+1) || g.Right == Grey {
			t.Fatalf("row %d = %+v", i, g)
		}
		if g.Name != "" {
			named++
		}
	}
	if named != 1000 {
		t.Errorf("%d songs of 1000", named)
	}
}

func TestConcurrentCallersShareRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{delay: time.Second, list: Tracks{IDs: []int64{1}}}
		c := with(s, nil)
		var group sync.WaitGroup
		for i := range int64(8) {
			group.Go(func() {
				got, err := c.Songs(t.Context(), span(1+i*10, 100))
				if err != nil || got[99].Name == "" {
					t.Error(err)
				}
			})
			group.Go(func() {
				if _, err := c.Playlist(t.Context(), 5); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		total := 0
		for _, n := range s.sizes {
			total += n
		}
		if total != 170 {
			t.Errorf("%d ids asked for, want each of 170 once", total)
		}
		if n := s.count() - len(s.sizes); n != 1 {
			t.Errorf("playlist asked for %d times", n)
		}
		c.Close()
	})
}

func TestACallEndsWithItsLastCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{delay: time.Hour}
		c := with(s, nil)
		patient, leavePatient := context.WithCancel(t.Context())
		hasty, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		ended := make(chan error, 4)
		for _, ctx := range []context.Context{patient, hasty} {
			go func() { _, err := c.Songs(ctx, span(1, 5)); ended <- err }()
			go func() { _, err := c.Album(ctx, 5); ended <- err }()
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if len(ended) != 2 || s.count() != 2 {
			t.Fatalf("%d callers left, %d calls", len(ended), s.count())
		}
		leavePatient()
		c.group.Wait() // for an hour of fake time if the calls go on
		for range 4 {
			if err := <-ended; !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		}
		s.delay = 0
		if got, err := c.Songs(t.Context(), span(1, 5)); err != nil || got[0].Name == "" {
			t.Errorf("afterwards: %v", err)
		}
		c.Close()
	})
}

func TestWhatWasSeenIsThereAfterARestart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := &service{lyrics: Lyrics{LRC: "[00:00]x"}, liked: map[int64]bool{5: true}}
	s.list = Tracks{Playlist: Playlist{ID: 9, Name: "mine", Count: 3, Updated: time.UnixMilli(1000)}, IDs: []int64{3, 1, 2}, Songs: []Song{song(3)}}
	use := func(db *store.DB) {
		c := with(s, db)
		defer c.Close()
		ctx := t.Context()
		_, err1 := c.UserPlaylists(ctx, 1)
		tracks, err2 := c.Playlist(ctx, 9)
		songs, err3 := c.Songs(ctx, []int64{3, 1, 2})
		lyrics, err4 := c.Lyrics(ctx, 3)
		daily, err5 := c.DailySongs(ctx)
		lists, err6 := c.DailyPlaylists(ctx)
		if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(tracks.IDs, []int64{3, 1, 2}) || tracks.Playlist.Name != "mine" || !reflect.DeepEqual(songs[1], song(1)) ||
			lyrics.LRC == "" || daily[0].Alg != "itembased" || lists[0].Name != "radar" {
			t.Errorf("%+v %+v %+v %+v %+v", tracks, songs, lyrics, daily, lists)
		}
		if _, err := c.Liked(ctx, 1); err != nil || !c.IsLiked(5) {
			t.Error("not liked", err)
		}
	}
	first := onDisk(t, dir)
	use(first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	want := []string{"user lists", "liked"} // those tell what changed
	before := s.count()
	use(onDisk(t, dir))
	if got := s.calls[before:]; !slices.Equal(got, want) {
		t.Errorf("the second run asked for %v, want %v", got, want)
	}
	s.list.Playlist.Updated = time.UnixMilli(2000)
	before = s.count()
	use(onDisk(t, dir))
	if got := s.calls[before:]; !slices.Equal(got, []string{"user lists", "playlist", "liked"}) {
		t.Errorf("after a change of the list it asked for %v", got)
	}
}

func TestOldDataStandsInWhenTheServiceFails(t *testing.T) {
	t.Parallel()
	s := &service{list: Tracks{Playlist: Playlist{ID: 9, Name: "mine"}, IDs: []int64{1}}}
	now := time.Date(2025, 1, 2, 12, 0, 0, 0, china)
	c := New(Options{Songs: s, Lists: s, Taste: s, Search: s, Disk: onDisk(t, t.TempDir()), Now: func() time.Time { return now }})
	defer c.Close()
	ctx := t.Context()
	for _, fill := range []func() error{
		func() error { _, err := c.DailySongs(ctx); return err },
		func() error { _, err := c.Playlist(ctx, 9); return err },
		func() error { _, err := c.UserPlaylists(ctx, 1); return err },
		func() error { _, err := c.Songs(ctx, []int64{4}); return err },
	} {
		if err := fill(); err != nil {
			t.Fatal(err)
		}
	}
	s.fail = errors.New("offline")
	now = now.Add(40 * 24 * time.Hour)
	c.SetAccount(2) // empties the memory
	c.SetAccount(0)
	daily, err1 := c.DailySongs(ctx)
	tracks, err2 := c.Playlist(ctx, 9)
	lists, err3 := c.UserPlaylists(ctx, 1)
	songs, err4 := c.Songs(ctx, []int64{4})
	if err1 == nil || err2 == nil || err3 == nil || err4 == nil {
		t.Error("a failure was not told", err1, err2, err3, err4)
	}
	if len(daily) != 1 || len(tracks.IDs) != 1 || len(lists) != 1 || songs[0].Name == "" {
		t.Errorf("nothing stands in: %v %v %v %v", daily, tracks, lists, songs)
	}
	if _, ok := c.PeekDailySongs(ctx); ok {
		t.Error("last month's songs pass for today's")
	}
}

func TestDailyListsChangeAtSixInChina(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now  time.Time
		want int64
	}{
		{time.Date(2025, 3, 1, 5, 59, 59, 0, china), 20250228},
		{time.Date(2025, 3, 1, 6, 0, 0, 0, china), 20250301},
		{time.Date(2025, 2, 28, 22, 0, 0, 0, time.UTC), 20250301},
		{time.Date(2025, 2, 28, 21, 59, 0, 0, time.UTC), 20250228},
	} {
		if got := musicDay(c.now); got != c.want {
			t.Errorf("musicDay(%v) = %d, want %d", c.now, got, c.want)
		}
	}
}

func TestAccountsDoNotSeeEachOthersThings(t *testing.T) {
	t.Parallel()
	s := &service{liked: map[int64]bool{5: true}}
	c := with(s, onDisk(t, t.TempDir()))
	defer c.Close()
	ctx := t.Context()
	if _, err := c.Liked(ctx, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DailySongs(ctx); err != nil {
		t.Fatal(err)
	}
	c.SetAccount(2)
	if c.IsLiked(5) || c.LikedKnown() || c.PeekLiked(ctx, 2) {
		t.Error("the other account's likes are seen")
	}
	if _, ok := c.PeekDailySongs(ctx); ok {
		t.Error("the other account's daily songs are seen")
	}
	if got := c.Peek([]int64{81}); got[0].Name != "" {
		t.Error("the other account's rights are seen")
	}
	c.SetAccount(1)
	if !c.PeekLiked(ctx, 1) || !c.IsLiked(5) {
		t.Error("own likes are gone")
	}
}

func TestASongFromAListLosesTheListsWords(t *testing.T) {
	t.Parallel()
	s := &service{}
	c := with(s, onDisk(t, t.TempDir()))
	defer c.Close()
	if _, err := c.DailySongs(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := c.Songs(t.Context(), []int64{81})
	if err != nil || got[0].Alg != "" || got[0].Reason != "" || s.count() != 1 {
		t.Errorf("%+v, %v, %v", got, err, s.calls)
	}
}

func TestPagesAreAskedForOnce(t *testing.T) {
	t.Parallel()
	s := &service{}
	c := with(s, nil)
	defer c.Close()
	for range 3 {
		_, err1 := c.Album(t.Context(), 7)
		_, err2 := c.Artist(t.Context(), 7)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(s.calls, []string{"album", "artist"}) {
		t.Errorf("asked for %v", s.calls)
	}
	if got := c.Peek([]int64{71, 72}); got[0].Name == "" || got[1].Name == "" {
		t.Error("their songs are not held")
	}
}

// TestWhatAClockThatWasAheadKeptIsNotYoungForEver keeps pages and songs a year
// ahead, and looks at them when the clock is right.
func TestWhatAClockThatWasAheadKeptIsNotYoungForEver(t *testing.T) {
	t.Parallel()
	s := &service{}
	now := time.Date(2026, 1, 2, 12, 0, 0, 0, china)
	c := New(Options{Songs: s, Lists: s, Taste: s, Search: s, Disk: onDisk(t, t.TempDir()), Now: func() time.Time { return now }})
	defer c.Close()
	ask := func() {
		_, err1 := c.Album(t.Context(), 7)
		_, err2 := c.Songs(t.Context(), []int64{4})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	before := s.count()
	now = now.AddDate(-1, 0, 0)
	c.SetAccount(2) // empties the memory
	c.SetAccount(0)
	ask()
	if got := s.calls[before:]; !slices.Contains(got, "album") || len(got) < 2 {
		t.Errorf("asked for %v", got)
	}
}

func TestAnewAsksTheServiceWhateverIsKept(t *testing.T) {
	t.Parallel()
	s := &service{}
	c := with(s, nil)
	defer c.Close()
	read := func(ctx context.Context) {
		t.Helper()
		_, err1 := c.Album(ctx, 7)
		_, err2 := c.DailySongs(ctx)
		_, err3 := c.Lyrics(ctx, 7)
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(err)
		}
	}
	read(t.Context())
	read(t.Context())
	first := s.count()
	read(Anew(t.Context()))
	if again := s.count() - first; first != 3 || again != 3 {
		t.Errorf("asked %d times, then %d", first, again)
	}
	s.fail = errors.New("away")
	if songs, err := c.DailySongs(Anew(t.Context())); err == nil || len(songs) == 0 {
		t.Errorf("%d songs and %v: what is kept does not stand in", len(songs), err)
	}
}

func TestWithoutAServiceThereIsAnError(t *testing.T) {
	t.Parallel()
	c := New(Options{})
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"songs":     func() error { _, err := c.Songs(ctx, []int64{1}); return err },
		"daily":     func() error { _, err := c.DailySongs(ctx); return err },
		"daily ls":  func() error { _, err := c.DailyPlaylists(ctx); return err },
		"lists":     func() error { _, err := c.UserPlaylists(ctx, 1); return err },
		"playlist":  func() error { _, err := c.Playlist(ctx, 1); return err },
		"album":     func() error { _, err := c.Album(ctx, 1); return err },
		"artist":    func() error { _, err := c.Artist(ctx, 1); return err },
		"lyrics":    func() error { _, err := c.Lyrics(ctx, 1); return err },
		"search":    func() error { _, err := c.Search(ctx, KindSong, "x", 0, 1); return err },
		"liked":     func() error { _, err := c.Liked(ctx, 1); return err },
		"set liked": func() error { return c.SetLiked(ctx, 1, true) },
		"fm":        func() error { _, err := c.FM(ctx); return err },
		"trash":     func() error { return c.Trash(ctx, 1, 0) },
	} {
		if err := ask(); !errors.Is(err, ErrNoService) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c.Close()
}

// BenchmarkTenThousandSongsFromDisk is the figure "10,000 songs fully listed
// from cache": nothing in memory, all rows from the database.
func BenchmarkTenThousandSongsFromDisk(b *testing.B) {
	s := &service{}
	db := onDisk(b, b.TempDir())
	ids := make([]int64, 10000)
	for i := range ids {
		ids[i] = int64(i) * 7919 % 1000003
	}
	c := with(s, db)
	if _, err := c.Songs(b.Context(), ids); err != nil {
		b.Fatal(err)
	}
	c.Close() // all is on disk
	asked := s.count()
	b.ReportAllocs()
	for b.Loop() {
		c := with(s, db)
		got, err := c.Songs(b.Context(), ids)
		if err != nil || got[9999].Name == "" || s.count() != asked {
			b.Fatal(err)
		}
	}
}

func BenchmarkTenThousandSongsFromMemory(b *testing.B) {
	c := with(&service{}, nil)
	ids := span(1, 10000)
	if _, err := c.Songs(b.Context(), ids); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Songs(b.Context(), ids); err != nil {
			b.Fatal(err)
		}
	}
}

func TestCloseDoesNotWaitForAServiceThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		c := New(Options{Songs: hanging{hangs: hangs}})
		var group sync.WaitGroup
		group.Go(func() { _, _ = c.Songs(t.Context(), []int64{1, 2}) })
		synctest.Wait()
		c.SetAccount(7)
		group.Go(func() { _, _ = c.Songs(t.Context(), []int64{3}) })
		group.Go(func() { _, _ = c.Lyrics(t.Context(), 1) })
		synctest.Wait()
		begun := time.Now()
		c.Close()
		if took := time.Since(begun); took > 0 {
			t.Errorf("Close took %v", took)
		}
		group.Wait()
		if _, err := c.Lyrics(t.Context(), 2); err == nil {
			t.Error("a closed catalogue asks on")
		}
	})
}

// hanging is a service that answers nobody.
type hanging struct {
	SongFetcher
	hangs func(context.Context) error
}

func (h hanging) Songs(ctx context.Context, _ []int64) ([]Song, error) { return nil, h.hangs(ctx) }
func (h hanging) Lyrics(ctx context.Context, _ int64) (Lyrics, error)  { return Lyrics{}, h.hangs(ctx) }
