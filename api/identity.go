package api

import (
	"fmt"
	"net/url"
	"sort"
	"strings"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// Caller says as whom a call is made when it is not the client's own account.
type Caller struct {
	Cookies   map[string]string // by name; os, appver … choose the identity
	RealIP    string
	UserAgent string          // "": the one of the wire form
	Crypto    envelope.Crypto // "": the address's own
	Sealed    bool            // e_r: ask for a sealed answer (it is opened here)

	passedOn bool // nobody here decides anything by the answer
}

// companions are the identity cookies that go with an os (ENDPOINTS §2).
var companions = map[string]struct{ appver, osver, channel string }{
	"pc":      {"3.1.17.204416", "Microsoft-Windows-10-Professional-build-19045-64bit", "netease"},
	"linux":   {"1.2.1.0428", "Deepin 20.9", "netease"},
	"android": {"8.20.20.231215173437", "14", "xiaomi"},
	"iphone":  {"9.0.90", "16.2", "distribution"},
}

var userAgents = map[envelope.Crypto]string{
	envelope.Weapi: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0",
	envelope.Linux: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.90 Safari/537.36",
	envelope.Eapi:  "NeteaseMusic 9.0.90/5038 (iPhone; iOS 16.2; zh_CN)",
	envelope.API:   "NeteaseMusic 9.0.90/5038 (iPhone; iOS 16.2; zh_CN)",
}

// own is the client itself as a caller.
func (c *Client) own() Caller {
	s := c.jar.snapshot()
	cookies := make(map[string]string, len(s.Cookies)+2)
	for name, value := range s.Cookies {
		cookies[name] = value.Reveal()
	}
	if !s.LoggedIn() && s.Anonymous != "" {
		cookies["MUSIC_A"] = s.Anonymous.Reveal()
	}
	if _, ok := cookies["deviceId"]; !ok && c.server != nil { // a server would make one up for each call
		cookies["deviceId"] = s.Device
	}
	return Caller{Cookies: cookies, RealIP: c.realIP}
}

// or is a cookie of the caller, or a default.
func (k Caller) or(name, otherwise string) string {
	if v, ok := k.Cookies[name]; ok {
		return v
	}
	return otherwise
}

// identity are the cookies every wire form sends.
func (k Caller) identity(device string) map[string]string {
	os := k.or("os", "pc")
	d, known := companions[os]
	if !known {
		d = companions["pc"]
	}
	return map[string]string{
		"os": os, "appver": k.or("appver", d.appver), "osver": k.or("osver", d.osver),
		"channel": k.or("channel", d.channel), "deviceId": k.or("deviceId", device),
	}
}

// webCookies are the cookies of weapi and linuxapi.
func (c *Client) webCookies(k Caller, q route.Request) map[string]string {
	out := map[string]string{
		"__remember_me": "true", "ntes_kaola_ad": "1",
		"_ntes_nuid": c.nuid, "_ntes_nnid": fmt.Sprintf("%s,%d", c.nuid, c.now().UnixMilli()),
		"WNMCID": c.wnmcid, "WEVNSM": "1.0.0",
	}
	if !strings.Contains(q.Path, "login") {
		out["NMTID"] = c.nmtid
	}
	for name, value := range k.identity(c.device(q)) {
		out[name] = value
	}
	for name, value := range k.Cookies {
		out[name] = value
	}
	return out
}

// appHeader is the header object of eapi and api; their Cookie line says
// exactly the same.
func (c *Client) appHeader(k Caller, q route.Request) map[string]string {
	now := c.now()
	out := k.identity(c.device(q))
	out["versioncode"] = k.or("versioncode", "140")
	out["mobilename"] = k.or("mobilename", "")
	out["buildver"] = k.or("buildver", fmt.Sprint(now.Unix()))
	out["resolution"] = k.or("resolution", "1920x1080")
	out["__csrf"] = k.or("__csrf", "")
	out["requestId"] = fmt.Sprintf("%d_%04d", now.UnixMilli(), c.dice(1000))
	for _, name := range [...]string{"MUSIC_U", "MUSIC_A"} {
		if v := k.Cookies[name]; v != "" {
			out[name] = v
			break
		}
	}
	return out
}

func (c *Client) device(q route.Request) string {
	if q.Device != "" {
		return q.Device
	}
	c.jar.mu.Lock()
	defer c.jar.mu.Unlock()
	return c.jar.session.Device
}

func (c *Client) dice(n int) int {
	c.randomMu.Lock()
	defer c.randomMu.Unlock()
	return c.jitter.IntN(n)
}

// cookieLine writes cookies percent-encoded, in a steady order.
func cookieLine(cookies map[string]string) string {
	parts := make([]string, 0, len(cookies))
	for name, value := range cookies {
		parts = append(parts, escape(name)+"="+escape(value))
	}
	sort.Strings(parts)
	return strings.Join(parts, "; ")
}

func escape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
