package api

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// claim says which typed call reads the answers of a fixture folder, and
// which of their members must come out of it: a list by its path ("*" for
// every item or member), and the names in each item, parted by blanks. A name
// with | may be any of several.
type claim struct {
	pattern string
	call    func(ctx context.Context, c *Client) (any, error)
	lists   string
	node    bool // the answer of the documented server, not of the service
	err     error
}

// got is a call with one result.
func got[T any](f func(*Client, context.Context) (T, error)) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) { return f(c, ctx) }
}

// gotID is a call by id with one result.
func gotID[T any](f func(*Client, context.Context, int64) (T, error)) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) { return f(c, ctx, 1) }
}

// all are the items of a list, all its pages.
func all[T any](ctx context.Context, c *Client, f func(*Client, context.Context) iter.Seq2[T, error]) (any, error) {
	out := []T{}
	for item, err := range f(c, ctx) {
		if err != nil {
			return out, err
		}
		out = append(out, item)
	}
	return out, nil
}

func pages[T any](f func(*Client, context.Context) iter.Seq2[T, error]) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) { return all(ctx, c, f) }
}

func pagesID[T any](f func(*Client, context.Context, int64) iter.Seq2[T, error]) func(context.Context, *Client) (any, error) {
	return pages(func(c *Client, ctx context.Context) iter.Seq2[T, error] { return f(c, ctx, 1) })
}

func searched(t SearchType) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) { return c.Search(ctx, t, "x", 0, 30) }
}

func commented(k ThreadKind) func(context.Context, *Client) (any, error) {
	return func(ctx context.Context, c *Client) (any, error) {
		return c.Comments(ctx, ThreadOf(k, 1), 0, 20, time.Time{})
	}
}

// songURLs asks for every song that the fixtures tell of.
func songURLs(ctx context.Context, c *Client) (any, error) {
	return c.SongURLs(ctx, "exhigh", fixtureURLs...)
}

var claims = append(accountClaims, append(browseClaims, append(listClaims, otherClaims...)...)...)

var accountClaims = []claim{
	{pattern: "login-cellphone/*", lists: "account: id; profile: nickname userId", call: func(ctx context.Context, c *Client) (any, error) {
		return c.LoginPhone(ctx, PhoneLogin{Phone: "1", Captcha: "2"})
	}},
	{pattern: "login-qrcode-client-login/80[0-3]-[a-z]*g.json", lists: ": code nickname", call: checkQR},
	{pattern: "login-qrcode-client-login/800-expired.json", lists: ": code", call: checkQR},
	{pattern: "login-qrcode-client-login/803-authorized.json", lists: ": code", call: checkQR},
	{pattern: "login-qrcode-unikey/key.json", lists: ": unikey", call: got((*Client).QRKey)},
	{pattern: "login-qrcode-unikey/wrapped-by-node-api.json", lists: "data: unikey", call: got((*Client).QRKey), node: true},
	{pattern: "login-status/*", call: got((*Client).Account), node: true},
	{pattern: "register-anonimous/*", node: true, call: func(ctx context.Context, c *Client) (any, error) {
		cookies, err := c.RegisterAnonymous(ctx)
		if err == nil && (len(cookies) != 2 || cookies["MUSIC_A_T"] != "REDACTED" || cookies["MUSIC_R_T"] != "REDACTED") {
			err = fmt.Errorf("cookies %v", slices.Collect(maps.Keys(cookies)))
		}
		return nil, err
	}},
	{pattern: "sms-captcha-sent/*", call: func(ctx context.Context, c *Client) (any, error) { return nil, c.SendCaptcha(ctx, "", "1") }},
	{pattern: "subcount/*", lists: ": artistCount mvCount djRadioCount createdPlaylistCount subPlaylistCount newProgramCount", call: got((*Client).Counts)},
	{pattern: "user-level/*", lists: "data: userId info nextPlayCount nowPlayCount level progress", call: got((*Client).Level)},
	{pattern: "v1-user-detail/*", lists: "profile: userId nickname followeds follows; bindings.*: id; : level listenSongs createDays", call: gotID((*Client).User)},
	{pattern: "v1-user-bindings/*", lists: "bindings.*: id userId type", call: gotID((*Client).Bindings)},
	{pattern: "user-getfollows/*", lists: "follow.*: userId nickname followeds signature", call: pagesID((*Client).Follows)},
	{pattern: "user-getfolloweds/*", lists: "followeds.*: userId nickname playlistCount", call: pagesID((*Client).Followers)},
	{pattern: "point-dailyTask/ok.json", lists: ": point", call: signIn},
	{pattern: "point-dailyTask/-2-repeated.json", call: signIn},
	{pattern: "pointmall-user-sign/*", lists: "data: yunbeiNum", call: got((*Client).SignInCloudShell)},
	{pattern: "privacy-info-get-v2/*", call: got((*Client).PrivacyNotice)},
	{pattern: "misc-cdns/*", lists: "data.*.*: .", call: got((*Client).MediaHosts)},
}

