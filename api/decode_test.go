package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func fixture(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "fixtures", name))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func fixtures(tb testing.TB, pattern string) []string {
	tb.Helper()
	all, err := filepath.Glob(filepath.Join("testdata", "fixtures", pattern))
	if err != nil || len(all) == 0 {
		tb.Fatalf("%s: %v, %d files", pattern, err, len(all))
	}
	for i, f := range all {
		all[i], _ = filepath.Rel(filepath.Join("testdata", "fixtures"), f)
	}
	return all
}

// tree reads JSON keeping every digit.
func tree(t *testing.T, body []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// at walks members by name; nil where there is none.
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func str(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func either(m any, names ...string) any {
	for _, n := range names {
		if v := at(m, n); v != nil {
			return v
		}
	}
	return nil
}

// songLists are the decoders of answers with songs, and where the songs are.
var songLists = []struct {
	pattern    string
	path       []string
	decode     func(body []byte) ([]Song, error)
	privileges bool // every song must come with its rights
}{
	{"cloudsearch-pc/type1-*.json", []string{"result", "songs"}, foundSongs, true},
	{"search-get/type1-*.json", []string{"result", "songs"}, foundSongs, false},
	{"search-get/web-type1-*.json", []string{"result", "songs"}, foundSongs, false},
	{"v3-song-detail/*.json", []string{"songs"}, bodySongs(func(b songsBody) []Song { return songs(b.Songs, b.Privileges) }), true},
	{"v3-discovery-recommend-songs/*.json", []string{"data", "dailySongs"}, bodySongs(dailyBody.songs), true},
	{"v1-discovery-recommend-songs/*.json", []string{"recommend"}, bodySongs(dailyBody.songs), true},
	{"v1-radio-get/*.json", []string{"data"}, bodySongs(func(b fmBody) []Song { return songs(b.Data, nil) }), true},
	{"v1-album/*.json", []string{"songs"}, bodySongs(func(b albumBody) []Song { return b.album().Songs }), true},
	{"v1-artist/*.json", []string{"hotSongs"}, bodySongs(func(b artistBody) []Song { return b.artist().Hot }), true},
	{"v3-playlist-detail/*.json", []string{"playlist", "tracks"}, playlistSongs, true},
	{"v6-playlist-detail/*.json", []string{"playlist", "tracks"}, playlistSongs, true},
	{"v1-artist-songs/*.json", []string{"songs"}, bodySongs(func(b songsBody) []Song { return songs(b.Songs, nil) }), true},
	{"v1-discovery-new-songs/*.json", []string{"data"}, bodySongs(func(b fmBody) []Song { return songs(b.Data, nil) }), false},
}

func bodySongs[T any](f func(T) []Song) func([]byte) ([]Song, error) {
	return func(body []byte) ([]Song, error) {
		b, err := decode[T]("test", body)
		return f(b), err
	}
}

func foundSongs(body []byte) ([]Song, error) {
	b, err := decode[searchBody]("test", body)
	return b.found(0).Songs, err
}

func playlistSongs(body []byte) ([]Song, error) {
	d, err := decodePlaylist(body)
	return d.Songs, err
}

func TestEverySongOfEveryFixtureDecodes(t *testing.T) {
	t.Parallel()
	total := 0
	for _, c := range songLists {
		for _, file := range fixtures(t, c.pattern) {
			body := fixture(t, file)
			got, err := c.decode(body)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			want, _ := at(tree(t, body), c.path...).([]any)
			if len(want) == 0 || len(got) != len(want) {
				t.Errorf("%s: %d songs, want %d", file, len(got), len(want))
				continue
			}
			for i, w := range want {
				sameSong(t, fmt.Sprintf("%s[%d]", file, i), got[i], w)
				if c.privileges && !got[i].Privileged {
					t.Errorf("%s[%d]: rights not joined", file, i)
				}
				total++
			}
		}
	}
	if total < 50 {
		t.Errorf("only %d songs seen", total)
	}
}

// sameSong holds a decoded song against its raw JSON.
func sameSong(t *testing.T, where string, got Song, want any) {
	t.Helper()
	check := func(what, g, w string) {
		if g != w {
			t.Errorf("%s: %s: got %q, want %q", where, what, g, w)
		}
	}
	album := either(want, "al", "album")
	check("id", fmt.Sprint(got.ID), str(at(want, "id")))
	check("name", got.Name, str(at(want, "name")))
	check("album id", fmt.Sprint(got.Album.ID), str(at(album, "id")))
	if at(want, "pc") == nil {
		check("album", got.Album.Name, str(at(album, "name")))
	}
	check("ms", fmt.Sprint(got.Duration.Milliseconds()), str(either(want, "dt", "duration")))
	check("fee", fmt.Sprint(got.Fee), str(at(want, "fee")))
	check("cover", strings.TrimPrefix(got.Cover, "https"), strings.TrimPrefix(strings.TrimPrefix(str(at(album, "picUrl")), "https"), "http"))
	artists, _ := either(want, "ar", "artists").([]any)
	if len(got.Artists) != len(artists) {
		t.Errorf("%s: %d artists, want %d", where, len(got.Artists), len(artists))
		return
	}
	for i, a := range artists {
		check("artist id", fmt.Sprint(got.Artists[i].ID), str(at(a, "id")))
		if at(want, "pc") == nil {
			check("artist", got.Artists[i].Name, str(at(a, "name")))
		}
	}
	for _, key := range []string{"alia", "alias", "tns", "transNames"} {
		names, _ := at(want, key).([]any)
		for _, n := range names {
			if str(n) != "" && str(n) != got.Name && !slices.Contains(got.Alias, str(n)) {
				t.Errorf("%s: %s %v is not in %v", where, key, n, got.Alias)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, pattern := range []string{
		"v3-song-detail/*.json", "v6-playlist-detail/2021*.json", "v1-radio-get/*.json", "search-get/type10-2020.json",
		"song-enhance-player-url-v1/*.json", "song-lyric-v1/*.json", "login-*/*.json", "errors/*.json",
	} {
		for _, file := range fixtures(f, pattern) {
			f.Add(fixture(f, file))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, c := range songLists {
			all, _ := c.decode(body)
			for _, s := range all {
				if s.Duration < 0 || s.Right > Grey {
					t.Errorf("song %+v", s)
				}
			}
		}
		_, _ = decodeURLs(body, []int64{1, 347230})
		if u, err := decodeAccount(body); u != nil && err != nil {
			t.Error("both an account and an error")
		}
		if b, err := decode[lyricBody]("fuzz", body); err == nil {
			if l := b.lyric(); l.None && l.YRC != "" {
				t.Errorf("lyric %+v", l)
			}
		}
		_, _ = foundLists(body)
		v := judge("/api/x", Answer{Status: 200, Body: body})
		if v.err != nil && v.err.Verify != "" && !strings.HasPrefix(v.err.Verify, "https://") {
			t.Errorf("verify %q", v.err.Verify)
		}
	})
}

// BenchmarkDecodeLargePlaylist is a list of 10,000 songs of which 1,000 come
// along, the most the service sends.
func BenchmarkDecodeLargePlaylist(b *testing.B) {
	var full struct {
		Playlist struct {
			Tracks []json.RawMessage `json:"tracks"`
		} `json:"playlist"`
		Privileges []json.RawMessage `json:"privileges"`
	}
	if err := json.Unmarshal(fixture(b, "v6-playlist-detail/2021-sharedprivilege.json"), &full); err != nil {
		b.Fatal(err)
	}
	many := func(of []json.RawMessage, n int) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = string(of[i%len(of)])
		}
		return strings.Join(parts, ",")
	}
	ids := []json.RawMessage{[]byte(`{"id":1974443814,"v":12,"t":0,"at":1630000000000,"alg":null,"uid":1,"rcmdReason":"","sc":null,"f":null,"sr":null}`)}
	body := []byte(`{"code":200,"playlist":{"id":1,"name":"n","tracks":[` + many(full.Playlist.Tracks, 1000) +
		`],"trackIds":[` + many(ids, 10_000) + `]},"privileges":[` + many(full.Privileges, 1000) + `]}`)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			d, err := decodePlaylist(body)
			if err != nil || len(d.TrackIDs) != 10_000 || len(d.Songs) != 1000 {
				b.Fatal(err)
			}
		}
	})
	b.Run("one look at every byte", func(b *testing.B) { // the measure of the machine
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			if !json.Valid(body) {
				b.Fatal("not valid")
			}
		}
	})
}
