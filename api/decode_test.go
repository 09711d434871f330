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
	"time"
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

func TestRightsFollowThePrivilege(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, song, privilege string
		want                  Right
		cloud                 bool
	}{
		{"free", `"fee":8`, `"st":0,"pl":128000,"fee":8`, Free, false},
		{"member's", `"fee":1`, `"st":0,"pl":320000,"fee":1`, VIP, false},
		{"no member: a clip", `"fee":1`, `"st":0,"pl":0,"fee":1`, Trial, false},
		{"album not bought", `"fee":4`, `"st":0,"pl":0,"fee":4`, Trial, false},
		{"gone", `"fee":1`, `"st":-200,"pl":0,"fee":1`, Grey, false},
		{"gone, free", `"fee":8`, `"st":-100,"pl":0,"fee":0`, Grey, false},
		{"nothing to play", `"fee":0`, `"st":0,"pl":0,"fee":0`, Grey, false},
		{"upload of a gone song", `"fee":0,"pc":{"sn":"x"}`, `"st":-1,"pl":0,"fee":0`, Free, true},
		{"matched upload", `"fee":1`, `"st":-1,"pl":0,"fee":1,"cs":true`, Free, true},
	} {
		b, err := decode[songsBody]("test", []byte(`{"songs":[{"id":"7",`+c.song+`}],"privileges":[{"id":8,"st":-1},{"id":7,`+c.privilege+`}]}`))
		if err != nil {
			t.Fatal(err)
		}
		got := songs(b.Songs, b.Privileges)[0]
		if got.Right != c.want || got.Cloud != c.cloud || !got.Privileged {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	grey, err := bodySongs(func(b songsBody) []Song { return songs(b.Songs, b.Privileges) })(fixture(t, "v3-song-detail/one-greyed-st-minus-100-2025.json"))
	if err != nil || grey[0].Right != Grey {
		t.Errorf("greyed capture: %+v, %v", grey, err)
	}
}

func TestUploadsHaveTheNamesOfTheirFile(t *testing.T) {
	t.Parallel()
	body := `{"songs":[{"id":9007199254740993,"name":null,"ar":[{"id":0,"name":null}],"al":{"id":0,"name":null},"pc":{"sn":"题","ar":"人","alb":"辑"}}]}`
	b, err := decode[songsBody]("test", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	got := songs(b.Songs, nil)[0]
	if got.ID != 9007199254740993 || got.Name != "题" || got.Artists[0].Name != "人" || got.Album.Name != "辑" || !got.Cloud {
		t.Errorf("got %+v", got)
	}
}

func TestEverySongURLFixtureDecodes(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"song-enhance-player-url-v1/*.json", "song-enhance-player-url/*.json", "song-enhance-download-url/*.json"} {
		for _, file := range fixtures(t, pattern) {
			body := fixture(t, file)
			items, ok := at(tree(t, body), "data").([]any)
			if !ok {
				items = []any{at(tree(t, body), "data")}
			}
			var ids []int64
			for _, w := range items {
				n, err := at(w, "id").(json.Number).Int64()
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, n)
			}
			got, err := decodeURLs(body, ids)
			if err != nil || len(got) != len(items) {
				t.Errorf("%s: %d of %d, %v", file, len(got), len(items), err)
				continue
			}
			for i, w := range items {
				sameURL(t, file, got[i], w)
			}
		}
	}
}

func sameURL(t *testing.T, file string, got SongURL, want any) {
	t.Helper()
	for what, pair := range map[string][2]string{
		"url": {got.URL.Reveal(), str(at(want, "url"))}, "code": {fmt.Sprint(got.Code), str(at(want, "code"))},
		"size": {fmt.Sprint(got.Size), str(at(want, "size"))}, "md5": {got.MD5, strings.ToLower(str(at(want, "md5")))},
		"type": {got.Type, strings.ToLower(str(at(want, "type")))}, "level": {got.Level, str(at(want, "level"))},
		"br": {fmt.Sprint(got.Bitrate), str(at(want, "br"))}, "expi": {fmt.Sprint(int(got.Expires.Seconds())), str(at(want, "expi"))},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s: got %q, want %q", file, what, pair[0], pair[1])
		}
	}
	for _, f := range []struct {
		name string
		v    float64
		has  bool
	}{{"gain", got.Gain, got.HasGain}, {"peak", got.Peak, got.HasPeak}} {
		raw, given := at(want, f.name).(json.Number)
		w, _ := raw.Float64()
		given = given && at(want, "url") != nil
		if f.has != given || (given && f.v != w) {
			t.Errorf("%s: %s: got %v %v, want %v %v", file, f.name, f.v, f.has, w, given)
		}
	}
	if (got.Clip != nil) != (at(want, "freeTrialInfo") != nil) {
		t.Errorf("%s: clip %v", file, got.Clip)
	}
	if ms := at(want, "time"); ms != nil && fmt.Sprint(got.Duration.Milliseconds()) != str(ms) {
		t.Errorf("%s: time %v, want %v", file, got.Duration, ms)
	}
}

