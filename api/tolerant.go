package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The service writes one and the same member as a number, a text, null or not
// at all, depending on the year and the client. The types here take all of it
// and never fail: what cannot be read is the zero value.

// jsonInt is an integer: a number in any notation, or the text of one.
type jsonInt int64

func (n *jsonInt) UnmarshalJSON(b []byte) error {
	if i, ok := digits(b); ok {
		*n = jsonInt(i)
		return nil
	}
	text := unquoted(b)
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		*n = jsonInt(i)
		return nil
	}
	*n = 0
	if f, err := strconv.ParseFloat(text, 64); err == nil && f > -1<<63 && f < 1<<63 {
		*n = jsonInt(f)
	}
	return nil
}

// digits reads what most numbers are, without a copy.
func digits(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int64(c-'0')
	}
	return n, true
}

// jsonFloat is a number with a mark that there is one: gain 0 and no gain
// differ.
type jsonFloat struct {
	V  float64
	OK bool
}

func (n *jsonFloat) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(unquoted(b), 64)
	*n = jsonFloat{}
	if err == nil && f-f == 0 { // finite
		*n = jsonFloat{f, true}
	}
	return nil
}

// jsonText is a text; a number gives its digits, anything else "".
type jsonText string

func (t *jsonText) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 {
		return nil
	}
	switch b[0] {
	case '"':
		if inner := b[1:max(len(b)-1, 1)]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
			*t = jsonText(inner)
			return nil
		}
		var s string
		if json.Unmarshal(b, &s) == nil {
			*t = jsonText(s)
		}
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		*t = jsonText(b)
	}
	return nil
}

// jsonBool is true for true, numbers other than 0 and the texts of both.
type jsonBool bool

func (v *jsonBool) UnmarshalJSON(b []byte) error {
	if string(b) == "true" || string(b) == "false" {
		*v = len(b) == len("true")
		return nil
	}
	text := unquoted(b)
	n, err := strconv.ParseFloat(text, 64)
	*v = jsonBool(text == "true" || (err == nil && n != 0))
	return nil
}

func unquoted(b []byte) string {
	return strings.TrimSpace(strings.Trim(string(b), `"`))
}

// list is a JSON list whose items that do not decode are dropped, not the
// whole of it; anything but a list is empty.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	if !bytes.HasPrefix(b, []byte("[")) {
		return nil
	}
	*l = list[T]{}
	read := readingOf(reflect.TypeFor[T]())
	for item := range itemsOf(b) {
		if string(item) == "null" {
			continue
		}
		n := len(*l)
		*l = append(*l, *new(T))
		if !read(item, reflect.ValueOf(&(*l)[n]).Elem()) {
			*l = (*l)[:n]
		}
	}
	return nil
}

// object is a JSON object that may be missing, null, or something else.
type object[T any] struct {
	V  T
	OK bool
}

func (o *object[T]) UnmarshalJSON(b []byte) error {
	*o = object[T]{}
	if bytes.HasPrefix(b, []byte("{")) && read(b, &o.V) {
		o.OK = true
	}
	return nil
}

// texts is a list of texts; one text alone is a list of one.
type texts []string

func (t *texts) UnmarshalJSON(b []byte) error {
	*t = nil
	if bytes.HasPrefix(b, []byte(`"`)) {
		var one jsonText
		_ = one.UnmarshalJSON(b)
		if one != "" {
			*t = texts{string(one)}
		}
		return nil
	}
	var many list[jsonText]
	_ = many.UnmarshalJSON(b)
	for _, s := range many {
		if s != "" {
			*t = append(*t, string(s))
		}
	}
	return nil
}

// oneOrMany is a list; an object alone is a list of one.
type oneOrMany[T any] []T

func (l *oneOrMany[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	var one object[T]
	if _ = one.UnmarshalJSON(b); one.OK {
		*l = oneOrMany[T]{one.V}
		return nil
	}
	var many list[T]
	_ = many.UnmarshalJSON(b)
	*l = oneOrMany[T](many)
	return nil
}
