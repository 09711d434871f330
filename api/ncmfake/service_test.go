package ncmfake_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/internal/safe"
)

func TestEveryEnvelopeIsOpenedAndAnswered(t *testing.T) {
	t.Parallel()
	params := map[string]any{"c": fmt.Sprintf(`[{"id":%d}]`, seed.SongFirst)}
	for _, crypto := range []envelope.Crypto{envelope.Weapi, envelope.Eapi, envelope.Linux, envelope.API} {
		c := newClient(t, ncmfake.Options{})
		got := parse(t, c.send(c.request(crypto, "/api/v3/song/detail", params)))
		if got.at("songs.0.id").int() != seed.SongFirst {
			t.Errorf("%s: %v", crypto, got.v)
		}
		log := c.svc.Requests("/api/v3/song/detail")
		if len(log) != 1 || log[0].Crypto != string(crypto) || !strings.Contains(log[0].Param("c"), "2600000001") {
			t.Errorf("%s: logged %+v", crypto, log)
		}
	}
}

func TestBadEnvelopesGetCode400(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	for _, path := range []string{"/weapi/v3/song/detail", "/eapi/v3/song/detail", "/api/linux/forward"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://music.163.com"+path, strings.NewReader("params=xyz"))
		if err != nil {
			t.Fatal(err)
		}
		if got := parse(t, c.send(req)).at("code").int(); got != 400 {
			t.Errorf("%s: code %d", path, got)
		}
	}
}

func TestSealedAnswersOpen(t *testing.T) {
	t.Parallel()
	for _, zipped := range []bool{false, true} {
		c := newClient(t, ncmfake.Options{})
		req := c.request(envelope.Eapi, "/api/search/hot", map[string]any{"type": 1111, "e_r": true})
		if zipped {
			req.Header.Set("X-Aeapi", "true")
		}
		plain, err := envelope.OpenAnswer(c.send(req), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if parse(t, plain).at("code").int() != 200 {
			t.Errorf("zipped %v: %s", zipped, plain)
		}
	}
}

func TestQRLoginGoesThroughByItself(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	if code := c.ask("/api/v3/discovery/recommend/songs", nil).at("code").int(); code != 301 {
		t.Errorf("logged out: code %d", code)
	}
	if got := c.ask("/api/w/nuser/account/get", nil); got.at("account").v != nil || got.at("code").int() != 200 {
		t.Errorf("logged out: %v", got.v)
	}
	key := c.ask("/api/login/qrcode/unikey", map[string]any{"type": 3}).at("unikey").text()
	var codes []int64
	for range 5 {
		codes = append(codes, c.ask("/api/login/qrcode/client/login", map[string]any{"key": key, "type": 3}).at("code").int())
	}
	if want := []int64{801, 801, 802, 803, 800}; !slices.Equal(codes, want) {
		t.Errorf("codes %v, want %v", codes, want)
	}
	if c.cookies["MUSIC_U"] == "" || c.cookies["__csrf"] == "" {
		t.Fatalf("cookies %v", c.cookies)
	}
	if got := c.ask("/api/w/nuser/account/get", nil).at("profile.userId").int(); got != seed.UserID {
		t.Errorf("logged in as %d", got)
	}
	if n := len(c.ask("/api/v3/discovery/recommend/songs", nil).at("data.dailySongs").list()); n != 30 {
		t.Errorf("%d daily songs", n)
	}
	old := c.cookies["MUSIC_U"]
	c.ask("/api/login/token/refresh", nil)
	if c.cookies["MUSIC_U"] == old {
		t.Error("refresh gave no new session")
	}
	c.ask("/api/logout", nil)
	if code := c.ask("/api/song/like/get", nil).at("code").int(); code != 301 {
		t.Errorf("after logout: code %d", code)
	}
}

func TestQRCodeRunsOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 1, 20, 0, 0, 0, time.UTC)
	c := newClient(t, ncmfake.Options{Now: func() time.Time { return now }})
	key := c.ask("/api/login/qrcode/unikey", map[string]any{"type": 3}).at("unikey").text()
	now = now.Add(6 * time.Minute)
	if code := c.ask("/api/login/qrcode/client/login", map[string]any{"key": key, "type": 3}).at("code").int(); code != 800 {
		t.Errorf("code %d", code)
	}
}

