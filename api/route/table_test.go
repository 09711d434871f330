package route_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"ncmtui/api/route"
)

// The table is looked into by its lines; read whole it is the same.
func TestEveryLineOfTheTableIsFound(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("table.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []*route.Route
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	if got := route.All(); !reflect.DeepEqual(got, want) {
		t.Fatalf("%d addresses by lines, %d by the whole", len(got), len(want))
	}
	for _, w := range want {
		if (w.Title == "") != (w.English == "") {
			t.Errorf("%s has a title in one language only", w.Path)
		}
		for _, p := range append([]string{w.Path, strings.ToUpper(w.Path)}, w.Aliases...) {
			if got, ok := route.Lookup(p); !ok || !reflect.DeepEqual(got, w) {
				t.Errorf("%s: %v, %v", p, got, ok)
			}
		}
	}
	for _, p := range []string{"", "[", "]", "/no/such"} {
		if got, ok := route.Lookup(p); ok || got != nil {
			t.Errorf("%q: %v", p, got)
		}
	}
}
