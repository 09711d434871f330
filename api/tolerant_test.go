package api

import (
	"encoding/json"
	"testing"
)

func TestNumbersInEveryNotation(t *testing.T) {
	t.Parallel()
	var v struct {
		A, B, C, D, E, F jsonInt
		G, H, I          jsonFloat
		S                jsonText
	}
	body := `{"a":109951165791860501,"b":"3722748181","c":1.0,"d":null,"e":"x","f":8.04306E9,"g":-2.0E-4,"h":null,"i":"0.5","s":18446744073709551615}`
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatal(err)
	}
	if v.A != 109951165791860501 || v.B != 3722748181 || v.C != 1 || v.D != 0 || v.E != 0 || v.F != 8043060000 ||
		v.G != (jsonFloat{-2.0e-4, true}) || v.H.OK || v.I != (jsonFloat{0.5, true}) || v.S != "18446744073709551615" {
		t.Errorf("got %+v", v)
	}
}

func TestABadItemIsDroppedNotItsList(t *testing.T) {
	t.Parallel()
	b, err := decode[songsBody]("test", []byte(`{"songs":[null,7,{"id":1,"ar":"x","al":[],"dt":{}},{"id":2,"ar":[null,{"id":3}]}],"privileges":{}}`))
	got := songs(b.Songs, b.Privileges)
	if err != nil || len(got) != 2 || got[0].ID != 1 || got[1].Artists[0].ID != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNullItemsAreDropped(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`[{"id":1,"a":null},{"id":2}]`: 2, `[null,{"id":1}]`: 1, `[{"id":1}, null ]`: 1, `[{"a": null}]`: 1, `[null]`: 0, `null`: 0, `{}`: 0,
		`[{"id":1,"s":"x,null"},null]`: 1,
	} {
		var got list[wireRef]
		if err := json.Unmarshal([]byte(body), &got); err != nil || len(got) != want {
			t.Errorf("%s: %d items, %v", body, len(got), err)
		}
	}
}
