package ncmfake_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
)

// shape is what the captured answers show of a JSON value: its types and, for
// objects, those of its members; list elements are one.
type shape struct {
	kinds   map[string]bool
	members map[string]*shape
	element *shape
	objects int // how many of these were objects
	times   int // in how many of the objects around it this was
}

func (s *shape) learn(v any) {
	if s.kinds == nil {
		s.kinds = map[string]bool{}
	}
	switch v := v.(type) {
	case nil:
		s.kinds["null"] = true
	case map[string]any:
		s.kinds["object"] = true
		s.objects++
		for k, m := range v {
			if s.members == nil {
				s.members = map[string]*shape{}
			}
			if s.members[k] == nil {
				s.members[k] = &shape{}
			}
			s.members[k].times++
			s.members[k].learn(m)
		}
	case []any:
		s.kinds["list"] = true
		if s.element == nil {
			s.element = &shape{}
		}
		for _, e := range v {
			s.element.learn(e)
		}
	default:
		s.kinds[kindOf(v)] = true
	}
}

// A song and its rights are one thing whichever address sends them: they are
// held to all captures together, since those of one address are often older
// than the newest form.
var (
	songShape, rightShape = &shape{}, &shape{}
	learnCommon           = sync.OnceFunc(func() {
		files, _ := filepath.Glob(filepath.Join("..", "testdata", "fixtures", "*", "*.json"))
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				panic(err)
			}
			var v any
			d := json.NewDecoder(bytes.NewReader(b))
			d.UseNumber()
			if err := d.Decode(&v); err != nil {
				panic(err)
			}
			learnFrom(v)
		}
	})
)

func learnFrom(v any) {
	switch v := v.(type) {
	case map[string]any:
		if s := commonOf(v); s != nil {
			s.learn(v)
		}
		for _, m := range v {
			learnFrom(m)
		}
	case []any:
		for _, e := range v {
			learnFrom(e)
		}
	}
}

func commonOf(v map[string]any) *shape {
	_, ar := v["ar"]
	_, al := v["al"]
	_, maxbr := v["maxbr"]
	_, fl := v["fl"]
	switch {
	case ar && al:
		return songShape
	case maxbr && fl:
		return rightShape
	}
	return nil
}

func commonShape(v map[string]any) *shape {
	learnCommon()
	return commonOf(v)
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "object"
	case []any:
		return "list"
	case string:
		return "text"
	case bool:
		return "bool"
	}
	return "number"
}

// check gives what v has that the captures have not.
func (s *shape) check(path string, v any) []string {
	kind := kindOf(v)
	known := len(s.kinds) > 1 || len(s.kinds) == 1 && !s.kinds["null"]
	if known && kind != "null" && !s.kinds[kind] {
		return []string{fmt.Sprintf("%s is a %s, not one of %v", path, kind, s.kinds)}
	}
	var wrong []string
	switch v := v.(type) {
	case map[string]any:
		if common := commonShape(v); common != nil {
			s = common
		}
		for k, m := range v {
			switch {
			case s.members[k] != nil:
				wrong = append(wrong, s.members[k].check(path+"."+k, m)...)
			case s.kinds["object"]:
				wrong = append(wrong, path+"."+k+" is in no capture")
			}
		}
	case []any:
		if s.element != nil && s.element.kinds != nil {
			for _, e := range v {
				wrong = append(wrong, s.element.check(path+"[]", e)...)
			}
		}
	}
	return wrong
}

// missing are the members that every capture has and v has not.
func (s *shape) missing(v any) (out []string) {
	o, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	for k, m := range s.members {
		if _, have := o[k]; !have && m.times == s.objects {
			out = append(out, k+" is missing")
		}
	}
	return out
}

// captured reads all captures of an address.
func captured(t *testing.T, folder string) *shape {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "fixtures", folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no captures in %s: %v", folder, err)
	}
	s := &shape{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s.learn(parse(t, b).v)
	}
	return s
}