func checkQR(ctx context.Context, c *Client) (any, error) { return c.QRCheck(ctx, "k") }
func signIn(ctx context.Context, c *Client) (any, error)  { return c.SignIn(ctx, true) }

var browseClaims = []claim{
	{pattern: "toplist/*", lists: "list.*: id name trackCount updateFrequency playCount", call: got((*Client).Charts)},
	{pattern: "toplist-detail/*", lists: "list.*: id name; list.*.tracks.*: first second", call: got((*Client).ChartsWithTops)},
	{pattern: "v1-play-record/*", lists: "weekData.*: playCount score; weekData.*.song: id name; weekData.*.song.ar.*: id name", call: func(ctx context.Context, c *Client) (any, error) {
		return c.Rank(ctx, 1, true)
	}},
	{pattern: "play-record-song-list/*", lists: "data.list.*.data: id name", call: got((*Client).RecentSongs)},
	{pattern: "playlist-catalogue/*", lists: "all: name; sub.*: name; categories.*: .", call: got((*Client).Categories)},
	{pattern: "playlist-hottags/*", lists: "tags.*: id name", call: got((*Client).HotCategories)},
	{pattern: "playlist-highquality-tags/*", lists: "tags.*: id name", call: got((*Client).FineCategories)},
	{pattern: "playlist-list/*", lists: "playlists.*: id name trackCount playCount; playlists.*.creator: userId nickname; playlists.*.tags.*: .", call: pages(func(c *Client, ctx context.Context) iter.Seq2[Playlist, error] {
		return c.Square(ctx, "", false)
	})},
	{pattern: "playlist-highquality-list/*", lists: "playlists.*: id name trackCount; playlists.*.creator: userId", call: pages(func(c *Client, ctx context.Context) iter.Seq2[Playlist, error] {
		return c.FinePlaylists(ctx, "")
	})},
	{pattern: "personalized-playlist/*", lists: "result.*: id name trackCount playCount", call: func(ctx context.Context, c *Client) (any, error) {
		return c.SuggestedPlaylists(ctx, 30)
	}},
	{pattern: "personalized-newsong/*", lists: "result.*: id name; result.*.song: id; result.*.song.artists.*: id name; result.*.song.album: id name", call: func(ctx context.Context, c *Client) (any, error) {
		return c.SuggestedSongs(ctx, 10)
	}},
	{pattern: "personalized-privatecontent/*", lists: "result.*: id name", call: got((*Client).Exclusives)},
	{pattern: "v1-discovery-new-songs/*", lists: "data.*: id name; data.*.artists.*: id name; data.*.album: id name", call: func(ctx context.Context, c *Client) (any, error) {
		return c.NewSongs(ctx, Everywhere)
	}},
	{pattern: "v2-banner-get/*", lists: "banners.*: bannerId targetId targetType", call: got((*Client).Banners)},
	{pattern: "homepage-block-page/*", lists: "data.blocks.*: blockCode showType; data.blocks.*.extInfo.banners.*: bannerId", call: pages((*Client).Home)},
	{pattern: "hot-topics/*", lists: "hot.*: actId title participateCount", call: got((*Client).HotTopics)},
	{pattern: "v1-discovery-recommend-resource/*", lists: "recommend.*: id name trackCount playcount", call: got((*Client).DailyPlaylists)},
	{pattern: "v1-discovery-recommend-songs/*", lists: "recommend.*: id name", call: got((*Client).DailySongs)},
	{pattern: "v3-discovery-recommend-songs/*", lists: "data.dailySongs.*: id name; data.dailySongs.*.ar.*: id name", call: got((*Client).DailySongs)},
	{pattern: "v1-artist/*", lists: "artist: id name albumSize musicSize; hotSongs.*: id name", call: gotID((*Client).Artist)},
	{pattern: "v1-artist-list/*", lists: "artists.*: id name albumSize", call: pages(func(c *Client, ctx context.Context) iter.Seq2[Artist, error] {
		return c.Artists(ctx, ArtistFilter{})
	})},
	{pattern: "v1-artist-songs/*", lists: "songs.*: id name; songs.*.ar.*: id name; songs.*.al: id name", call: pages(func(c *Client, ctx context.Context) iter.Seq2[Song, error] {
		return c.ArtistSongs(ctx, 1, false)
	})},
	{pattern: "artist-albums/*", lists: "hotAlbums.*: id name size company; hotAlbums.*.artists.*: id name", call: pagesID((*Client).ArtistAlbums)},
	{pattern: "artist-mvs/*", lists: "mvs.*: id name playCount publishTime artistName", call: pagesID((*Client).ArtistMVs)},
	{pattern: "artist-introduction/*", lists: "introduction.*: ti", call: gotID((*Client).Biography)},
	{pattern: "artist-head-info-get/*", lists: "data.artist: id name albumSize musicSize mvSize; data.artist.identities.*: .; data.user: userId; data.artist.alias.*: .", call: gotID((*Client).ArtistPage)},
	{pattern: "artist-sublist/*", lists: "data.*: id name albumSize", call: pages((*Client).FollowedArtists)},
	{pattern: "discovery-simiArtist/*", lists: "artists.*: id name albumSize musicSize; artists.*.alias.*: .", call: gotID((*Client).SimilarArtists)},
	{pattern: "v1-album/*", lists: "songs.*: id name; album: id name size", call: gotID((*Client).Album)},
	{pattern: "album-sublist/*", lists: "data.*: id name size; data.*.artists.*: id name; data.*.alias.*: .", call: pages((*Client).SavedAlbums)},
}

