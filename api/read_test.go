package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// mixed has every kind of member that answers are read into.
type mixed struct {
	wireRef
	Number jsonInt            `json:"number"`
	Twice  jsonText           `json:"playCount"`
	Plain  int                `json:"plain"`
	Names  []string           `json:"names"`
	Flags  map[string]bool    `json:"flags"`
	Raw    json.RawMessage    `json:"raw"`
	Inner  *mixed             `json:"inner"`
	Same   struct{ A, B int } `json:"same"`
	Unsaid jsonFloat
}

// sameAsJSON holds read against encoding/json.
func sameAsJSON(t *testing.T, body []byte) {
	t.Helper()
	var got, want mixed
	err := json.Unmarshal(body, &want)
	ok := read(body, &got)
	if ok != (err == nil) {
		t.Fatalf("%s: read says %v, encoding/json %v", body, ok, err)
	}
	if ok && !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n%+v, want\n%+v", body, got, want)
	}
}

var shapesOfJSON = []string{
	`{}`, `null`, ` { "id" : 7 , "name" : "a\"b" } `, `{"ID":"12","NAME":null,"picURL":"x"}`, `[]`, `7`, `"x"`, `true`,
	`{"number":1.5e3,"playcount":"\u00e9\ud83d\ude00","plain":-3,"names":["a","b"],"flags":{"x":true},"raw":[1,{"a":"}"}]}`,
	`{"inner":{"inner":{"id":1,"same":{"A":1,"b":2}},"names":null},"same":null,"unsaid":"0.5"}`,
	`{"plain":"no"}`, `{"names":[1]}`, `{"inner":[]}`, `{"inner":null,"inner":{"id":3},"id":1,"id":2}`,
	`{"\u0069d":9,"x":{"id":3},"y":["]","\\"]}`, `{"name":"\\","id":5}`, `{"Same":{"a":1},"same":{"B":2}}`,
}

func TestAnswersAreReadAsEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	for _, body := range shapesOfJSON {
		sameAsJSON(t, []byte(body))
	}
}

func TestAListIsReadItemByItem(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]list[mixed]{
		`[]`: {}, `null`: nil, `{}`: nil,
		`[{"plain":1},{"plain":"x"},null,[],{"plain":2,"names":["[","{"]}]`: {{Plain: 1}, {Plain: 2, Names: []string{"[", "{"}}},
	} {
		var got list[mixed]
		if err := json.Unmarshal([]byte(body), &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, body := range shapesOfJSON {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var any list[mixed]
		_ = any.UnmarshalJSON(body) // also of what is no JSON
		_ = read(body, new(mixed))
		// Names are compared in ASCII; encoding/json takes K (Kelvin) for k.
		if !json.Valid(body) || slices.ContainsFunc(bytes.Runes(body), func(r rune) bool { return r == 'ſ' || r == '\u212a' }) ||
			strings.Contains(strings.ToLower(string(body)), `\u`) {
			return
		}
		sameAsJSON(t, body)
	})
}
