package safe

import (
	"regexp"
	"strings"
)

// secretNames are the names whose values must not be seen outside the
// program, in cookies, forms, JSON, headers and addresses.
var secretNames = []string{
	"MUSIC_U", "MUSIC_A", "MUSIC_R_U", "MUSIC_R_T", "MUSIC_A_T", "__csrf", "csrf_token", "NMTID",
	"deviceId", "phone", "cellphone", "password", "md5_password", "captcha", "checkToken", "unikey",
	"cookie", "encSecKey", "access_token", "refresh_token", "session_key", "api_key", "token",
}

// The order matters: whole headers first (their value goes to the end of the
// line or of the JSON text), then quoted values, then bare ones.
var (
	reHeader = regexp.MustCompile(`(?i)((?:set-cookie|cookie|proxy-authorization|authorization)\s*:\s*)[^\r\n"\\]+`)
	// "Cookie":["a=b; c=d"], as %v of an http.Header prints it and as JSON does.
	reHeaderList = regexp.MustCompile(`(?i)(\\*"?(?:set-cookie|cookie|proxy-authorization|authorization)\\*"?\s*:\s*)\[[^\]\r\n]*\]`)
	reQuoted     = regexp.MustCompile(`(?i)("(?:` + nameAlternatives() + `)"\s*:\s*")((?:[^"\\]|\\.)*)`)
	reEscaped    = regexp.MustCompile(`(?i)(\\+"(?:` + nameAlternatives() + `)\\+"\s*:\s*\\+")((?:[^"\\]|\\\\\\"|\\+[^"\\])*)`)
	reBare       = regexp.MustCompile(`(?i)(^|[^A-Za-z0-9_])((?:` + nameAlternatives() + `)(?:=|%3D|%253D|:\s?))(\\*["']?[^\s;,&"'\\<>)\]}]+)`)
	reNumber     = regexp.MustCompile(`(?i)(\\*"(?:` + nameAlternatives() + `)\\*"\s*:\s*)(-?[0-9][0-9.eE+-]*)`)
	reCDN        = regexp.MustCompile(`(?i)(https?:(?:\\?/){2}(?:[A-Za-z0-9.-]+\.)?(?:126\.net|127\.net|163yun\.com)(?::[0-9]+)?)([^\s"'<>\\?]*(?:\\/[^\s"'<>\\?]*)*)(\?[^\s"'<>]*)?`)
	reSigned     = regexp.MustCompile(`[0-9A-Fa-f]{24,}`)
	reUserInfo   = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s"'@]+@`)
)

func nameAlternatives() string {
	quoted := make([]string, len(secretNames))
	for i, n := range secretNames {
		quoted[i] = regexp.QuoteMeta(n)
	}
	return strings.Join(quoted, "|")
}

// Redact hides what looks like a secret in a line on its way to a file or a
// screen: the values of the names above in every form they travel in, the
// query and the signed path part of CDN addresses, and the user part of an
// address. It is the last line of defence behind Secret, not a replacement.
func Redact(s string) string {
	if !suspicious(s) {
		return s
	}
	s = reHeaderList.ReplaceAllString(s, "${1}["+redacted+"]")
	s = reHeader.ReplaceAllString(s, "${1}"+redacted)
	s = reEscaped.ReplaceAllString(s, "${1}"+redacted)
	s = reQuoted.ReplaceAllString(s, "${1}"+redacted)
	s = reNumber.ReplaceAllString(s, `${1}"`+redacted+`"`)
	s = reBare.ReplaceAllStringFunc(s, redactBare)
	s = reUserInfo.ReplaceAllString(s, "${1}"+redacted+"@")
	return reCDN.ReplaceAllStringFunc(s, redactAddress)
}

// suspicious is a cheap look before the expressions: nearly every log line is
// innocent.
func suspicious(s string) bool {
	lower := strings.ToLower(s)
	for _, name := range secretNames {
		if strings.Contains(lower, strings.ToLower(name)) {
			return true
		}
	}
	return strings.Contains(lower, ".net") || strings.Contains(lower, "163yun") ||
		strings.Contains(lower, "authorization") || strings.Contains(s, "@")
}

// redactBare keeps what was hidden already, so that Redact is idempotent.
func redactBare(m string) string {
	parts := reBare.FindStringSubmatch(m)
	if strings.HasPrefix(parts[3], "[redacted") {
		return m
	}
	return parts[1] + parts[2] + redacted
}

// redactAddress hides the query of a CDN address and the signature that the
// service puts into its path (…/20250101120000/<32 hex digits>/…).
func redactAddress(m string) string {
	parts := reCDN.FindStringSubmatch(m)
	out := parts[1] + reSigned.ReplaceAllString(parts[2], redacted)
	if parts[3] != "" {
		out += "?" + redacted
	}
	return out
}
