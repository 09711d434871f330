package catalogue

import (
	"context"
	"time"
)

// How long things are taken without asking again.
const (
	playlistFresh = 10 * time.Minute // and only when a list has told the same version
	pageFresh     = 10 * time.Minute // albums, artists
	lyricsFresh   = 30 * 24 * time.Hour
	noLyricsFresh = 24 * time.Hour // somebody may add them
)

// china is the service's time; its daily lists change at 6 in the morning.
var china = time.FixedZone("UTC+8", 8*60*60)

// musicDay numbers the day whose daily lists are current, as 20250131.
func musicDay(now time.Time) int64 {
	y, m, d := now.In(china).Add(-6 * time.Hour).Date()
	return int64(y)*10000 + int64(m)*100 + int64(d)
}

func (c *Catalogue) today(h held) bool { return h.version == musicDay(c.opt.Now()) }

// DailySongs gives the account's songs of the day; they are asked for once a
// day. With an error the last ones known are there all the same.
func (c *Catalogue) DailySongs(ctx context.Context) ([]Song, error) {
	key := docKey{c.who(), kindDailySongs, 0}
	return readDoc(ctx, c, key, c.today, func(ctx context.Context) ([]Song, error) {
		if c.opt.Lists == nil {
			return nil, ErrNoService
		}
		day := musicDay(c.opt.Now())
		songs, err := c.opt.Lists.DailySongs(ctx)
		if err == nil {
			keepDoc(ctx, c, key, day, songs)
			c.keep(ctx, key.account, songs)
		}
		return songs, err
	})
}

// PeekDailySongs gives the songs of the day without asking the service; false
// when today's are not known.
func (c *Catalogue) PeekDailySongs(ctx context.Context) ([]Song, bool) {
	songs, h, ok := peekDoc[[]Song](ctx, c, docKey{c.who(), kindDailySongs, 0})
	return songs, ok && c.today(h)
}

// DailyPlaylists gives the playlists recommended today, as DailySongs does.
func (c *Catalogue) DailyPlaylists(ctx context.Context) ([]Playlist, error) {
	key := docKey{c.who(), kindDailyPlaylists, 0}
	return readDoc(ctx, c, key, c.today, func(ctx context.Context) ([]Playlist, error) {
		if c.opt.Lists == nil {
			return nil, ErrNoService
		}
		day := musicDay(c.opt.Now())
		lists, err := c.opt.Lists.DailyPlaylists(ctx)
		if err == nil {
			keepDoc(ctx, c, key, day, lists)
		}
		return lists, err
	})
}

// UserPlaylists gives a user's own and followed playlists. It asks the service
// each time, which is how changes of the lists are noticed; with an error the
// last ones known are there all the same.
func (c *Catalogue) UserPlaylists(ctx context.Context, user int64) ([]Playlist, error) {
	key := docKey{c.who(), kindUserPlaylists, user}
	return readDoc(ctx, c, key, never, func(ctx context.Context) ([]Playlist, error) {
		if c.opt.Lists == nil {
			return nil, ErrNoService
		}
		lists, err := c.opt.Lists.UserPlaylists(ctx, user)
		if err == nil {
			keepDoc(ctx, c, key, 0, lists)
			c.told(key.account, lists...)
		}
		return lists, err
	})
}

// PeekUserPlaylists gives the ones known last, without asking the service.
func (c *Catalogue) PeekUserPlaylists(ctx context.Context, user int64) ([]Playlist, bool) {
	lists, _, ok := peekDoc[[]Playlist](ctx, c, docKey{c.who(), kindUserPlaylists, user})
	return lists, ok
}

// version is what a list told of a playlist, and when.
type version struct {
	updated int64
	at      time.Time
	liked   bool
}

// told notes the versions of playlists that the service has just sent.
func (c *Catalogue) told(account int64, lists ...Playlist) {
	now := c.opt.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.account != account {
		return
	}
	for _, p := range lists {
		if !p.Updated.IsZero() {
			c.versions[p.ID] = version{p.Updated.UnixMilli(), now, p.Liked}
		}
	}
}

