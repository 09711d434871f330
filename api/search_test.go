package api

import (
	"context"
	"fmt"
	"net/http"
	"testing"
)

func TestSearchesAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	asks(t, []ask{
		{name: "MVs", path: "/api/cloudsearch/pc", params: `"s":"x","type":1004,"limit":30,"offset":0`, answer: `{"code":200,"result":{"mvCount":9,"mvs":[{"id":7,"name":"m","artistId":3,"artistName":"a"}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			f, err := c.Search(ctx, SearchMVs, "x", 0, 30)
			return []any{f.Total, f.More, f.MVs[0].ID, f.MVs[0].Artists}, err
		}, want: `[9,true,7,[{"ID":3,"Name":"a"}]]`},
		{name: "lyrics", path: "/api/cloudsearch/pc", params: `"type":1006`, answer: `{"code":200,"result":{"songCount":1,"songs":[{"id":7,"lyrics":["<b>x</b>"]}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			f, err := c.Search(ctx, SearchLyrics, "x", 0, 30)
			return []any{f.Songs[0].ID, f.More}, err
		}, want: "[7,false]"},
		{name: "programs", path: "/api/search/voice/get", params: `"keyword":"x","scene":"normal"`, answer: `{"code":200,"data":{"totalCount":2,"hasMore":true,"resources":[{"baseInfo":{"id":5,"mainSong":{"id":6}}}]}}`, call: func(ctx context.Context, c *Client) (any, error) {
			f, err := c.Search(ctx, SearchPrograms, "x", 0, 30)
			return []any{f.Programs[0].ID, f.Programs[0].Song.ID, f.Total, f.More}, err
		}, want: "[5,6,2,true]"},
		{name: "no hit", path: "/api/cloudsearch/pc", answer: `{"code":200,"result":{"songCount":0}}`, call: func(ctx context.Context, c *Client) (any, error) {
			f, err := c.Search(ctx, SearchSongs, "x", 0, 30)
			return []any{f.Total, f.More, len(f.Songs)}, err
		}, want: "[0,false,0]"},
		{name: "from abroad", path: "/api/cloudsearch/pc", answer: `{"code":200,"result":"0a1b","abroad":true}`, call: func(ctx context.Context, c *Client) (any, error) {
			f, err := c.Search(ctx, SearchSongs, "x", 0, 30)
			return f.count(), err
		}, want: "0"},
		{name: "suggest", path: "/api/search/suggest/web", params: `"s":"海"`, call: func(ctx context.Context, c *Client) (any, error) { return c.Suggest(ctx, "海") }},
		{name: "suggest words", path: "/api/search/suggest/keyword", params: `"s":"海"`, call: func(ctx context.Context, c *Client) (any, error) { return c.SuggestWords(ctx, "海") }},
		{name: "default, newer", path: "/api/search/defaultkeyword/get", answer: `{"code":200,"data":{"refreshTime":1,"keywords":{"showKeyword":"s","realkeyword":"r","searchType":1}}}`, call: got((*Client).DefaultWord), want: `{"Shown":"s","Query":"r","Type":1}`},
	})
}

func TestSearchPagesEnd(t *testing.T) {
	t.Parallel()
	for name, stuck := range map[string]bool{"the service counts": false, "more is stuck": true} {
		n := 0
		c, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, func(sent) (*http.Response, error) {
			if n++; stuck && n > 2 {
				n = 2
			}
			return reply(200, fmt.Sprintf(`{"code":200,"result":{"hasMore":%v,"songs":[{"id":%d}]}}`, stuck || n < 2, n)), nil
		})
		pages, err := items(c.SearchPages(t.Context(), SearchSongs, "x", 1))
		if want := map[bool]int{false: 2, true: 3}[stuck]; err != nil || len(pages) != 2 || len(f.calls("")) != want {
			t.Errorf("%s: %d pages of %d requests, %v", name, len(pages), len(f.calls("")), err)
		}
	}
}
