package api

import (
	"context"
	"fmt"
	"strings"
	"time"
)

type wireUser struct {
	ID        jsonInt  `json:"userId"`
	Name      jsonText `json:"nickname"`
	Avatar    jsonText `json:"avatarUrl"`
	Signature jsonText `json:"signature"`
	VIP       jsonInt  `json:"vipType"`
	Followed  jsonBool `json:"followed"`
	Follows   jsonInt  `json:"follows"`
	Followers jsonInt  `json:"followeds"`
	Playlists jsonInt  `json:"playlistCount"`
	// UserName stands for Name in videos, Picture for Avatar on the comment wall.
	UserName jsonText `json:"userName"`
	Picture  jsonText `json:"avatar"`
}

func (w wireUser) user() User {
	return User{
		ID: int64(w.ID), Name: first(string(w.Name), string(w.UserName)), Avatar: secure(first(string(w.Avatar), string(w.Picture))),
		Signature: string(w.Signature), VIP: int(w.VIP), Followed: bool(w.Followed),
		Follows: int(w.Follows), Followers: int(w.Followers), Playlists: int(w.Playlists),
	}
}

// wirePlaylist is a list's face; playCount is spelt playcount in
// recommend/resource, which encoding/json takes for the same.
type wirePlaylist struct {
	ID          jsonInt          `json:"id"`
	Name        jsonText         `json:"name"`
	Cover       jsonText         `json:"coverImgUrl"`
	PicURL      jsonText         `json:"picUrl"`
	Description jsonText         `json:"description"`
	Tags        texts            `json:"tags"`
	Creator     object[wireUser] `json:"creator"`
	UserID      jsonInt          `json:"userId"`
	TrackCount  jsonInt          `json:"trackCount"`
	PlayCount   jsonInt          `json:"playCount"`
	Updated     jsonInt          `json:"trackUpdateTime"` // ms
	Changed     jsonInt          `json:"updateTime"`
	Created     jsonInt          `json:"createTime"`
	Special     jsonInt          `json:"specialType"`
	Subscribed  jsonBool         `json:"subscribed"`
	Copywriter  jsonText         `json:"copywriter"`
	Alg         jsonText         `json:"alg"`
}

func (w wirePlaylist) playlist() Playlist {
	p := Playlist{
		ID: int64(w.ID), Name: string(w.Name), Cover: secure(first(string(w.Cover), string(w.PicURL))),
		Description: string(w.Description), Tags: w.Tags, Count: int(w.TrackCount), Plays: int64(w.PlayCount),
		Updated: millis(max(w.Updated, 0)), Created: millis(w.Created), Special: int(w.Special),
		Subscribed: bool(w.Subscribed), Reason: string(w.Copywriter), Alg: string(w.Alg),
		Creator: Ref{int64(w.Creator.V.ID), string(w.Creator.V.Name)},
	}
	if p.Creator.ID == 0 {
		p.Creator.ID = int64(w.UserID)
	}
	if p.Updated.IsZero() {
		p.Updated = millis(w.Changed)
	}
	return p
}

// millis is a time stamp of the service; 0 and below mean not set.
func millis(ms jsonInt) time.Time {
	if ms <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(ms))
}

func playlists(in list[wirePlaylist]) []Playlist {
	out := make([]Playlist, 0, len(in))
	for _, w := range in {
		out = append(out, w.playlist())
	}
	return out
}

type dailyBody struct {
	Data object[struct {
		Songs   list[wireSong] `json:"dailySongs"`
		Reasons list[struct {
			ID     jsonInt  `json:"songId"`
			Reason jsonText `json:"reason"`
		}] `json:"recommendReasons"`
	}] `json:"data"`
	// Recommend is the answer's shape until 2020.
	Recommend list[wireSong] `json:"recommend"`
}

func (b dailyBody) songs() []Song {
	out := songs(append(b.Data.V.Songs, b.Recommend...), nil)
	reasons := map[int64]string{}
	for _, r := range b.Data.V.Reasons {
		reasons[int64(r.ID)] = string(r.Reason)
	}
	for i, s := range out {
		out[i].Reason = first(s.Reason, reasons[s.ID])
	}
	return out
}

// DailySongs are the songs recommended for today; login needed.
func (c *Client) DailySongs(ctx context.Context) ([]Song, error) {
	b, err := call[dailyBody](ctx, c, "/recommend/songs", nil)
	if err != nil {
		return nil, err
	}
	return b.songs(), nil
}

type dailyListsBody struct {
	Recommend list[wirePlaylist] `json:"recommend"`
}

// DailyPlaylists are the lists recommended for today; login needed.
func (c *Client) DailyPlaylists(ctx context.Context) ([]Playlist, error) {
	b, err := call[dailyListsBody](ctx, c, "/recommend/resource", nil)
	if err != nil {
		return nil, err
	}
	return playlists(b.Recommend), nil
}

type userListsBody struct {
	More      jsonBool           `json:"more"`
	Playlists list[wirePlaylist] `json:"playlist"`
}

// The pages of a user's playlists.
const (
	listPage     = 200
	maxListPages = 50
)

// UserPlaylists are all lists of a user, created and subscribed ones, in the
// service's order. With an error come the pages that were got before it.
func (c *Client) UserPlaylists(ctx context.Context, user int64) ([]Playlist, error) {
	var out []Playlist
	seen := map[int64]bool{}
	offset := 0
	for range maxListPages {
		b, err := call[userListsBody](ctx, c, "/user/playlist", Params{"uid": user, "limit": listPage, "offset": offset})
		if err != nil {
			return out, err
		}
		fresh := 0
		for _, p := range playlists(b.Playlists) {
			if !seen[p.ID] {
				seen[p.ID] = true
				out = append(out, p)
				fresh++
			}
		}
		// A page with nothing new ends it too: "more" has been seen stuck.
		if !b.More || fresh == 0 {
			break
		}
		offset += len(b.Playlists)
	}
	return out, nil
}