var listClaims = []claim{
	{pattern: "search-get/type1-*", lists: "result.songs.*: id name; result: songCount", call: searched(SearchSongs)},
	{pattern: "search-get/web-type1-*", lists: "result.songs.*: id name; result: songCount", call: searched(SearchSongs)},
	{pattern: "search-get/type10-*", lists: "result.albums.*: id name size; result: albumCount", call: searched(SearchAlbums)},
	{pattern: "search-get/type100-*", lists: "result.artists.*: id name; result: artistCount", call: searched(SearchArtists)},
	{pattern: "search-get/type1000-*", lists: "result.playlists.*: id name trackCount playCount; result.playlists.*.creator: userId; result: playlistCount", call: searched(SearchPlaylists)},
	{pattern: "search-get/type1002-*", lists: "result.userprofiles.*: userId nickname; result: userprofileCount", call: searched(SearchUsers)},
	{pattern: "search-get/type1009-*", lists: "result.djRadios.*: id name programCount subCount lastProgramId; result.djRadios.*.dj: userId; result: djRadiosCount", call: searched(SearchPodcasts)},
	{pattern: "search-get/type1014-*", lists: "result.videos.*: vid title playTime; result.videos.*.creator.*: userId userName; result: videoCount", call: searched(SearchVideos)},
	{pattern: "search-get/type1018-*", call: searched(SearchAll), lists: "result.song.songs.*: id name; result.djRadio.djRadios.*: id name; result.artist.artists.*: id name; " +
		"result.playList.playLists.*: id name; result.album.albums.*: id name; result.video.videos.*: vid title; result.user.users.*: userId nickname; " +
		"result.sim_query.sim_querys.*: keyword; result.order.*: ."},
	{pattern: "cloudsearch-pc/type1-*", lists: "result.songs.*: id name; result: songCount", call: searched(SearchSongs)},
	{pattern: "cloudsearch-pc/type1000-*", lists: "result.playlists.*: id name; result: playlistCount", call: searched(SearchPlaylists)},
	{pattern: "search-hot/*", lists: "result.hots.*: first", call: got((*Client).HotWords)},
	{pattern: "hotsearchlist-get/*", lists: "data.*: searchWord score content", call: got((*Client).HotWordsLong)},
	{pattern: "search-defaultkeyword-get/*", lists: "data: showKeyword realkeyword searchType", call: got((*Client).DefaultWord)},
	{pattern: "search-suggest-keyword/*", lists: "result.allMatch.*: keyword", call: func(ctx context.Context, c *Client) (any, error) { return c.SuggestWords(ctx, "x") }},
	{pattern: "search-suggest-web/*", lists: "result.songs.*: id name; result.artists.*: id name; result.albums.*: id name; result.order.*: .", call: func(ctx context.Context, c *Client) (any, error) {
		return c.Suggest(ctx, "x")
	}},
	{pattern: "user-playlist/*", lists: "playlist.*: id name trackCount playCount; playlist.*.creator: userId nickname", call: gotID((*Client).UserPlaylists)},
	{pattern: "v3-playlist-detail/*", lists: playlistLists, call: gotID((*Client).Playlist)},
	{pattern: "v6-playlist-detail/*", lists: playlistLists, call: gotID((*Client).Playlist)},
	{pattern: "v3-song-detail/*", lists: "songs.*: id name; songs.*.ar.*: id; songs.*.al: id", call: func(ctx context.Context, c *Client) (any, error) {
		return c.Songs(ctx, fixtureSongs)
	}},
	{pattern: "v1-radio-get/*", lists: "data.*: id name; data.*.artists.*: id name", call: got((*Client).FM)},
	{pattern: "playmode-intelligence-list/*", lists: "data.*: id alg; data.*.songInfo: id name; data.*.songInfo.ar.*: id name", call: func(ctx context.Context, c *Client) (any, error) {
		return c.Heart(ctx, 1, 2, 0)
	}},
	{pattern: "radio-like/*", call: func(ctx context.Context, c *Client) (any, error) { return nil, c.Like(ctx, 1, true) }},
	{pattern: "song-like-get/*", lists: "ids.*: .", call: gotID((*Client).Liked)},
	{pattern: "v1-cloud-get/*", lists: "data.*: songId songName fileName fileSize bitrate; data.*.simpleSong: id", call: pages((*Client).Cloud)},
}

