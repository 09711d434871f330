package ncmfake

import (
	"slices"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// What the account can follow, keep or praise.
const (
	artistMark  = "artist"
	albumMark   = "album"
	userMark    = "user"
	videoMark   = "mv"
	radioMark   = "radio"
	commentMark = "comment"
)

// mark is one thing followed, kept or praised.
type mark struct {
	id int64
	at time.Time
}

func firstMarks(c *seed.Catalogue, now time.Time) map[string][]mark {
	list := func(ids ...int64) (out []mark) {
		for i, id := range ids {
			out = append(out, mark{id, now.AddDate(0, 0, -i-1)})
		}
		return out
	}
	return map[string][]mark{
		artistMark: list(c.Artists[0].ID, c.Artists[2].ID, c.Artists[4].ID, c.Artists[6].ID, c.Artists[7].ID),
		albumMark:  list(c.Albums[1].ID, c.Albums[8].ID, c.Albums[15].ID, c.Albums[21].ID, c.Albums[27].ID, c.Albums[33].ID),
		userMark:   list(seed.FirstFollowed()...),
		videoMark:  list(10_900_001),
		radioMark:  list(seed.Radios()[0].ID, seed.Radios()[3].ID, seed.Radios()[9].ID),
	}
}

// marks are the things of a kind, newest first.
func (s *Service) marks(kind string) []mark {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.marks[kind])
}

func (s *Service) isMarked(kind string, id int64) bool {
	return slices.ContainsFunc(s.marks(kind), func(m mark) bool { return m.id == id })
}

// marking gives the handler that marks or unmarks what a parameter (or the
// path's end, with "") names; have says whether there is such a thing.
func marking(kind, param string, on bool, have func(*seed.Catalogue, int64) bool) handler {
	return func(c *call) any {
		id := c.last()
		if param != "" {
			id = c.id(param)
		}
		s := c.svc
		if !have(s.cat, id) {
			return obj{"code": 404, "message": "资源不存在"}
		}
		s.setMark(kind, id, on)
		out := obj{"code": 200}
		if kind == userMark {
			p, _ := seed.PersonOf(id)
			face := user(p.ID, p.Name)
			face["followed"], face["mutual"] = on, on && seed.Follows(p.ID, seed.UserID)
			out["user"] = face
		}
		return out
	}
}

func (s *Service) setMark(kind string, id int64, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(s.state.marks[kind]), func(m mark) bool { return m.id == id })
	if on {
		list = append([]mark{{id, s.opts.Now()}}, list...)
	}
	s.state.marks[kind] = list
}

func haveArtist(c *seed.Catalogue, id int64) bool { _, ok := c.Artist(id); return ok }
func haveAlbum(c *seed.Catalogue, id int64) bool  { _, ok := c.Album(id); return ok }
func havePerson(_ *seed.Catalogue, id int64) bool { _, ok := seed.PersonOf(id); return ok }
func haveVideo(c *seed.Catalogue, id int64) bool  { _, ok := videoOf(c, id); return ok }
func haveRadio(_ *seed.Catalogue, id int64) bool  { _, ok := radioOf(id); return ok }
func haveAny(_ *seed.Catalogue, id int64) bool    { return id != 0 }

// markRoutes are the addresses that follow, keep and praise.
func markRoutes() map[string]handler {
	out := map[string]handler{}
	for _, m := range []struct {
		kind, sub, unsub, param string
		have                    func(*seed.Catalogue, int64) bool
	}{
		{artistMark, "/api/artist/sub", "/api/artist/unsub", "artistId", haveArtist},
		{albumMark, "/api/album/sub", "/api/album/unsub", "id", haveAlbum},
		{videoMark, "/api/mv/sub", "/api/mv/unsub", "mvId", haveVideo},
		{radioMark, "/api/djradio/sub", "/api/djradio/unsub", "id", haveRadio},
		{commentMark, "/api/v1/comment/like", "/api/v1/comment/unlike", "commentId", haveAny},
	} {
		out[m.sub], out[m.unsub] = marking(m.kind, m.param, true, m.have), marking(m.kind, m.param, false, m.have)
	}
	return out
}

// keptArtists, keptAlbums, keptVideos and keptRadios are what the account
// follows and keeps.
func keptArtists(c *call) any {
	s, list := c.svc, []any{}
	all := s.marks(artistMark)
	for _, m := range page(c, all, 25) {
		a, _ := s.cat.Artist(m.id)
		pic := s.artistPicture(a)
		list = append(list, shaped("artistSub", obj{
			"info": "", "id": a.ID, "name": a.Name, "trans": a.Trans, "alias": texts(a.Alias), "albumSize": len(s.albumsOf(a.ID)), "mvSize": len(s.videosOf(a.ID)),
			"picId": pic, "picUrl": pictureURL(pic), "img1v1Url": pictureURL(pic),
		}))
	}
	return obj{"data": list, "hasMore": c.more(len(list), len(all)), "count": len(all), "code": 200}
}

func keptAlbums(c *call) any {
	s, list := c.svc, []any{}
	all := s.marks(albumMark)
	for _, m := range page(c, all, 25) {
		a, _ := s.cat.Album(m.id)
		artist, _ := s.cat.Artist(a.Artist)
		list = append(list, shaped("albumSub", obj{
			"subTime": m.at.UnixMilli(), "alias": texts(a.Alias), "artists": []any{without(s.artistFace(artist, 0, 0), "picId_str")}, "picId": a.Cover(),
			"picUrl": pictureURL(a.Cover()), "name": a.Name, "id": a.ID, "size": len(a.Songs), "transNames": []any{},
		}))
	}
	return obj{"data": list, "count": len(all), "hasMore": c.more(len(list), len(all)), "paidCount": 0, "code": 200}
}

// more says whether a list goes on behind the part of it that is sent.
func (c *call) more(sent, all int) bool { return c.number("offset", 0, 1<<30)+sent < all }
