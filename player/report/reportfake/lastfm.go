// Package reportfake plays Last.fm and ListenBrainz for tests: it checks what
// it is sent as strictly as their documents tell, and remembers it. It never
// listens on a network by itself.
package reportfake

import (
	"crypto/md5" //nolint:gosec // the service's signature is an md5
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Play is a play, or a love, as a service was told of it.
type Play struct {
	Artist, Track, Album string
	At                   int64 // Unix seconds of the start; 0 of what plays now
	Seconds              int   // of the whole song
	Chosen               bool  // by the user
}

// Answer is what is answered in place of doing what was asked, or, with Done,
// after it.
type Answer struct {
	Status int // 0: the connection breaks
	Body   string
	Header map[string]string
	Done   bool
}

// faults are answers in the order in which they are given.
type faults struct {
	mu   sync.Mutex
	next []Answer
}

// Next gives answers to the next calls.
func (f *faults) Next(a ...Answer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.next = append(f.next, a...)
}

func (f *faults) take() *Answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.next) == 0 {
		return nil
	}
	a := f.next[0]
	f.next = f.next[1:]
	return &a
}

func (a *Answer) write(w http.ResponseWriter) {
	if a.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	for k, v := range a.Header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.Body))
}

// LastFM is a Last.fm with one key and one user.
type LastFM struct {
	faults
	Key, Secret string
	User        string
	Session     string // of the user, once a token was allowed
	DailyLimit  int    // scrobbles from this number on are ignored; 0: none

	mu       sync.Mutex
	allowed  bool
	tokens   int
	scrobble []Play
	now      []Play
	loves    []string // "+artist/track" or "-artist/track"
	calls    []string // methods
	batches  []int
	wrong    []string // what no document allows
}

// Allow lets the user allow the token that was given last.
func (f *LastFM) Allow() { f.mu.Lock(); f.allowed = true; f.mu.Unlock() }

// Token is the token that was given last.
func (f *LastFM) Token() string { f.mu.Lock(); defer f.mu.Unlock(); return f.token() }

func (f *LastFM) token() string { return fmt.Sprintf("token-%d", f.tokens) }

// Scrobbles are the plays so far.
func (f *LastFM) Scrobbles() []Play {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.scrobble)
}

// NowPlaying is what was told to play, so far.
func (f *LastFM) NowPlaying() []Play { f.mu.Lock(); defer f.mu.Unlock(); return slices.Clone(f.now) }

// Loves are the loves ("+artist/track") and what was taken back ("-…").
func (f *LastFM) Loves() []string { f.mu.Lock(); defer f.mu.Unlock(); return slices.Clone(f.loves) }

// Calls are the methods that were called.
func (f *LastFM) Calls() []string { f.mu.Lock(); defer f.mu.Unlock(); return slices.Clone(f.calls) }

// Batches are the sizes of the scrobble calls.
func (f *LastFM) Batches() []int { f.mu.Lock(); defer f.mu.Unlock(); return slices.Clone(f.batches) }

// Wrong is what was asked against the documents.
func (f *LastFM) Wrong() []string { f.mu.Lock(); defer f.mu.Unlock(); return slices.Clone(f.wrong) }

func (f *LastFM) complain(format string, a ...any) {
	f.wrong = append(f.wrong, fmt.Sprintf(format, a...))
}