func TestSongURLSaysWhyThereIsNone(t *testing.T) {
	t.Parallel()
	clip, err := decodeURLs(fixture(t, "song-enhance-player-url-v1/trial-clip-30s.json"), []int64{347230})
	if err != nil || clip[0].Why() != Given || *clip[0].Clip != (Clip{0, 30 * time.Second}) {
		t.Errorf("clip: %+v, %v", clip, err)
	}
	for body, want := range map[string]Refusal{
		`{"data":[{"id":1,"url":null,"code":404,"fee":0}]}`:                         NoCopyright,
		`{"data":[{"id":1,"url":null,"code":-110,"fee":1}]}`:                        MembersOnly,
		`{"data":[{"id":1,"url":null,"code":404,"fee":1,"payed":0}]}`:               MembersOnly,
		`{"data":{"id":"1","url":null,"code":404,"fee":4}}`:                         PurchaseOnly,
		`{"data":[null,{"id":1,"url":"http://m/x.FLAC?a=b","type":null,"br":"9"}]}`: Given,
	} {
		got, err := decodeURLs([]byte(body), []int64{1})
		if err != nil || len(got) != 1 || got[0].Why() != want {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
		if want == Given && (got[0].Type != "flac" || got[0].Bitrate != 9) {
			t.Errorf("%s: got %+v", body, got[0])
		}
	}
}

func TestEveryPlaylistFixtureDecodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern string
		path    []string
		decode  func([]byte) ([]Playlist, error)
	}{
		{"user-playlist/*.json", []string{"playlist"}, func(b []byte) ([]Playlist, error) {
			v, err := decode[userListsBody]("test", b)
			return playlists(v.Playlists), err
		}},
		{"v1-discovery-recommend-resource/*.json", []string{"recommend"}, func(b []byte) ([]Playlist, error) {
			v, err := decode[dailyListsBody]("test", b)
			return playlists(v.Recommend), err
		}},
		{"search-get/type1000-*.json", []string{"result", "playlists"}, foundLists},
		{"cloudsearch-pc/type1000-*.json", []string{"result", "playlists"}, foundLists},
	} {
		for _, file := range fixtures(t, c.pattern) {
			body := fixture(t, file)
			got, err := c.decode(body)
			want, _ := at(tree(t, body), c.path...).([]any)
			if err != nil || len(want) == 0 || len(got) != len(want) {
				t.Errorf("%s: %d of %d, %v", file, len(got), len(want), err)
				continue
			}
			for i, w := range want {
				samePlaylist(t, file, got[i], w)
			}
		}
	}
}

func foundLists(b []byte) ([]Playlist, error) {
	v, err := decode[searchBody]("test", b)
	return v.found(0).Playlists, err
}

func samePlaylist(t *testing.T, file string, got Playlist, want any) {
	t.Helper()
	plays := str(either(want, "playCount", "playcount"))
	if plays == "" {
		plays = "0"
	}
	for what, pair := range map[string][2]string{
		"id": {fmt.Sprint(got.ID), str(at(want, "id"))}, "name": {got.Name, str(at(want, "name"))},
		"count": {fmt.Sprint(got.Count), str(at(want, "trackCount"))}, "plays": {fmt.Sprint(got.Plays), plays},
		"cover":   {strings.TrimPrefix(got.Cover, "https"), strings.TrimPrefix(strings.TrimPrefix(str(either(want, "coverImgUrl", "picUrl")), "https"), "http")},
		"creator": {got.Creator.Name, str(at(want, "creator", "nickname"))},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s: got %q, want %q", file, what, pair[0], pair[1])
		}
	}
}

