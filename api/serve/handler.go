package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ncmtui/api"
	"ncmtui/api/route"
)

// The bounds of work under way: requests that are read or called at a time,
// how long one waits for its turn, and how long all calls of one may take.
const (
	maxInFlight = 64
	queueTime   = 10 * time.Second
	callTime    = 2 * time.Minute
	// socketBuffer is what the system takes without a reader, in bytes.
	socketBuffer = 64 << 10
)

// Handler answers requests. It starts no goroutine.
type Handler struct {
	calls     Caller
	account   Account // nil: none acts
	guard     guard
	guest     guest
	proxies   bool
	now       func() time.Time
	cache     *cache // nil: none
	log       accessLog
	slots     chan struct{}
	uploads   chan struct{}
	maxUpload int64
	tempDir   string
}

// reply is what goes back.
type reply struct {
	status int
	body   []byte
	cookie []string
}

// ServeHTTP checks who asks, then answers one call.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := h.now()
	name, status := "-", http.StatusInternalServerError
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler { //nolint:errorlint // it is compared by net/http so
			h.send(w, r, message(http.StatusInternalServerError, "an internal error"))
		}
		h.log.write(r.Method, name, status, h.now().Sub(begun))
		if p == http.ErrAbortHandler { //nolint:errorlint // see above
			panic(p)
		}
	}()
	no, origin := h.guard.check(r)
	cors(w.Header(), origin)
	var out reply
	if no.status != 0 {
		out = message(no.status, no.text)
	} else {
		at, known := lookup(r.URL.Path)
		if known {
			name = at.Path
		}
		out = h.answer(w, r, at)
	}
	status = out.status
	h.send(w, r, out)
}

// lookup finds a route; one final slash does not matter.
func lookup(path string) (*route.Route, bool) {
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return route.Lookup(path)
}

// answer gives the reply to a request that may be made; at is nil for an
// unknown path.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, at *route.Route) reply {
	switch r.Method {
	case http.MethodOptions:
		return reply{status: http.StatusNoContent}
	case http.MethodGet, http.MethodPost, http.MethodHead:
	default:
		w.Header().Set("Allow", "GET, POST, HEAD, OPTIONS")
		return message(http.StatusMethodNotAllowed, "GET or POST")
	}
	if at == nil {
		return reply{status: http.StatusNotFound, body: []byte(`{"code":404,"data":null,"msg":"Not Found"}`)}
	}
	t := turn{slots: h.slots}
	defer t.leave()
	if hasBody(r) && !t.enter(r.Context()) { // a body takes memory
		return busy(w)
	}
	in, err := h.read(w, r, at)
	defer in.files.close()
	if err != nil {
		return h.failed(w, err)
	}
	out, err := h.serve(r.Context(), at, in, &t)
	if err != nil {
		return h.failed(w, err)
	}
	if truthy(in.params["noCookie"]) {
		out.cookie = nil
	} else if strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		out.cookie = crossSite(out.cookie)
	}
	return out
}

// crossSite lets a page of another site keep cookies, which browsers allow over
// https only; the documented server does the same behind such a proxy.
func crossSite(lines []string) []string {
	out := make([]string, len(lines)) // the lines are the store's too
	for i, line := range lines {
		out[i] = line + "; SameSite=None; Secure"
	}
	return out
}

// serve gives the stored answer, or makes the call when it is its turn.
func (h *Handler) serve(ctx context.Context, at *route.Route, in input, t *turn) (reply, error) {
	var k key
	store := h.cache != nil && cacheable(at)
	if store {
		k = keyOf(at, in)
		if s, ok := h.cache.get(k, h.now()); ok {
			if c := connectionOf(ctx); c != nil {
				c.learning = &told{name: at.Path, answer: s}
			}
			return reply{status: http.StatusOK, body: s.body, cookie: s.cookie}, nil
		}
	}
	if !t.enter(ctx) {
		return reply{}, errBusy
	}
	a, err := h.call(ctx, at, in)
	if err != nil {
		return reply{}, err
	}
	out := reply{status: a.Status, body: a.Body, cookie: a.SetCookie}
	if store && out.status == http.StatusOK && !a.NotJSON {
		h.cache.put(k, out.body, out.cookie, h.now())
	}
	return out, nil
}

var errBusy = errors.New("too many calls under way")

// turn is a request's place among those under way.
type turn struct {
	slots chan struct{}
	in    bool
}

