package api

import (
	"net/url"
	"strings"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

// jar holds the account's cookies. It is flat, as the service's own clients
// are: what differs only in its path is for hosts and reports of the service
// that this client does not use.
type jar struct {
	mu      sync.Mutex
	session Session
	era     int // grows when another session takes its place: what was asked before is not for this one
}

// kept are the cookies that make the account; an empty or expired line never
// removes them, only our own logout does (the service sends MUSIC_U="" in one
// breath with the real one, in either order).
var kept = map[string]bool{"MUSIC_U": true, "MUSIC_A": true, "__csrf": true, "NMTID": true}

func (j *jar) snapshot() Session {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.session.clone()
}

func (j *jar) replace(s Session) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s = s.clone()
	if s.Device == "" {
		s.Device = j.session.Device
	}
	j.session = s
	j.era++
}

// now numbers the session.
func (j *jar) now() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.era
}

// of gives the session of that number; false when another took its place.
func (j *jar) of(era int) (Session, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.session.clone(), j.era == era
}

// forget removes the login, not the device and not the anonymous token.
func (j *jar) forget() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.session.Cookies = map[string]safe.Secret{}
	j.era++
}

// take reads Set-Cookie lines of an answer to a request of that era; changed
// says whether something worth keeping did, login whether a new MUSIC_U came.
func (j *jar) take(era int, lines []string, now time.Time) (changed, login bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.era != era {
		return false, false
	}
	if j.session.Cookies == nil {
		j.session.Cookies = map[string]safe.Secret{}
	}
	for _, line := range lines {
		k := parseSetCookie(line, now)
		if k.name == "" || (!kept[k.name] && k.path != "" && k.path != "/") {
			continue
		}
		if k.value == "" || k.gone {
			if _, have := j.session.Cookies[k.name]; have && !kept[k.name] {
				delete(j.session.Cookies, k.name)
				changed = true
			}
			continue
		}
		value := safe.Secret(k.value)
		if k.name == "MUSIC_A" {
			changed = changed || j.session.Anonymous != value
			j.session.Anonymous = value
			continue
		}
		if j.session.Cookies[k.name] != value {
			j.session.Cookies[k.name] = value
			changed = true
			login = login || k.name == "MUSIC_U"
		}
	}
	return changed, login
}

type setCookie struct {
	name, value, path string
	gone              bool // its time is over
}

// parseSetCookie is more lenient than net/http: the service writes attributes
// in any case and values of any characters.
func parseSetCookie(line string, now time.Time) setCookie {
	pair, rest, _ := strings.Cut(line, ";")
	name, value, ok := strings.Cut(pair, "=")
	if !ok {
		return setCookie{}
	}
	k := setCookie{name: strings.TrimSpace(name), value: strings.Trim(strings.TrimSpace(value), `"`)}
	if len(k.value) > 64<<10 || strings.ContainsAny(k.name+k.value, "\r\n\x00") {
		return setCookie{}
	}
	hasMaxAge := false
	for _, attribute := range strings.Split(rest, ";") {
		key, val, _ := strings.Cut(attribute, "=")
		val = strings.TrimSpace(val)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "path":
			k.path = val
		case "max-age":
			hasMaxAge = true
			k.gone = val == "0" || strings.HasPrefix(val, "-")
		case "expires":
			// Max-Age is the stronger of the two (RFC 6265, 5.3).
			if t, err := time.Parse(time.RFC1123, strings.ReplaceAll(val, "-", " ")); err == nil && !hasMaxAge {
				k.gone = t.Before(now.Add(-48 * time.Hour)) // a clock may be a day off
			}
		}
	}
	return k
}

// ParseCookies reads the text of a Cookie header or of the parameter cookie:
// "a=b; c=d", each part cut at its first "=", percent-decoded.
func ParseCookies(text string) map[string]string {
	out := map[string]string{}
	for _, part := range strings.Split(text, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok || name == "" {
			continue
		}
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		out[name] = value
	}
	return out
}
