package api

import (
	"context"
	"testing"
)

func TestCloudCallsAskForWhatTheyShould(t *testing.T) {
	t.Parallel()
	const file = `{"simpleSong":{"id":9,"name":null,"ar":[{"id":0,"name":null}],"al":{"id":0,"name":null}},"songId":9,"songName":"n","artist":"a","album":"b","fileName":"n.mp3","fileSize":12345678901,"bitrate":320,"addTime":1000}`
	asks(t, []ask{
		{name: "list", path: "/api/v1/cloud/get", params: `"limit":200,"offset":0`, answer: `{"code":200,"hasMore":false,"data":[` + file + `]}`, call: func(ctx context.Context, c *Client) (any, error) {
			l, err := items(c.Cloud(ctx))
			s := l[0].Song
			return []any{s.ID, s.Name, s.Artists[0].Name, s.Album.Name, s.Cloud, s.Right, l[0].Size, l[0].Added.UnixMilli()}, err
		}, want: `[9,"n","a","b",true,0,12345678901,1000]`},
		{name: "space, as texts", path: "/api/v1/cloud/get", params: `"limit":1`, answer: `{"code":200,"count":22,"size":"1177","maxSize":"64424509440"}`, call: got((*Client).CloudSpace), want: `{"Files":22,"Used":1177,"Size":64424509440}`},
		{name: "some", path: "/api/v1/cloud/get/byids", params: `"songIds":["1","2"]`, call: func(ctx context.Context, c *Client) (any, error) { return c.CloudSongs(ctx, 1, 2) }},
		{name: "delete", path: "/api/cloud/del", params: `"songIds":["1","2"]`, call: acted(func(c *Client, ctx context.Context) error { return c.DeleteCloud(ctx, 1, 2) })},
		{name: "match", path: "/api/cloud/user/song/match", params: `"userId":7,"songId":1,"adjustSongId":0`, call: acted(func(c *Client, ctx context.Context) error { return c.MatchCloud(ctx, 7, 1, 0) })},
	})
}