type playlistBody struct {
	// Plain pointers here: every tolerant wrapper reads its text once more, and
	// this one is megabytes.
	Playlist *struct {
		wirePlaylist
		Tracks   list[wireSong] `json:"tracks"`
		TrackIDs list[struct {
			ID jsonInt `json:"id"`
		}] `json:"trackIds"`
	} `json:"playlist"`
	Privileges list[wirePrivilege] `json:"privileges"`
}

func decodePlaylist(body []byte) (PlaylistDetail, error) {
	b, err := decode[playlistBody]("/playlist/detail", body)
	if err != nil {
		return PlaylistDetail{}, err
	}
	if b.Playlist == nil {
		return PlaylistDetail{}, badAnswer("/playlist/detail", fmt.Errorf("no playlist"))
	}
	w := b.Playlist
	d := PlaylistDetail{Playlist: w.playlist(), Songs: songs(w.Tracks, b.Privileges)}
	d.TrackIDs = make([]int64, 0, len(w.TrackIDs))
	for _, t := range w.TrackIDs {
		d.TrackIDs = append(d.TrackIDs, int64(t.ID))
	}
	if len(d.TrackIDs) == 0 { // answers without trackIds have all tracks
		for _, s := range d.Songs {
			d.TrackIDs = append(d.TrackIDs, s.ID)
		}
	}
	return d, nil
}

// Playlist is a list with all its ids, in order, and the songs the service
// sends along; Songs gives the others.
func (c *Client) Playlist(ctx context.Context, id int64) (PlaylistDetail, error) {
	a, err := c.Call(ctx, "/playlist/detail", Params{"id": id})
	if err != nil {
		return PlaylistDetail{}, err
	}
	return decodePlaylist(a.Body)
}

type wireAlbum struct {
	ID          jsonInt         `json:"id"`
	Name        jsonText        `json:"name"`
	Alias       texts           `json:"alias"`
	TransNames  texts           `json:"transNames"`
	PicURL      jsonText        `json:"picUrl"`
	BlurPicURL  jsonText        `json:"blurPicUrl"`
	Artists     list[wireRef]   `json:"artists"`
	Artist      object[wireRef] `json:"artist"`
	Size        jsonInt         `json:"size"`
	PublishTime jsonInt         `json:"publishTime"`
	Company     jsonText        `json:"company"`
	Description jsonText        `json:"description"`
	BriefDesc   jsonText        `json:"briefDesc"`
}

func (w wireAlbum) album() Album {
	a := Album{
		ID: int64(w.ID), Name: string(w.Name), Cover: secure(first(string(w.PicURL), string(w.BlurPicURL))),
		Artists: refs(w.Artists), Count: int(w.Size), Published: millis(w.PublishTime), Company: string(w.Company),
		Description: first(string(w.Description), string(w.BriefDesc)),
	}
	a.Alias = distinct(a.Name, w.Alias, w.TransNames)
	if len(a.Artists) == 0 && w.Artist.OK {
		a.Artists = []Ref{{int64(w.Artist.V.ID), string(w.Artist.V.Name)}}
	}
	return a
}

type albumBody struct {
	Songs list[wireSong]    `json:"songs"`
	Album object[wireAlbum] `json:"album"`
}

func (b albumBody) album() Album {
	a := b.Album.V.album()
	a.Songs = songs(b.Songs, nil)
	for i := range a.Songs { // an album's songs may come without its cover
		a.Songs[i].Cover = first(a.Songs[i].Cover, a.Cover)
	}
	return a
}

// Album is an album with its songs.
func (c *Client) Album(ctx context.Context, id int64) (Album, error) {
	b, err := call[albumBody](ctx, c, "/album", Params{"id": id})
	if err != nil {
		return Album{}, err
	}
	return b.album(), nil
}

type wireArtist struct {
	ID         jsonInt  `json:"id"`
	Name       jsonText `json:"name"`
	Alias      texts    `json:"alias"`
	Alia       texts    `json:"alia"`
	Trans      texts    `json:"trans"`
	TransNames texts    `json:"transNames"`
	PicURL     jsonText `json:"picUrl"`
	Img1v1URL  jsonText `json:"img1v1Url"`
	AlbumSize  jsonInt  `json:"albumSize"`
	MusicSize  jsonInt  `json:"musicSize"`
	BriefDesc  jsonText `json:"briefDesc"`
}

func (w wireArtist) artist() Artist {
	a := Artist{
		ID: int64(w.ID), Name: string(w.Name), Cover: secure(first(string(w.PicURL), string(w.Img1v1URL))),
		Albums: int(w.AlbumSize), Songs: int(w.MusicSize), Brief: strings.TrimSpace(string(w.BriefDesc)),
	}
	a.Alias = distinct(a.Name, w.Alias, w.Alia, w.TransNames, w.Trans)
	return a
}

type artistBody struct {
	Artist   object[wireArtist] `json:"artist"`
	HotSongs list[wireSong]     `json:"hotSongs"`
}

func (b artistBody) artist() Artist {
	a := b.Artist.V.artist()
	a.Hot = songs(b.HotSongs, nil)
	return a
}

// Artist is an artist with the hot songs.
func (c *Client) Artist(ctx context.Context, id int64) (Artist, error) {
	b, err := call[artistBody](ctx, c, "/artists", Params{"id": id})
	if err != nil {
		return Artist{}, err
	}
	return b.artist(), nil
}
