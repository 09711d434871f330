package serve_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"ncmtui/api/serve"
)

// TestAnswersAreTheDocumentedServers is what that server made of the same
// answers of the service (npm package NeteaseCloudMusicApi 4.32.0).
func TestAnswersAreTheDocumentedServers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		target, upstream string
		status           int
		want             string
	}{
		{"/album?id=1", `{"code":"200","x":"y"}`, 200, `{"code":200,"x":"y"}`},
		{"/album?id=1", `{"code": "400","message":"x"}`, 200, `{"code":400,"message":"x"}`},
		{"/album?id=1", `{"code":"x","data":{"code":"7"}}`, 200, `{"code":"x","data":{"code":"7"}}`},
		{"/album?id=1", `{"code":200,"data":{"code":"7"}}`, 200, `{"code":200,"data":{"code":"7"}}`},
		{"/album?id=1", `{"code":405,"msg":"x"}`, 405, `{"code":405,"msg":"x"}`},
		{"/album?id=1", `[1]`, 200, `[1]`},
		{"/login/qr/key", `{"code":200,"unikey":"k"}`, 200, `{"code":200,"data":{"code":200,"unikey":"k"}}`},
		{"/login/qr/key", `{"code":301,"message":"m"}`, 301, `{"code":301,"message":"m","msg":"需要登录"}`},
		{"/login/status", `{"code":200,"account":null}`, 200, `{"data":{"code":200,"account":null}}`},
		{"/check/music?id=1", `{"code":200,"data":[{"code":200}]}`, 200, `{"code":200,"success":true,"message":"ok"}`},
		{"/check/music?id=1", `{"code":200,"data":[{"code":404}]}`, 200, `{"code":200,"success":false,"message":"亲爱的,暂无版权"}`},
		{"/song/url?id=2,1", `{"code":200,"data":[{"id":1},{"id":2}]}`, 200, `{"code":200,"data":[{"id":2},{"id":1}]}`},
		{"/user/detail?uid=1", `{"code":200,"profile":{"avatarImgId_str":"1"}}`, 200, `{"code":200,"profile":{"avatarImgIdStr":"1"}}`},
		{"/playlist/tracks?op=add&pid=1&tracks=2", `{"code":502,"message":"dup"}`, 200, `{"code":502,"message":"dup"}`},
		{"/audio/match?duration=1&audioFP=x", `{"code":200,"data":[1],"x":2}`, 200, `{"code":200,"data":[1]}`},
	} {
		r := newRig(t, serve.Options{})
		r.answer = func(sent) (int, string) { return http.StatusOK, c.upstream }
		res := r.do("GET", c.target, "")
		var got, want any
		body := text(t, res)
		if json.Unmarshal([]byte(body), &got) != nil || json.Unmarshal([]byte(c.want), &want) != nil || res.StatusCode != c.status || !reflect.DeepEqual(got, want) {
			t.Errorf("%s for %s: %d %s", c.target, c.upstream, res.StatusCode, body)
		}
	}
}

func TestAVerificationsCodeHasItsAddressAndPicture(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{})
	r.answer = func(sent) (int, string) { return http.StatusOK, `{"code":200,"data":{"qrCode":"abc"}}` }
	var got struct {
		Data struct{ QRCode, QRURL, QRImg string }
	}
	body := text(t, r.do("GET", "/verify/getQr?vid=1&type=2&token=t&evid=e&sign=s", ""))
	if err := json.Unmarshal([]byte(body), &got); err != nil || got.Data.QRCode != "abc" ||
		got.Data.QRURL != `https://st.music.163.com/encrypt-pages?qrCode=abc&verifyToken=t&verifyId=1&verifyType=2&params={"event_id":"e","sign":"s"}` ||
		!strings.HasPrefix(got.Data.QRImg, "data:image/png;base64,") {
		t.Errorf("%v in %.300s", err, body)
	}
}

func TestCookiesCrossSitesBehindAProxyWithHTTPS(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{})
	r.cookie = []string{"MUSIC_U=1; Path=/; Domain=.music.163.com"}
	for _, c := range []struct{ proto, want string }{
		{"https", "MUSIC_U=1; Path=/;; SameSite=None; Secure"}, {"http", "MUSIC_U=1; Path=/;"}, {"https", "MUSIC_U=1; Path=/;; SameSite=None; Secure"},
	} {
		if got := r.do("GET", "/album?id=1", "", "X-Forwarded-Proto", c.proto).Header["Set-Cookie"]; len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %q", c.proto, got)
		}
	}
}
