package verb

import (
	"context"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/ui/lang"
)

func newDaily(w *World) *cobra.Command {
	var lists bool
	cmd := w.reading("daily", "The songs recommended for today", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		if lists {
			got, err := r.dailyPlaylists(ctx)
			return list(r, playlistColumns, each(got, playlist), err)
		}
		got, err := r.dailySongs(ctx)
		return list(r, append(songColumns[:len(songColumns):len(songColumns)], reasonColumn), each(got, song), err)
	})
	cmd.Flags().BoolVar(&lists, "playlists", false, "the playlists recommended for today")
	return cmd
}

func newFM(w *World) *cobra.Command {
	return w.reading("fm", "The next songs of the personal FM", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		got, err := r.svc.API.FM(ctx)
		return list(r, songColumns, each(got, song), err)
	})
}

func newPlaylist(w *World) *cobra.Command {
	var p paging
	var whose int64
	cmd := w.reading("playlist [ID|LINK]", "My playlists, or the songs of one", 0, 1, func(ctx context.Context, r *run, args []string) error {
		if err := p.check(); err != nil {
			return err
		}
		if len(args) == 1 {
			return r.playlist(ctx, &p, args[0])
		}
		uid := whose
		if uid == 0 {
			var err error
			if uid, err = r.me(ctx); err != nil {
				return err
			}
		}
		got, err := r.userPlaylists(ctx, uid)
		return list(r, playlistColumns, cut(&p, each(got, playlist)), err)
	})
	cmd.AddCommand(newPlaylistCreate(w), newPlaylistRename(w), newPlaylistDelete(w), newPlaylistTracks(w, true), newPlaylistTracks(w, false))
	p.add(cmd, 0)
	cmd.Flags().Int64Var(&whose, "user", 0, "the playlists of the user with this `ID`")
	return cmd
}

// me is the account's id; without one, login is needed.
func (r *run) me(ctx context.Context) (int64, error) {
	uid, err := r.svc.UID(ctx)
	if err == nil && uid == 0 {
		err = api.ErrLoginNeeded
	}
	return uid, err
}

// playlist prints a playlist with all its songs, however many.
func (r *run) playlist(ctx context.Context, p *paging, word string) error {
	id, err := idOf("playlist", word)
	if err != nil {
		return err
	}
	got, err := r.playlistOf(ctx, id)
	if err != nil {
		return err
	}
	songs, err := r.songs(ctx, cut(p, got.TrackIDs), got.Songs)
	head := playlist(got.Playlist)
	return page(r, PlaylistPage{head, songs}, playlistFields, head, songColumns, songs, err)
}

// songs gives songs in the order of their ids, asking for those that are not
// known yet. Ids that the service knows no more are left out.
func (r *run) songs(ctx context.Context, ids []int64, known []api.Song) ([]Song, error) {
	byID := make(map[int64]api.Song, len(ids))
	for _, s := range known {
		byID[s.ID] = s
	}
	var missing []int64
	for _, id := range ids {
		if _, ok := byID[id]; !ok {
			missing = append(missing, id)
		}
	}
	var failed error
	if len(missing) > 0 {
		var more []api.Song
		more, failed = r.svc.API.Songs(ctx, missing)
		for _, s := range more {
			byID[s.ID] = s
		}
	}
	out := make([]Song, 0, len(ids))
	for _, id := range ids {
		if s, ok := byID[id]; ok {
			out = append(out, song(s))
		}
	}
	return out, failed
}

func newToplist(w *World) *cobra.Command {
	var p paging
	cmd := w.reading("toplist [ID|LINK]", "The charts, or the songs of one", 0, 1, func(ctx context.Context, r *run, args []string) error {
		if err := p.check(); err != nil {
			return err
		}
		if len(args) == 1 {
			return r.playlist(ctx, &p, args[0])
		}
		got, err := r.svc.API.Charts(ctx)
		cols := append(over(playlistColumns[:3], func(c Chart) Playlist { return c.Playlist }),
			word(lang.Both{ZH: "更新", EN: "Changes"}, func(c Chart) string { return c.Every }, 2, 0))
		return list(r, cols, cut(&p, each(got, chart)), err)
	})
	p.add(cmd, 0)
	return cmd
}

func newAlbum(w *World) *cobra.Command {
	return w.reading("album ID|LINK", "An album and its songs", 1, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("album", args[0])
		if err != nil {
			return err
		}
		got, err := r.albumOf(ctx, id)
		if err != nil {
			return err
		}
		head, songs := album(got), each(got.Songs, song)
		return page(r, AlbumPage{head, songs}, albumFields, head, songColumns, songs, nil)
	})
}