func TestAnonymousTokenComesAsACookie(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	c.send(c.request(envelope.Weapi, "/api/register/anonimous", map[string]any{"username": envelope.AnonymousUser("ABC")}))
	if c.cookies["MUSIC_A"] == "" {
		t.Error("no MUSIC_A")
	}
}

func TestLikesAndTrashAreKept(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	before := c.svc.Likes()
	c.ask("/api/radio/like", map[string]any{"trackId": fmt.Sprint(seed.SongHiRes), "like": true})
	if got := c.ask("/api/song/like/get", nil).at("ids.0").int(); got != seed.SongHiRes {
		t.Errorf("first liked %d", got)
	}
	list := c.ask("/api/v6/playlist/detail", map[string]any{"id": seed.PlaylistLiked, "n": 1000})
	if got := list.at("playlist.trackIds.0.id").int(); got != seed.SongHiRes {
		t.Errorf("the liked list begins with %d", got)
	}
	c.ask("/api/radio/like", map[string]any{"trackId": seed.SongHiRes, "like": "false"})
	if !slices.Equal(c.svc.Likes(), before) {
		t.Error("unlike left something")
	}
	first := c.ask("/api/v1/radio/get", nil).at("data.0.id").int()
	c.ask("/api/radio/trash/add", map[string]any{"songId": first, "time": 12})
	if got := c.svc.Trash(); !slices.Equal(got, []int64{first}) {
		t.Errorf("trash %v", got)
	}
}

func TestRadioNeverRepeatsNorPlaysTrash(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	trashed := c.svc.Catalogue().FM[4]
	c.ask("/api/radio/trash/add", map[string]any{"songId": trashed})
	seen := map[int64]bool{}
	for range 100 {
		for _, s := range c.ask("/api/v1/radio/get", nil).at("data").list() {
			id := node{s}.at("id").int()
			if seen[id] || id == trashed {
				t.Fatalf("%d came again", id)
			}
			seen[id] = true
		}
	}
	if len(seen) != 300 {
		t.Errorf("%d songs", len(seen))
	}
}

func TestPlaysAreRecordedAndShown(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	counted := func() int64 { // plays of the first song
		rank := c.ask("/api/v1/play/record", map[string]any{"uid": seed.UserID, "type": "1"})
		if i := slices.Index(rank.ids("weekData", "song.id"), seed.SongFirst); i >= 0 {
			return rank.at(fmt.Sprintf("weekData.%d.playCount", i)).int()
		}
		return 0
	}
	before := counted()
	for _, logs := range []string{
		`[{"action":"startplay","json":{"id":"2600000001","type":"song","mainsite":"1","content":"id=7100000010"}}]`,
		`[{"action":"play","json":{"id":2600000001,"type":"song","time":95,"end":"playend","source":"list","sourceId":"7100000010"}}]`,
		`[{"action":"play","json":{"id":2600000002,"type":"song","time":31.5,"end":"ui"}}]`, // a fraction is dropped
		`nonsense`,
	} {
		if got := c.ask("/api/feedback/weblog", map[string]any{"logs": logs}).at("data").text(); got != "success" {
			t.Errorf("answer %q", got)
		}
	}
	plays := c.svc.Plays()
	if len(plays) != 2 || plays[0].From != "7100000010" || plays[1].Seconds != 95 || plays[1].End != "playend" {
		t.Fatalf("plays %+v", plays)
	}
	if got := c.ask("/api/play-record/song/list", map[string]any{"limit": 10}).at("data.list.0.data.id").int(); got != seed.SongFirst {
		t.Errorf("recent %d", got)
	}
	if got := counted(); got != before+1 {
		t.Errorf("counted %d, then %d", before, got)
	}
}

