package lang

import (
	"fmt"
	"strings"
)

// singular are the English counts that read differently for one.
var singular = strings.NewReplacer(
	"%d songs", "%d song", "%d albums", "%d album", "%d mistakes", "%d mistake",
	"%d episodes", "%d episode", "%s fans", "%s fan", "%s comments", "%s comment", "%s shares", "%s share", "%s plays", "%s play",
	"%s songs", "%s song", "%s playlists", "%s playlist", "%s followers", "%s follower", "%s saves", "%s save",
)

// Count fills a format with what it tells, one of it in the singular. Other
// languages have one form: their formats stay as they are.
func Count(format string, n int, args ...any) string {
	if n == 1 {
		format = singular.Replace(format)
	}
	return fmt.Sprintf(format, args...)
}
