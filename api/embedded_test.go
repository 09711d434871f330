package api_test

import (
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
)

// embedded is a client of the embedded service, logged in when asked.
func embedded(t *testing.T, o ncmfake.Options) (*api.Client, *ncmfake.Service) {
	t.Helper()
	service := ncmfake.New(o)
	session := api.Session{}
	if o.LoggedIn {
		session.Cookies = map[string]safe.Secret{}
		for _, k := range service.SessionCookies() {
			session.Cookies[k.Name] = safe.Secret(k.Value)
		}
	}
	c, err := api.New(api.Options{
		Transport: service.Transport(), WeapiKey: service.WeapiPublicKey(), Session: session, Rate: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, service
}

func TestEmbeddedServiceLogsInByQR(t *testing.T) {
	t.Parallel()
	c, _ := embedded(t, ncmfake.Options{})
	if u, err := c.Account(t.Context()); err != nil || u != nil {
		t.Fatalf("before: %+v, %v", u, err)
	}
	if c.Session().Anonymous == "" {
		t.Error("no anonymous token")
	}
	key, err := c.QRKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var seen []api.QRState
	for range 10 {
		got, err := c.QRCheck(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if seen = append(seen, got.State); got.State == api.QRConfirmed {
			break
		}
	}
	u, err := c.Account(t.Context())
	if err != nil || u == nil || u.ID == 0 || u.Name == "" || len(seen) != 4 {
		t.Fatalf("after %v: %+v, %v", seen, u, err)
	}
	if err := c.Logout(t.Context()); err != nil {
		t.Fatal(err)
	}
	if u, err := c.Account(t.Context()); err != nil || u != nil {
		t.Errorf("after logout: %+v, %v", u, err)
	}
}

func TestEmbeddedServiceGivesSongsAllTheWay(t *testing.T) {
	t.Parallel()
	for _, sealed := range []bool{false, true} {
		c, _ := embedded(t, ncmfake.Options{LoggedIn: true, Sealed: sealed})
		daily, err := c.DailySongs(t.Context())
		if err != nil || len(daily) == 0 {
			t.Fatalf("%d daily songs, %v", len(daily), err)
		}
		s := daily[0]
		if s.ID == 0 || s.Name == "" || len(s.Artists) == 0 || s.Duration == 0 || !s.Privileged {
			t.Errorf("song %+v", s)
		}
		u, err := c.SongURL(t.Context(), s.ID, "exhigh")
		if err != nil || u.URL == "" || u.Why() != api.Given || u.Size == 0 || len(u.MD5) != 32 || u.Type == "" || u.Expires == 0 {
			t.Errorf("url %+v, %v", u, err)
		}
		if l, err := c.Lyric(t.Context(), s.ID); err != nil || (l.LRC == "" && !l.PureMusic && !l.None) {
			t.Errorf("lyric %+v, %v", l, err)
		}
		al, err := c.Album(t.Context(), s.Album.ID)
		if err != nil || al.Name != s.Album.Name || len(al.Songs) == 0 || al.Count != len(al.Songs) {
			t.Errorf("album %q %d of %d, %v", al.Name, len(al.Songs), al.Count, err)
		}
		ar, err := c.Artist(t.Context(), s.Artists[0].ID)
		if err != nil || ar.Name != s.Artists[0].Name || len(ar.Hot) == 0 {
			t.Errorf("artist %q, %d hot, %v", ar.Name, len(ar.Hot), err)
		}
	}
}

func TestEmbeddedServiceGivesEveryPlaylistWhole(t *testing.T) {
	t.Parallel()
	c, _ := embedded(t, ncmfake.Options{LoggedIn: true})
	u, err := c.Account(t.Context())
	if err != nil || u == nil {
		t.Fatalf("%+v, %v", u, err)
	}
	lists, err := c.UserPlaylists(t.Context(), u.ID)
	if err != nil || len(lists) == 0 {
		t.Fatalf("%d lists, %v", len(lists), err)
	}
	largest := 0
	for _, p := range lists {
		d, err := c.Playlist(t.Context(), p.ID)
		if err != nil || len(d.TrackIDs) != d.Count || d.Count != p.Count {
			t.Errorf("%s: %d ids of %d (list: %d), %v", p.Name, len(d.TrackIDs), d.Count, p.Count, err)
			continue
		}
		all, err := c.Songs(t.Context(), d.TrackIDs[max(0, len(d.TrackIDs)-30):])
		if err != nil || len(all) != min(30, d.Count) {
			t.Errorf("%s: %d songs, %v", p.Name, len(all), err)
		}
		largest = max(largest, d.Count)
	}
	if largest < 10_000 {
		t.Errorf("the largest list has %d songs", largest)
	}
	if daily, err := c.DailyPlaylists(t.Context()); err != nil || len(daily) == 0 || daily[0].Name == "" {
		t.Errorf("%d daily lists, %v", len(daily), err)
	}
}

func TestEmbeddedServiceRemembersTasteAndPlays(t *testing.T) {
	t.Parallel()
	c, service := embedded(t, ncmfake.Options{LoggedIn: true})
	fm, err := c.FM(t.Context())
	if err != nil || len(fm) == 0 {
		t.Fatalf("%d songs, %v", len(fm), err)
	}
	id := fm[0].ID
	u, err := c.Account(t.Context())
	if err != nil || u == nil {
		t.Fatal(err)
	}
	for _, like := range []bool{true, false} {
		if err := c.Like(t.Context(), id, like); err != nil {
			t.Fatal(err)
		}
		ids, err := c.Liked(t.Context(), u.ID)
		has := false
		for _, x := range ids {
			has = has || x == id
		}
		if err != nil || has != like {
			t.Errorf("liked %v: %v, %v", like, has, err)
		}
	}
	if err := c.Trash(t.Context(), id, 9*time.Second); err != nil || len(service.Trash()) != 1 || service.Trash()[0] != id {
		t.Errorf("trash %v, %v", service.Trash(), err)
	}
	p := api.Played{Song: id, Source: "userfm", End: api.MovedOn, Heard: 31500 * time.Millisecond}
	if err := c.StartPlay(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := c.Play(t.Context(), p); err != nil || len(service.Plays()) == 0 {
		t.Errorf("plays %v, %v", service.Plays(), err)
	}
}

func TestEmbeddedServiceIsSearched(t *testing.T) {
	t.Parallel()
	c, _ := embedded(t, ncmfake.Options{LoggedIn: true})
	daily, err := c.DailySongs(t.Context())
	if err != nil || len(daily) == 0 {
		t.Fatal(err)
	}
	s := daily[0]
	for kind, query := range map[api.SearchType]string{
		api.SearchSongs: s.Name, api.SearchAlbums: s.Album.Name, api.SearchArtists: s.Artists[0].Name,
	} {
		f, err := c.Search(t.Context(), kind, query, 0, 5)
		if n := len(f.Songs) + len(f.Albums) + len(f.Artists); err != nil || n == 0 || n > 5 || f.Total < n {
			t.Errorf("%d %q: %+v, %v", kind, query, f, err)
		}
	}
	if f, err := c.Search(t.Context(), api.SearchSongs, "没有这首歌 zzzz", 0, 5); err != nil || len(f.Songs) != 0 {
		t.Errorf("no hit: %+v, %v", f, err)
	}
}
