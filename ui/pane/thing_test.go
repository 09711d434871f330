package pane_test

import (
	"testing"

	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

func TestThingOfReadsLinksAndAddressWritesThem(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]pane.Thing{
		"https://music.163.com/#/song?id=186016":                           {Kind: pane.SongKind, ID: 186016},
		"https://music.163.com/song?id=186016&userid=7":                    {Kind: pane.SongKind, ID: 186016},
		"分享周杰伦的单曲《晴天》 http://music.163.com/song/186016/?userid=7 (@网易云音乐)": {Kind: pane.SongKind, ID: 186016},
		"https://y.music.163.com/m/playlist?id=3778678&creatorId=1":        {Kind: pane.PlaylistKind, ID: 3778678},
		"https://music.163.com/#/my/m/music/playlist?id=5":                 {Kind: pane.PlaylistKind, ID: 5},
		"https://y.music.163.com/m/playlist?app_version=9&id=12":           {Kind: pane.PlaylistKind, ID: 12},
		"music.163.com/album/9/":                                           {Kind: pane.AlbumKind, ID: 9},
		"https://music.163.com/#/user/home?id=32953014":                    {Kind: pane.UserKind, ID: 32953014},
		pane.ArtistThing(catalogue.Ref{ID: 6452}).Address():                {Kind: pane.ArtistKind, ID: 6452},
		"https://example.com/song?id=1":                                    {},
		"https://music.163.com/song?id=99999999999999999999999999":         {},
		"晴天": {},
	} {
		got, ok := pane.ThingOf(address)
		if ok != (want.ID != 0) || ok && (got.Kind != want.Kind || got.ID != want.ID) {
			t.Errorf("%s: %+v, %v", address, got, ok)
		}
	}
}

func FuzzThingOf(f *testing.F) {
	f.Add("https://music.163.com/#/song?id=186016")
	f.Fuzz(func(t *testing.T, s string) {
		thing, ok := pane.ThingOf(s)
		if !ok {
			return
		}
		if again, ok := pane.ThingOf(thing.Address()); !ok || again.ID != thing.ID || again.Kind != thing.Kind {
			t.Errorf("%q gives %+v, its own address %+v", s, thing, again)
		}
	})
}
