package route_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

type recorded struct {
	Example, Method, URL string
	Crypto               envelope.Crypto
	Step                 int
	Params               map[string]any
	Headers              map[string]string
	Body                 string
}

type endpoint struct {
	Path       string
	Documented bool
	NoUpstream bool `json:"no_upstream"`
	Aliases    []string
	Calls      []recorded
}

func endpoints(t *testing.T) []endpoint {
	t.Helper()
	raw, err := os.ReadFile("testdata/endpoints.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []endpoint
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var remark = regexp.MustCompile(` \((without login|multipart file)\)$`)

// arguments reads an example call; its values are not percent-encoded.
func arguments(example string) route.Params {
	_, query, _ := strings.Cut(remark.ReplaceAllString(example, ""), "?")
	p := route.Params{}
	for _, part := range strings.Split(query, "&") {
		if name, value, ok := strings.Cut(part, "="); ok {
			p[name] = value
		}
	}
	return p
}

// noon is a fixed local time for the placeholders of the recording.
var noon = time.Date(2031, 5, 4, 12, 0, 0, 0, time.Local)

func unplaced(v any) any {
	switch v := v.(type) {
	case string:
		v = strings.NewReplacer(
			"<now-ms>", fmt.Sprint(noon.UnixMilli()), "<now-s>", fmt.Sprint(noon.Unix()),
			"<md5 of the file>", fileMD5, "<upload host from lbs>", "http://127.0.0.1:9",
			"<token from the alloc answer>", "t", "<year>", "2031", "<month>", "5",
			"<local date and time>", noon.Format("2006/1/2 15:04:05"),
			"<anon-username>", envelope.AnonymousUser(device),
		).Replace(v)
		var inner any
		if strings.HasPrefix(v, "[") || strings.HasPrefix(v, "{") {
			if json.Unmarshal([]byte(v), &inner) == nil {
				return map[string]any{"json text": unplaced(inner)}
			}
		}
		return v
	case map[string]any:
		out := map[string]any{}
		for k, sub := range v {
			out[k] = unplaced(sub)
		}
		return out
	case []any:
		out := []any{}
		for _, sub := range v {
			out = append(out, unplaced(sub))
		}
		return out
	case float64:
		return fmt.Sprint(int64(v))
	case nil:
		return nil
	}
	return v
}

const device = "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123"

// plainJSON is a value after a way through JSON, as the upstream sees it.
func plainJSON(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// canned is what the recording upstream answered where a flow reads it.
func canned(q route.Request) string {
	switch q.Path {
	case "/api/v6/playlist/detail":
		ids := []string{}
		for id := 61601; id <= 61625; id++ {
			ids = append(ids, fmt.Sprintf(`{"id":%d}`, id))
		}
		return `{"code":200,"playlist":{"trackIds":[` + strings.Join(ids, ",") + `]}}`
	case "/api/playlist/manipulate/tracks":
		if q.Params["pid"] == "512512" {
			return `{"code":512}`
		}
	case "/api/nos/token/alloc":
		key := fmt.Sprintf("obj/w5zDlMODwrDDiGjCn8Ky/0.%s", q.Params["ext"])
		if q.Params["type"] == "audio" {
			key = "obj/w5zDlMODwrDDiGjCn8Ky/3.mp3"
		}
		return `{"code":200,"result":{"objectKey":"` + key + `","token":"t","docId":"7700112233","resourceId":5566778899}}`
	case "/api/cloud/upload/check":
		return `{"code":200,"needUpload":true,"songId":"canned-song-id"}`
	case "/api/upload/cloud/info/v2":
		return `{"code":200,"songId":"556677"}`
	case "":
		if strings.HasSuffix(q.URL, "?uploads=") {
			return `<?xml version="1.0"?><InitiateMultipartUploadResult><Bucket>b</Bucket><UploadId>up-1</UploadId></InitiateMultipartUploadResult>`
		}
		return `{"upload":["http://127.0.0.1:9"]}`
	case "/api/cloud/upload/check/v2":
		return `{"code":200,"data":[{"songId":987654}]}`
	}
	return `{"code":200}`
}

// imageName are the names of the recording's files.
var imageName = map[string]string{"/avatar/upload": "avatar.jpg", "/playlist/cover/update": "cover.jpg"}

// fileMD5 is that of the song file of replay.
const fileMD5 = "8f0e4509d1fc44c2d0f246f8042f0e82"

func replay(t *testing.T, r *route.Route, example string) []route.Request {
	t.Helper()
	var sent []route.Request
	env := route.Env{Now: noon, NewDevice: func() string { return device }}
	p := arguments(example)
	if strings.HasSuffix(example, "(multipart file)") {
		p["imgFile"] = route.File{Name: imageName[r.Path], Data: []byte("picture")}
		p["songFile"] = route.File{Name: "a song.mp3", Data: make([]byte, 3419), Song: "Title", Album: "Album", Artist: "Artist"}
	}
	_, err := r.Run(t.Context(), env, p, func(_ context.Context, q route.Request) (route.Answer, error) {
		sent = append(sent, q)
		return route.Answer{Status: 200, Header: http.Header{"Etag": {`"etag-1"`}}, Body: []byte(canned(q))}, nil
	})
	if err != nil {
		t.Errorf("%s: %v", example, err)
	}
	return sent
}

// better are parameters which are sent although the recording lacks them: the
// reference does not read the name that the document gives.
var better = map[string]map[string]any{
	"/playlist/track/delete?pid=5271999357&ids=186041": {"id": "5271999357"},
}

func compare(t *testing.T, want recorded, got route.Request) {
	t.Helper()
	if got.Method != want.Method || got.URL != unplaced(want.URL) || got.Crypto != want.Crypto {
		t.Errorf("%s:\n got %s %s %s\nwant %s %s %s", want.Example, got.Method, got.Crypto, got.URL, want.Method, want.Crypto, want.URL)
	}
	if want.Crypto == envelope.Plain {
		sameUpload(t, want, got)
		return
	}
	for name, v := range better[want.Example] {
		want.Params[name] = v
	}
	for name, v := range want.Params {
		if text, _ := got.Params[name].(string); v == "<random>" && text != "" {
			want.Params[name] = text
		}
	}
	sameHeaders(t, want, got)
	g, w := unplaced(plainJSON(t, got.Params)), unplaced(plainJSON(t, want.Params))
	if !reflect.DeepEqual(g, w) {
		t.Errorf("%s: params\n got %v\nwant %v", want.Example, g, w)
	}
}

func sameUpload(t *testing.T, want recorded, got route.Request) {
	t.Helper()
	if want.Body == "<file bytes>" && len(got.Body) > 0 {
		want.Body = string(got.Body)
	}
	if want.Body != string(got.Body) {
		t.Errorf("%s: %d bytes, want %q", want.Example, len(got.Body), want.Body)
	}
	sameHeaders(t, want, got)
}

func sameHeaders(t *testing.T, want recorded, got route.Request) {
	t.Helper()
	if len(want.Headers) != len(got.Header) {
		t.Errorf("%s: headers %v, want %v", want.Example, got.Header, want.Headers)
	}
	for name, value := range want.Headers {
		found := false
		for n, v := range got.Header {
			found = found || (strings.EqualFold(n, name) && v == unplaced(value))
		}
		if !found {
			t.Errorf("%s: header %s: %v", want.Example, name, got.Header)
		}
	}
}

func TestEveryRecordedCallIsMade(t *testing.T) {
	t.Parallel()
	for _, e := range endpoints(t) {
		r, ok := route.Lookup(e.Path)
		if !ok {
			t.Errorf("%s: not in the table", e.Path)
			continue
		}
		for i := 0; i < len(e.Calls); {
			n := 1
			for i+n < len(e.Calls) && e.Calls[i+n].Step > 1 {
				n++
			}
			group := e.Calls[i : i+n]
			i += n
			sent := replay(t, r, group[0].Example)
			if len(sent) != n {
				t.Errorf("%s: %d requests, recorded %d", group[0].Example, len(sent), n)
				continue
			}
			for k := range group {
				compare(t, group[k], sent[k])
			}
		}
	}
}

func TestWeblogSendsItsObject(t *testing.T) {
	t.Parallel()
	r, _ := route.Lookup("/weblog")
	sent := replayWith(t, r, route.Params{"data": map[string]any{"logs": "[]"}}, "other", "1")
	if len(sent) != 1 || sent[0].URL != "https://music.163.com/weapi/feedback/weblog" ||
		!reflect.DeepEqual(sent[0].Params, map[string]any{"logs": "[]"}) {
		t.Fatalf("sent %+v", sent)
	}
}

func TestTableHoldsEveryAddress(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/documented.json")
	if err != nil {
		t.Fatal(err)
	}
	type named struct {
		Path               string
		Required, Optional []string
		ExampleOnly        []string `json:"example_only"`
	}
	var documented []named
	if err := json.Unmarshal(raw, &documented); err != nil {
		t.Fatal(err)
	}
	if len(documented) != 270 {
		t.Fatalf("%d documented addresses", len(documented))
	}
	for _, d := range documented {
		r, ok := route.Lookup(d.Path)
		if !ok || !r.Documented {
			t.Errorf("%s: documented, not in the table", d.Path)
			continue
		}
		for need, names := range map[string][]string{"required": d.Required, "optional": d.Optional, "example": d.ExampleOnly} {
			for _, name := range names {
				if got := needOf(r, name); got != need {
					t.Errorf("%s: %s is %s in the document, %q in the table", d.Path, name, need, got)
				}
			}
		}
	}
	count := 0
	for _, e := range endpoints(t) {
		for _, p := range append([]string{strings.ToUpper(e.Path)}, e.Aliases...) {
			if r, ok := route.Lookup(p); !ok || r.Path != e.Path || r.Documented != e.Documented || r.Local != e.NoUpstream {
				t.Errorf("%s: got %+v", p, r)
			}
		}
		count++
	}
	if count != len(route.All()) || count != 380 {
		t.Errorf("%d recorded, %d in the table", count, len(route.All()))
	}
}

func needOf(r *route.Route, name string) string {
	for _, in := range r.Inputs {
		if in.Name == name {
			return in.Need
		}
	}
	return "missing"
}

// inert are the inputs that change nothing when they change alone from 1 to
// 777 and every other one is given.
var inert = map[string]string{
	"/album/songsaleboard year":     "sent with type=year only",
	"/comment/like threadId":        "read for type 6 only",
	"/comment/new cursor":           "read for sortType 3 only",
	"/dj/toplist type":              "new and hot only",
	"/like like":                    "false only",
	"/login password":               "md5_password comes first",
	"/login/cellphone password":     "the captcha comes first",
	"/login/cellphone md5_password": "the captcha comes first",
	"/playlist/track/delete id":     "pid comes first",
	"/resource/like threadId":       "read for type 6 only",
	"/search/suggest type":          "mobile only",
	"/top/list idx":                 "answered without a call",
	"/top/list id":                  "idx comes first",
}

// special are the addresses whose inputs are no plain texts, or cut here.
var special = map[string]bool{"/api": true, "/comment": true, "/comment/hot": true, "/playlist/track/all": true, "/weblog": true}

// TestEveryInputIsSent changes one input after the other: each must show in
// what is sent, unless it is named to be without effect.
func TestEveryInputIsSent(t *testing.T) {
	t.Parallel()
	for _, r := range route.All() {
		if r.Local || r.Path == "/cloud" || len(r.Calls) > 1 || special[r.Path] {
			continue
		}
		all := route.Params{}
		for i, in := range r.Inputs {
			all[in.Name] = fmt.Sprint(700 + i)
		}
		for _, in := range r.Inputs {
			if _, ok := all["type"]; ok && in.Name != "type" {
				all["type"] = "2"
			}
			key := r.Path + " " + in.Name
			one, other := replayWith(t, r, all, in.Name, "1"), replayWith(t, r, all, in.Name, "777")
			if same := reflect.DeepEqual(one, other); same != (in.Never || inert[key] != "") {
				t.Errorf("%s: without effect: %v", key, same)
			}
		}
	}
}

func replayWith(t *testing.T, r *route.Route, all route.Params, name, value string) []route.Request {
	t.Helper()
	p := route.Params{}
	for k, v := range all {
		p[k] = v
	}
	p[name] = value
	p["imgFile"] = route.File{Name: "cover.jpg", Data: []byte("picture")}
	var sent []route.Request
	env := route.Env{Now: noon, NewDevice: func() string { return device }}
	_, err := r.Run(t.Context(), env, p, func(_ context.Context, q route.Request) (route.Answer, error) {
		sent = append(sent, q)
		return route.Answer{Status: 200, Body: []byte(canned(q))}, nil
	})
	if err != nil {
		t.Errorf("%s %v: %v", r.Path, p, err)
	}
	return sent
}
