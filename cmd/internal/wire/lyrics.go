package wire

import (
	"context"
	"strings"
	"time"

	"ncmtui/api"
	"ncmtui/store/catalogue"
)

// lyricService is what the texts of a song are asked of.
type lyricService interface {
	Lyric(ctx context.Context, id int64) (api.Lyric, error)
	Songs(ctx context.Context, ids []int64) ([]api.Song, error)
	Search(ctx context.Context, t api.SearchType, query string, offset, limit int) (api.Found, error)
}

// lyricsOf asks for a song's texts. An upload often has none of its own: then
// those of the same song in the catalogue stand in, and it is said whose they
// are. A search that fails is as good as one that finds nothing.
func lyricsOf(ctx context.Context, s lyricService, id int64) (catalogue.Lyrics, error) {
	l, err := s.Lyric(ctx, id)
	if err != nil || !wordless(l) {
		return texts(l), err
	}
	got, err := s.Songs(ctx, []int64{id})
	if err != nil || len(got) == 0 || !got[0].Cloud || got[0].Name == "" {
		return texts(l), ctx.Err()
	}
	upload := got[0]
	found, err := s.Search(ctx, api.SearchSongs, strings.TrimSpace(upload.Name+" "+firstArtist(upload)), 0, likely)
	if err != nil {
		return texts(l), ctx.Err()
	}
	for _, other := range sameSongs(upload, found.Songs) {
		if words, err := s.Lyric(ctx, other.ID); err == nil && !wordless(words) {
			out := texts(words)
			out.From = strings.TrimSuffix(other.Name+" – "+firstArtist(other), " – ")
			return out, nil
		}
	}
	return texts(l), ctx.Err()
}

const (
	likely    = 20              // songs of a search that are looked at
	tries     = 3               // of them that are asked for their texts
	sameTaken = 4 * time.Second // two recordings of one length may differ by
)

func wordless(l api.Lyric) bool {
	return !l.PureMusic && strings.TrimSpace(l.LRC+l.YRC+l.KLyric) == ""
}

func texts(l api.Lyric) catalogue.Lyrics {
	return catalogue.Lyrics{
		LRC: l.LRC, YRC: l.YRC, KLyric: l.KLyric, Translation: l.Translation, Romanisation: l.Romanisation,
		YTranslation: l.YTranslation, YRoman: l.YRoman, PureMusic: l.PureMusic, None: l.None,
	}
}

func firstArtist(s api.Song) string {
	if len(s.Artists) == 0 {
		return ""
	}
	return s.Artists[0].Name
}

// sameSongs are those of some songs that are the upload: its name, its artist
// where it has one, its length where both are known.
func sameSongs(upload api.Song, some []api.Song) []api.Song {
	var out []api.Song
	for _, s := range some {
		artist := firstArtist(upload)
		byIt := artist == ""
		for _, a := range s.Artists {
			byIt = byIt || alike(a.Name, artist) || strings.Contains(plain(artist), plain(a.Name)) && plain(a.Name) != ""
		}
		far := upload.Duration > 0 && s.Duration > 0 && (upload.Duration-s.Duration).Abs() > sameTaken
		if s.ID != upload.ID && alike(s.Name, upload.Name) && byIt && !far && len(out) < tries {
			out = append(out, s)
		}
	}
	return out
}

// alike says whether two names are one, but for case, blanks and what stands
// in brackets behind.
func alike(a, b string) bool { return plain(a) == plain(b) }

func plain(name string) string {
	name = strings.ToLower(name)
	if i := strings.IndexAny(name, "(（[【"); i > 0 {
		name = name[:i]
	}
	return strings.Join(strings.Fields(name), "")
}
