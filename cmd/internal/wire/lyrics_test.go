package wire

import (
	"context"
	"errors"
	"testing"
	"time"

	"ncmtui/api"
)

// bookcase is a service of a few songs: the first is an upload without words.
type bookcase struct {
	upload api.Song
	found  []api.Song
	words  map[int64]string
	fail   error // of the search
	asked  []int64
}

func (s *bookcase) Lyric(_ context.Context, id int64) (api.Lyric, error) {
	s.asked = append(s.asked, id)
	return api.Lyric{LRC: s.words[id], None: s.words[id] == ""}, nil
}

func (s *bookcase) Songs(context.Context, []int64) ([]api.Song, error) {
	return []api.Song{s.upload}, nil
}

func (s *bookcase) Search(context.Context, api.SearchType, string, int, int) (api.Found, error) {
	return api.Found{Songs: s.found}, s.fail
}

func TestAnUploadHasTheWordsOfTheSameSong(t *testing.T) {
	t.Parallel()
	by := func(id int64, name, artist string, length time.Duration) api.Song {
		return api.Song{ID: id, Name: name, Artists: []api.Ref{{Name: artist}}, Duration: length}
	}
	upload := by(1, "晴天 (Live)", "周杰伦", 269*time.Second)
	upload.Cloud = true
	all := []api.Song{
		by(2, "晴天", "别人", 269*time.Second), by(3, "晴天娃娃", "周杰伦", 269*time.Second),
		by(4, "晴天", "周杰伦", 100*time.Second), by(5, "晴 天", "周杰伦", 270*time.Second), by(6, "晴天", "周杰伦", 0),
	}
	for name, c := range map[string]struct {
		bookcase bookcase
		want     string
		from     string
	}{
		"its own words":        {bookcase{upload: upload, found: all, words: map[int64]string{1: "own", 5: "x"}}, "own", ""},
		"the same song's":      {bookcase{upload: upload, found: all, words: map[int64]string{2: "a", 3: "b", 4: "c", 5: "good"}}, "good", "晴 天 – 周杰伦"},
		"the next, without":    {bookcase{upload: upload, found: all, words: map[int64]string{6: "next"}}, "next", "晴天 – 周杰伦"},
		"none like it":         {bookcase{upload: upload, found: all[:3], words: map[int64]string{2: "a", 3: "b", 4: "c"}}, "", ""},
		"a search that fails":  {bookcase{upload: upload, fail: errors.New("x")}, "", ""},
		"a song of no upload":  {bookcase{upload: by(1, "晴天", "周杰伦", 0), found: all, words: map[int64]string{5: "x"}}, "", ""},
		"an upload of nobody":  {bookcase{upload: api.Song{ID: 1, Name: "晴天", Cloud: true}, found: all, words: map[int64]string{2: "any"}}, "any", "晴天 – 别人"},
		"an upload of no name": {bookcase{upload: api.Song{ID: 1, Cloud: true}, found: all, words: map[int64]string{2: "any"}}, "", ""},
	} {
		got, err := lyricsOf(t.Context(), &c.bookcase, 1)
		if err != nil || got.LRC != c.want || got.From != c.from {
			t.Errorf("%s: %+v, %v; want %q from %q", name, got, err, c.want, c.from)
		}
	}
}
