package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// guard decides who may call at all, before anything else of a request is
// looked at.
type guard struct {
	hosts     []string // lower case, without a final dot
	origins   []string
	anyOrigin bool
	token     *[sha256.Size]byte // nil: none is wanted
}

// refusal is why a request is turned away; the zero value lets it in.
type refusal struct {
	status int
	text   string
}

var (
	foreignHost   = refusal{http.StatusForbidden, "this host name is not served; start with --allow-host to allow it"}
	foreignOrigin = refusal{http.StatusForbidden, "pages of other origins are not served; start with --allow-origin to allow one"}
	noToken       = refusal{http.StatusUnauthorized, "a token is wanted: Authorization: Bearer TOKEN"}
)

// check gives the refusal, and the origin whose page may read the answer: ""
// for none, "*" for any without credentials.
func (g *guard) check(r *http.Request) (no refusal, origin string) {
	if !g.knowsHost(r.Host) {
		return foreignHost, ""
	}
	origin, ok := g.origin(r)
	if !ok {
		return foreignOrigin, ""
	}
	// A preflight cannot carry a token; it is answered without doing anything.
	if r.Method != http.MethodOptions && !g.authorized(r) {
		return noToken, origin
	}
	return refusal{}, origin
}

// knowsHost keeps other names that resolve to this machine away (DNS
// rebinding). Any port will do: the browser's notion of origin has it anyway.
func (g *guard) knowsHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	} else {
		host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Zone() == "" && ip.Unmap().IsLoopback() || slices.Contains(g.hosts, strings.ToLower(host))
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || slices.Contains(g.hosts, host)
}

// origin judges who made a browser send the request. Programs send neither
// Origin nor Sec-Fetch-Site, browsers at least one of them on whatever crosses
// origins.
func (g *guard) origin(r *http.Request) (allowed string, ok bool) {
	given := r.Header["Origin"]
	if len(given) > 1 {
		return "", false
	}
	if len(given) == 1 {
		origin := strings.ToLower(given[0])
		if slices.Contains(g.origins, origin) {
			return given[0], true
		}
		if g.anyOrigin {
			return "*", true
		}
		if origin != "http://"+strings.ToLower(r.Host) && origin != "https://"+strings.ToLower(r.Host) {
			return "", false
		}
	}
	for _, site := range r.Header["Sec-Fetch-Site"] {
		if site != "same-origin" && site != "none" && !g.anyOrigin {
			return "", false
		}
	}
	return "", true
}

// authorized compares digests, which takes the same time for every token.
func (g *guard) authorized(r *http.Request) bool {
	if g.token == nil {
		return true
	}
	given := r.Header.Get("X-Ncmtui-Token")
	if scheme, value, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		given = strings.TrimSpace(value)
	}
	sum := sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1
}

// cors tells a browser that the page of an allowed origin may read the answer.
// "*" comes without credentials, so a page cannot act with cookies it does not
// have itself.
func cors(h http.Header, origin string) {
	if origin == "" {
		return
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Headers", "X-Requested-With,Content-Type,Authorization,X-Ncmtui-Token")
	h.Set("Access-Control-Allow-Methods", "GET,POST,OPTIONS")
	if origin != "*" {
		h.Set("Access-Control-Allow-Credentials", "true")
		h.Add("Vary", "Origin")
	}
}
