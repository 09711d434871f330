package route

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// scope is one call of one address.
type scope struct {
	route  *Route
	env    Env
	params Params
}

// value fills a template tree in. A text that is one placeholder gives the
// input's value with its type, other texts are put together; members that
// come out missing are left out.
//
//	{name}              the input, as given
//	{name=30}           with a default (JSON, or now-ms, now-ms-7d,
//	                    now-s, year, month, import-name):
//	                    an empty input takes it too
//	{name|func}         through a transformation of transforms
//	{|func}             a transformation of the whole call
//	{"$json": tree}     the JSON text of a tree
//	{"$const": value}   a value with braces that are no placeholders
func (s scope) value(t any) (any, bool) {
	switch t := t.(type) {
	case string:
		if strings.HasPrefix(t, "{") && strings.IndexByte(t, '}') == len(t)-1 {
			return s.placeholder(t[1 : len(t)-1])
		}
		return s.text(t, func(v string) string { return v })
	case map[string]any:
		if v, ok := t["$const"]; ok && len(t) == 1 {
			return v, true
		}
		if sub, ok := t["$json"]; ok && len(t) == 1 {
			v, ok := s.value(sub)
			if !ok {
				return nil, false
			}
			return jsonText(v), true
		}
		out := make(map[string]any, len(t))
		for k, sub := range t {
			if v, ok := s.value(sub); ok {
				out[k] = v
			}
		}
		return out, true
	case []any:
		out := make([]any, 0, len(t))
		for _, sub := range t {
			if v, ok := s.value(sub); ok {
				out = append(out, v)
			}
		}
		return out, true
	}
	return t, true
}

// text fills the placeholders of a text in; one that is missing makes the
// whole text missing. Each value passes through escape.
func (s scope) text(t string, escape func(string) string) (string, bool) {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(t, "{")
		out.WriteString(before)
		if !found {
			return out.String(), true
		}
		inner, after, _ := strings.Cut(rest, "}")
		v, ok := s.placeholder(inner)
		if !ok {
			return "", false
		}
		out.WriteString(escape(Text(v)))
		t = after
	}
}

// address fills an address in; what comes from outside stays one segment or
// one value of it.
func (s scope) address(t string) (string, bool) {
	ok := true
	text, found := s.text(t, func(v string) string {
		ok = ok && v != "." && v != ".."
		return strings.ReplaceAll(url.QueryEscape(v), "+", "%20")
	})
	return text, ok && found
}

func (s scope) placeholder(inner string) (any, bool) {
	head, fn, piped := strings.Cut(inner, "|")
	name, def, hasDefault := strings.Cut(head, "=")
	v, ok := s.params[name]
	if v == nil {
		ok = false
	}
	if hasDefault && (!ok || empty(v)) {
		v, ok = s.constant(def), true
	}
	if !piped {
		return v, ok
	}
	fn, arg, _ := strings.Cut(fn, ":")
	f, known := transforms[fn]
	if !known {
		panic(fmt.Sprintf("route table: %s: no transformation %q", s.route.Path, fn))
	}
	return f(s, v, ok, arg)
}

func (s scope) constant(text string) any {
	switch text {
	case "now-ms":
		return s.env.Now.UnixMilli()
	case "now-ms-7d":
		return s.env.Now.AddDate(0, 0, -7).UnixMilli()
	case "now-s":
		return s.env.Now.Unix()
	case "year":
		return s.env.Now.Year()
	case "month":
		return int(s.env.Now.Month())
	case "import-name":
		return "导入音乐 " + s.env.Now.Format("2006/1/2 15:04:05")
	}
	return literal(text)
}

// literal reads JSON, and takes what is not JSON as a text.
func literal(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return text
	}
	return v
}

// empty is what counts as missing where a default exists.
func empty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case bool:
		return !v
	}
	n, ok := number(v)
	return ok && n == 0
}

func number(v any) (float64, bool) {
	switch v.(type) {
	case int, int64, float64, json.Number:
		f, err := strconv.ParseFloat(Text(v), 64)
		return f, err == nil
	}
	return 0, false
}

// Text writes a parameter as a query would: texts as they are, anything else
// as JSON.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return jsonText(v)
}

// jsonText is JSON without HTML escapes, as the service's own clients write it.
func jsonText(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}