func TestPlaylistsCanBeEdited(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	id := c.ask("/api/playlist/create", map[string]any{"name": "新歌单"}).at("id").int()
	add := map[string]any{"op": "add", "pid": id, "trackIds": `["2600000001","2600000002"]`}
	if got := c.ask("/api/playlist/manipulate/tracks", add); got.at("count").int() != 2 {
		t.Errorf("add: %v", got.v)
	}
	if got := c.ask("/api/playlist/manipulate/tracks", add).at("code").int(); got != 502 {
		t.Errorf("adding twice: %d", got)
	}
	c.ask("/api/playlist/manipulate/tracks", map[string]any{"op": "del", "pid": id, "trackIds": `[2600000001]`})
	if got := c.ask("/api/v6/playlist/detail", map[string]any{"id": id, "n": 10}).at("playlist.trackIds").list(); len(got) != 1 {
		t.Errorf("%d tracks", len(got))
	}
	n := len(c.ask("/api/user/playlist", map[string]any{"uid": seed.UserID}).at("playlist").list())
	c.ask("/api/playlist/remove", map[string]any{"ids": fmt.Sprintf("[%d]", id)})
	c.ask("/api/playlist/unsubscribe", map[string]any{"id": seed.PlaylistShort})
	if got := len(c.ask("/api/user/playlist", map[string]any{"uid": seed.UserID}).at("playlist").list()); got != n-2 {
		t.Errorf("%d playlists, were %d", got, n)
	}
}

func TestPlaylistsOfEverySizeResolve(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	for id, want := range map[int64]int{seed.PlaylistShort: 10, seed.PlaylistThousand: 1000, seed.PlaylistHuge: 10000} {
		got := c.ask("/api/v6/playlist/detail", map[string]any{"id": id, "n": 100000, "s": 8})
		ids := got.at("playlist.trackIds").list()
		if len(ids) != want || got.at("playlist.trackCount").int() != int64(want) || len(got.at("playlist.tracks").list()) != min(want, 1000) {
			t.Errorf("%d: %d ids, %d tracks", id, len(ids), len(got.at("playlist.tracks").list()))
		}
		for from := 0; from < len(ids); from += 1000 {
			var ask []string
			for _, x := range ids[from:min(from+1000, len(ids))] {
				ask = append(ask, fmt.Sprintf(`{"id":%d}`, node{x}.at("id").int()))
			}
			songs := c.ask("/api/v3/song/detail", map[string]any{"c": "[" + strings.Join(ask, ",") + "]"})
			if len(songs.at("songs").list()) != len(ask) || len(songs.at("privileges").list()) != len(ask) {
				t.Fatalf("%d: asked for %d songs, got %d", id, len(ask), len(songs.at("songs").list()))
			}
		}
	}
}

func TestSearchFindsPagesAndMisses(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	all := c.ask("/api/cloudsearch/pc", map[string]any{"s": "林汐", "type": 1, "limit": 30})
	total := all.at("result.songCount").int()
	second := c.ask("/api/cloudsearch/pc", map[string]any{"s": "林汐", "type": 1, "limit": 10, "offset": 20})
	if total < 30 || second.at("result.songs.0.id").int() != all.at("result.songs.20.id").int() {
		t.Errorf("%d found; pages do not fit", total)
	}
	miss := c.ask("/api/cloudsearch/pc", map[string]any{"s": "没有这首歌吧", "type": 1})
	if miss.at("result.songs").v != nil || miss.at("result.songCount").int() != 0 || miss.at("code").int() != 200 {
		t.Errorf("a miss: %v", miss.v)
	}
	bad := c.ask("/api/cloudsearch/pc", map[string]any{"s": "终端测试", "type": 1})
	if name := bad.at("result.songs.0.name").text(); !strings.Contains(name, "\x1b]52;") || !strings.Contains(name, "\u202e") {
		t.Errorf("hostile name %q", name)
	}
	for _, id := range c.svc.Catalogue().Daily {
		if id == seed.SongHostile {
			t.Error("the hostile song is a daily one")
		}
	}
	if list, _ := c.svc.Catalogue().Playlist(seed.PlaylistHostile); !slices.Contains(list.Songs, seed.SongHostile) {
		t.Error("no playlist holds the hostile song")
	}
}

