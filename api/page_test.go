package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
)

func TestWalksAskForPagesAsTheyAreWanted(t *testing.T) {
	t.Parallel()
	c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, func(s sent) (*http.Response, error) {
		var offset int
		_, _ = fmt.Sscan(fmt.Sprint(s.Params["offset"]), &offset)
		return reply(200, fmt.Sprintf(`{"code":200,"more":%v,"songs":[{"id":%d},{"id":%d},{"id":0}]}`, offset < 6, offset+1, offset+2)), nil
	})
	got, err := ids(c.ArtistSongs(t.Context(), 6452, false), songID)
	if err != nil || !slices.Equal(got, []int64{1, 2, 0, 4, 5, 0, 7, 8, 0}) || len(f.calls("")) != 3 {
		t.Errorf("%v, %v after %d requests", got, err, len(f.calls("")))
	}
	for s := range c.ArtistSongs(t.Context(), 6452, false) {
		if s.ID == 2 {
			break
		}
	}
	if len(f.calls("")) != 4 {
		t.Errorf("a walk that was left asked %d times", len(f.calls(""))-3)
	}
}

func TestWalksEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want int
		asks int
	}{
		"more is stuck":        {`{"code":200,"more":true,"songs":[{"id":1},{"id":2}]}`, 2, 2},
		"nothing but nobodies": {`{"code":200,"more":true,"songs":[{"id":0},{"id":0}]}`, 2, 1},
		"an empty page":        {`{"code":200,"more":true,"songs":[]}`, 0, 1},
		"no list":              {`{"code":200,"more":true,"songs":{"id":1}}`, 0, 1},
	} {
		client, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(200, c.body))
		got, err := ids(client.ArtistSongs(t.Context(), 1, true), songID)
		if err != nil || len(got) != c.want || len(f.calls("")) != c.asks {
			t.Errorf("%s: %v, %v after %d requests", name, got, err, len(f.calls("")))
		}
	}
}

func TestWalksGiveTheirErrorLast(t *testing.T) {
	t.Parallel()
	n := 0
	c, _ := newTest(t, Options{Session: loggedIn(), Rate: -1}, func(sent) (*http.Response, error) {
		if n++; n == 2 {
			return reply(200, `{"code":-460}`), nil
		}
		return reply(200, `{"code":200,"more":true,"follow":[{"userId":3722748181}]}`), nil
	})
	got, err := ids(c.Follows(t.Context(), 1), userID)
	if !errors.Is(err, ErrRisk) || !slices.Equal(got, []int64{3722748181}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWalksFollowTheServicesCursors(t *testing.T) {
	t.Parallel()
	var cursors []string
	c, _ := newTest(t, Options{Session: loggedIn(), Rate: -1}, func(s sent) (*http.Response, error) {
		key := map[string]string{
			"/api/v1/event/get": "lasttime", "/api/resource/comment/floor/get": "time", "/api/v2/resource/comments": "cursor",
			"/api/playlist/highquality/list": "lasttime", "/api/homepage/block/page": "cursor",
		}[s.Path]
		cursors = append(cursors, fmt.Sprint(s.Params[key]))
		n := len(cursors)
		return reply(200, fmt.Sprintf(`{"code":200,"more":%[2]v,"lasttime":%[1]d00,"event":[{"id":%[1]d}],"playlists":[{"id":%[1]d}],
			"data":{"comments":[{"commentId":%[1]d}],"blocks":[{"blockCode":"B%[1]d"}],"hasMore":%[2]v,"time":%[1]d00,"cursor":"c%[1]d"}}`, n, n < 3)), nil
	})
	thread := ThreadOf(OnSong, 1)
	for name, walk := range map[string]struct {
		run  func() (int, error)
		want []string
	}{
		"events":       {func() (int, error) { return count(c.Events(t.Context())) }, []string{"-1", "100", "200"}},
		"floor":        {func() (int, error) { return count(c.Floor(t.Context(), thread, 9)) }, []string{"-1", "100", "200"}},
		"newest":       {func() (int, error) { return count(c.NewComments(t.Context(), thread, Newest)) }, []string{"0", "c1", "c2"}},
		"high quality": {func() (int, error) { return count(c.FinePlaylists(t.Context(), "")) }, []string{"0", "100", "200"}},
		"home":         {func() (int, error) { return count(c.Home(t.Context())) }, []string{"<nil>", "c1", "c2"}},
	} {
		cursors = nil
		if n, err := walk.run(); err != nil || n != 3 || !slices.Equal(cursors, walk.want) {
			t.Errorf("%s: %d items, %v, cursors %v", name, n, err, cursors)
		}
	}
}
