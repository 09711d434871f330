package safe

import (
	"os"
	"slices"
	"strings"
)

// secretVariables hold secrets that are for this program alone, by the
// beginnings of their names; a child has no use for the guard's either.
var secretVariables = []string{
	"NCMTUI_COOKIE=", "NCMTUI_SERVE_TOKEN=", "NCMTUI_PHONE=", "NCMTUI_PASSWORD=", "NCMTUI_NETWORK_PROXY",
	"NCMTUI_LASTFM_KEY=", "NCMTUI_LASTFM_SECRET=", "NCMTUI_LISTENBRAINZ_TOKEN=", "NCMTUI_LASTFM_API_KEY=", "NCMTUI_GUARD_",
}

// Environ is this process's environment for programs that are none of ours:
// browsers, outputs, hooks. It is without the secrets that the user has put
// there for us.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return slices.ContainsFunc(secretVariables, func(s string) bool { return strings.HasPrefix(v, s) })
	})
}
