package remote

import (
	"context"
	"fmt"
)

// ask lets the host do what is not the player's.
func (s *Server) ask(ctx context.Context, r request) ([]line, error) {
	none := &Fault{Code: CodeNotHere, Text: "this player cannot do that"}
	switch r.Cmd {
	case askPlay:
		wish, err := checked(r.Wish)
		if err == nil && s.host.Play == nil {
			err = none
		}
		if err == nil {
			err = s.host.Play(ctx, wish)
		}
		return one(line{OK: true}), err
	case askLike:
		return s.like(ctx, r)
	case askTrash:
		song, err := s.song()
		if err == nil && s.host.Trash == nil {
			err = none
		}
		if err == nil {
			err = s.host.Trash(ctx, song)
		}
		return one(line{OK: true}), err
	case askBack:
		if s.host.Untrash == nil {
			return nil, none
		}
		return one(line{OK: true}), s.host.Untrash()
	case askLyrics:
		song, err := s.song()
		if err == nil && s.host.Lyrics == nil {
			err = none
		}
		if err != nil {
			return nil, err
		}
		words, err := s.host.Lyrics(ctx, song)
		return lyricsLines(words), err
	case askSave:
		return s.save(ctx, r)
	case askQuit:
		if s.host.Quit == nil {
			return nil, none
		}
		s.host.Quit()
		return one(line{OK: true}), nil
	}
	return s.screen(ctx, r)
}

// screen does what only screens ask for.
func (s *Server) screen(ctx context.Context, r request) ([]line, error) {
	none := &Fault{Code: CodeNotHere, Text: "this player cannot do that"}
	var err error = none
	switch r.Cmd {
	case askBands:
		return s.bands(r.Count)
	case askTune:
		if s.host.Tune != nil {
			err = s.host.Tune(r.Mode)
		}
	case askSet:
		if s.host.Set != nil {
			err = s.host.Set(r.Name, r.Value)
			s.stir()
		}
	case askLogin:
		if s.host.Login != nil {
			s.host.Login()
			err = nil
		}
	case askClear:
		if s.host.ClearCache == nil {
			return nil, none
		}
		n, err := s.host.ClearCache(ctx)
		return one(line{OK: true, Bytes: n}), err
	default:
		err = bad("there is no cmd %s", cut(r.Cmd, maxShort))
	}
	return one(line{OK: true}), err
}

// maxBands are more than any screen is wide.
const maxBands = 512

// bands are none while nothing is heard.
func (s *Server) bands(n int) ([]line, error) {
	if n <= 0 || n > maxBands {
		return nil, bad("count is 1 to %d", maxBands)
	}
	loud := make([]float32, n)
	if s.host.Bands == nil || !s.host.Bands(loud, s.now()) {
		return one(line{OK: true}), nil
	}
	out := make([]int, n)
	for i, v := range loud {
		out[i] = int(min(max(v, 0), 1) * bandScale)
	}
	return one(line{OK: true, Bands: out}), nil
}

// bandScale is a band at its loudest, on the wire.
const bandScale = 1000

// told hears of what a client likes.
func (c *client) told(r request) ([]line, error) {
	on, err := need("on", r.On)
	if err == nil && r.Song <= 0 {
		err = bad("song is missing")
	}
	if err != nil {
		return nil, err
	}
	if told := c.server.host.Told; told != nil {
		told(r.Song, on)
	}
	c.server.likes(r.Song, on, c)
	return one(line{OK: true}), nil
}

func checked(w *Wish) (Wish, error) {
	if w == nil {
		return Wish{}, bad("wish is missing")
	}
	switch w.Where {
	case WhereNow, WhereNext, WhereEnd:
	default:
		return *w, bad("where is now, next or end")
	}
	for _, id := range w.IDs {
		if id <= 0 {
			return *w, bad("ids are above 0")
		}
	}
	switch n := len(w.IDs); {
	case w.Kind == KindFM && w.Where != WhereNow:
		return *w, bad("the fm is played now")
	case w.Kind == KindDaily || w.Kind == KindFM:
		if n > 0 {
			return *w, bad("%s has no ids", w.Kind)
		}
	case w.Kind == KindSong:
		if n == 0 {
			return *w, bad("ids are missing")
		}
	case w.Kind == KindAlbum || w.Kind == KindPlaylist || w.Kind == KindArtist:
		if n != 1 {
			return *w, bad("%s has one id", w.Kind)
		}
	default:
		return *w, bad("kind is song, album, playlist, artist, daily or fm")
	}
	return *w, nil
}

func (s *Server) like(ctx context.Context, r request) ([]line, error) {
	on, err := need("on", r.On)
	if err != nil {
		return nil, err
	}
	song, err := s.song()
	if err == nil && s.host.Like == nil {
		err = &Fault{Code: CodeNotHere, Text: "this player cannot like"}
	}
	if err == nil {
		err = s.host.Like(ctx, song, on)
	}
	if err == nil {
		s.likes(song, on, nil)
	}
	return one(line{OK: true}), err
}

func (s *Server) save(ctx context.Context, r request) ([]line, error) {
	if r.Name == "" || len(r.Name) > maxText {
		return nil, bad("name is missing or too long")
	}
	if s.host.Save == nil {
		return nil, &Fault{Code: CodeNotHere, Text: "this player makes no playlists"}
	}
	q := s.snapshot().Queue
	ids := make([]int64, 0, len(q.Tracks))
	for _, t := range q.Tracks {
		ids = append(ids, t.ID)
	}
	if len(ids) == 0 {
		return nil, &Fault{Code: CodeNoTrack, Text: "the queue is empty"}
	}
	id, err := s.host.Save(ctx, r.Name, ids)
	if err != nil {
		return nil, fmt.Errorf("save the queue: %w", err)
	}
	return one(line{OK: true, ID: id}), nil
}

// song is the one that plays.
func (s *Server) song() (int64, error) {
	if t := s.snapshot().Track; t != nil {
		return t.ID, nil
	}
	return 0, &Fault{Code: CodeNoTrack, Text: "nothing plays"}
}

func lyricsLines(l Lyrics) []line {
	all := lyricsPages(l)
	out := make([]line, len(all))
	for i := range all {
		out[i] = line{Lyrics: &all[i], More: i < len(all)-1}
	}
	return out
}
