package verb

import (
	"net/url"
	"strconv"
	"strings"

	"ncmtui/ui/text"
)

// kinds are what links are about, by the words of their paths.
var kinds = map[string]string{
	"song": "song", "playlist": "playlist", "toplist": "playlist", "album": "album", "artist": "artist",
	"user": "user", "djradio": "podcast", "radio": "podcast", "program": "program", "dj": "program", "mv": "mv",
}

// digits says whether a word can be an id.
func digits(word string) bool {
	return word != "" && len(word) <= 19 && strings.Trim(word, "0123456789") == ""
}

// target reads an id, or a link of the service with one: as copied from the
// address bar or from the app. Kind is "" for a bare id.
func target(word string) (kind string, id int64, ok bool) {
	if digits(word) {
		id, err := strconv.ParseInt(word, 10, 64)
		return "", id, err == nil && id > 0
	}
	// The app puts words around its links.
	if i := strings.Index(word, "http"); i > 0 {
		word = word[i:]
	}
	word, _, _ = strings.Cut(strings.TrimSpace(word), " ")
	u, err := url.Parse(strings.Replace(word, "/#/", "/", 1))
	if err != nil || !ours(u) {
		return "", 0, false
	}
	parts := strings.Split(strings.Trim(u.Host+u.Path, "/"), "/")
	number := u.Query().Get("id")
	for i, part := range parts {
		if k, known := kinds[strings.ToLower(part)]; known {
			kind = k
			if i+1 < len(parts) && number == "" && digits(parts[i+1]) {
				number = parts[i+1]
			}
		}
	}
	id, err = strconv.ParseInt(number, 10, 64)
	return kind, id, err == nil && id > 0 && kind != ""
}

func ours(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return u.Scheme == "orpheus" || (u.Scheme == "http" || u.Scheme == "https") &&
		(host == "163.com" || strings.HasSuffix(host, ".163.com"))
}

// idOf is the id of a thing of that kind.
func idOf(kind, word string) (int64, error) {
	got, id, ok := target(word)
	switch {
	case !ok:
		return 0, usage("%q is neither an id nor a link (%s)", text.Of(word).Cut(60).String(), kind)
	case got != "" && got != kind:
		return 0, usage("this link is of another kind: ncmtui %s %d", got, id)
	}
	return id, nil
}

func idsOf(kind string, given []string) ([]int64, error) {
	var ids []int64
	for _, word := range given {
		id, err := idOf(kind, word)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