func TestEveryPathAnswersWithACode(t *testing.T) {
	t.Parallel()
	for _, path := range ncmfake.Paths() {
		c := newClient(t, ncmfake.Options{LoggedIn: true})
		path = strings.ReplaceAll(path, "*", "12001")
		if got := c.ask(path, map[string]any{"id": "1", "s": "a"}).at("code"); got.int() == 0 {
			t.Errorf("%s: code %q", path, got.text())
		}
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	svc := ncmfake.New(ncmfake.Options{LoggedIn: true})
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		safe.Go("client", func() {
			defer all.Done()
			c := newClient(t, ncmfake.Options{LoggedIn: true})
			c.svc, c.http = svc, svc.Client()
			for n := range 5 {
				id := seed.SongFirst + int64(40+i*5+n)
				c.ask("/api/radio/like", map[string]any{"trackId": id, "like": true})
				c.ask("/api/v1/radio/get", nil)
				c.ask("/api/v6/playlist/detail", map[string]any{"id": seed.PlaylistLiked, "n": 20})
				c.ask("/api/playlist/manipulate/tracks", map[string]any{"op": "add", "pid": seed.PlaylistEvening, "trackIds": fmt.Sprintf("[%d]", id)})
				c.ask("/api/song/enhance/player/url/v1", map[string]any{"ids": fmt.Sprintf("[%d]", seed.SongShort+int64(n)), "level": "standard"})
			}
		})
	}
	all.Wait()
	liked := svc.Likes()
	for id := seed.SongFirst + 40; id < seed.SongFirst+80; id++ {
		if !slices.Contains(liked, id) {
			t.Errorf("%d is not liked", id)
		}
	}
	if n := len(svc.Requests("*")); n != 8*5*5 {
		t.Errorf("%d requests logged", n)
	}
}

func TestWorksInsideABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, ncmfake.Options{LoggedIn: true, Latency: 40 * time.Millisecond})
		began := time.Now()
		url := c.ask("/api/song/enhance/player/url/v1", map[string]any{"ids": "[2600000001]", "level": "exhigh"}).at("data.0.url").text()
		c.svc.Faults().Next("/audio/*", ncmfake.Fault{Rate: 1 << 20})
		resp, err := c.http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		n := 0
		for buf := make([]byte, 32<<10); ; {
			k, err := resp.Body.Read(buf)
			if n += k; err != nil {
				break
			}
		}
		took := time.Since(began)
		if want := 80*time.Millisecond + time.Duration(n)*time.Second/(1<<20); (took - want).Abs() > 100*time.Millisecond {
			t.Errorf("%d bytes took %v, want %v", n, took, want)
		}
	})
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		ncmfake.New(ncmfake.Options{LoggedIn: true})
	}
}

func BenchmarkHugePlaylist(b *testing.B) {
	c := newClient(b, ncmfake.Options{LoggedIn: true})
	for b.Loop() {
		b.SetBytes(int64(len(c.raw("/api/v6/playlist/detail", map[string]any{"id": seed.PlaylistHuge, "n": 100000, "s": 8}))))
	}
}

func BenchmarkSongURL(b *testing.B) {
	c := newClient(b, ncmfake.Options{LoggedIn: true})
	for b.Loop() {
		c.raw("/api/song/enhance/player/url/v1", map[string]any{"ids": "[2600000001]", "level": "exhigh"})
	}
}
