package ncmfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/route"
)

// caller makes documented calls of one account.
type caller struct {
	t   testing.TB
	api *api.Client
	svc *ncmfake.Service
}

func newCaller(t testing.TB, o ncmfake.Options) *caller {
	c, _, svc := newAPI(t, o)
	return &caller{t, c, svc}
}

// ask gives the answer of an address; params are pairs of name and value.
func (c *caller) ask(path string, params ...any) node {
	c.t.Helper()
	p := api.Params{}
	for i := 0; i < len(params); i += 2 {
		switch v := params[i+1].(type) {
		case route.File, map[string]any:
			p[params[i].(string)] = v
		default:
			p[params[i].(string)] = fmt.Sprint(v)
		}
	}
	a, err := c.api.Call(c.t.Context(), path, p)
	if err != nil && a.Body == nil {
		c.t.Fatalf("%s: %v", path, err)
	}
	return parse(c.t, a.Body)
}

// ids are the numbers at a member of every element of a list.
func (n node) ids(list, member string) (out []int64) {
	for i := range n.at(list).list() {
		out = append(out, n.at(fmt.Sprintf("%s.%d.%s", list, i, member)).int())
	}
	return out
}

func TestPlaylistIsMadeChangedAndGone(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	id := c.ask("/playlist/create", "name", "初名", "privacy", "10").at("id").int()
	c.ask("/playlist/name/update", "id", id, "name", "改名")
	c.ask("/playlist/desc/update", "id", id, "desc", "说明")
	c.ask("/playlist/tags/update", "id", id, "tags", "华语;夜晚")
	c.ask("/playlist/tracks", "op", "add", "pid", id, "tracks", "2600000001,2600000002,2600000003")
	c.ask("/playlist/tracks", "op", "del", "pid", id, "tracks", "2600000002")
	c.ask("/song/order/update", "pid", id, "ids", "[2600000003,2600000001]")
	c.ask("/playlist/cover/update", "id", id, "imgFile", route.File{Name: "a.jpg", Data: []byte("x")})
	p := c.ask("/playlist/detail", "id", id).at("playlist")
	if p.at("name").text() != "改名" || p.at("description").text() != "说明" || p.at("tags.1").text() != "夜晚" || p.at("privacy").int() != 10 {
		t.Errorf("%v %v %v %v", p.at("name").v, p.at("description").v, p.at("tags").v, p.at("privacy").v)
	}
	if got := p.ids("trackIds", "id"); !slices.Equal(got, []int64{2600000003, 2600000001}) {
		t.Errorf("tracks %v", got)
	}
	if pic := p.at("coverImgId").int(); !strings.Contains(p.at("coverImgUrl").text(), fmt.Sprint(pic)) || pic < 1e17 {
		t.Errorf("cover %v", p.at("coverImgUrl").v)
	}
	if got := c.ask("/playlist/tracks", "op", "add", "pid", id, "tracks", "2600000001"); got.at("code").int() != 502 {
		t.Errorf("a song twice: %v", got.v)
	}
	c.ask("/playlist/update", "id", id, "name", "一次改完", "desc", "d", "tags", "华语")
	if got := c.ask("/playlist/detail", "id", id).at("playlist.name").text(); got != "一次改完" {
		t.Errorf("after /playlist/update: %s", got)
	}
	c.ask("/playlist/order/update", "ids", fmt.Sprintf("[%d,%d]", id, seed.PlaylistEvening))
	if got := c.ask("/user/playlist", "uid", seed.UserID).ids("playlist", "id"); got[0] != seed.PlaylistLiked || got[1] != id {
		t.Errorf("order %v", got)
	}
	before := c.ask("/user/subcount").at("createdPlaylistCount").int()
	c.ask("/playlist/delete", "id", id)
	if after := c.ask("/user/subcount").at("createdPlaylistCount").int(); after != before-1 {
		t.Errorf("%d lists, then %d", before, after)
	}
}

