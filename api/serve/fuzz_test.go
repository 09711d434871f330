package serve_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"ncmtui/api"
	"ncmtui/api/envelope"
	"ncmtui/api/route"
	"ncmtui/api/serve"
)

// hostile answers every request alike.
type hostile struct {
	status       int
	kind, cookie string
	body         []byte
}

func (h hostile) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{
		StatusCode: h.status, Header: http.Header{"Set-Cookie": {h.cookie, "MUSIC_U=1; Domain=x"}, "Content-Type": {h.kind}}, Request: r,
		Body: io.NopCloser(bytes.NewReader(h.body)), ContentLength: -1,
	}, nil
}

// FuzzAnswersThroughServe gives hostile, truncated and sealed answers of the
// service to every address in every envelope: an answer, and never a panic.
func FuzzAnswersThroughServe(f *testing.F) {
	sealed, err := envelope.SealAnswer([]byte(`{"code":200,"data":[{"id":1}]}`), true)
	if err != nil {
		f.Fatal(err)
	}
	for i, body := range []string{
		`{"code":200,"data":[{"id":1,"code":200}],"playlist":{"trackIds":[{"id":1}]},"result":{"objectKey":"a/b","token":"t","docId":"1"}}`,
		`{"code":"200","needUpload":true,"songId":{},"upload":["http://127.0.0.1:9"],"account":null,"profile":[]}`,
		`{"code":301,"msg":7}`, `{"code":-460`, `<html><body>502</body></html>`, ``, `[]`, `null`, string(sealed), string(sealed[:40]), "\x00\xff{}",
		`{"code":200,"data":{"qrCode":"` + strings.Repeat("x", 3000) + `"}}`, `<InitiateMultipartUploadResult><UploadId>1</UploadId>`,
	} {
		f.Add(uint16(i*29), uint16(200+i*25), uint8(i), "MUSIC_U=\"a\"; domain = .163.com;; Max-Age=x\r\nX: y", "text/html", []byte(body))
	}
	f.Fuzz(func(t *testing.T, n, status uint16, how uint8, cookie, kind string, body []byte) {
		at := route.All()[int(n)%len(route.All())]
		client, err := api.New(api.Options{Transport: hostile{100 + int(status)%500, kind, cookie, body}, Rate: -1})
		if err != nil {
			t.Fatal(err)
		}
		h, err := serve.New(serve.Options{Calls: client, Guest: how&8 != 0, TempDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		r := &rig{h: h}
		method, target, form, header := request(t, "query", example{path: at.Path, values: map[string][]string{
			"crypto": {[]string{"", "weapi", "eapi", "linuxapi", "api"}[how%5]}, "e_r": {[]string{"true", "false"}[how&1]},
			"id": {"1"}, "uri": {"/api/x"}, "data": {string(body[:min(len(body), 100)])}, "hexString": {"ab"}, "key": {"k"},
		}, file: at.Flow == "image" || at.Flow == "cloud" || at.Flow == "voice"})
		for range 2 { // the second time what was stored
			res := r.do(method, target, form, header...)
			got := text(t, res)
			if res.StatusCode < 200 || res.StatusCode > 599 || strings.Contains(got, "an internal error") || res.Header.Get("X") != "" {
				t.Errorf("%s: %d %.200q %v", at.Path, res.StatusCode, got, res.Header)
			}
			if json.Valid(body) && len(body) > 0 && body[0] == '{' && !json.Valid([]byte(got)) {
				t.Errorf("%s made %.200q of %.200q", at.Path, got, body)
			}
		}
	})
}