func newArtist(w *World) *cobra.Command {
	var p paging
	var songs, newest, albums, mvs, similar bool
	cmd := w.reading("artist ID|LINK", "An artist and the hot songs", 1, 1, func(ctx context.Context, r *run, args []string) error {
		id, err := idOf("artist", args[0])
		if err == nil {
			err = p.check()
		}
		if err != nil {
			return err
		}
		switch {
		case songs, newest:
			rows, err := take(&p, r.svc.API.ArtistSongs(ctx, id, newest), song)
			return list(r, songColumns, rows, err)
		case albums:
			rows, err := take(&p, r.svc.API.ArtistAlbums(ctx, id), album)
			return list(r, albumColumns, rows, err)
		case mvs:
			rows, err := take(&p, r.svc.API.ArtistMVs(ctx, id), mv)
			return list(r, mvColumns, rows, err)
		case similar:
			got, err := r.svc.API.SimilarArtists(ctx, id)
			return list(r, artistColumns, cut(&p, each(got, artist)), err)
		}
		got, err := r.artistOf(ctx, id)
		if err != nil {
			return err
		}
		head, hot := artist(got), each(got.Hot, song)
		return page(r, ArtistPage{head, hot}, artistFields, head, songColumns, hot, nil)
	})
	p.add(cmd, usual)
	set := cmd.Flags()
	set.BoolVar(&songs, "songs", false, "all songs, the hot ones first")
	set.BoolVar(&newest, "newest", false, "all songs, the new ones first")
	set.BoolVar(&albums, "albums", false, "the albums, newest first")
	set.BoolVar(&mvs, "mvs", false, "the music videos")
	set.BoolVar(&similar, "similar", false, "artists like this one (login needed)")
	cmd.MarkFlagsMutuallyExclusive("songs", "newest", "albums", "mvs", "similar")
	return cmd
}

func newRecent(w *World) *cobra.Command {
	var p paging
	kind := "song"
	cmd := w.reading("recent", "What the account played last, on any device", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		if err := p.check(); err != nil {
			return err
		}
		switch kind {
		case "song":
			got, err := r.svc.API.RecentSongs(ctx)
			return recent(r, &p, got, songColumns, err, func(s RecentSong) Song { return s.Song },
				func(x api.Recent[api.Song]) RecentSong { return RecentSong{song(x.What), at(x.Played), x.Device} })
		case "playlist":
			got, err := r.svc.API.RecentPlaylists(ctx)
			return recent(r, &p, got, playlistColumns, err, func(s RecentPlaylist) Playlist { return s.Playlist },
				func(x api.Recent[api.Playlist]) RecentPlaylist {
					return RecentPlaylist{playlist(x.What), at(x.Played), x.Device}
				})
		case "album":
			got, err := r.svc.API.RecentAlbums(ctx)
			return recent(r, &p, got, albumColumns, err, func(s RecentAlbum) Album { return s.Album },
				func(x api.Recent[api.Album]) RecentAlbum { return RecentAlbum{album(x.What), at(x.Played), x.Device} })
		case "podcast":
			got, err := r.svc.API.RecentPodcasts(ctx)
			return recent(r, &p, got, podcastColumns, err, func(s RecentPodcast) Podcast { return s.Podcast },
				func(x api.Recent[api.Podcast]) RecentPodcast {
					return RecentPodcast{podcast(x.What), at(x.Played), x.Device}
				})
		}
		return usage("--type %q: it is song, playlist, album or podcast", clean(kind))
	})
	p.add(cmd, usual)
	oneOf(cmd, &kind, "type", "what was played", "song", "playlist", "album", "podcast")
	return cmd
}

// played is what the rows of recent have besides their thing.
type played interface {
	RecentSong | RecentPlaylist | RecentAlbum | RecentPodcast
	when() string
	where() string
}

func (x RecentSong) when() string      { return stamp(x.Played) }
func (x RecentPlaylist) when() string  { return stamp(x.Played) }
func (x RecentAlbum) when() string     { return stamp(x.Played) }
func (x RecentPodcast) when() string   { return stamp(x.Played) }
func (x RecentSong) where() string     { return x.Device }
func (x RecentPlaylist) where() string { return x.Device }
func (x RecentAlbum) where() string    { return x.Device }
func (x RecentPodcast) where() string  { return x.Device }

func recent[A, T any, R played](r *run, p *paging, got []api.Recent[A], cols []column[T], err error, face func(R) T, f func(api.Recent[A]) R) error {
	all := append(over(cols, face), word(headPlayed, R.when, 1, 0), word(headDevice, R.where, 9, 4))
	return list(r, all, cut(p, each(got, f)), err)
}

// oneOf adds a flag that takes one of some words, and their completion.
func oneOf(cmd *cobra.Command, into *string, name, text string, choices ...string) {
	cmd.Flags().StringVar(into, name, *into, text+": `"+joined(choices)+"`")
	if err := cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag was added a line above
	}
}

func joined(choices []string) string {
	out := ""
	for i, c := range choices {
		if i > 0 {
			out += "|"
		}
		out += c
	}
	return out
}