// enter waits for a place, unless there is one already; false says that there
// was none in time.
func (t *turn) enter(ctx context.Context) bool {
	if t.in {
		return true
	}
	select {
	case t.slots <- struct{}{}:
		t.in = true
		return true
	default:
	}
	patience := time.NewTimer(queueTime)
	defer patience.Stop()
	select {
	case t.slots <- struct{}{}:
		t.in = true
	case <-patience.C:
	case <-ctx.Done():
	}
	return t.in
}

func (t *turn) leave() {
	if t.in {
		t.in = false
		<-t.slots
	}
}

// call makes the call as the caller, or with the account for callers without
// a login. Logins are always the caller's own: no cookie of the account ever
// goes back.
func (h *Handler) call(ctx context.Context, at *route.Route, in input) (api.Answer, error) {
	if err := checkPaths(at, in); err != nil {
		return api.Answer{}, err
	}
	k, err := in.caller()
	if err != nil {
		return api.Answer{}, err
	}
	if text := in.text("proxy"); text != "" && h.proxies {
		u, err := parseProxy(text)
		if err != nil {
			return api.Answer{}, err
		}
		ctx = withProxy(ctx, u)
	}
	if in.files == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, callTime)
		defer cancel()
	}
	if h.account != nil && k.Cookies["MUSIC_U"] == "" && !ownLogin(at) {
		a, err := h.account.Call(ctx, at.Path, in.params)
		a.SetCookie = nil
		if a.Status != 0 {
			err = nil // a refusal of the service is an answer
		}
		return a, err
	}
	if k.Cookies["MUSIC_U"] == "" && k.Cookies["MUSIC_A"] == "" {
		if token := h.guestToken(ctx); token != "" {
			k.Cookies["MUSIC_A"] = token
		}
	}
	a, err := h.calls.CallAs(ctx, k, at.Path, in.params)
	a.SetCookie = route.Cookies(a.SetCookie)
	return a, err
}

// ownLogin says whether an address makes, renews or ends a login.
func ownLogin(r *route.Route) bool {
	if r.Path == "/login/status" {
		return false
	}
	for _, prefix := range []string{"/login", "/logout", "/captcha/", "/register/", "/activate/"} {
		if strings.HasPrefix(r.Path, prefix) {
			return true
		}
	}
	return false
}

// send writes a reply.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, out reply) {
	header := w.Header()
	header["X-Content-Type-Options"] = noSniff
	header["Cache-Control"] = noStore
	if len(out.cookie) > 0 {
		header["Set-Cookie"] = out.cookie
	}
	status := out.status
	if status < http.StatusOK {
		status = http.StatusBadRequest // 1xx would not end the answer
	}
	if status != http.StatusNoContent {
		header["Content-Type"] = jsonType
		header["Content-Length"] = []string{strconv.Itoa(len(out.body))}
	}
	if len(out.body) > socketBuffer {
		// A caller that does not read its answer is not waited for without end.
		patience := bodyTime + time.Duration(len(out.body)/slowest)*time.Second
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(patience)) // a recorder has none
	}
	if status == http.StatusOK && r.Method != http.MethodHead {
		onePiece(r.Context(), len(out.body))
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead && len(out.body) > 0 {
		_, _ = w.Write(out.body) // the caller has gone
	}
}

// Whatever the upstream sent, a browser must not take it for a page.
var (
	jsonType = []string{"application/json; charset=utf-8"}
	noSniff  = []string{"nosniff"}
	noStore  = []string{"no-store"}
)

// message is an answer of our own.
func message(status int, text string) reply {
	body, err := json.Marshal(map[string]any{"code": status, "msg": text})
	if err != nil {
		return reply{status: status}
	}
	return reply{status: status, body: body}
}

func busy(w http.ResponseWriter) reply {
	w.Header().Set("Retry-After", "1")
	return message(http.StatusServiceUnavailable, errBusy.Error())
}

// failed makes an answer of an error. Its text never has an address with a
// query: api leaves it out.
func (h *Handler) failed(w http.ResponseWriter, err error) reply {
	var f *fault
	switch {
	case errors.As(err, &f):
		return message(f.status, f.text)
	case errors.Is(err, errBusy), errors.Is(err, context.DeadlineExceeded):
		return busy(w)
	case errors.Is(err, ErrForeign), errors.Is(err, route.ErrMissing):
		return message(http.StatusBadRequest, err.Error())
	case errors.Is(err, api.ErrTooOften):
		return message(http.StatusMethodNotAllowed, err.Error()) // the service's own code for it
	case errors.Is(err, route.ErrNotBuilt):
		return message(http.StatusNotImplemented, err.Error())
	}
	return message(http.StatusBadGateway, fmt.Sprint(err))
}
