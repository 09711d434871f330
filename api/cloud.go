package api

import (
	"context"
	"iter"
	"time"
)

// CloudSong is an uploaded file and the song it is taken for.
type CloudSong struct {
	Song     Song // with the names of the file where the service knows none
	FileName string
	Size     int64
	Bitrate  int // kbit/s
	Added    time.Time
}

// CloudSpace is how much of the account's disk is used, in bytes.
type CloudSpace struct {
	Files      int
	Used, Size int64
}

type wireCloudSong struct {
	Song     object[wireSong] `json:"simpleSong"`
	ID       jsonInt          `json:"songId"`
	Name     jsonText         `json:"songName"`
	Artist   jsonText         `json:"artist"`
	Album    jsonText         `json:"album"`
	FileName jsonText         `json:"fileName"`
	Size     jsonInt          `json:"fileSize"`
	Bitrate  jsonInt          `json:"bitrate"`
	Added    jsonInt          `json:"addTime"` // ms
}

func (w wireCloudSong) file() CloudSong {
	s := w.Song.V.song()
	if s.ID == 0 {
		s.ID = int64(w.ID)
	}
	s.Cloud, s.Right = true, Free
	s.fromUpload(string(w.Name), string(w.Artist), string(w.Album))
	return CloudSong{s, string(w.FileName), int64(w.Size), int(w.Bitrate), millis(w.Added)}
}

type cloudBody struct {
	Data  list[wireCloudSong] `json:"data"`
	Count jsonInt             `json:"count"`
	Used  jsonInt             `json:"size"` // the text of a number
	Size  jsonInt             `json:"maxSize"`
	More  jsonBool            `json:"hasMore"`
}

// Cloud are the account's uploaded songs, newest first.
func (c *Client) Cloud(ctx context.Context) iter.Seq2[CloudSong, error] {
	return by(ctx, c, func(f CloudSong) int64 { return f.Song.ID }, offsets[cloudBody, CloudSong]{
		path: "/user/cloud", limit: 200,
		items: func(b cloudBody) []CloudSong { return each(b.Data, wireCloudSong.file) },
		more:  func(b cloudBody, upto int) bool { return bool(b.More) || upto < int(b.Count) },
	})
}

// CloudSpace is how full the account's disk is.
func (c *Client) CloudSpace(ctx context.Context) (CloudSpace, error) {
	b, err := call[cloudBody](ctx, c, "/user/cloud", Params{"limit": 1})
	return CloudSpace{int(b.Count), int64(b.Used), int64(b.Size)}, err
}

// CloudSongs are some of the account's uploaded songs, by id.
func (c *Client) CloudSongs(ctx context.Context, ids ...int64) ([]CloudSong, error) {
	b, err := call[cloudBody](ctx, c, "/user/cloud/detail", Params{"id": joined(ids)})
	if err != nil {
		return nil, err
	}
	return each(b.Data, wireCloudSong.file), nil
}

// DeleteCloud deletes uploaded songs.
func (c *Client) DeleteCloud(ctx context.Context, ids ...int64) error {
	return c.do(ctx, "/user/cloud/del", Params{"id": joined(ids)})
}

// MatchCloud says which song of the service an uploaded one is; 0: none.
func (c *Client) MatchCloud(ctx context.Context, user, upload, song int64) error {
	return c.do(ctx, "/cloud/match", Params{"uid": user, "sid": upload, "asid": song})
}