// ServeHTTP answers the API's only address.
func (f *LastFM) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	fault := f.take()
	if fault != nil && !fault.Done {
		f.mu.Lock()
		f.calls = append(f.calls, r.PostForm.Get("method"))
		f.mu.Unlock()
		fault.write(w)
		return
	}
	status, body := f.answer(r)
	if fault != nil {
		fault.write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

type obj = map[string]any

func refusal(code int, message string) (int, any) {
	return http.StatusForbidden, obj{"error": code, "message": message}
}

func (f *LastFM) answer(r *http.Request) (int, any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := r.PostForm
	method := p.Get("method")
	f.calls = append(f.calls, method)
	if r.Method != http.MethodPost || r.URL.RawQuery != "" {
		f.complain("%s %s: writes are POST with all in the body", r.Method, r.URL)
	}
	if p.Get("format") != "json" {
		f.complain("format %q", p.Get("format"))
	}
	if p.Get("api_key") != f.Key {
		return refusal(10, "Invalid API key")
	}
	if p.Get("api_sig") != f.signature(p) {
		return refusal(13, "Invalid method signature supplied")
	}
	switch method {
	case "auth.getToken":
		f.tokens++
		f.allowed = false
		return 200, obj{"token": f.token()}
	case "auth.getSession":
		switch {
		case p.Get("token") != f.token():
			return refusal(4, "Invalid authentication token supplied")
		case !f.allowed:
			return refusal(14, "This token has not been authorized")
		}
		f.Session = "session-of-" + f.User
		return 200, obj{"session": obj{"name": f.User, "key": f.Session, "subscriber": 0}}
	}
	if f.Session == "" || p.Get("sk") != f.Session {
		return refusal(9, "Invalid session key - Please re-authenticate")
	}
	return f.write(method, p)
}

func (f *LastFM) write(method string, p url.Values) (int, any) {
	switch method {
	case "track.updateNowPlaying":
		f.now = append(f.now, f.play(p, "", false))
		return 200, obj{"nowplaying": obj{"ignoredMessage": obj{"code": "0", "#text": ""}}}
	case "track.love", "track.unlove":
		if p.Get("artist") == "" || p.Get("track") == "" {
			return refusal(6, "Invalid parameters")
		}
		sign := map[string]string{"track.love": "+", "track.unlove": "-"}[method]
		f.loves = append(f.loves, sign+p.Get("artist")+"/"+p.Get("track"))
		return 200, obj{}
	case "track.scrobble":
		return f.scrobbles(p)
	}
	return refusal(3, "Invalid Method")
}

var indexed = regexp.MustCompile(`^artist\[(\d+)\]$`)

func (f *LastFM) scrobbles(p url.Values) (int, any) {
	n := 0
	for name := range p {
		if m := indexed.FindStringSubmatch(name); m != nil {
			i, _ := strconv.Atoi(m[1])
			n = max(n, i+1)
		}
	}
	if n == 0 || n > 50 {
		f.complain("a batch of %d", n)
		return refusal(6, "Invalid parameters")
	}
	f.batches = append(f.batches, n)
	var rows []any
	ignored := 0
	for i := range n {
		play := f.play(p, fmt.Sprintf("[%d]", i), true)
		if play.Artist == "" || play.Track == "" {
			return refusal(6, "Invalid parameters")
		}
		code := "0"
		if f.DailyLimit > 0 && len(f.scrobble) >= f.DailyLimit {
			code = "5"
			ignored++
		} else {
			f.scrobble = append(f.scrobble, play)
		}
		rows = append(rows, obj{"ignoredMessage": obj{"code": code, "#text": ""}, "timestamp": fmt.Sprint(play.At)})
	}
	var all any = rows
	if n == 1 {
		all = rows[0] // the service writes a single one without a list
	}
	return 200, obj{"scrobbles": obj{"scrobble": all, "@attr": obj{"accepted": n - ignored, "ignored": ignored}}}
}

func (f *LastFM) play(p url.Values, at string, timed bool) Play {
	out := Play{Artist: p.Get("artist" + at), Track: p.Get("track" + at), Album: p.Get("album" + at), Chosen: p.Get("chosenByUser"+at) != "0"}
	for name, to := range map[string]func(int64){
		"timestamp" + at: func(n int64) { out.At = n }, "duration" + at: func(n int64) { out.Seconds = int(n) },
	} {
		v := p.Get(name)
		n, err := strconv.ParseInt(v, 10, 64)
		if v != "" && (err != nil || n <= 0) {
			f.complain("%s is %q", name, v)
		}
		to(n)
	}
	if timed != (out.At > 0) {
		f.complain("timestamp %d", out.At)
	}
	return out
}

// signature is computed from the document, not by the code under test.
func (f *LastFM) signature(p url.Values) string {
	var pairs []string
	for name, v := range p {
		if name != "api_sig" && name != "format" && name != "callback" {
			pairs = append(pairs, name+"\x00"+v[0])
		}
	}
	slices.Sort(pairs)
	sum := md5.Sum([]byte(strings.ReplaceAll(strings.Join(pairs, ""), "\x00", "") + f.Secret)) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}