func TestLikedListFollowsItsTracks(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	id := seed.SongFirst + 1
	c.ask("/like", "id", id, "like", "false")
	c.ask("/playlist/tracks", "op", "add", "pid", seed.PlaylistLiked, "tracks", id)
	if got := c.svc.Likes(); got[0] != id {
		t.Errorf("likes %v", got[:3])
	}
}

func TestWhatIsFollowedIsListedAndCounted(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	artist, album := c.svc.Catalogue().Artists[1].ID, c.svc.Catalogue().Albums[3].ID
	for _, x := range []struct {
		sub, list, at, count string
		id                   any
		params               []any
	}{
		{"/artist/sub", "/artist/sublist", "data", "artistCount", artist, nil},
		{"/album/sub", "/album/sublist", "data", "", album, nil},
		{"/dj/sub", "/dj/sublist", "djRadios", "djRadioCount", seed.Radios()[2].ID, nil},
		{"/follow", "/user/follows", "follow", "", int64(500_000_004), []any{"uid", seed.UserID}},
	} {
		member := "id"
		if x.sub == "/follow" {
			member = "userId"
		}
		name := map[string]string{"/dj/sub": "rid"}[x.sub]
		if name == "" {
			name = "id"
		}
		c.ask(x.sub, name, x.id, "t", "1")
		got := c.ask(x.list, x.params...).ids(x.at, member)
		if got[0] != x.id {
			t.Errorf("%s: %v", x.sub, got)
		}
		if x.count != "" && c.ask("/user/subcount").at(x.count).int() != int64(len(got)) {
			t.Errorf("%s is not counted", x.sub)
		}
		c.ask(x.sub, name, x.id, "t", "0")
		if after := c.ask(x.list, x.params...).ids(x.at, member); len(after) != len(got)-1 || slices.Contains(after, got[0]) {
			t.Errorf("%s taken back: %v", x.sub, after)
		}
	}
	if c.ask("/artist/sub", "id", "5", "t", "1").at("code").int() != 404 {
		t.Error("nobody was followed")
	}
}

func TestCommentsAreWrittenAnsweredLikedAndDeleted(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	song := seed.SongFirst
	were := c.ask("/comment/music", "id", song).at("total").int()
	id := c.ask("/comment", "t", 1, "type", 0, "id", song, "content", "第一条").at("comment.commentId").int()
	answer := c.ask("/comment", "t", 2, "type", 0, "id", song, "commentId", id, "content", "回复").at("comment.commentId").int()
	c.ask("/comment/like", "t", 1, "type", 0, "id", song, "cid", id)
	list := c.ask("/comment/music", "id", song)
	if list.at("comments.0.commentId").int() != answer || list.at("comments.0.beReplied.0.content").text() != "第一条" || list.at("total").int() != were+2 {
		t.Errorf("%v", list.at("comments.0").v)
	}
	if list.at("comments.1.liked").v != true || list.at("comments.1.likedCount").int() != 1 {
		t.Errorf("liked %v", list.at("comments.1").v)
	}
	if got := c.ask("/comment/floor", "parentCommentId", id, "type", 0, "id", song).ids("data.comments", "commentId"); !slices.Equal(got, []int64{answer}) {
		t.Errorf("floor %v", got)
	}
	got := c.ask("/comment/new", "type", 0, "id", song, "sortType", 3, "pageSize", 3, "pageNo", 1)
	if got.at("data.comments.0.commentId").int() != id || got.at("data.hasMore").v != true || got.at("data.comments.0.showFloorComment.replyCount").int() != 1 {
		t.Errorf("new %v", got.at("data").v)
	}
	if c.ask("/mv/detail/info", "mvid", 10900001).at("liked").v != false {
		t.Error("the video is liked at once")
	}
	c.ask("/resource/like", "type", 1, "id", 10900001, "t", 1)
	if c.ask("/mv/detail/info", "mvid", 10900001).at("liked").v != true {
		t.Error("the video is not liked")
	}
	others := c.ask("/comment/music", "id", song).ids("comments", "commentId")[2]
	if c.ask("/comment", "t", 0, "type", 0, "id", song, "commentId", others).at("code").int() == 200 {
		t.Error("somebody else's comment was deleted")
	}
	c.ask("/comment", "t", 0, "type", 0, "id", song, "commentId", id)
	if got := c.ask("/comment/music", "id", song).at("total").int(); got != were+1 {
		t.Errorf("%d after deleting, were %d", got, were)
	}
}