const playlistLists = "playlist: id name trackCount playCount; playlist.tracks.*: id name; playlist.trackIds.*: id; playlist.creator: userId"

var otherClaims = []claim{
	{pattern: "song-enhance-player-url/*", lists: urlLists, call: songURLs},
	{pattern: "song-enhance-player-url-v1/*", lists: urlLists, call: songURLs},
	{pattern: "song-enhance-download-url/*", lists: urlLists, call: func(ctx context.Context, c *Client) (any, error) {
		return c.DownloadURLAt(ctx, 1916523816, 999000)
	}},
	{pattern: "check-music/*", lists: ": message", node: true, call: func(ctx context.Context, c *Client) (any, error) {
		ok, why, err := c.Available(ctx, 1, 999000)
		return []any{ok, why}, err
	}},
	{pattern: "song-lyric/*", lists: "lrc: lyric; tlyric: lyric; klyric: lyric; romalrc: lyric; lyricUser: nickname; transUser: nickname", call: gotID((*Client).Lyric)},
	{pattern: "song-lyric-v1/*", lists: "lrc: lyric; tlyric: lyric; yrc: lyric; romalrc: lyric", call: gotID((*Client).Lyric)},
	{pattern: "v1-mv-detail/*", lists: "data: id name playCount likeCount commentCount; data.artists.*: id name", call: gotID((*Client).MV)},
	{pattern: "song-enhance-play-mv-url/*", lists: "data: id size r", call: func(ctx context.Context, c *Client) (any, error) { return c.MVURL(ctx, 1, 1080) }},
	{pattern: "mv-sublist/*", lists: "data.*: vid title playTime; data.*.creator.*: userId userName", call: pages((*Client).SavedMVs)},
	{pattern: "mv-toplist/*", lists: "data.*: id name playCount; data.*.artists.*: id name", call: pages(func(c *Client, ctx context.Context) iter.Seq2[MV, error] {
		return c.MVChart(ctx, "")
	})},
	{pattern: "dj-program-byradio/*", lists: "programs.*: id name serialNum listenerCount likedCount; programs.*.mainSong: id name; programs.*.radio: id; programs.*.dj: userId", call: pages(func(c *Client, ctx context.Context) iter.Seq2[Program, error] {
		return c.Programs(ctx, 1, false)
	})},
	{pattern: "djradio-get/*", lists: "djRadio: id name subCount programCount categoryId lastProgramId; djRadio.dj: userId nickname", call: gotID((*Client).Podcast)},
	{pattern: "djradio-category-get/*", lists: "categories.*: id name", call: got((*Client).PodcastCategories)},
	{pattern: "djradio-home-category-recommend/*", lists: "data.*: categoryId categoryName; data.*.radios.*: id name programCount", call: got((*Client).PodcastShelves)},
	{pattern: "djradio-recommend-v1/*", lists: "djRadios.*: id name subCount; djRadios.*.dj: userId", call: got((*Client).SuggestedPodcasts)},
	{pattern: "v1-resource-comments-song/*", lists: commentLists, call: commented(OnSong)},
	{pattern: "v1-resource-comments-playlist/*", lists: commentLists, call: commented(OnPlaylist)},
	{pattern: "comment-hotwall-list/*", lists: "data.*: id content likedCount replyCount; data.*.simpleUserInfo: userId nickname; data.*.simpleResourceInfo: songId name", call: got((*Client).CommentWall)},
	{pattern: "comment-info/*", lists: "data.*: resourceId threadId commentCount likedCount shareCount", call: gotID((*Client).SongCommentCount)},
	{pattern: "v1-event-get/*", lists: "event.*: id type; event.*.user: userId nickname; event.*.info: threadId likedCount commentCount", call: pages((*Client).Events)},
	{pattern: "msg-private-users/*", lists: "msgs.*: newMsgCount; msgs.*.fromUser: userId nickname; msgs.*.toUser: userId", call: pages((*Client).Conversations)},
	{pattern: "errors/-460-*", err: ErrRisk, call: got((*Client).FM)},
	{pattern: "errors/-462-*", err: ErrVerify, call: got((*Client).FM)},
	{pattern: "errors/10004-*", err: ErrLoginRefused, call: got((*Client).FM)},
	{pattern: "errors/250-*", err: ErrLoginRefused, call: got((*Client).FM)},
	{pattern: "errors/8821-*", err: ErrLoginRefused, call: got((*Client).FM)},
	{pattern: "errors/301-*", err: ErrLoginNeeded, call: got((*Client).FM)},
	{pattern: "errors/501-*", err: ErrCredentials, call: func(ctx context.Context, c *Client) (any, error) { return c.LoginEmail(ctx, "a@b", "c") }},
}

