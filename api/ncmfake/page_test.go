package ncmfake_test

import (
	"iter"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
)

// walked reads a list through the typed call: all of it, no id twice.
func walked[T any](t *testing.T, name string, seq iter.Seq2[T, error], id func(T) int64, least int) []int64 {
	t.Helper()
	var out []int64
	seen := map[int64]bool{}
	for item, err := range seq {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if seen[id(item)] {
			t.Errorf("%s: %d comes twice", name, id(item))
		}
		seen[id(item)] = true
		out = append(out, id(item))
	}
	if len(out) < least {
		t.Errorf("%s: %d of at least %d", name, len(out), least)
	}
	return out
}

func TestLongListsAreReadToTheirEnds(t *testing.T) {
	t.Parallel()
	c, _, svc := newAPI(t, ncmfake.Options{LoggedIn: true})
	ctx := t.Context()
	list := func(p api.Playlist) int64 { return p.ID }
	user := func(u api.User) int64 { return u.ID }
	remark := func(m api.Comment) int64 { return m.ID }
	song := func(s api.Song) int64 { return s.ID }
	thread := api.ThreadOf(api.OnSong, seed.SongFirst)
	total, err := c.Comments(ctx, thread, 0, 1, time.Time{})
	if err != nil || len(total.Hot) == 0 {
		t.Fatal(total, err)
	}
	walked(t, "square", c.Square(ctx, "", false), list, 200)
	walked(t, "square of a category", c.Square(ctx, "华语", true), list, 60)
	walked(t, "fine playlists", c.FinePlaylists(ctx, ""), list, 70)
	walked(t, "artist's songs", c.ArtistSongs(ctx, 51_000_000, false), song, 250)
	walked(t, "artist's albums", c.ArtistAlbums(ctx, 51_000_000), func(a api.Album) int64 { return a.ID }, 25)
	walked(t, "MVs", c.MVs(ctx, api.MVFilter{}), func(m api.MV) int64 { return m.ID }, 90)
	walked(t, "programs", c.Programs(ctx, seed.Radios()[3].ID, false), func(p api.Program) int64 { return p.ID }, 64)
	walked(t, "new works", c.NewWorks(ctx), song, 14)
	walked(t, "followers", c.Followers(ctx, seed.UserID), user, 10)
	walked(t, "hot comments", c.HotComments(ctx, thread), remark, 3)
	tops := walked(t, "newest comments", c.NewComments(ctx, thread, api.Newest), remark, 40)
	if best := walked(t, "best comments", c.NewComments(ctx, thread, api.Hottest), remark, 40); len(best) != len(tops) {
		t.Errorf("%d comments by age, %d by likes", len(tops), len(best))
	}
	answers := 0
	for _, id := range tops {
		answers += len(walked(t, "floor", c.Floor(ctx, thread, id), remark, 0))
	}
	if len(tops)+answers != total.Total {
		t.Errorf("%d comments and %d answers of %d", len(tops), answers, total.Total)
	}
	if n := len(walked(t, "albums", c.NewAlbums(ctx, api.AreaAll), func(a api.Album) int64 { return a.ID }, 30)); n != len(svc.Catalogue().Albums) {
		t.Errorf("%d new albums", n)
	}
}

func TestCategoriesPart(t *testing.T) {
	t.Parallel()
	c, _, _ := newAPI(t, ncmfake.Options{LoggedIn: true})
	id := func(a api.Artist) int64 { return a.ID }
	artists := func(f api.ArtistFilter) int { return len(walked(t, "artists", c.Artists(t.Context(), f), id, 0)) }
	all, parts := artists(api.ArtistFilter{Area: -1}), 0
	for kind := 1; kind <= 3; kind++ {
		parts += artists(api.ArtistFilter{Kind: kind, Area: -1})
	}
	letters := artists(api.ArtistFilter{Area: -1, Initial: "#"})
	for l := 'a'; l <= 'z'; l++ {
		letters += artists(api.ArtistFilter{Area: -1, Initial: string(l)})
	}
	if all < 50 || parts != all-1 || letters != all { // the hostile one is of no kind
		t.Errorf("%d artists, %d by kind, %d by letter", all, parts, letters)
	}
	if zh, ja := artists(api.ArtistFilter{Area: 7}), artists(api.ArtistFilter{Area: 8}); zh <= ja || ja == 0 || zh >= all {
		t.Errorf("%d Chinese, %d Japanese", zh, ja)
	}
}

func TestPagesOfOthersAreWhole(t *testing.T) {
	t.Parallel()
	c, _, _ := newAPI(t, ncmfake.Options{LoggedIn: true})
	ctx := t.Context()
	for _, p := range seed.People()[:8] {
		got, err := c.User(ctx, p.ID)
		if err != nil || got.Name != p.Name {
			t.Fatalf("%s: %v", p.Name, err)
		}
		follows := walked(t, "follows", c.Follows(ctx, p.ID), func(u api.User) int64 { return u.ID }, 1)
		lists, err := c.UserPlaylists(ctx, p.ID)
		own := 0
		for _, l := range lists {
			if l.Creator.ID == p.ID {
				own++
			}
		}
		if err != nil || len(follows) != got.Follows || own != got.Playlists {
			t.Errorf("%s: follows %d of %d, %d lists of %d, %v", p.Name, len(follows), got.Follows, own, got.Playlists, err)
		}
	}
}

func TestRadioModesDiffer(t *testing.T) {
	t.Parallel()
	c, _, svc := newAPI(t, ncmfake.Options{LoggedIn: true})
	liked := map[int64]bool{}
	for _, id := range svc.Likes() {
		liked[id] = true
	}
	count := func(mode api.FMMode, scene string) (n int) {
		for range 10 {
			songs, err := c.FMIn(t.Context(), mode, scene)
			if err != nil || len(songs) == 0 {
				t.Fatalf("%s: %v", mode, err)
			}
			for _, s := range songs {
				if liked[s.ID] {
					n++
				}
			}
		}
		return n
	}
	if known, fresh := count(api.FMFamiliar, ""), count(api.FMExplore, ""); known == 0 || fresh != 0 {
		t.Errorf("%d liked songs among the familiar, %d among the new", known, fresh)
	}
	count(api.FMScene, api.SceneFocus)
}

func TestADislikedDailySongIsReplaced(t *testing.T) {
	t.Parallel()
	c, _, _ := newAPI(t, ncmfake.Options{LoggedIn: true})
	before, err := c.DailySongs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	other, err := c.DislikeDaily(t.Context(), before[2].ID)
	if err != nil {
		t.Fatal(err)
	}
	after, err := c.DailySongs(t.Context())
	if err != nil || len(after) != len(before) || after[2].ID != other.ID || other.ID == before[2].ID {
		t.Errorf("%d in the place of %d, told %d, %v", after[2].ID, before[2].ID, other.ID, err)
	}
}

func TestMembershipFollowsTheOptions(t *testing.T) {
	t.Parallel()
	for _, without := range []bool{false, true} {
		c, _, _ := newAPI(t, ncmfake.Options{LoggedIn: true, NoMember: without})
		m, err := c.Membership(t.Context(), 0)
		if err != nil || m.Active(time.Now()) == without || (m.Level == 0) != without {
			t.Errorf("without %v: %+v, %v", without, m, err)
		}
	}
}