func TestPlaylistDetailKeepsEveryID(t *testing.T) {
	t.Parallel()
	for _, file := range append(fixtures(t, "v6-playlist-detail/*.json"), fixtures(t, "v3-playlist-detail/*.json")...) {
		body := fixture(t, file)
		got, err := decodePlaylist(body)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		want := at(tree(t, body), "playlist")
		ids, _ := at(want, "trackIds").([]any)
		if len(ids) != len(got.TrackIDs) || len(ids) == 0 {
			t.Errorf("%s: %d ids, want %d", file, len(got.TrackIDs), len(ids))
			continue
		}
		for i, id := range ids {
			if fmt.Sprint(got.TrackIDs[i]) != str(at(id, "id")) {
				t.Errorf("%s: id %d: got %d, want %v", file, i, got.TrackIDs[i], at(id, "id"))
			}
		}
		samePlaylist(t, file, got.Playlist, want)
		if got.Updated.IsZero() || got.Creator.ID == 0 {
			t.Errorf("%s: %+v", file, got.Playlist)
		}
	}
}

func TestAlbumsAndArtistsDecode(t *testing.T) {
	t.Parallel()
	b, err := decode[searchBody]("test", fixture(t, "search-get/type10-2020.json"))
	if f := b.found(0); err != nil || len(f.Albums) != 2 || f.Total != 586 || !f.More ||
		f.Albums[0].ID != 3136085 || f.Albums[0].Count != 12 || f.Albums[0].Artists[0].Name == "" || f.Albums[0].Published.IsZero() {
		t.Errorf("albums: %+v, %v", f, err)
	}
	b, err = decode[searchBody]("test", fixture(t, "search-get/type100-2020.json"))
	if f := b.found(0); err != nil || len(f.Artists) != 3 || f.Total != 23 || f.Artists[0].Name != "水樹奈々" ||
		!slices.Equal(f.Artists[0].Alias, []string{"Mizuki Nana", "水树奈奈"}) || f.Artists[2].Cover == "" {
		t.Errorf("artists: %+v, %v", f, err)
	}
	for _, file := range fixtures(t, "v1-artist/*.json") {
		body := fixture(t, file)
		v, err := decode[artistBody]("test", body)
		want := at(tree(t, body), "artist")
		if a := v.artist(); err != nil || fmt.Sprint(a.ID) != str(at(want, "id")) || a.Name != str(at(want, "name")) ||
			fmt.Sprint(a.Songs) != str(at(want, "musicSize")) || fmt.Sprint(a.Albums) != str(at(want, "albumSize")) {
			t.Errorf("%s: %+v, %v", file, a, err)
		}
	}
	body := fixture(t, "v1-album/2020.json")
	v, err := decode[albumBody]("test", body)
	want := at(tree(t, body), "album")
	if a := v.album(); err != nil || fmt.Sprint(a.ID) != str(at(want, "id")) || a.Name != str(at(want, "name")) ||
		fmt.Sprint(a.Count) != str(at(want, "size")) || a.Company != str(at(want, "company")) || len(a.Artists) != 1 {
		t.Errorf("album: %+v, %v", a, err)
	}
}