const (
	urlLists     = "data.*: id size md5 type br"
	commentLists = ": total; comments.*: commentId content likedCount; comments.*.user: userId nickname; comments.*.beReplied.*: content; " +
		"hotComments.*: commentId content; topComments.*: commentId"
)

// elsewhere are the fixtures that are no answers of a call: parts of one.
var elsewhere = map[string]string{
	"lyric-bodies/": "TestLyricBodiesPassUnchanged",
	"login-qrcode-client-login/803-set-cookie-headers.json": "TestLoginTakesTheServicesCookies",
}

var fixtureSongs, fixtureURLs []int64

func init() { // every id that the fixtures have an answer for
	for _, where := range []struct {
		pattern, list string
		into          *[]int64
	}{{"v3-song-detail/*", "songs", &fixtureSongs}, {"song-enhance-player-url*/*", "data", &fixtureURLs}} {
		files, _ := filepath.Glob(filepath.Join("testdata", "fixtures", where.pattern))
		for _, f := range files {
			var body map[string]json.RawMessage
			var items []struct{ ID int64 }
			raw, _ := fs.ReadFile(osDir, filepath.ToSlash(f))
			_ = json.Unmarshal(raw, &body)
			_ = json.Unmarshal(body[where.list], &items)
			for _, item := range items {
				*where.into = append(*where.into, item.ID)
			}
		}
	}
}

