package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"ncmtui/api"
	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// The bounds of a request's body: bytes, and how long it may take.
const (
	maxBody  = 1 << 20
	bodyTime = 15 * time.Second
)

// input is what a request asks for: the query, overlaid by the body, overlaid
// by uploaded files.
type input struct {
	params   route.Params
	cookie   string            // text of the caller's cookies, "" without
	cookies  map[string]string // instead of cookie: an object of a JSON body
	identity string            // who calls, for the cache: the cookies as they came
	files    *folder           // nil: none
}

// fault is a request that cannot be understood.
type fault struct {
	status int
	text   string
}

func (f *fault) Error() string { return f.text }

// read takes a request apart. The caller closes input.files, also after an
// error.
func (h *Handler) read(w http.ResponseWriter, r *http.Request, at *route.Route) (input, error) {
	in := input{params: parse(r.URL.RawQuery)}
	if hasBody(r) {
		if err := h.readBody(w, r, at, &in); err != nil {
			return in, err
		}
	}
	in.takeCookies(r)
	return in, nil
}

func hasBody(r *http.Request) bool { return r.ContentLength != 0 }

func (h *Handler) readBody(w http.ResponseWriter, r *http.Request, at *route.Route, in *input) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		kind = ""
	}
	if kind == "multipart/form-data" {
		return h.readParts(w, r, at, in)
	}
	deadline := http.NewResponseController(w)
	_ = deadline.SetReadDeadline(time.Now().Add(bodyTime)) // a recorder has none
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return unread(err)
	}
	_ = deadline.SetReadDeadline(time.Time{}) // net/http reads on, to see the caller leave
	switch kind {
	case "application/x-www-form-urlencoded":
		maps.Copy(in.params, parse(string(body)))
	case "application/json":
		return in.overlayJSON(body)
	}
	return nil
}

// unread is a body that did not come whole.
func unread(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &fault{http.StatusRequestEntityTooLarge, "the body is too large"}
	}
	return &fault{http.StatusBadRequest, "the body did not come whole"}
}

// parse reads a query or a form. Values that are no good percent-encoding stay
// as they are; a name that comes again makes a list.
func parse(text string) route.Params {
	out := route.Params{}
	for text != "" {
		var part string
		part, text, _ = strings.Cut(text, "&")
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name, value = unescape(name), unescape(value)
		switch before := out[name].(type) {
		case nil:
			out[name] = value
		case []any:
			out[name] = append(before, value)
		default:
			out[name] = []any{before, value}
		}
	}
	return out
}

func unescape(text string) string {
	if !strings.ContainsAny(text, "%+") {
		return text
	}
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return strings.ReplaceAll(text, "+", " ")
}

// overlayJSON reads a body that is a JSON object. Numbers keep every digit.
func (in *input) overlayJSON(body []byte) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return &fault{http.StatusBadRequest, "the body is not JSON"}
	}
	m, ok := v.(map[string]any)
	if !ok {
		return &fault{http.StatusBadRequest, "the body is not a JSON object"}
	}
	maps.Copy(in.params, m)
	return nil
}

// takeCookies takes the caller's cookies from the parameter cookie, which
// replaces those of the header.
func (in *input) takeCookies(r *http.Request) {
	switch v := in.params["cookie"].(type) {
	case string:
		in.cookie = v
	case map[string]any:
		in.cookies = make(map[string]string, len(v))
		for name, value := range v {
			in.cookies[name] = route.Text(value)
		}
		in.identity = "\x00object" + route.Text(v)
	default:
		in.cookie = strings.Join(r.Header["Cookie"], "; ")
	}
	delete(in.params, "cookie")
	if in.identity == "" {
		in.identity = in.cookie
	}
}

// text is a parameter that must be a text to count.
func (in *input) text(name string) string {
	v, _ := in.params[name].(string)
	return v
}

// truthy is how the documented server reads a switch: any text but the empty
// one, any number but 0.
func truthy(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case json.Number:
		f, err := v.Float64()
		return err != nil || f != 0
	}
	return true
}

// sealed reads e_r.
func sealed(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return v == "true" || v == "1"
	case json.Number:
		return v.String() == "1"
	}
	return false
}

// caller says as whom the call is made.
func (in *input) caller() (api.Caller, error) {
	k := api.Caller{Cookies: in.cookies, UserAgent: headerText(in.text("ua")), Sealed: sealed(in.params["e_r"])}
	if k.Cookies == nil {
		k.Cookies = api.ParseCookies(in.cookie)
	}
	for name, value := range k.Cookies {
		if value == "" {
			delete(k.Cookies, name) // the documented server takes its default then
		}
	}
	if ip := in.text("realIP"); ip != "" {
		addr, err := netip.ParseAddr(ip)
		if err != nil || addr.Zone() != "" {
			return k, &fault{http.StatusBadRequest, "realIP must be an IP address"}
		}
		k.RealIP = ip
	}
	switch c := envelope.Crypto(in.text("crypto")); c {
	case "", envelope.Weapi, envelope.Eapi, envelope.Linux, envelope.API:
		k.Crypto = c
	default:
		return k, &fault{http.StatusBadRequest, "crypto must be weapi, eapi, linuxapi or api"}
	}
	return k, nil
}

// headerText keeps a text out of other headers.
func headerText(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return -1
		}
		return c
	}, text)
}

var upstreamPath = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^/(api|eapi|weapi)/[\w./-]+$`)
})

// checkPaths refuses foreign paths on the addresses that take any: /api in its
// uri, /batch in the names of its parameters.
func checkPaths(r *route.Route, in input) error {
	good := func(path string) bool { return upstreamPath().MatchString(path) && !strings.Contains(path, "..") }
	switch r.Flow {
	case "anyCall":
		if !good(in.text("uri")) {
			return &fault{http.StatusBadRequest, "uri must be a path of the service: /api/..."}
		}
	case "batch":
		for name := range in.params {
			if strings.HasPrefix(name, "/") && !good(name) {
				return &fault{http.StatusBadRequest, "the names must be paths of the service: /api/..."}
			}
		}
	}
	return nil
}
