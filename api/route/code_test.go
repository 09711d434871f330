package route_test

import (
	"encoding/json"
	"testing"

	"ncmtui/api/route"
)

func TestCodeIsTheOutermostMember(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"code":200}`: 200, `{ "a" : {"code":1}, "b":[{"code":2}], "code" : -460 }`: -460, `{"code":"301"}`: 301,
		`{"a":"code","b":"\"code\":7","code":800}`: 800, `{"x\\":"code","code":5}`: 5, `{"code":null}`: 0, `{"code":{}}`: 0, `{"code":true}`: 0,
		`{"data":{"code":200}}`: 0, `[{"code":200}]`: 0, `"code"`: 0, ``: 0, `{"code"`: 0, `{"code":`: 0, `{"co\"`: 0, `"code":1}`: 0,
	} {
		if got := route.Code([]byte(body)); got != want {
			t.Errorf("%s: got %d, want %d", body, got, want)
		}
	}
}

func FuzzCode(f *testing.F) {
	f.Add([]byte(`{"a":{"code":1},"code":200}`))
	f.Add([]byte(`{"code":"x","code":-1}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got := route.Code(body)
		var members map[string]json.RawMessage
		if json.Unmarshal(body, &members) != nil {
			return
		}
		var want int
		if json.Unmarshal(members["code"], &want) == nil && members["code"] != nil && string(members["code"]) != "null" && got != want {
			t.Errorf("%s: got %d, want %d", body, got, want)
		}
	})
}
