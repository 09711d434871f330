package serve_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rsa"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/serve"
)

const (
	endpointsFile = "../route/testdata/endpoints.json"
	keyFile       = "../testdata/weapi-test-private.pem"
	loginCookie   = "MUSIC_U=u1; __csrf=c1"
)

func testPrivate(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	k, err := envelope.ParsePrivateKey(readTestdata(t, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// recorded is an upstream request of the documented server.
type recorded struct {
	Example, Session, Method, URL, OS, UA, Body string
	Crypto                                      envelope.Crypto
	Step                                        int
	Params                                      map[string]any
	Headers                                     map[string]string
}

// example is a call of it, with all requests that it made.
type example struct {
	name   string
	path   string
	values url.Values
	guest  bool // made without a login
	file   bool // with a file in parts
	calls  []recorded
}

// examples are the recorded calls of the table, and more: every parameter of
// every address at once, as text that has to be escaped, and as several ids.
func examples(t testing.TB) []example {
	t.Helper()
	return append(tableExamples(t), moreExamples(t)...)
}

func tableExamples(t testing.TB) (out []example) {
	t.Helper()
	var all []struct {
		Path  string
		Calls []recorded
	}
	if err := json.Unmarshal(readTestdata(t, endpointsFile), &all); err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		for i, c := range e.Calls {
			if i > 0 && c.Step > 1 {
				last := &out[len(out)-1]
				last.calls = append(last.calls, c)
				continue
			}
			path, values := arguments(c.Example)
			out = append(out, example{
				c.Example, path, values, c.Session == "anonymous", strings.HasSuffix(c.Example, "(multipart file)"), []recorded{c},
			})
		}
	}
	return out
}

// moreExamples were recorded with the npm package NeteaseCloudMusicApi 4.32.0
// before an upstream that answers as this rig's does. Addresses where it sends
// no good JSON or a number that is none are not among them.
func moreExamples(t testing.TB) (out []example) {
	t.Helper()
	var all []struct {
		Path     string
		Values   map[string]string
		Requests []recorded
	}
	if err := json.Unmarshal(readTestdata(t, "testdata/more.json"), &all); err != nil {
		t.Fatal(err)
	}
	for i, e := range all {
		values := url.Values{}
		for name, v := range e.Values {
			values.Set(name, v)
		}
		for j := range e.Requests {
			if e.Requests[j].Method == "" {
				e.Requests[j].Method = "POST"
			}
		}
		out = append(out, example{fmt.Sprintf("%s?%v", e.Path, e.Values), e.Path, values, i%2 == 1, false, e.Requests})
	}
	return out
}

var remark = regexp.MustCompile(` \((without login|multipart file)\)$`)

// arguments reads an example call; its values are not percent-encoded.
func arguments(example string) (path string, values url.Values) {
	path, query, _ := strings.Cut(remark.ReplaceAllString(example, ""), "?")
	values = url.Values{}
	for _, part := range strings.Split(query, "&") {
		if name, value, ok := strings.Cut(part, "="); ok {
			values.Set(name, value)
		}
	}
	return path, values
}

// songFile is as long as the recording's and names itself as it does.
var songFile = func() []byte {
	var frames bytes.Buffer
	for _, f := range [][2]string{{"TIT2", "Title"}, {"TALB", "Album"}, {"TPE1", "Artist"}} {
		frames.WriteString(f[0])
		_ = binary.Write(&frames, binary.BigEndian, uint32(len(f[1])+1))
		frames.Write([]byte{0, 0, 3})
		frames.WriteString(f[1])
	}
	out := append([]byte{'I', 'D', '3', 3, 0, 0, 0, 0, 0, byte(frames.Len())}, frames.Bytes()...)
	return append(out, make([]byte, 3419-len(out))...)
}()

// multipartBody is the example as a form with its file.
func multipartBody(t testing.TB, path string, values url.Values) (body, kind string) {
	t.Helper()
	field, name, data := "imgFile", "avatar.jpg", []byte("picture")
	switch path {
	case "/cloud", "/voice/upload":
		field, name, data = "songFile", "a song.mp3", songFile
	case "/playlist/cover/update":
		name = "cover.jpg"
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, v := range values {
		if err := w.WriteField(k, v[0]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(data)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// ways are how a program may pass parameters.
var ways = []string{"query", "form", "json"}

// request is an example as a program makes it, in one of the ways.
func request(t testing.TB, way string, e example) (method, target, body string, header []string) {
	t.Helper()
	if !e.guest {
		header = []string{"Cookie", loginCookie}
	}
	if e.file {
		body, kind := multipartBody(t, e.path, e.values)
		return "POST", e.path, body, append(header, "Content-Type", kind)
	}
	switch way {
	case "form":
		return "POST", e.path, e.values.Encode(), append(header, "Content-Type", "application/x-www-form-urlencoded")
	case "json":
		m := map[string]string{}
		for k, v := range e.values {
			m[k] = v[0]
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		return "POST", e.path, string(raw), append(header, "Content-Type", "application/json; charset=utf-8")
	}
	return "GET", strings.ToUpper(e.path) + "?" + e.values.Encode() + "&timestamp=" + strconv.Itoa(len(e.name)), "", header
}

func TestEveryRecordedRequestIsSent(t *testing.T) {
	t.Parallel()
	for _, way := range ways {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, serve.Options{CacheFor: -1, TempDir: t.TempDir()})
			count := 0
			for _, e := range examples(t) {
				method, target, body, header := request(t, way, e)
				res := r.do(method, target, body, header...)
				answer := text(t, res)
				compareAll(t, r.upstream, e, fmt.Sprint(res.StatusCode, " ", answer))
				count += len(e.calls)
			}
			if count < 1100 {
				t.Errorf("%d requests compared", count)
			}
		})
	}
}

func compareAll(t *testing.T, u *upstream, e example, answer string) {
	t.Helper()
	got := u.take()
	if len(got) != len(e.calls) {
		t.Errorf("%s: %d requests, recorded %d; answer %.200s", e.name, len(got), len(e.calls), answer)
		return
	}
	for i := range e.calls {
		compare(t, u, e, e.calls[i], got[i])
	}
}

// better are parameters which are sent although the recording lacks them: the
// reference does not read the name that the document gives.
var better = map[string]map[string]any{
	"/playlist/track/delete?pid=5271999357&ids=186041": {"id": "5271999357"},
}

var agents = map[string]string{"browser": "Mozilla/5.0 (Macintosh", "linux-browser": "Mozilla/5.0 (X11", "iphone-app": "NeteaseMusic 9.0.90/5038"}

func compare(t *testing.T, u *upstream, e example, want recorded, got sent) {
	t.Helper()
	if got.Method != want.Method || got.URL != place(u, want.URL) || got.Crypto != want.Crypto {
		t.Errorf("%s:\n got %s %s %s\nwant %s %s %s", e.name, got.Method, got.Crypto, got.URL, want.Method, want.Crypto, want.URL)
		return
	}
	if agent := got.Header.Get("User-Agent"); !strings.HasPrefix(agent, agents[want.UA]) {
		t.Errorf("%s: agent %q, want %s", e.name, agent, want.UA)
	}
	for name, value := range want.Headers {
		if got.Header.Get(name) != place(u, value) {
			t.Errorf("%s: %s: %q, want %q", e.name, name, got.Header.Get(name), value)
		}
	}
	if want.Crypto == envelope.Plain {
		if (want.Body == "<file bytes>") != (got.Body == string(songFile) || got.Body == "picture") || got.Header.Get("Cookie") != "" {
			t.Errorf("%s: %d bytes, cookies %q", e.name, len(got.Body), got.Header.Get("Cookie"))
		}
		return
	}
	cookies := got.Header.Get("Cookie")
	if want.OS != "" && !strings.Contains(cookies, "os="+want.OS) ||
		want.Method == "POST" && e.guest == strings.Contains(cookies, "MUSIC_U=u1") {
		t.Errorf("%s: cookies %s", e.name, cookies)
	}
	for name, v := range better[e.name] {
		want.Params[name] = v
	}
	if !same(u, want.Params, plain(t, got.Params)) {
		t.Errorf("%s: params\n got %v\nwant %v", e.name, got.Params, want.Params)
	}
}

func plain(t testing.TB, v any) (out any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		t.Error(err)
	}
	return out
}

func place(u *upstream, text string) string {
	sum := md5.Sum(songFile)
	now := noon
	if u.clock != nil {
		now = u.clock()
	}
	return strings.NewReplacer(
		"<now-ms>", fmt.Sprint(now.UnixMilli()), "<now-s>", fmt.Sprint(now.Unix()),
		"<md5 of the file>", hex.EncodeToString(sum[:]), "<upload host from lbs>", u.store,
		"<token from the alloc answer>", "t", "<year>", fmt.Sprint(now.Year()), "<month>", fmt.Sprint(int(now.Month())),
		"<local date and time>", now.Format("2006/1/2 15:04:05"),
	).Replace(text)
}

// same compares values as the upstream takes them: numbers of a placeholder
// may be texts, and texts that hold JSON are compared as JSON.
func same(u *upstream, want, got any) bool {
	switch w := want.(type) {
	case string:
		g, isText := got.(string)
		switch w {
		case "<anon-username>":
			return isText && len(g) > 60
		case "<random>":
			return isText && g != ""
		}
		var inner, other any
		if strings.HasPrefix(w, "[") || strings.HasPrefix(w, "{") {
			if json.Unmarshal([]byte(w), &inner) == nil {
				return isText && json.Unmarshal([]byte(g), &other) == nil && same(u, inner, other)
			}
		}
		if f, ok := got.(float64); ok && strings.HasPrefix(w, "<") {
			g = strconv.FormatFloat(f, 'f', -1, 64)
		}
		return g == place(u, w) || u.clock != nil && near(u, w, g)
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for k, v := range w {
			if sub, ok := g[k]; !ok || !same(u, v, sub) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !same(u, w[i], g[i]) {
				return false
			}
		}
		return true
	case float64:
		return fmt.Sprint(got) == fmt.Sprint(w) // the recording's numbers are texts where a query gave them
	}
	return want == got
}

var times = regexp.MustCompile(`\d{13}|\d{10}|\d{4}/\d{1,2}/\d{1,2} [\d:]{8}`)

// near compares a text with times of a running clock: they may be some seconds
// old.
func near(u *upstream, want, got string) bool {
	now := u.clock()
	plain := times.ReplaceAllStringFunc(got, func(t string) string {
		if at, err := time.ParseInLocation("2006/1/2 15:04:05", t, time.Local); err == nil && now.Sub(at) < 10*time.Second {
			return "<local date and time>"
		}
		n, _ := strconv.ParseInt(t, 10, 64) // another date
		switch {
		case len(t) == 13 && now.Sub(time.UnixMilli(n)).Abs() < 10*time.Second:
			return "<now-ms>"
		case len(t) == 10 && now.Sub(time.Unix(n, 0)).Abs() < 10*time.Second:
			return "<now-s>"
		}
		return t
	})
	return plain == want
}

func TestWeblogSendsItsObject(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{})
	res := r.do("POST", "/weblog", `{"data":{"logs":"[]"}}`, "Content-Type", "application/json")
	got := r.take()
	if res.StatusCode != 200 || len(got) != 1 || got[0].URL != "https://music.163.com/weapi/feedback/weblog" || fmt.Sprint(got[0].Params) != "map[logs:[]]" {
		t.Errorf("%d, %+v", res.StatusCode, got)
	}
}