func TestAnswersHaveTheShapesOfCaptures(t *testing.T) {
	t.Parallel()
	for _, c := range shapeCases() {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			got := newClient(t, ncmfake.Options{LoggedIn: true}).ask(c.path, c.params)
			seen := map[string]bool{}
			for _, w := range captured(t, c.folder).check("", got.v) {
				if !seen[w] {
					seen[w] = true
					t.Error(w)
				}
			}
			for _, p := range c.need {
				if got.at(p).v == nil {
					t.Errorf("%s is missing", p)
				}
			}
		})
	}
}

// shapeCase is a call, the folder of its captures, and what a client needs of
// the answer.
type shapeCase struct {
	path   string
	params map[string]any
	folder string
	need   []string // must be there
}

func shapeCases() []shapeCase {
	special := fmt.Sprintf(`[{"id":%d},{"id":%d},{"id":%d},{"id":%d}]`, seed.SongFirst, seed.SongGrey, seed.SongMember, seed.SongHiRes)
	ids := func(id int64) string { return fmt.Sprintf("[%d]", id) }
	one := fmt.Sprint(seed.SongFirst)
	return []shapeCase{
		{"/api/v3/discovery/recommend/songs", nil, "v3-discovery-recommend-songs", []string{"data.dailySongs.0.privilege.pl", "data.dailySongs.29.dt", "data.recommendReasons.0.reason", "data.dailySongs.0.al.picUrl"}},
		{"/api/v1/discovery/recommend/resource", nil, "v1-discovery-recommend-resource", []string{"recommend.0.id", "recommend.0.playcount", "recommend.0.creator.nickname"}},
		{"/api/user/playlist", map[string]any{"uid": seed.UserID, "limit": 30}, "user-playlist", []string{"playlist.0.specialType", "playlist.0.creator.userId", "playlist.6.trackCount"}},
		{"/api/v6/playlist/detail", map[string]any{"id": seed.PlaylistThousand, "n": 20}, "v6-playlist-detail", []string{"playlist.trackIds.999.id", "playlist.tracks.19.name", "privileges.19.st"}},
		{"/api/v3/song/detail", map[string]any{"c": special}, "v3-song-detail", []string{"songs.3.dt", "privileges.1.st", "songs.0.ar.0.name"}},
		{"/api/song/enhance/player/url/v1", map[string]any{"ids": ids(seed.SongFirst), "level": "exhigh"}, "song-enhance-player-url-v1", []string{"data.0.url", "data.0.md5", "data.0.size", "data.0.time"}},
		{"/api/song/enhance/player/url/v1", map[string]any{"ids": ids(seed.SongTrial), "level": "exhigh"}, "song-enhance-player-url-v1", []string{"data.0.freeTrialInfo.end", "data.0.url"}},
		{"/api/song/enhance/player/url/v1", map[string]any{"ids": ids(seed.SongGrey), "level": "exhigh"}, "song-enhance-player-url-v1", []string{"data.0.code"}},
		{"/api/song/lyric/v1", map[string]any{"id": one}, "song-lyric-v1", []string{"lrc.lyric", "yrc.lyric"}},
		{"/api/song/lyric", map[string]any{"id": one}, "song-lyric", []string{"lrc.lyric", "tlyric.version"}},
		{"/api/v1/radio/get", nil, "v1-radio-get", []string{"data.2.artists.0.name", "data.0.duration", "data.0.privilege.id", "data.0.album.picUrl"}},
		{"/api/radio/like", map[string]any{"trackId": one, "like": true}, "radio-like", []string{"playlistId"}},
		{"/api/song/like/get", map[string]any{"uid": seed.UserID}, "song-like-get", []string{"ids.0"}},
		{"/api/cloudsearch/pc", map[string]any{"s": "林汐", "type": 1}, "cloudsearch-pc", []string{"result.songs.0.privilege.id", "result.songCount"}},
		{"/api/cloudsearch/pc", map[string]any{"s": "夜", "type": 1000}, "cloudsearch-pc", []string{"result.playlists.0.id", "result.playlistCount"}},
		{"/api/search/get", map[string]any{"s": "雨", "type": 1}, "search-get", []string{"result.songs.0.artists.0.name"}},
		{"/api/search/get", map[string]any{"s": "雨", "type": 10}, "search-get", []string{"result.albums.0.id", "result.albumCount"}},
		{"/api/search/get", map[string]any{"s": "朝霧", "type": 100}, "search-get", []string{"result.artists.0.picUrl"}},
		{"/api/v1/album/180000001", nil, "v1-album", []string{"album.picUrl", "songs.9.privilege.id", "album.artist.name"}},
		{"/api/v1/artist/12001", nil, "v1-artist", []string{"artist.briefDesc", "hotSongs.20.name"}},
		{"/api/artist/albums/12001", nil, "artist-albums", []string{"hotAlbums.2.size"}},
		{"/api/login/qrcode/unikey", map[string]any{"type": 3}, "login-qrcode-unikey", []string{"unikey"}},
		{"/api/login/qrcode/client/login", map[string]any{"type": 3, "key": "x"}, "login-qrcode-client-login", []string{"message"}},
		{"/api/toplist", nil, "toplist", []string{"list.0.ToplistType"}},
		{"/api/search/hot", nil, "search-hot", []string{"result.hots.9.first"}},
		{"/api/hotsearchlist/get", nil, "hotsearchlist-get", []string{"data.9.searchWord"}},
		{"/api/search/suggest/web", map[string]any{"s": "林汐"}, "search-suggest-web", []string{"result.songs.0.id", "result.order.0"}},
		{"/api/search/suggest/keyword", map[string]any{"s": "林汐"}, "search-suggest-keyword", []string{"result.allMatch.0.keyword"}},
		{"/api/search/defaultkeyword/get", nil, "search-defaultkeyword-get", []string{"data.realkeyword"}},
		{"/api/v1/resource/comments/R_SO_4_2600000001", map[string]any{"limit": 2}, "v1-resource-comments-song", []string{"comments.1.content", "hotComments.0.user.nickname"}},
		{"/api/v1/user/detail/3722748181", nil, "v1-user-detail", []string{"profile.nickname"}},
		{"/api/subcount", nil, "subcount", []string{"createdPlaylistCount"}},
		{"/api/personalized/playlist", nil, "personalized-playlist", []string{"result.0.picUrl"}},
		{"/api/artist/sublist", nil, "artist-sublist", []string{"data.0.name"}},
		{"/api/album/sublist", nil, "album-sublist", []string{"data.0.artists.0.name"}},
		{"/api/artist/head/info/get", map[string]any{"id": 12001}, "artist-head-info-get", []string{"data.artist.name"}},
		{"/api/artist/introduction", map[string]any{"id": 12001}, "artist-introduction", []string{"briefDesc"}},
		{"/api/artist/mvs", map[string]any{"artistId": 12001}, "artist-mvs", []string{"mvs.0.name"}},
		{"/api/v1/artist/list", nil, "v1-artist-list", []string{"artists.0.name"}},
		{"/api/discovery/simiArtist", map[string]any{"artistid": 12001}, "discovery-simiArtist", []string{"artists.0.alg"}},
		{"/api/comment/hotwall/list/get", nil, "comment-hotwall-list", []string{"data.0.content"}},
		{"/api/dj/program/byradio", map[string]any{"radioId": 350000001}, "dj-program-byradio", []string{"programs.0.mainSong.id"}},
		{"/api/djradio/category/get", nil, "djradio-category-get", []string{"categories.0.name"}},
		{"/api/djradio/home/category/recommend", nil, "djradio-home-category-recommend", []string{"data.0.radios.0.name"}},
		{"/api/djradio/recommend/v1", nil, "djradio-recommend-v1", []string{"djRadios.0.dj.nickname"}},
		{"/api/act/hot", nil, "hot-topics", []string{"hot.0.title"}},
		{"/api/msg/private/users", nil, "msg-private-users", []string{"msgs.0.fromUser.nickname"}},
		{"/api/cloudvideo/allvideo/sublist", nil, "mv-sublist", []string{"data.0.title"}},
		{"/api/mv/toplist", nil, "mv-toplist", []string{"data.0.artistName"}},
		{"/api/v1/mv/detail", map[string]any{"id": 10900001}, "v1-mv-detail", []string{"data.name"}},
		{"/api/song/enhance/play/mv/url", map[string]any{"id": 10900001}, "song-enhance-play-mv-url", []string{"data.url"}},
		{"/api/song/enhance/download/url", map[string]any{"id": one}, "song-enhance-download-url", []string{"data.0.url"}},
		{"/api/personalized/newsong", nil, "personalized-newsong", []string{"result.9.song.artists.0.name"}},
		{"/api/personalized/privatecontent", nil, "personalized-privatecontent", []string{"result.0.name"}},
		{"/api/playlist/catalogue", nil, "playlist-catalogue", []string{"sub.0.name"}},
		{"/api/playlist/hottags", nil, "playlist-hottags", []string{"tags.0.name"}},
		{"/api/playlist/highquality/tags", nil, "playlist-highquality-tags", []string{"tags.0.name"}},
		{"/api/playlist/highquality/list", nil, "playlist-highquality-list", []string{"playlists.0.creator.nickname"}},
		{"/api/playlist/list", map[string]any{"cat": "夜晚"}, "playlist-list", []string{"playlists.0.creator.nickname"}},
		{"/api/playmode/intelligence/list", map[string]any{"songId": one}, "playmode-intelligence-list", []string{"data.9.songInfo.name"}},
		{"/api/point/dailyTask", nil, "point-dailyTask", []string{"point"}},
		{"/api/pointmall/user/sign", nil, "pointmall-user-sign", []string{"data.yunbeiNum"}},
		{"/api/sms/captcha/sent", map[string]any{"cellphone": "1"}, "sms-captcha-sent", []string{"data"}},
		{"/api/toplist/detail", nil, "toplist-detail", []string{"list.0.tracks.2.first"}},
		{"/api/user/getfollows/3722748181", nil, "user-getfollows", []string{"follow.0.nickname"}},
		{"/api/user/getfolloweds/3722748181", nil, "user-getfolloweds", []string{"followeds.0.nickname"}},
		{"/api/user/level", nil, "user-level", []string{"data.level"}},
		{"/api/v1/user/bindings/3722748181", nil, "v1-user-bindings", []string{"bindings.0.id"}},
		{"/api/v1/event/get", nil, "v1-event-get", []string{"event.0.json"}},
		{"/api/v2/banner/get", nil, "v2-banner-get", []string{"banners.0.imageUrl"}},
		{"/api/homepage/block/page", nil, "homepage-block-page", []string{"data.blocks.0.blockCode"}},
		{"/api/w/login/cellphone", map[string]any{"phone": "1", "captcha": "1234"}, "login-cellphone", []string{"profile.nickname"}},
		{"/api/search/get", map[string]any{"s": "电台", "type": 1009}, "search-get", []string{"result.djRadios.0.name"}},
		{"/api/search/get", map[string]any{"s": "演示", "type": 1014}, "search-get", []string{"result.videos.0.title"}},
		{"/api/search/get", map[string]any{"s": "南窗", "type": 1002}, "search-get", []string{"result.userprofiles.0.nickname"}},
		{"/api/v1/discovery/new/songs", nil, "v1-discovery-new-songs", []string{"data.0.album.name"}},
	}
}
