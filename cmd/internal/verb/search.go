package verb

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/ui/lang"
)

var searchTypes = map[string]api.SearchType{
	"song": api.SearchSongs, "album": api.SearchAlbums, "artist": api.SearchArtists, "playlist": api.SearchPlaylists,
	"user": api.SearchUsers, "mv": api.SearchMVs, "lyric": api.SearchLyrics, "podcast": api.SearchPodcasts,
	"video": api.SearchVideos, "program": api.SearchPrograms,
}

// searchPage is how much one call of a search asks for.
const searchPage = 100

func newSearch(w *World) *cobra.Command {
	var p paging
	var hot bool
	kind := "song"
	cmd := w.reading("search QUERY…", "Songs, albums, artists … by words", 0, -1, func(ctx context.Context, r *run, args []string) error {
		if hot {
			got, err := r.svc.API.HotWordsLong(ctx)
			return list(r, hotColumns, cut(&p, each(got, hotWord)), err)
		}
		query := strings.TrimSpace(strings.Join(args, " "))
		t, ok := searchTypes[kind]
		switch {
		case query == "":
			return usage("what to search for? ncmtui search WORDS")
		case !ok:
			return usage("there is no type %q to search for; ncmtui search --help lists them", clean(kind))
		}
		if err := p.check(); err != nil {
			return err
		}
		found, err := r.search(ctx, &p, t, query)
		return r.found(t, found, err)
	})
	p.add(cmd, usual)
	cmd.Flags().BoolVar(&hot, "hot", false, "what others search for now")
	oneOf(cmd, &kind, "type", "what to look for", "song", "album", "artist", "playlist", "user", "mv", "lyric", "podcast", "video", "program")
	return cmd
}

// search reads the wanted part of a search, page by page. With an error comes
// what was got before it.
func (r *run) search(ctx context.Context, p *paging, t api.SearchType, query string) (api.Found, error) {
	var all api.Found
	for n := 0; p.all || p.limit == 0 || n < p.limit; {
		want := searchPage
		if !p.all && p.limit > 0 {
			want = min(want, p.limit-n)
		}
		got, err := r.svc.API.Search(ctx, t, query, p.offset+n, want)
		if err != nil {
			return all, err
		}
		more := size(got)
		all.Songs, all.Albums = append(all.Songs, got.Songs...), append(all.Albums, got.Albums...)
		all.Artists, all.Playlists = append(all.Artists, got.Artists...), append(all.Playlists, got.Playlists...)
		all.Users, all.MVs = append(all.Users, got.Users...), append(all.MVs, got.MVs...)
		all.Podcasts, all.Programs = append(all.Podcasts, got.Podcasts...), append(all.Programs, got.Programs...)
		if n += more; more == 0 || !got.More {
			break
		}
	}
	return all, nil
}

func size(f api.Found) int {
	return len(f.Songs) + len(f.Albums) + len(f.Artists) + len(f.Playlists) + len(f.Users) + len(f.MVs) + len(f.Podcasts) + len(f.Programs)
}

func (r *run) found(t api.SearchType, f api.Found, err error) error {
	switch t {
	case api.SearchAlbums:
		return list(r, albumColumns, each(f.Albums, album), err)
	case api.SearchArtists:
		return list(r, artistColumns, each(f.Artists, artist), err)
	case api.SearchPlaylists:
		return list(r, playlistColumns, each(f.Playlists, playlist), err)
	case api.SearchUsers:
		return list(r, userColumns, each(f.Users, user), err)
	case api.SearchMVs, api.SearchVideos:
		return list(r, mvColumns, each(f.MVs, mv), err)
	case api.SearchPodcasts:
		return list(r, podcastColumns, each(f.Podcasts, podcast), err)
	case api.SearchPrograms:
		return list(r, programColumns, each(f.Programs, program), err)
	default:
		return list(r, songColumns, each(f.Songs, song), err)
	}
}

var hotColumns = []column[HotWord]{
	word(lang.Both{ZH: "热搜", EN: "Query"}, func(h HotWord) string { return h.Word }, 0, 8),
	num(lang.Both{ZH: "热度", EN: "Score"}, func(h HotWord) int64 { return h.Score }, 2),
	word(headAbout, func(h HotWord) string { return h.Text }, 1, 8),
}