// likedListChanged forgets what was told of "songs I like": it has changed.
func (c *Catalogue) likedListChanged() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, v := range c.versions {
		if v.liked {
			delete(c.versions, id)
		}
	}
}

// Playlist gives a playlist with all its ids. The kept one is taken when the
// service has said, not long ago, that it has not changed; else it is asked
// for. With an error the last one known is there all the same. Songs is empty
// when it was kept; the rows come from Catalogue.Songs.
func (c *Catalogue) Playlist(ctx context.Context, id int64) (Tracks, error) {
	key := docKey{c.who(), kindPlaylist, id}
	fresh := func(h held) bool {
		c.mu.Lock()
		v, ok := c.versions[id]
		c.mu.Unlock()
		return ok && v.updated == h.version && c.within(v.at, playlistFresh)
	}
	return readDoc(ctx, c, key, fresh, func(ctx context.Context) (Tracks, error) {
		if c.opt.Lists == nil {
			return Tracks{}, ErrNoService
		}
		t, err := c.opt.Lists.Playlist(ctx, id)
		if err != nil {
			return t, err
		}
		bare := t
		bare.Songs = nil
		keepDoc(ctx, c, key, t.Playlist.Updated.UnixMilli(), bare)
		c.told(key.account, t.Playlist)
		c.keep(ctx, key.account, t.Songs)
		return t, nil
	})
}

// PeekPlaylist gives the playlist as it was known last, without asking the
// service: its ids, in order, and no songs.
func (c *Catalogue) PeekPlaylist(ctx context.Context, id int64) (Tracks, bool) {
	t, _, ok := peekDoc[Tracks](ctx, c, docKey{c.who(), kindPlaylist, id})
	return t, ok
}

// Album gives an album with its songs. With an error the last one known is
// there all the same.
func (c *Catalogue) Album(ctx context.Context, id int64) (Album, error) {
	key := docKey{c.who(), kindAlbum, id}
	return readDoc(ctx, c, key, c.youngerThan(pageFresh), func(ctx context.Context) (Album, error) {
		if c.opt.Songs == nil {
			return Album{}, ErrNoService
		}
		a, err := c.opt.Songs.Album(ctx, id)
		if err == nil {
			keepDoc(ctx, c, key, 0, a)
			c.keep(ctx, key.account, a.Songs)
		}
		return a, err
	})
}

// Artist gives an artist with the hot songs, as Album does.
func (c *Catalogue) Artist(ctx context.Context, id int64) (Artist, error) {
	key := docKey{c.who(), kindArtist, id}
	return readDoc(ctx, c, key, c.youngerThan(pageFresh), func(ctx context.Context) (Artist, error) {
		if c.opt.Songs == nil {
			return Artist{}, ErrNoService
		}
		a, err := c.opt.Songs.Artist(ctx, id)
		if err == nil {
			keepDoc(ctx, c, key, 0, a)
			c.keep(ctx, key.account, a.Hot)
		}
		return a, err
	})
}

// Lyrics gives a song's texts, which are the same for all accounts.
func (c *Catalogue) Lyrics(ctx context.Context, id int64) (Lyrics, error) {
	key := docKey{0, kindLyrics, id}
	fresh := func(h held) bool {
		l, _ := h.value.(Lyrics)
		if l.LRC == "" && l.YRC == "" && !l.PureMusic {
			return c.youngerThan(noLyricsFresh)(h)
		}
		return c.youngerThan(lyricsFresh)(h)
	}
	return readDoc(ctx, c, key, fresh, func(ctx context.Context) (Lyrics, error) {
		if c.opt.Songs == nil {
			return Lyrics{}, ErrNoService
		}
		l, err := c.opt.Songs.Lyrics(ctx, id)
		if err == nil {
			keepDoc(ctx, c, key, 0, l)
		}
		return l, err
	})
}

// Search asks the service; nothing of it is kept.
func (c *Catalogue) Search(ctx context.Context, k Kind, query string, offset, limit int) (Found, error) {
	if c.opt.Search == nil {
		return Found{Kind: k}, ErrNoService
	}
	return c.opt.Search.Search(ctx, k, query, offset, limit)
}
