// Package route owns the one table that says which upstream calls stand behind
// a documented address, and the named transformations the table uses; it never
// seals, sends or keeps anything.
//
// table.json is the table and is edited by hand, one address a line, sorted by
// path; testdata/endpoints.json are the recorded calls it is held against.
package route

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"ncmtui/api/envelope"
)

//go:embed table.json
var tableText []byte

// Route is one address. The texts of a Call are templates: see expand.go.
type Route struct {
	Path       string   `json:"path"`
	Aliases    []string `json:"aliases,omitempty"`
	Documented bool     `json:"documented,omitempty"`
	Title      string   `json:"title,omitempty"`   // Chinese, as the document has it
	English    string   `json:"english,omitempty"` // the same in English, our words
	Local      bool     `json:"local,omitempty"`   // answered without an upstream call
	Write      bool     `json:"write,omitempty"`   // changes something: never sent again by itself
	Flow       string   `json:"flow,omitempty"`    // how its calls follow each other; "": the first whose When holds
	Shape      string   `json:"shape,omitempty"`   // what is made of the answer; "": as it came
	Calls      []Call   `json:"calls,omitempty"`
	Inputs     []Input  `json:"inputs,omitempty"`
	Notes      string   `json:"notes,omitempty"`
}

// Call is one upstream request. To is the inner path (/api/...), or a whole
// address for a plain one. When names inputs and the text they must have: "*"
// is any, "" is none.
type Call struct {
	When   map[string]string `json:"when,omitempty"`
	Method string            `json:"method,omitempty"` // "": POST
	Crypto envelope.Crypto   `json:"crypto"`
	To     string            `json:"to"`
	Params map[string]any    `json:"params,omitempty"`
}

// Input is a parameter of an address. Need is required, optional, example
// (only the document's example has it), unnamed (the document does not name
// it) or "" outside the document. Unsent: without it nothing is sent. Never:
// named by the document, sent by nobody.
type Input struct {
	Name    string `json:"name"`
	Need    string `json:"need,omitempty"`
	Default any    `json:"default,omitempty"`
	Unsent  bool   `json:"unsent,omitempty"`
	Never   bool   `json:"never,omitempty"`
}

// row is a route whose text is read when somebody asks for it: a program uses
// some ten of them, and reading all takes longer than drawing the first screen.
type row struct {
	text  []byte
	read  sync.Once
	route Route
}

func (r *row) get() *Route {
	r.read.Do(func() {
		if err := json.Unmarshal(r.text, &r.route); err != nil {
			panic(fmt.Sprintf("route table: %s: %v", r.text, err))
		}
	})
	return &r.route
}

type table struct {
	all    []*row
	byPath map[string]*row
}

var load = sync.OnceValue(func() table {
	t := table{byPath: map[string]*row{}}
	for line := range bytes.Lines(tableText) {
		line = bytes.TrimRight(line, ",\n")
		if len(line) < 2 { // the brackets of the list
			continue
		}
		r := &row{text: line}
		t.all = append(t.all, r)
		for _, p := range pathsOf(line) {
			t.byPath[strings.ToLower(p)] = r
		}
	}
	return t
})

// pathsOf are the path and the aliases, which a line begins with.
func pathsOf(line []byte) []string {
	_, rest, _ := bytes.Cut(line, []byte(`{"path":"`))
	path, rest, _ := bytes.Cut(rest, []byte(`"`))
	list, ok := bytes.CutPrefix(rest, []byte(`,"aliases":["`))
	if !ok {
		return []string{string(path)}
	}
	list, _, _ = bytes.Cut(list, []byte(`"]`))
	return append([]string{string(path)}, strings.Split(string(list), `","`)...)
}

// All gives every address, sorted by path. The routes are shared: read only.
func All() []*Route {
	rows := load().all
	all := make([]*Route, len(rows))
	for i, r := range rows {
		all[i] = r.get()
	}
	return all
}

// Lookup finds an address by its path or an alias, without regard to case.
func Lookup(path string) (*Route, bool) {
	r, ok := load().byPath[strings.ToLower(path)]
	if !ok {
		return nil, false
	}
	return r.get(), true
}
