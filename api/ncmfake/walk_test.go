package ncmfake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/route"
	"ncmtui/api/serve"
	"ncmtui/internal/safe"
)

// usual are the values of inputs, by name; unusual those of one address.
var usual = map[string]string{
	"id": fmt.Sprint(seed.SongFirst), "ids": fmt.Sprint(seed.SongFirst), "uid": fmt.Sprint(seed.UserID), "pid": fmt.Sprint(seed.PlaylistEvening),
	"t": "1", "type": "0", "phone": "13800000000", "captcha": ncmfake.Captcha, "oldcaptcha": ncmfake.Captcha, "nickname": "听潮二号", "keywords": "林汐",
	"mvid": "10900001", "msg": "你好", "user_ids": "500000002", "sid": fmt.Sprint(seed.SongCloud), "asid": fmt.Sprint(seed.SongFirst), "cid": "2600000001001",
	"rid": "350000001", "name": "新名字", "desc": "说明", "tags": "华语;夜晚", "key": "x", "threadId": "R_SO_4_2600000001", "email": "demo@163.com",
	"password": ncmfake.Password, "limit": "30", "offset": "0", "level": "exhigh", "tracks": "2600000200", "op": "add", "parentCommentId": "2600000001001",
	"playlist": fmt.Sprint(seed.PlaylistEvening), "vid": "1", "year": "2024", "content": "好听", "songid": fmt.Sprint(seed.SongFirst), "date": "2026-07-31",
	"nicknames": "南窗听雨", "commentId": "2600000001001", "signature": "x", "birthday": "1", "city": "110101", "gender": "1", "province": "110000",
}

var unusual = map[string]map[string]string{
	"/album": {"id": "180000001"}, "/album/detail": {"id": "180000001"}, "/album/detail/dynamic": {"id": "180000001"},
	"/album/privilege": {"id": "180000001"}, "/album/sub": {"id": "180000001"}, "/digitalAlbum/detail": {"id": "180000001"},
	"/album/songsaleboard": {"type": "daily"}, "/comment/album": {"id": "180000001"},
	"/artists": {"id": "12001"}, "/artist/album": {"id": "12001"}, "/artist/detail": {"id": "12001"}, "/artist/desc": {"id": "12001"},
	"/artist/sub": {"id": "12001"}, "/artist/songs": {"id": "12001"}, "/artist/top/song": {"id": "12001"}, "/simi/artist": {"id": "12001"},
	"/playlist/detail": {"id": fmt.Sprint(seed.PlaylistShort)}, "/playlist/track/all": {"id": fmt.Sprint(seed.PlaylistShort)},
	"/playlist/detail/dynamic": {"id": fmt.Sprint(seed.PlaylistShort)}, "/playlist/subscribers": {"id": fmt.Sprint(seed.PlaylistShort)}, "/top/list": {"id": fmt.Sprint(seed.PlaylistShort)},
	"/playlist/subscribe": {"id": fmt.Sprint(seed.PlaylistThousand)}, "/playlist/name/update": {"id": fmt.Sprint(seed.PlaylistEvening)},
	"/playlist/desc/update": {"id": fmt.Sprint(seed.PlaylistEvening)}, "/playlist/tags/update": {"id": fmt.Sprint(seed.PlaylistEvening)},
	"/playlist/update": {"id": fmt.Sprint(seed.PlaylistEvening)}, "/playlist/privacy": {"id": fmt.Sprint(seed.PlaylistEvening)},
	"/playlist/cover/update": {"id": fmt.Sprint(seed.PlaylistEvening)}, "/playlist/delete": {"id": fmt.Sprint(seed.PlaylistEvening)},
	"/song/order/update": {"pid": fmt.Sprint(seed.PlaylistEvening)}, "/follow": {"id": "500000003"}, "/mv/url": {"id": "10900001"},
	"/dj/program/detail": {"id": "2050000001"}, "/search/suggest": {"type": "web"}, "/search": {"type": "1"}, "/cloudsearch": {"type": "1"},
	"/comment": {"type": "0"}, "/comment/like": {"type": "0"}, "/comment/hot": {"type": "0"}, "/comment/new": {"type": "0"}, "/comment/floor": {"type": "0"},
	"/resource/like": {"type": "1", "id": "10900001"}, "/playlist/track/add": {"ids": "2600000200"}, "/api": {"uri": "/api/search/hot", "data": "{}"},
	"/batch": {"/api/search/hot": "{}"}, "/eapi/decrypt": {"hexString": strings.Repeat("00", 32)}, "/related/playlist": {"id": fmt.Sprint(seed.PlaylistShort)},
	"/login": {"password": "", "md5_password": ""}, "/recommend/songs/dislike": {"id": fmt.Sprint(seed.SongFirst)},
	"/listentogether/play/command": {"commandType": "PLAY"}, "/dj/subscriber": {"id": "350000001"}, "/check/music": {"id": fmt.Sprint(seed.SongFirst)},
	"/dj/hot": {"cateId": ""}, "/playlist/import/name/task/create": {"local": `[{"name":"a","artist":"b","album":"c"}]`},
	"/weblog": {"data": "{}"}, "/cloud/import": {"song": "歌", "artist": "人", "album": "辑", "fileType": "mp3", "fileSize": "100", "bitrate": "320", "md5": "aa"},
	"/digitalAlbum/ordering": {"id": "180000001", "payment": "0", "quantity": "1"}, "/song/dynamic/cover": {"id": fmt.Sprint(seed.SongFirst)},
	"/user/update": {"nickname": "听潮二号"}, "/user/record": {"type": "1"}, "/playlist/tracks": {"op": "add", "tracks": "2600000200"}, "/comment/video": {"id": "1"},
}

