package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/serve"
	"ncmtui/internal/safe"
)

// journey are typed calls as a user makes them, one after the other on one
// account; each gives what is compared between the transports.
var journey = []struct {
	name string
	call func(ctx context.Context, c *api.Client) (any, error)
}{
	{"account", func(ctx context.Context, c *api.Client) (any, error) { return c.Account(ctx) }},
	{"daily songs", func(ctx context.Context, c *api.Client) (any, error) { return c.DailySongs(ctx) }},
	{"daily playlists", func(ctx context.Context, c *api.Client) (any, error) { return c.DailyPlaylists(ctx) }},
	{"playlists", func(ctx context.Context, c *api.Client) (any, error) {
		u, err := c.Account(ctx)
		if err != nil {
			return nil, err
		}
		return c.UserPlaylists(ctx, u.ID)
	}},
	{"playlist", withDaily(func(ctx context.Context, c *api.Client, _ api.Song, p api.Playlist) (any, error) {
		return c.Playlist(ctx, p.ID)
	})},
	{"songs", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Songs(ctx, []int64{s.ID, s.ID})
	})},
	{"url", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		u, err := c.SongURL(ctx, s.ID, "exhigh")
		if u.URL == "" {
			err = errors.Join(err, errors.New("no address"))
		}
		return u, err
	})},
	{"lyric", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Lyric(ctx, s.ID)
	})},
	{"album", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Album(ctx, s.Album.ID)
	})},
	{"artist", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Artist(ctx, s.Artists[0].ID)
	})},
	{"artist songs", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return items(c.ArtistSongs(ctx, s.Artists[0].ID, false))
	})},
	{"search", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Search(ctx, api.SearchSongs, s.Name, 0, 10)
	})},
	{"charts", func(ctx context.Context, c *api.Client) (any, error) { return c.Charts(ctx) }},
	{"counts", func(ctx context.Context, c *api.Client) (any, error) { return c.Counts(ctx) }},
	{"comments", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return c.Comments(ctx, api.ThreadOf(api.OnSong, s.ID), 0, 20, time.Time{})
	})},
	{"like", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		return nil, c.Like(ctx, s.ID, true)
	})},
	{"likes", func(ctx context.Context, c *api.Client) (any, error) {
		u, err := c.Account(ctx)
		if err != nil {
			return nil, err
		}
		return c.Liked(ctx, u.ID)
	}},
	{"make a playlist and fill it", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		p, err := c.CreatePlaylist(ctx, api.NewPlaylist{Name: `晨 "&" +1`})
		if err != nil {
			return nil, err
		}
		n, err := c.AddTracks(ctx, p.ID, s.ID)
		if err != nil {
			return nil, err
		}
		d, err := c.Playlist(ctx, p.ID)
		return []any{n, d.Name, d.TrackIDs}, err
	})},
	{"a song twice", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		p, err := c.CreatePlaylist(ctx, api.NewPlaylist{Name: "two"})
		if err != nil {
			return nil, err
		}
		if _, err = c.AddTracks(ctx, p.ID, s.ID); err != nil {
			return nil, err
		}
		if _, err = c.AddTracks(ctx, p.ID, s.ID); !errors.Is(err, api.ErrDuplicate) {
			return nil, fmt.Errorf("the second time: %w", err)
		}
		_, err = c.RemoveTracks(ctx, p.ID, s.ID)
		return nil, errors.Join(err, c.DeletePlaylists(ctx, p.ID))
	})},
	{"a missing login", func(ctx context.Context, c *api.Client) (any, error) {
		s := c.Session()
		defer c.SetSession(s)
		c.SetSession(api.Session{Cookies: map[string]safe.Secret{"MUSIC_U": "wrong"}})
		if _, err := c.DailySongs(ctx); !errors.Is(err, api.ErrLoginNeeded) {
			return nil, fmt.Errorf("with a wrong cookie: %w", err)
		}
		return nil, nil
	}},
	{"play", withDaily(func(ctx context.Context, c *api.Client, s api.Song, _ api.Playlist) (any, error) {
		p := api.Played{Song: s.ID, Source: "list", SourceID: 1, End: api.PlayedOut, Heard: time.Minute}
		return nil, errors.Join(c.StartPlay(ctx, p), c.Play(ctx, p))
	})},
}

