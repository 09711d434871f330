package ncmfake

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"ncmtui/api/envelope"
)

// obj is a JSON object of an answer.
type obj = map[string]any

// raw is JSON that is already written.
type raw = json.RawMessage

// call is one opened API request.
type call struct {
	svc     *Service
	path    string
	crypto  envelope.Crypto
	params  map[string]any
	cookies map[string]string
	user    bool // a valid session came with it
	sealed  bool
	zipped  bool
	header  http.Header // of the answer
}

// text is a parameter as text, "" when it is missing.
func (c *call) text(name string) string {
	switch v := c.params[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return ""
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(b)
	}
}

func (c *call) flag(name string) bool { return c.text(name) == "true" || c.text(name) == "1" }

func (c *call) id(name string) int64 {
	n, err := strconv.ParseInt(c.text(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// number is a parameter with a default and bounds.
func (c *call) number(name string, missing, most int) int {
	n, err := strconv.Atoi(c.text(name))
	if err != nil || n < 0 {
		return missing
	}
	return min(n, most)
}

// ids reads a list of ids: [1,2], ["1","2"], [{"id":1}], 1,2 or the text of
// one of them.
func (c *call) ids(name string) []int64 {
	text := strings.Trim(c.text(name), "[]")
	var out []int64
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// page cuts a list by the call's offset and limit.
func page[T any](c *call, all []T, limit int) []T {
	from := min(c.number("offset", 0, 1<<30), len(all))
	return all[from:min(from+c.number("limit", limit, 1000), len(all))]
}

type handler func(*call) any

// call answers an API request.
func (s *Service) call(c *call) *answer {
	v := s.result(c)
	body, ok := v.(raw)
	if !ok {
		var err error
		if body, err = json.Marshal(v); err != nil {
			return newAnswer(http.StatusInternalServerError, "text/plain", []byte(err.Error()))
		}
	}
	kind := jsonType
	if c.sealed {
		sealed, err := envelope.SealAnswer(body, c.zipped)
		if err != nil {
			return newAnswer(http.StatusInternalServerError, "text/plain", []byte(err.Error()))
		}
		body, kind = sealed, "application/octet-stream"
	}
	a := newAnswer(http.StatusOK, kind, body)
	for k, v := range c.header {
		a.header[k] = v
	}
	a.header.Set("Date", s.opts.Now().UTC().Format(http.TimeFormat))
	a.header.Set("Cache-Control", "no-cache, no-store")
	return a
}

// result is what a request is answered with, before it is written.
func (s *Service) result(c *call) any {
	h, login := routeOf(c.path)
	switch {
	case h == nil:
		return obj{"code": 404, "message": "no such address"}
	case login && !c.user:
		return obj{"code": 301, "msg": nil}
	}
	return h(c)
}

// routeOf finds the handler of a path; login says that it needs a session.
func routeOf(path string) (h handler, login bool) {
	filled.Do(fillTables)
	if h, ok := members[path]; ok {
		return h, true
	}
	if h, ok := open[path]; ok {
		return h, false
	}
	best := ""
	for prefix := range prefixes {
		if strings.HasPrefix(path, prefix) && len(prefix) > len(best) {
			best = prefix
		}
	}
	return prefixes[best], false
}

// last is the number a path ends in, as in /api/v1/album/123 and R_SO_4_123.
func (c *call) last() int64 { return lastNumber(c.path) }

// Paths are all API paths the service answers, those that end in an id with a
// star.
func Paths() []string {
	filled.Do(fillTables)
	var out []string
	for p := range members {
		out = append(out, p)
	}
	for p := range open {
		out = append(out, p)
	}
	for p := range prefixes {
		out = append(out, p+"*")
	}
	return out
}