// otherCodes are the addresses whose right answer is not 200.
var otherCodes = map[string]int{"/login/qr/check": 800, "/eapi/decrypt": 400}

// paramsOf gives an address what it needs.
func paramsOf(r *route.Route) api.Params {
	p := api.Params{}
	for _, in := range r.Inputs {
		if v, ok := usual[in.Name]; ok && !in.Never && (in.Need != "" || in.Default == nil) {
			p[in.Name] = v
		}
	}
	for k, v := range unusual[r.Path] {
		p[k] = v
	}
	switch r.Path {
	case "/avatar/upload", "/playlist/cover/update":
		p["imgFile"] = route.File{Name: "x.jpg", Data: []byte("picture")}
	case "/cloud", "/voice/upload":
		p["songFile"] = route.File{Name: "一首 歌.mp3", Data: []byte("music"), Song: "歌", Artist: "人"}
	case "/login":
		p["password"] = ncmfake.Password
	}
	return p
}

func newAPI(t testing.TB, o ncmfake.Options) (*api.Client, api.Caller, *ncmfake.Service) {
	t.Helper()
	svc := ncmfake.New(o)
	session := api.Session{Cookies: map[string]safe.Secret{}}
	caller := api.Caller{Cookies: map[string]string{}}
	if o.LoggedIn {
		for _, k := range svc.SessionCookies() {
			session.Cookies[k.Name], caller.Cookies[k.Name] = safe.Secret(k.Value), k.Value
		}
	}
	c, err := api.New(api.Options{Transport: svc.Transport(), WeapiKey: svc.WeapiPublicKey(), Session: session, Rate: -1})
	if err != nil {
		t.Fatal(err)
	}
	return c, caller, svc
}