func TestUploadedSongIsInTheCloudAndPlays(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	file := route.File{Name: "人 - 歌.mp3", Data: []byte("any sound"), Song: "歌", Artist: "人", Album: "辑"}
	c.ask("/cloud", "songFile", file)
	list := c.ask("/user/cloud")
	if list.at("count").int() != 2 || list.at("data.0.songName").text() != "歌" || list.at("data.0.artist").text() != "人" {
		t.Fatalf("%v", list.at("data.0").v)
	}
	id := list.at("data.0.songId").int()
	song := c.ask("/song/detail", "ids", id)
	if song.at("songs.0.name").text() != "歌" || song.at("songs.0.pc.ar").text() != "人" {
		t.Errorf("%v", song.v)
	}
	if u := c.ask("/song/url/v1", "id", id, "level", "lossless"); u.at("data.0.url").v == nil || u.at("data.0.type").text() != "flac" {
		t.Errorf("%v", u.v)
	}
	stores := len(c.svc.Requests("/jd-*"))
	c.ask("/cloud", "songFile", file)
	if again := len(c.svc.Requests("/jd-*")); again != stores || stores == 0 {
		t.Errorf("the file travelled %d times, then %d", stores, again)
	}
	c.ask("/user/cloud/del", "id", id)
	if n := c.ask("/user/cloud").at("count").int(); n != 1 {
		t.Errorf("%d files after deleting", n)
	}
}

func TestPhoneLoginTakesTheCaptchaAndThePassword(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		params []any
		code   int64
	}{
		"captcha":        {[]any{"phone", "138", "captcha", ncmfake.Captcha}, 200},
		"wrong captcha":  {[]any{"phone", "138", "captcha", "9999"}, 503},
		"password":       {[]any{"phone", "138", "password", ncmfake.Password}, 200},
		"wrong password": {[]any{"phone", "138", "password", "x"}, 502},
	} {
		c := newCaller(t, ncmfake.Options{})
		if got := c.ask("/login/cellphone", x.params...).at("code").int(); got != x.code {
			t.Errorf("%s: code %d", name, got)
		}
		if in := c.ask("/login/status").at("data.account").v != nil; in != (x.code == 200) {
			t.Errorf("%s: logged in %v", name, in)
		}
	}
}

