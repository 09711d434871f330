package verb

import (
	"context"
	"errors"
	"fmt"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/lang"
)

// kept answers from what the screen kept, when the network is away: it takes
// the answer of the service and its error, and gives what look finds instead,
// with a sentence beside it. The error stays where nothing was kept.
func kept[T any](r *run, got T, err error, look func(lists *catalogue.Catalogue, uid int64) (T, bool)) (T, error) {
	if !errors.Is(err, api.ErrNetwork) || r.flags.demo {
		return got, err
	}
	lists, uid, done := r.svc.Kept()
	old, ok := look(lists, uid)
	if cerr := done(); cerr != nil || !ok {
		return got, err
	}
	_, werr := fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "连不上网络：以下是上次留下的内容", EN: "no network: this is what was kept of the last time"}))
	return old, werr
}

func keptSong(s catalogue.Song) api.Song {
	right := map[catalogue.Right]api.Right{catalogue.Free: api.Free, catalogue.VIP: api.VIP, catalogue.Trial: api.Trial, catalogue.Grey: api.Grey}[s.Right]
	return api.Song{
		ID: s.ID, Name: s.Name, Alias: s.Alias, Artists: each(s.Artists, keptRef), Album: keptRef(s.Album), Cover: s.Cover, Duration: s.Duration,
		Disc: s.Disc, Number: s.Number, MV: s.MV, Fee: s.Fee, Right: right, Cloud: s.Cloud, Privileged: true, MaxLevel: s.MaxLevel, Reason: s.Reason,
	}
}

func keptRef(r catalogue.Ref) api.Ref { return api.Ref(r) }

func keptPlaylist(p catalogue.Playlist) api.Playlist {
	out := api.Playlist{
		ID: p.ID, Name: p.Name, Cover: p.Cover, Description: p.Description, Tags: p.Tags, Creator: keptRef(p.Creator), Count: p.Count, Plays: p.Plays,
		Updated: p.Updated, Created: p.Created, Subscribed: p.Subscribed, Reason: p.Reason,
	}
	if p.Liked {
		out.Special = likedSpecial
	}
	return out
}

// named are the songs of a kept list that were kept too.
func named(all []catalogue.Song) []api.Song {
	out := []api.Song{}
	for _, s := range all {
		if s.Name != "" {
			out = append(out, keptSong(s))
		}
	}
	return out
}

// The verbs' questions, with what was kept behind them. A catalogue without a
// service gives what it has and an error beside it, which says nothing new.

func (r *run) dailySongs(ctx context.Context) ([]api.Song, error) {
	got, err := r.svc.API.DailySongs(ctx)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) ([]api.Song, bool) {
		old, _ := c.DailySongs(ctx)
		return named(old), len(old) > 0
	})
}

func (r *run) dailyPlaylists(ctx context.Context) ([]api.Playlist, error) {
	got, err := r.svc.API.DailyPlaylists(ctx)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) ([]api.Playlist, bool) {
		old, _ := c.DailyPlaylists(ctx)
		return each(old, keptPlaylist), len(old) > 0
	})
}

func (r *run) userPlaylists(ctx context.Context, user int64) ([]api.Playlist, error) {
	got, err := r.svc.API.UserPlaylists(ctx, user)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) ([]api.Playlist, bool) {
		old, _ := c.UserPlaylists(ctx, user)
		return each(old, keptPlaylist), len(old) > 0
	})
}

func (r *run) playlistOf(ctx context.Context, id int64) (api.PlaylistDetail, error) {
	got, err := r.svc.API.Playlist(ctx, id)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) (api.PlaylistDetail, bool) {
		old, _ := c.Playlist(ctx, id)
		songs, _ := c.Songs(ctx, old.IDs)
		out := api.PlaylistDetail{Playlist: keptPlaylist(old.Playlist), Songs: named(songs)}
		for _, s := range out.Songs { // the others cannot be asked for now
			out.TrackIDs = append(out.TrackIDs, s.ID)
		}
		return out, old.Playlist.ID != 0
	})
}

func (r *run) songsOf(ctx context.Context, ids []int64) ([]api.Song, error) {
	got, err := r.svc.API.Songs(ctx, ids)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) ([]api.Song, bool) {
		old, _ := c.Songs(ctx, ids)
		songs := named(old)
		return songs, len(songs) > 0
	})
}

func (r *run) albumOf(ctx context.Context, id int64) (api.Album, error) {
	got, err := r.svc.API.Album(ctx, id)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) (api.Album, bool) {
		old, _ := c.Album(ctx, id)
		return api.Album{
			ID: old.ID, Name: old.Name, Alias: old.Alias, Cover: old.Cover, Artists: each(old.Artists, keptRef), Count: old.Count,
			Published: old.Published, Company: old.Company, Description: old.Description, Songs: named(old.Songs),
		}, old.ID != 0
	})
}

func (r *run) artistOf(ctx context.Context, id int64) (api.Artist, error) {
	got, err := r.svc.API.Artist(ctx, id)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) (api.Artist, bool) {
		old, _ := c.Artist(ctx, id)
		return api.Artist{
			ID: old.ID, Name: old.Name, Alias: old.Alias, Cover: old.Cover, Albums: old.Albums, Songs: old.Songs, Brief: old.Brief, Hot: named(old.Hot),
		}, old.ID != 0
	})
}

func (r *run) lyricOf(ctx context.Context, id int64) (api.Lyric, error) {
	got, err := r.svc.API.Lyric(ctx, id)
	return kept(r, got, err, func(c *catalogue.Catalogue, _ int64) (api.Lyric, bool) {
		old, _ := c.Lyrics(ctx, id)
		return api.Lyric{
			LRC: old.LRC, YRC: old.YRC, KLyric: old.KLyric, Translation: old.Translation, Romanisation: old.Romanisation,
			YTranslation: old.YTranslation, YRoman: old.YRoman, PureMusic: old.PureMusic, None: old.None,
		}, old.LRC != "" || old.YRC != "" || old.PureMusic || old.None
	})
}
