package safe

import (
	"regexp"
	"strings"
	"sync"
)

// secretNames are the names whose values must not be seen outside the
// program, in cookies, forms, JSON, headers and addresses.
var secretNames = []string{
	"MUSIC_U", "MUSIC_A", "MUSIC_R_U", "MUSIC_R_T", "MUSIC_A_T", "__csrf", "csrf_token", "NMTID",
	"deviceId", "phone", "cellphone", "password", "md5_password", "captcha", "checkToken", "unikey",
	"cookie", "encSecKey", "access_token", "refresh_token", "session_key", "api_key", "token",
}

// expressions are compiled when the first suspicious line comes: most runs have
// none. The order of use matters: whole headers first (their value goes to the
// end of the line or of the JSON text), then quoted values, then bare ones.
var expressions = sync.OnceValue(func() (re struct {
	headerList, header, escaped, quoted, number, bare, userInfo, cdn, signed *regexp.Regexp
},
) {
	names := nameAlternatives()
	re.header = regexp.MustCompile(`(?i)((?:set-cookie|cookie|proxy-authorization|authorization)\s*:\s*)[^\r\n"\\]+`)
	// "Cookie":["a=b; c=d"], as %v of an http.Header prints it and as JSON does.
	re.headerList = regexp.MustCompile(`(?i)(\\*"?(?:set-cookie|cookie|proxy-authorization|authorization)\\*"?\s*:\s*)\[[^\]\r\n]*\]`)
	re.quoted = regexp.MustCompile(`(?i)("(?:` + names + `)"\s*:\s*")((?:[^"\\]|\\.)*)`)
	re.escaped = regexp.MustCompile(`(?i)(\\+"(?:` + names + `)\\+"\s*:\s*\\+")((?:[^"\\]|\\\\\\"|\\+[^"\\])*)`)
	re.bare = regexp.MustCompile(`(?i)(^|[^A-Za-z0-9_])((?:` + names + `)(?:[ \t]*=[ \t]*|%3D|%253D|:\s?))(\\*["']?[^\s;,&"'\\<>)\]}]+)`)
	re.number = regexp.MustCompile(`(?i)(\\*"(?:` + names + `)\\*"\s*:\s*)(-?[0-9][0-9.eE+-]*)`)
	re.cdn = regexp.MustCompile(`(?i)(https?:(?:\\?/){2}(?:[A-Za-z0-9.-]+\.)?(?:126\.net|127\.net|163yun\.com)(?::[0-9]+)?)([^\s"'<>\\?]*(?:\\/[^\s"'<>\\?]*)*)(\?[^\s"'<>]*)?`)
	re.signed = regexp.MustCompile(`[0-9A-Fa-f]{24,}`)
	re.userInfo = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^/\s"]+@`)
	return re
})

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
	re := expressions()
	s = re.headerList.ReplaceAllString(s, "${1}["+redacted+"]")
	s = re.header.ReplaceAllString(s, "${1}"+redacted)
	s = re.escaped.ReplaceAllString(s, "${1}"+redacted)
	s = re.quoted.ReplaceAllString(s, "${1}"+redacted)
	s = re.number.ReplaceAllString(s, `${1}"`+redacted+`"`)
	s = re.bare.ReplaceAllStringFunc(s, redactBare)
	s = re.userInfo.ReplaceAllString(s, "${1}"+redacted+"@")
	return re.cdn.ReplaceAllStringFunc(s, redactAddress)
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
	parts := expressions().bare.FindStringSubmatch(m)
	if strings.HasPrefix(parts[3], "[redacted") {
		return m
	}
	return parts[1] + parts[2] + redacted
}

// redactAddress hides the query of a CDN address and the signature that the
// service puts into its path (…/20250101120000/<32 hex digits>/…).
func redactAddress(m string) string {
	re := expressions()
	parts := re.cdn.FindStringSubmatch(m)
	out := parts[1] + re.signed.ReplaceAllString(parts[2], redacted)
	if parts[3] != "" {
		out += "?" + redacted
	}
	return out
}