func withDaily(f func(context.Context, *api.Client, api.Song, api.Playlist) (any, error)) func(context.Context, *api.Client) (any, error) {
	return func(ctx context.Context, c *api.Client) (any, error) {
		daily, err := c.DailySongs(ctx)
		if err != nil {
			return nil, err
		}
		lists, err := c.DailyPlaylists(ctx)
		if err != nil || len(daily) == 0 || len(lists) == 0 {
			return nil, fmt.Errorf("%d songs, %d lists: %w", len(daily), len(lists), err)
		}
		return f(ctx, c, daily[0], lists[0])
	}
}

func items[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for item, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, item)
	}
	return out, nil
}

// noon makes two services tell the same times.
func noon() time.Time { return time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC) }

// overServer is a logged-in client of a server in front of an embedded service.
func overServer(t *testing.T) (*api.Client, *ncmfake.Service) {
	t.Helper()
	service := ncmfake.New(ncmfake.Options{LoggedIn: true, Now: noon})
	behind, err := api.New(api.Options{Transport: service.Transport(), WeapiKey: service.WeapiPublicKey(), Rate: -1})
	if err != nil {
		t.Fatal(err)
	}
	h, err := serve.New(serve.Options{Calls: behind})
	if err != nil {
		t.Fatal(err)
	}
	at := httptest.NewServer(h)
	t.Cleanup(at.Close)
	session := api.Session{Cookies: map[string]safe.Secret{}}
	for _, k := range service.SessionCookies() {
		session.Cookies[k.Name] = safe.Secret(k.Value)
	}
	c, err := api.New(api.Options{Server: at.URL, Session: session, Rate: -1})
	if err != nil {
		t.Fatal(err)
	}
	return c, service
}

