package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

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
