package route

import (
	"crypto/md5" //nolint:gosec // the service wants passwords so
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// transform makes the sent value of an input; ok is whether there is one.
type transform func(s scope, v any, ok bool, arg string) (any, bool)

var transforms map[string]transform

func init() {
	transforms = map[string]transform{
		"pick":          pick,
		"split":         onText(func(t string) any { return splitIDs(t) }),
		"songs":         onText(func(t string) any { return songObjects(splitIDs(t)) }),
		"tracks":        onText(trackObjects),
		"number":        onText(numeral),
		"leadingNumber": onText(leadingNumber),
		"initial":       initial,
		"thread":        func(s scope, _ any, _ bool, _ string) (any, bool) { return s.thread("id", "") },
		"hugThread":     func(s scope, _ any, _ bool, _ string) (any, bool) { return s.thread("sid", "0") },
		"commentContent": func(s scope, _ any, _ bool, _ string) (any, bool) {
			return s.unless("t", "0", "content")
		},
		"commentTarget": func(s scope, _ any, _ bool, _ string) (any, bool) {
			return s.unless("t", "1", "commentId")
		},
		"commentSort":   commentSort,
		"commentCursor": commentCursor,
		"saleYear": func(s scope, _ any, _ bool, _ string) (any, bool) {
			if s.input("type") != "year" {
				return nil, false
			}
			v, ok := s.params["year"]
			return v, ok
		},
		"videoType": onText(func(t string) any {
			if digits(t) {
				return 0
			}
			return 1
		}),
		"password":   password,
		"percent":    onText(func(t string) any { return strings.ReplaceAll(url.QueryEscape(t), "+", "%20") }),
		"list":       onText(literal),
		"linkSongs":  linkSongs,
		"startMusic": func(s scope, _ any, _ bool, _ string) (any, bool) { return s.first("sid", "id") },
		"playlistID": func(s scope, _ any, _ bool, _ string) (any, bool) { return s.first("pid", "id") },
		"imports":    onText(importedSongs),
	}
}

func onText(f func(string) any) transform {
	return func(_ scope, v any, ok bool, _ string) (any, bool) {
		if !ok {
			return nil, false
		}
		return f(Text(v)), true
	}
}

// input is a parameter as text, "" without it.
func (s scope) input(name string) string { return Text(s.params[name]) }

// unless passes an input on unless another has a certain text.
func (s scope) unless(other, text, name string) (any, bool) {
	v, ok := s.params[name]
	return v, ok && s.input(other) != text
}

// pick chooses by the input's text: "1=sub,else=unsub". Without a fitting
// choice nothing is sent.
func pick(_ scope, v any, ok bool, arg string) (any, bool) {
	text := Text(v)
	for _, choice := range strings.Split(arg, ",") {
		from, to, _ := strings.Cut(choice, "=")
		if from == "else" || (ok && from == text) {
			return literal(to), true
		}
	}
	return nil, false
}

func splitIDs(t string) []string {
	out := []string{}
	for _, part := range strings.Split(t, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func digits(t string) bool {
	return t != "" && strings.Trim(t, "0123456789") == ""
}

// numeral is the number a text of digits writes; other texts stay texts. It
// keeps every digit: ids may pass 2^53.
func numeral(t string) any {
	if digits(strings.TrimPrefix(t, "-")) && json.Valid([]byte(t)) {
		return json.Number(t)
	}
	return t
}

func leadingNumber(t string) any {
	t = strings.TrimSpace(t)
	end := 0
	for end < len(t) && t[end] >= '0' && t[end] <= '9' {
		end++
	}
	return t[:end]
}

func songObjects(ids []string) any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = map[string]any{"id": numeral(id)}
	}
	return out
}

func trackObjects(t string) any {
	ids := splitIDs(t)
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = map[string]any{"type": 3, "id": id}
	}
	return out
}

// initial is the code of a letter's upper-case form; numbers go as they are.
func initial(_ scope, v any, ok bool, _ string) (any, bool) {
	text := Text(v)
	if !ok || text == "" {
		return nil, false
	}
	if _, err := strconv.Atoi(text); err == nil {
		return v, true
	}
	for _, r := range text {
		return int(unicode.ToUpper(r)), true
	}
	return nil, false
}

// threadPrefix are the kinds of comment threads by their number.
var threadPrefix = [...]string{
	"R_SO_4_", "R_MV_5_", "A_PL_0_", "R_AL_3_", "A_DJ_1_", "R_VI_62_", "A_EV_2_", "A_DR_14_",
}

func (s scope) thread(id, defaultType string) (any, bool) {
	kind := s.input("type")
	if kind == "" {
		kind = defaultType
	}
	n, err := strconv.Atoi(kind)
	if err != nil || n < 0 || n >= len(threadPrefix) {
		return nil, false
	}
	if n == 6 && s.input("threadId") != "" {
		return s.input("threadId"), true
	}
	if s.input(id) == "" {
		return nil, false
	}
	return threadPrefix[n] + s.input(id), true
}

func commentSort(s scope, _ any, _ bool, _ string) (any, bool) {
	n, err := strconv.Atoi(s.input("sortType"))
	if err != nil || n <= 1 {
		return 99, true
	}
	return n, true
}

func commentCursor(s scope, _ any, _ bool, _ string) (any, bool) {
	atLeast := func(name string, otherwise int) int {
		n, err := strconv.Atoi(s.input(name))
		if err != nil || n == 0 {
			return otherwise
		}
		return n
	}
	before := (atLeast("pageNo", 1) - 1) * atLeast("pageSize", 20)
	sort, _ := commentSort(s, nil, false, "")
	switch sort {
	case 99:
		return before, true
	case 2:
		return "normalHot#" + strconv.Itoa(before), true
	case 3:
		if c := s.input("cursor"); c != "" {
			return c, true
		}
		return "0", true
	}
	return "", true
}

// password is the MD5 of an input, or md5_password as given; with a captcha
// none is sent. The argument "empty" sends "" instead of nothing.
func password(s scope, v any, ok bool, arg string) (any, bool) {
	if s.route.Path == "/login/cellphone" && s.input("captcha") != "" {
		return nil, false
	}
	if md := s.input("md5_password"); md != "" {
		return md, true
	}
	if !ok || Text(v) == "" {
		return "", arg == "empty"
	}
	sum := md5.Sum([]byte(Text(v))) //nolint:gosec // see the import
	return hex.EncodeToString(sum[:]), true
}

// first is the first input of several that is given and not empty.
func (s scope) first(names ...string) (any, bool) {
	for _, name := range names {
		if v, ok := s.params[name]; ok && !empty(v) {
			return v, true
		}
	}
	return nil, false
}

// linkSongs are the items of a playlist import by addresses.
func linkSongs(s scope, v any, ok bool, _ string) (any, bool) {
	links, isList := literal(Text(v)).([]any)
	if !ok {
		return nil, false
	}
	if !isList {
		links = []any{v}
	}
	name, _ := s.placeholder("playlistName=import-name")
	out := make([]any, len(links))
	for i, link := range links {
		out[i] = map[string]any{"name": name, "type": "", "url": link}
	}
	return out, true
}

func importedSongs(t string) any {
	list, _ := literal(t).([]any)
	out := make([]any, 0, len(list))
	for _, item := range list {
		song, _ := item.(map[string]any)
		out = append(out, map[string]any{
			"songName": song["name"], "artistName": song["artist"], "albumName": song["album"],
		})
	}
	return out
}