// codeOf is an answer's code; many addresses of the server wrap it away.
func codeOf(t testing.TB, a api.Answer) int {
	t.Helper()
	var body struct {
		Code *int `json:"code"`
		Body *struct {
			Code int `json:"code"`
		} `json:"body"`
		Data *struct {
			Code int `json:"code"`
		} `json:"data"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil {
		var only map[string]any
		if json.Unmarshal(a.Body, &only) != nil {
			t.Fatalf("%v in %.300s", err, a.Body)
		}
		return 200
	}
	switch {
	case body.Code != nil:
		return *body.Code
	case body.Body != nil:
		return body.Body.Code
	case body.Data != nil:
		return body.Data.Code
	}
	return 0
}

func TestEveryAddressIsAnswered(t *testing.T) {
	t.Parallel()
	for _, r := range route.All() {
		t.Run(strings.TrimPrefix(r.Path, "/"), func(t *testing.T) {
			t.Parallel()
			want := 200
			if c := otherCodes[r.Path]; c != 0 {
				want = c
			}
			c, caller, svc := newAPI(t, ncmfake.Options{LoggedIn: true})
			for name, ask := range map[string]func(context.Context) (api.Answer, error){
				"as a caller": func(ctx context.Context) (api.Answer, error) { return c.CallAs(ctx, caller, r.Path, paramsOf(r)) },
				"as itself":   func(ctx context.Context) (api.Answer, error) { return newSame(t).Call(ctx, r.Path, paramsOf(r)) },
			} {
				a, err := ask(t.Context())
				if err != nil && want == 200 {
					t.Fatalf("%s: %v", name, err)
				}
				if got := codeOf(t, a); got != want {
					t.Errorf("%s: code %d: %.300s", name, got, a.Body)
				}
			}
			for _, q := range svc.Requests("/api/*") {
				if q.Crypto != "" && len(q.Params) == 0 {
					t.Errorf("%s was not opened", q.Path)
				}
			}
		})
	}
}

func newSame(t testing.TB) *api.Client {
	c, _, _ := newAPI(t, ncmfake.Options{LoggedIn: true})
	return c
}

func TestEveryAddressIsServed(t *testing.T) {
	t.Parallel()
	seen := 0
	c, caller, svc := newAPI(t, ncmfake.Options{LoggedIn: true})
	h, err := serve.New(serve.Options{Calls: c, CacheFor: -1})
	if err != nil {
		t.Fatal(err)
	}
	var cookies []string
	for k, v := range caller.Cookies {
		cookies = append(cookies, k+"="+v)
	}
	all := slices.Clone(route.All())
	slices.SortStableFunc(all, func(a, b *route.Route) int { return atEnd[a.Path] - atEnd[b.Path] })
	for _, r := range all {
		query := url.Values{}
		for k, v := range paramsOf(r) {
			if text, ok := v.(string); ok {
				query.Set(k, text)
			}
		}
		if r.Flow == "image" || r.Flow == "cloud" || r.Flow == "voice" {
			continue // wants a file
		}
		before := len(svc.Requests("/api/*"))
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost"+r.Path+"?"+query.Encode(), nil)
		req.Header.Set("Cookie", strings.Join(cookies, "; "))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, req)
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: no JSON: %.200s", r.Path, w.Body)
		}
		if w.Code != http.StatusOK && otherCodes[r.Path] == 0 {
			t.Errorf("%s: status %d: %.200s", r.Path, w.Code, w.Body)
		}
		if asked := svc.Requests("/api/*")[before:]; len(asked) == 1 && r.Shape == "" && r.Flow == "" && otherCodes[r.Path] == 0 {
			seen += likeCaptures(t, r.Path, asked[0].Path, w.Body.Bytes())
		}
	}
	if seen < 65 {
		t.Errorf("only %d addresses were compared with captures", seen)
	}
}

// folders are the captures whose folder is not called as their address.
var folders = map[string]string{
	"v1-resource-comments-R_SO_4_": "v1-resource-comments-song", "v1-resource-comments-A_PL_0_": "v1-resource-comments-playlist", "act-hot": "hot-topics",
	"comment-hotwall-list-get": "comment-hotwall-list", "cloudvideo-allvideo-sublist": "mv-sublist",
}

// unseen is what no capture of the address shows though it is known: an
// upload's pc from fixtures/README (10), the wrapper of the cloud, which its
// capture lacks, from TYPES.md.
var unseen = func() map[string]bool {
	out := map[string]bool{"/playmode/intelligence/list .data[].songInfo.pc is in no capture": true}
	for _, k := range []string{"code", "count", "hasMore", "maxSize", "size", "upgradeSign", "data[].simpleSong.pc"} {
		out["/user/cloud ."+k+" is in no capture"] = true
	}
	return out
}()

// likeCaptures compares an answer with the captures of its upstream address,
// where there are any: no member that none of them has, none missing at the top
// that all of them have.
func likeCaptures(t *testing.T, path, upstream string, body []byte) int {
	t.Helper()
	folder := strings.TrimRight(strings.ReplaceAll(strings.TrimPrefix(upstream, "/api/"), "/", "-"), "0123456789")
	if other, ok := folders[folder]; ok {
		folder = other
	}
	folder = strings.TrimRight(folder, "-")
	if _, err := os.Stat(filepath.Join("..", "testdata", "fixtures", folder)); err != nil {
		return 0
	}
	s, v := captured(t, folder), parse(t, body).v
	told := map[string]bool{}
	for _, wrong := range append(s.check("", v), s.missing(v)...) {
		if !told[wrong] && !unseen[path+" "+wrong] {
			told[wrong] = true
			t.Errorf("%s (%s): %s", path, folder, wrong)
		}
	}
	return 1
}

// atEnd are the addresses that take away what others need.
var atEnd = map[string]int{"/playlist/delete": 1, "/login/refresh": 2, "/logout": 3}

func TestNobodyElsesPagesNeedALogin(t *testing.T) {
	t.Parallel()
	c, caller, _ := newAPI(t, ncmfake.Options{})
	for path, want := range map[string]int{
		"/personalized": 200, "/top/playlist": 200, "/toplist": 200, "/comment/music": 200, "/dj/program": 200, "/mv/detail": 200, "/artist/list": 200,
		"/recommend/songs": 301, "/artist/sublist": 301, "/user/cloud": 301, "/playlist/create": 301, "/follow": 301, "/record/recent/song": 301,
		"/comment": 301, "/user/level": 301,
	} {
		r, _ := route.Lookup(path)
		a, err := c.CallAs(t.Context(), caller, path, paramsOf(r))
		if err != nil {
			t.Fatal(err)
		}
		if got := codeOf(t, a); got != want {
			t.Errorf("%s: code %d, want %d", path, got, want)
		}
	}
}

// unknownAnswers is how many addresses are answered with nothing but a code,
// because nobody has written down what the service sends. The number only
// falls: whoever finds an answer takes its address out of answers.json.
const unknownAnswers = 141

func TestNoMoreAnswersAreUnknown(t *testing.T) {
	t.Parallel()
	unknown := ncmfake.Unknown()
	if len(unknown) != unknownAnswers {
		t.Errorf("%d answers are unknown, were %d; a lower number is to be written down", len(unknown), unknownAnswers)
	}
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	for _, path := range unknown {
		got := c.ask(strings.ReplaceAll(path, "*", "1"), nil)
		o, _ := got.v.(map[string]any)
		list, _ := o["data"].([]any)
		object, _ := o["data"].(map[string]any)
		if len(o) != 2 || got.at("code").int() != 200 || len(list)+len(object) > 0 {
			t.Errorf("%s is called unknown and answers %v", path, got.v)
		}
	}
}
