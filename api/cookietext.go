package api

import (
	"errors"
	"strings"

	"ncmtui/internal/safe"
)

// ErrNoLogin says that a text holds no login cookie.
var ErrNoLogin = errors.New("there is no MUSIC_U in it; copy the whole Cookie header of music.163.com, or the value of MUSIC_U")

const (
	maxCookieText = 1 << 20
	leastToken    = 32 // characters of a bare MUSIC_U; real ones have hundreds
)

// LoginCookies reads a login that was made elsewhere: a Cookie header with or
// without its name, the value of MUSIC_U alone, or a cookie file of Netscape's
// form, as browsers' extensions, curl and yt-dlp write it. Of that form only the
// service's own cookies are taken.
func LoginCookies(text string) (map[string]safe.Secret, error) {
	if len(text) > maxCookieText {
		return nil, ErrNoLogin
	}
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	cookies := fileCookies(text)
	if len(cookies) == 0 {
		cookies = headerCookies(text)
	}
	if cookies["MUSIC_U"] == "" {
		return nil, ErrNoLogin
	}
	return cookies, nil
}

// fileCookies reads lines of seven fields: domain, subdomains, path, secure,
// expires, name, value.
func fileCookies(text string) map[string]safe.Secret {
	out := map[string]safe.Secret{}
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(strings.TrimRight(line, "\n"), "#HttpOnly_")
		fields := strings.Split(line, "\t")
		if len(fields) != 7 || strings.HasPrefix(line, "#") {
			continue
		}
		host := strings.TrimPrefix(strings.ToLower(fields[0]), ".")
		if host == "163.com" || serviceHost(host) {
			putCookie(out, fields[5], fields[6])
		}
	}
	return out
}

func headerCookies(text string) map[string]safe.Secret {
	text = strings.ReplaceAll(text, "\n", "") // a terminal breaks what it copies
	if len(text) > 7 && strings.EqualFold(text[:7], "cookie:") {
		text = text[7:]
	}
	out := map[string]safe.Secret{}
	for part := range strings.SplitSeq(text, ";") {
		if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
			putCookie(out, name, value)
		}
	}
	if token := strings.TrimSpace(text); len(out) == 0 && len(token) >= leastToken && !strings.ContainsAny(token, " \t;") {
		putCookie(out, "MUSIC_U", token)
	}
	return out
}

func putCookie(out map[string]safe.Secret, name, value string) {
	name, value = strings.TrimSpace(name), strings.Trim(strings.TrimSpace(value), `"`)
	odd := func(r rune) bool { return r <= ' ' || r == 0x7f || r == ';' || r == ',' }
	if name != "" && value != "" && !strings.ContainsFunc(name+value, odd) {
		out[name] = safe.Secret(value)
	}
}
