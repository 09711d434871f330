package api

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// moreCalls are the typed calls that no fixture stands for.
var moreCalls = []func(ctx context.Context, c *Client) (any, error){
	searched(SearchMVs), searched(SearchLyrics), searched(SearchPrograms),
	got((*Client).Days), got((*Client).RecentPlaylists), got((*Client).RecentAlbums), got((*Client).RecentPodcasts),
	got((*Client).RecentPrograms), got((*Client).RecentVideos), got((*Client).NewestAlbums), got((*Client).ProgramChart),
	got((*Client).CloudSpace), gotID((*Client).AlbumStats), gotID((*Client).ArtistTop), gotID((*Client).SimilarSongs),
	gotID((*Client).PlaylistsWith), gotID((*Client).Wiki), gotID((*Client).Qualities), gotID((*Client).Program),
	gotID((*Client).DislikeDaily), pages((*Client).Podcasts), pages((*Client).AllExclusives), pagesID((*Client).Messages),
	pagesID((*Client).HotPodcasts), pagesID((*Client).UserEvents),
	func(ctx context.Context, c *Client) (any, error) { return c.DaySongs(ctx, "2020-01-01") },
	func(ctx context.Context, c *Client) (any, error) { return c.FMIn(ctx, FMScene, SceneFocus) },
	func(ctx context.Context, c *Client) (any, error) { return c.PodcastChart(ctx, true) },
	func(ctx context.Context, c *Client) (any, error) { return c.CloudSongs(ctx, 1, 2) },
	func(ctx context.Context, c *Client) (any, error) { return c.AddTracks(ctx, 1, 2) },
	func(ctx context.Context, c *Client) (any, error) {
		return c.CreatePlaylist(ctx, NewPlaylist{Name: "n"})
	},
	func(ctx context.Context, c *Client) (any, error) {
		return c.WriteComment(ctx, ThreadOf(OnSong, 1), "x")
	},
	func(ctx context.Context, c *Client) (any, error) { return c.DownloadURL(ctx, 1, "exhigh") },
	pages(newComments), pages(floor), pages(hotComments), pages(monthAlbums), pages(newAlbums), pages(allMVs),
}

// FuzzTypedCalls gives hostile and truncated answers to every typed call, over
// either transport: a result or a typed error, never a panic, and no list
// without end.
func FuzzTypedCalls(f *testing.F) {
	n := uint16(0)
	for _, cl := range claims {
		for _, file := range fixtures(f, cl.pattern) {
			body := fixture(f, file)
			if len(body) < 20_000 {
				f.Add(n, body)
				f.Add(n, body[:len(body)*2/3])
			}
		}
		n++
	}
	for i, body := range []string{
		`{"code":200,"data":{"resources":[{"baseInfo":{"id":1,"mainSong":{"id":2}}}],"hasMore":true}}`,
		`{"code":200,"more":true,"hasMore":true,"cursor":"x","lasttime":5,"data":[null,1,"x",[],{}]}`,
		`{"code":"200","result":[{"songs":{}}],"comments":{},"data":{"comments":[{"commentId":1}],"hasMore":true,"cursor":{"a":1}}}`,
		`{"code":200,"body":{"count":"9"},"playlist":[],"artist":7,"album":"x","weekData":{"song":null}}`,
	} {
		f.Add(n+uint16(i), []byte(body))
	}
	f.Fuzz(func(t *testing.T, n uint16, body []byte) {
		every := len(claims) + len(moreCalls)
		i := int(n) % every
		call := fuzzed(i)
		requests := 0
		o := Options{Session: loggedIn(), Rate: -1, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			if requests++; requests > 400 {
				t.Fatalf("call %d asks without end", i)
			}
			return reply(http.StatusOK, string(body)), nil
		})}
		if int(n)/every%2 == 1 {
			o.Server = "http://127.0.0.1:3000"
		}
		c, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond) // a read of nothing is asked again
		defer cancel()
		_, err = call(ctx, c)
		var e *Error
		if err != nil && !errors.As(err, &e) && ctx.Err() == nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("call %d: %v", i, err)
		}
	})
}

func fuzzed(i int) func(context.Context, *Client) (any, error) {
	if i < len(claims) {
		return claims[i].call
	}
	return moreCalls[i-len(claims)]
}

// FuzzCall gives hostile answers with any status, Set-Cookie and kind to every
// address, as the account's own call: a result or a typed error, never a panic.
func FuzzCall(f *testing.F) {
	sealed, err := envelope.SealAnswer([]byte(`{"code":200}`), true)
	if err != nil {
		f.Fatal(err)
	}
	for i, body := range []string{
		`{"code":200,"result":{"objectKey":"k","token":"t"},"songId":1}`, `{"code":301}`, `{"code":"-462","data":{"url":"x"}}`, `{"code":405}`,
		`<html>sign in</html>`, ``, `{"code":20`, `[]`, string(sealed), string(sealed[:17]),
	} {
		f.Add(uint16(37*i), uint16(100*i), "MUSIC_U=a; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "text/html", []byte(body))
	}
	f.Fuzz(func(t *testing.T, n, status uint16, cookie, kind string, body []byte) {
		all := route.All()
		at := all[int(n)%len(all)]
		c, err := New(Options{Session: loggedIn(), Rate: -1, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
			res := reply(100+int(status)%500, string(body), cookie)
			res.Header.Set("Content-Type", kind)
			return res, nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond) // reads are asked again
		defer cancel()
		_, err = c.Call(ctx, at.Path, Params{
			"id": "1", "uri": "/api/x", "imgFile": route.File{Name: "a.jpg"}, "songFile": route.File{Name: "a.mp3"},
		})
		var e *Error
		known := errors.As(err, &e) || errors.Is(err, route.ErrMissing) || errors.Is(err, route.ErrUpload) || errors.Is(err, context.DeadlineExceeded)
		if err != nil && !known {
			t.Errorf("%s: %v", at.Path, err)
		}
		if s := c.Session(); !s.LoggedIn() || s.Cookies["__csrf"] == "" {
			t.Errorf("%s took the login away: %v", at.Path, s)
		}
	})
}
