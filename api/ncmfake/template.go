package ncmfake

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
)

// shapesText holds one object of each kind out of the captured answers, by a
// name of ours: rows that a handler fills with its own ids, names and pictures
// and leaves as they are where nothing depends on them.
//
//go:embed shapes.json
var shapesText []byte

// answersText holds whole answers for the addresses that nothing here changes:
// captures where there are any, elsewhere the code and an empty data.
//
//go:embed answers.json
var answersText []byte

var shapes = sync.OnceValue(func() map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(shapesText, &m); err != nil {
		panic("ncmfake: shapes: " + err.Error()) // a broken build
	}
	return m
})

// shaped gives an object like the captured one of that name, with members of
// its own. An object in over goes into the one that is there.
func shaped(name string, over obj) obj {
	d := json.NewDecoder(bytes.NewReader(shapes()[name]))
	d.UseNumber()
	var o obj
	if err := d.Decode(&o); err != nil {
		panic("ncmfake: shape " + name + ": " + err.Error()) // a broken build
	}
	fill(o, over)
	return o
}

func fill(o, over obj) {
	for k, v := range over {
		inner, a := v.(obj)
		under, b := o[k].(obj)
		if a && b {
			fill(under, inner)
			continue
		}
		o[k] = v
	}
}

// without gives the object without some members.
func without(o obj, names ...string) obj {
	o = maps.Clone(o)
	for _, k := range names {
		delete(o, k)
	}
	return o
}

// strip takes members out of an object and of everything in it: older
// addresses send fewer.
func strip(o obj, names ...string) obj {
	for _, k := range names {
		delete(o, k)
	}
	for _, v := range o {
		switch v := v.(type) {
		case obj:
			strip(v, names...)
		case []any:
			for _, e := range v {
				if m, ok := e.(obj); ok {
					strip(m, names...)
				}
			}
		}
	}
	return o
}

// fixed is a whole answer; a path that ends in a star is a beginning.
type fixed struct {
	// Unknown: neither a capture nor the field list of a client was found, so
	// nothing is known of the answer but that its data is a list or an object.
	// It stays empty: a member that nobody has seen is not invented.
	Unknown bool            `json:"unknown"`
	Login   bool            `json:"login"`
	Body    json.RawMessage `json:"body"`
	Paths   []string        `json:"paths"`
}

// Unknown are the API paths that are answered with a code and an empty data
// only, because nobody has written down what the service sends; answers.json
// is the table.
func Unknown() []string {
	var out []string
	for _, f := range wholeAnswers() {
		if f.Unknown {
			out = append(out, f.Paths...)
		}
	}
	slices.Sort(out)
	return out
}

func wholeAnswers() []fixed {
	var all []fixed
	if err := json.Unmarshal(answersText, &all); err != nil {
		panic("ncmfake: answers: " + err.Error()) // a broken build
	}
	return all
}

// addFixed puts the whole answers into the tables.
func addFixed() {
	for _, f := range wholeAnswers() {
		h := func(*call) any { return f.Body }
		for _, p := range f.Paths {
			switch start, some := strings.CutSuffix(p, "*"); {
			case some:
				prefixes[start] = h
			case f.Login:
				members[p] = h
			default:
				open[p] = h
			}
		}
	}
}
