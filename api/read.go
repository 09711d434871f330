package api

import (
	"bytes"
	"encoding/json"
	"iter"
	"reflect"
	"strings"
	"sync"
)

// Answers are read here, not by encoding/json: it looks for the end of every
// value that reads itself, as all tolerant ones do, and then makes sure that it
// is JSON, again on each level that they are nested in. A playlist has eight.

// read puts a JSON text into what v points to, as json.Unmarshal does. false:
// a part of it has another form than v wants; the others are read all the same.
// A text that is no JSON gives anything.
func read(text []byte, v any) bool {
	into := reflect.ValueOf(v).Elem()
	return readingOf(into.Type())(bytes.TrimSpace(text), into)
}

// reading puts a JSON text, without blanks around it, into a value.
type reading func(text []byte, into reflect.Value) bool

var readings sync.Map // a reading of every reflect.Type seen

func readingOf(t reflect.Type) reading {
	if r, ok := readings.Load(t); ok {
		return r.(reading) //nolint:forcetypeassert // nothing else is stored
	}
	r := newReading(t)
	readings.Store(t, r)
	return r
}

func newReading(t reflect.Type) reading {
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		return func(text []byte, into reflect.Value) bool {
			u, _ := into.Addr().Interface().(json.Unmarshaler)
			return u.UnmarshalJSON(text) == nil
		}
	case t.Kind() == reflect.Pointer:
		return readPointer
	case t.Kind() == reflect.Struct:
		return formOf(t).read
	}
	return func(text []byte, into reflect.Value) bool {
		return json.Unmarshal(text, into.Addr().Interface()) == nil
	}
}

func readPointer(text []byte, into reflect.Value) bool {
	if string(text) == "null" {
		into.SetZero()
		return true
	}
	if into.IsNil() {
		into.Set(reflect.New(into.Type().Elem()))
	}
	return readingOf(into.Type().Elem())(text, into.Elem())
}

// form are the members of a struct by their names in JSON, and by these in
// lower case: the service does not keep to one spelling.
type form struct{ exact, lower map[string]member }

type member struct {
	at   []int
	read reading
}

func formOf(t reflect.Type) *form {
	f := &form{exact: map[string]member{}, lower: map[string]member{}}
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous || !field.IsExported() {
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			name = field.Name
		}
		m := member{field.Index, readingOf(field.Type)}
		if have, ok := f.exact[name]; !ok || len(m.at) < len(have.at) {
			f.exact[name] = m
		}
		if low := strings.ToLower(name); f.lower[low].read == nil {
			f.lower[low] = m
		}
	}
	return f
}

func (f *form) read(text []byte, into reflect.Value) bool {
	if len(text) == 0 || text[0] != '{' {
		return string(text) == "null"
	}
	ok := true
	for name, value := range membersOf(text) {
		if m := f.member(name); m.read != nil {
			ok = m.read(value, into.FieldByIndex(m.at)) && ok
		}
	}
	return ok
}

// longestName bounds what is looked for in another spelling.
const longestName = 64

func (f *form) member(name []byte) member {
	if m, ok := f.exact[string(name)]; ok || len(name) > longestName {
		return m
	}
	var low [longestName]byte
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	return f.lower[string(low[:len(name)])]
}

// membersOf are those of an object, by their names.
func membersOf(object []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		for i := blank(object, 1); i < len(object) && object[i] == '"'; {
			end := textEnd(object, i)
			name := plain(object[i:end])
			from := blank(object, blank(object, end)+1) // behind the colon
			end = valueEnd(object, from)
			if from >= end || !yield(name, object[from:end]) {
				return
			}
			i = blank(object, blank(object, end)+1) // behind the comma
		}
	}
}

// itemsOf are those of a list.
func itemsOf(text []byte) iter.Seq[[]byte] {
	return func(yield func(value []byte) bool) {
		for i := blank(text, 1); i < len(text) && text[i] != ']'; {
			end := valueEnd(text, i)
			if i >= end || !yield(text[i:end]) {
				return
			}
			i = blank(text, blank(text, end)+1) // behind the comma
		}
	}
}

// plain is what stands between the quotes of a text.
func plain(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text[1:max(len(text)-1, 1)]
	}
	var s string
	_ = json.Unmarshal(text, &s)
	return []byte(s)
}

// blank is the first place from i on that is none.
func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return min(i, len(b))
}

// textEnd is the place behind the text that begins at i.
func textEnd(b []byte, i int) int {
	for i++; i < len(b); i++ {
		quote := bytes.IndexByte(b[i:], '"')
		if quote < 0 {
			break
		}
		escapes := 0
		for escapes < quote && b[i+quote-1-escapes] == '\\' {
			escapes++
		}
		if i += quote; escapes%2 == 0 {
			return i + 1
		}
	}
	return len(b)
}

// valueEnd is the place behind the value that begins at i.
func valueEnd(b []byte, i int) int {
	for depth := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i = textEnd(b, i); depth == 0 {
				return i
			}
			i--
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1 + depth // below none: the end of what it stands in
			}
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}