// answered is a client whose every request gets one body, over either
// transport.
func answered(tb testing.TB, server bool, status int, body []byte) *Client {
	tb.Helper()
	o := Options{Session: loggedIn(), Rate: -1, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return reply(status, string(body)), nil
	})}
	if server {
		o.Server = "http://127.0.0.1:3000"
	}
	c, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestEveryFixtureIsReadByATypedCall(t *testing.T) {
	t.Parallel()
	files := fixtures(t, "*/*.json")
	used := map[string]bool{}
	for _, file := range files {
		claimed := false
		for _, cl := range claims {
			ok, err := path.Match(cl.pattern, filepath.ToSlash(file))
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				claimed, used[cl.pattern] = true, true
				t.Run(file, func(t *testing.T) { t.Parallel(); readFixture(t, cl, file) })
			}
		}
		for prefix := range elsewhere {
			claimed = claimed || strings.HasPrefix(filepath.ToSlash(file), prefix)
		}
		if !claimed {
			t.Errorf("%s: no call reads it", file)
		}
	}
	for _, cl := range claims {
		if !used[cl.pattern] {
			t.Errorf("%s: no such fixture", cl.pattern)
		}
	}
}

func readFixture(t *testing.T, cl claim, file string) {
	t.Helper()
	body := fixture(t, file)
	v, err := cl.call(t.Context(), answered(t, cl.node, http.StatusOK, body))
	if (err == nil) != (cl.err == nil) || !isError(err, cl.err) {
		t.Fatalf("got %v, want %v", err, cl.err)
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]int{}
	scalars(tree(t, encoded), have)
	raw := tree(t, body)
	for _, l := range strings.Split(cl.lists, ";") {
		where, names, _ := strings.Cut(l, ":")
		var items []any
		gather(raw, strings.TrimSpace(where), &items)
		for _, item := range items {
			for _, name := range strings.Fields(names) {
				want := item
				if name != "." {
					want = at(item, name)
				}
				text := strings.TrimSpace(str(want))
				if text == "" || text == "0" || text == "-1" { // what the zero value says
					continue
				}
				if have[text] == 0 {
					t.Errorf("%s %s: %.60q is lost", where, name, text)
				}
			}
		}
	}
}