func TestPlaysFillTheRecentListsAndTheRank(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	played := func(action string, id int64, seconds int, source string, from int64) {
		logs := fmt.Sprintf(`[{"action":%q,"json":{"id":%d,"type":"song","time":%d,"source":%q,"sourceId":"%d","end":"playend"}}]`, action, id, seconds, source, from)
		c.ask("/weblog", "data", map[string]any{"logs": logs})
	}
	rankBefore := c.ask("/user/record", "uid", seed.UserID, "type", 1)
	before := func(id int64) int64 {
		if k := slices.Index(rankBefore.ids("weekData", "song.id"), id); k >= 0 {
			return rankBefore.at(fmt.Sprintf("weekData.%d.playCount", k)).int()
		}
		return 0
	}
	played("play", seed.SongFirst, 60, "album", 180000001)
	played("play", seed.SongFirst, 60, "list", seed.PlaylistShort)
	played("play", seed.SongFirst+1, 60, "list", seed.PlaylistThousand)
	played("play", seed.SongFirst+2, 3, "list", seed.PlaylistThousand)
	rank := c.ask("/user/record", "uid", seed.UserID, "type", 1)
	ids := rank.ids("weekData", "song.id")
	if k := slices.Index(ids, seed.SongFirst); k < 0 || rank.at(fmt.Sprintf("weekData.%d.playCount", k)).int() != before(seed.SongFirst)+2 || slices.Contains(ids, seed.SongFirst+2) {
		t.Errorf("rank %v", ids)
	}
	if got := c.ask("/record/recent/song").ids("data.list", "data.id"); !slices.Equal(got[:3], []int64{seed.SongFirst + 2, seed.SongFirst + 1, seed.SongFirst}) {
		t.Errorf("songs %v", got)
	}
	if got := c.ask("/record/recent/playlist").ids("data.list", "data.id"); !slices.Equal(got[:2], []int64{seed.PlaylistThousand, seed.PlaylistShort}) {
		t.Errorf("playlists %v", got)
	}
	if got := c.ask("/record/recent/album").ids("data.list", "data.id"); got[0] != 180000001 {
		t.Errorf("albums %v", got)
	}
	if got := c.ask("/user/record", "uid", 500_000_004, "type", 1).at("code").int(); got != -2 {
		t.Errorf("a hidden rank is shown: %d", got)
	}
	if other := c.ask("/user/record", "uid", 500_000_002, "type", 0).ids("allData", "song.id"); len(other) < 10 {
		t.Errorf("somebody else played %v", other)
	}
}

func TestPodcastsHaveProgramsThatPlay(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	for _, r := range seed.Radios() {
		list := c.ask("/dj/program", "rid", r.ID, "limit", 100)
		if got := len(list.at("programs").list()); got != len(r.Programs) {
			t.Errorf("%s: %d programs", r.Name, got)
		}
		id := list.at("programs.0.mainSong.id").int()
		if c.ask("/song/url/v1", "id", id, "level", "standard").at("data.0.url").v == nil {
			t.Errorf("%s does not play", list.at("programs.0.name").text())
		}
		old := c.ask("/dj/program", "rid", r.ID, "asc", "true", "limit", 1)
		if old.at("programs.0.serialNum").int() != 1 {
			t.Errorf("%s: oldest first gives %v", r.Name, old.at("programs.0.name").v)
		}
	}
}

func TestEverythingCanBeSearched(t *testing.T) {
	t.Parallel()
	c := newCaller(t, ncmfake.Options{LoggedIn: true})
	for kind, x := range map[int][2]string{
		1: {"雨", "songs"}, 10: {"雨", "albums"}, 100: {"林汐", "artists"}, 1000: {"夜", "playlists"}, 1002: {"南窗", "userprofiles"},
		1004: {"演示视频", "mvs"}, 1006: {"天", "songs"}, 1009: {"电台", "djRadios"}, 1014: {"演示视频", "videos"}, 1018: {"林汐", "order"},
	} {
		if got := c.ask("/cloudsearch", "keywords", x[0], "type", kind).at("result." + x[1]); len(got.list()) == 0 {
			t.Errorf("type %d finds nothing for %s", kind, x[0])
		}
	}
}

func TestSigningInCountsOnceADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 1, 20, 0, 0, 0, time.UTC)
	c := newClient(t, ncmfake.Options{LoggedIn: true, Now: func() time.Time { return now }})
	for _, want := range []int64{200, -2} {
		if got := c.ask("/api/point/dailyTask", map[string]any{"type": 0}).at("code").int(); got != want {
			t.Errorf("code %d, want %d", got, want)
		}
	}
	now = now.AddDate(0, 0, 1)
	if got := c.ask("/api/point/dailyTask", map[string]any{"type": 0}).at("code").int(); got != 200 {
		t.Errorf("next day: code %d", got)
	}
}