func TestSearchWithoutHitIsEmpty(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"code":200,"result":{"songCount":0}}`, `{"code":200,"result":{}}`, `{"code":200}`, `{"result":"0a1b","abroad":true,"code":200}`} {
		b, err := decode[searchBody]("test", []byte(body))
		if f := b.found(0); err != nil || len(f.Songs) != 0 || f.Total != 0 || f.More {
			t.Errorf("%s: %+v, %v", body, f, err)
		}
	}
}

func TestEveryLyricFixtureDecodes(t *testing.T) {
	t.Parallel()
	for _, file := range append(fixtures(t, "song-lyric/*.json"), fixtures(t, "song-lyric-v1/*.json")...) {
		body := fixture(t, file)
		b, err := decode[lyricBody]("test", body)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		l, want := b.lyric(), tree(t, body)
		for key, got := range map[string]string{
			"lrc": l.LRC, "yrc": l.YRC, "klyric": l.KLyric, "tlyric": l.Translation, "romalrc": l.Romanisation,
			"ytlrc": l.YTranslation, "yromalrc": l.YRoman,
		} {
			if got != str(at(want, key, "lyric")) {
				t.Errorf("%s: %s: got %.40q", file, key, got)
			}
		}
		if l.PureMusic != (at(want, "pureMusic") == true) || l.None {
			t.Errorf("%s: pure %v, none %v", file, l.PureMusic, l.None)
		}
	}
	for body, want := range map[string]Lyric{
		`{"code":200,"uncollected":true}`:                         {None: true},
		`{"code":200,"nolyric":true}`:                             {PureMusic: true},
		`{"code":200,"lrc":{"version":0,"lyric":""},"yrc":null}`:  {None: true},
		`{"code":200,"lrc":null,"yrc":{"lyric":"[0,1](0,1,0)x"}}`: {YRC: "[0,1](0,1,0)x"},
	} {
		b, err := decode[lyricBody]("test", []byte(body))
		if err != nil || b.lyric() != want {
			t.Errorf("%s: %+v, %v", body, b.lyric(), err)
		}
	}
}

func TestLoginAnswersDecode(t *testing.T) {
	t.Parallel()
	for _, file := range fixtures(t, "login-qrcode-unikey/*.json") {
		b, err := decode[qrKeyBody]("test", fixture(t, file))
		if err != nil || b.key() != "00000000-0000-0000-0000-000000000000" {
			t.Errorf("%s: %q, %v", file, b.key(), err)
		}
	}
	for file, want := range map[string]QRCheck{
		"800-expired": {State: QRExpired}, "801-waiting": {State: QRWaiting}, "803-authorized": {State: QRConfirmed},
		"802-authorizing": {QRConfirm, "用户01", "https://p2.music.126.net/AAAAAAAAAAAAAAAAAAAAAA==/109951160000000001.jpg"},
	} {
		b, err := decode[qrCheckBody]("test", fixture(t, "login-qrcode-client-login/"+file+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.check(); err != nil || got != want {
			t.Errorf("%s: %+v, %v", file, got, err)
		}
	}
	out, err := decodeAccount(fixture(t, "login-status/wrapped-not-logged-in.json"))
	if err != nil || out != nil {
		t.Errorf("logged out: %+v, %v", out, err)
	}
	for _, file := range fixtures(t, "login-cellphone/*.json") {
		for _, wrap := range []string{"%s", `{"data":%s}`} {
			u, err := decodeAccount(fmt.Appendf(nil, wrap, fixture(t, file)))
			want := at(tree(t, fixture(t, file)), "profile")
			if err != nil || u == nil || fmt.Sprint(u.ID) != str(at(want, "userId")) || u.Name != str(at(want, "nickname")) {
				t.Errorf("%s: %+v, %v", file, u, err)
			}
		}
	}
	b, err := decode[likedBody]("test", fixture(t, "song-like-get/ids.json"))
	if err != nil || !slices.Equal(b.IDs, []jsonInt{297845, 354601}) {
		t.Errorf("likelist: %v, %v", b.IDs, err)
	}
}

func TestNumbersInEveryNotation(t *testing.T) {
	t.Parallel()
	var v struct {
		A, B, C, D, E, F jsonInt
		G, H, I          jsonFloat
		S                jsonText
	}
	body := `{"a":109951165791860501,"b":"3722748181","c":1.0,"d":null,"e":"x","f":8.04306E9,"g":-2.0E-4,"h":null,"i":"0.5","s":18446744073709551615}`
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	if v.A != 109951165791860501 || v.B != 3722748181 || v.C != 1 || v.D != 0 || v.E != 0 || v.F != 8043060000 ||
		v.G != (jsonFloat{-2.0e-4, true}) || v.H.OK || v.I != (jsonFloat{0.5, true}) || v.S != "18446744073709551615" {
		t.Errorf("got %+v", v)
	}
}

func TestABadItemIsDroppedNotItsList(t *testing.T) {
	t.Parallel()
	b, err := decode[songsBody]("test", []byte(`{"songs":[null,7,{"id":1,"ar":"x","al":[],"dt":{}},{"id":2,"ar":[null,{"id":3}]}],"privileges":{}}`))
	got := songs(b.Songs, b.Privileges)
	if err != nil || len(got) != 2 || got[0].ID != 1 || got[1].Artists[0].ID != 3 {
		t.Errorf("got %+v, %v", got, err)
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