func TestTypedCallsAreTheSameOverBothTransports(t *testing.T) {
	t.Parallel()
	direct, _ := embedded(t, ncmfake.Options{LoggedIn: true, Now: noon})
	served, service := overServer(t)
	for _, step := range journey {
		want, err := step.call(t.Context(), direct)
		if err != nil {
			t.Errorf("%s: %v", step.name, err)
			continue
		}
		got, err := step.call(t.Context(), served)
		if err != nil {
			t.Errorf("%s over a server: %v", step.name, err)
			continue
		}
		if w, g := encoded(t, want), encoded(t, got); w != g {
			t.Errorf("%s over a server:\n got %.400s\nwant %.400s", step.name, g, w)
		}
	}
	if len(service.Plays()) == 0 {
		t.Error("no play arrived over the server")
	}
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestLoginByQRWorksOverAServer(t *testing.T) {
	t.Parallel()
	c, _ := overServer(t)
	c.SetSession(api.Session{})
	if u, err := c.Account(t.Context()); err != nil || u != nil {
		t.Fatalf("before: %+v, %v", u, err)
	}
	key, err := c.QRKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		got, err := c.QRCheck(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if got.State == api.QRConfirmed {
			break
		}
	}
	if u, err := c.Account(t.Context()); err != nil || u == nil || !c.Session().LoggedIn() {
		t.Errorf("after: %+v, %v", u, err)
	}
}

// watcher keeps what goes out.
type watcher struct {
	status int
	body   string
	seen   []*http.Request
	forms  []string
}

func (w *watcher) RoundTrip(r *http.Request) (*http.Response, error) {
	form, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	w.seen, w.forms = append(w.seen, r), append(w.forms, string(form))
	return &http.Response{
		StatusCode: w.status, Header: http.Header{"Set-Cookie": {"MUSIC_U=next; Path=/"}, "Location": {"https://evil.test/"}},
		Body: io.NopCloser(strings.NewReader(w.body)), Request: r,
	}, nil
}

func watched(t *testing.T, w *watcher) *api.Client {
	t.Helper()
	c, err := api.New(api.Options{
		Transport: w, Server: "http://server.test:3000/music", ServerToken: "a-token", RealIP: "1.2.3.4", Rate: -1,
		Session: api.Session{Device: "D1", Cookies: map[string]safe.Secret{"MUSIC_U": "first;"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCookiesTravelToTheServerOnly(t *testing.T) {
	t.Parallel()
	w := &watcher{status: http.StatusOK, body: `{"code":200}`}
	c := watched(t, w)
	for _, err := range []error{
		c.RenamePlaylist(t.Context(), 7, `名 "&"=+`), c.StartPlay(t.Context(), api.Played{Song: 1}),
		c.Play(t.Context(), api.Played{Song: 9007199254740993, SourceID: 2, Heard: 3900 * time.Millisecond}), c.Refresh(t.Context()),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	stamps := map[string]bool{}
	for _, r := range w.seen {
		if r.URL.Host != "server.test:3000" || r.Header.Get("Cookie") == "" || strings.Contains(r.URL.String(), "first") || r.Header.Get("X-Ncmtui-Token") != "a-token" {
			t.Errorf("%s with %v", r.URL, r.Header)
		}
		stamps[r.URL.Query().Get("timestamp")] = true
	}
	if len(w.seen) != 3 || len(stamps) != 3 {
		t.Fatalf("%d requests, stamps %v", len(w.seen), stamps)
	}
	if got := w.seen[0].Header.Get("Cookie"); got != "MUSIC_U=first%3B; deviceId=D1" {
		t.Errorf("cookies %q", got)
	}
	if w.seen[0].URL.Path != "/music/playlist/name/update" || w.forms[0] != "id=7&name=%E5%90%8D+%22%26%22%3D%2B&realIP=1.2.3.4" {
		t.Errorf("%s %s", w.seen[0].URL.Path, w.forms[0])
	}
	if w.seen[1].URL.Path != "/music/scrobble" || w.forms[1] != "id=9007199254740993&realIP=1.2.3.4&sourceid=2&time=3" {
		t.Errorf("%s %s", w.seen[1].URL.Path, w.forms[1])
	}
	if c.Session().Cookies["MUSIC_U"] != "next" {
		t.Error("the server's cookie was not kept")
	}
}

func TestServersAreNotFollowedElsewhere(t *testing.T) {
	t.Parallel()
	w := &watcher{status: http.StatusFound}
	if _, err := watched(t, w).FM(t.Context()); !errors.Is(err, api.ErrCaptivePortal) || len(w.seen) != 1 {
		t.Errorf("%v after %d requests", err, len(w.seen))
	}
	for status, want := range map[int]error{http.StatusNotFound: api.ErrRefused, http.StatusForbidden: api.ErrRefused} {
		w := &watcher{status: status, body: "<html>no</html>"}
		if _, err := watched(t, w).FM(t.Context()); !errors.Is(err, want) || len(w.seen) != 1 {
			t.Errorf("%d: %v", status, err)
		}
	}
	down := &watcher{status: http.StatusBadGateway, body: `{"code":502,"msg":"connect refused"}`}
	if err := watched(t, down).Like(t.Context(), 1, true); !errors.Is(err, api.ErrNetwork) || len(down.seen) != 1 {
		t.Errorf("a server without the service: %v", err)
	}
}

func TestServerAddressesAreChecked(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"": true, "http://127.0.0.1:3000": true, "https://music.test/api/": true, "127.0.0.1:3000": false,
		"ftp://x": false, "http://u:p@x": false, "http://x/?a=b": false, "http://": false,
	} {
		if _, err := api.New(api.Options{Server: address}); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}
