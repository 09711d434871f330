package route_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"ncmtui/api/route"
)

// speak runs the upload of a program; answer may replace an answer by path.
func speak(t *testing.T, p route.Params, answer func(route.Request) (route.Answer, bool)) (route.Answer, []route.Request, error) {
	t.Helper()
	r, _ := route.Lookup("/voice/upload")
	var sent []route.Request
	a, err := r.Run(t.Context(), route.Env{Now: noon}, p, func(_ context.Context, q route.Request) (route.Answer, error) {
		if q.Open != nil {
			body, err := q.Open()
			if err != nil {
				return route.Answer{}, err
			}
			if q.Body, err = io.ReadAll(body); err != nil || int64(len(q.Body)) != q.Size {
				t.Errorf("%d bytes, said %d: %v", len(q.Body), q.Size, err)
			}
		}
		sent = append(sent, q)
		if a, ok := answer(q); ok {
			return a, nil
		}
		etag := http.Header{"Etag": {fmt.Sprintf(`"<%d>"`, len(sent))}}
		return route.Answer{Status: 200, Header: etag, Body: []byte(canned(q))}, nil
	})
	return a, sent, err
}

func asCanned(route.Request) (route.Answer, bool) { return route.Answer{}, false }

func TestProgramsTravelInParts(t *testing.T) {
	t.Parallel()
	whole := bytes.Repeat([]byte("0123456789"), 2_200_000)
	plain := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(whole)), nil }
	for name, f := range map[string]route.File{
		"in memory": {Name: "my talk.v2.mp3", Data: whole},
		"streamed":  {Name: "my talk.v2.mp3", Open: plain, Size: int64(len(whole))},
	} {
		a, sent, err := speak(t, route.Params{"songFile": f}, asCanned)
		if err != nil || len(sent) != 8 || string(a.Body) != `{"code":200,"data":null}` {
			t.Fatalf("%s: %d requests, %s, %v", name, len(sent), a.Body, err)
		}
		got := append(append(append([]byte{}, sent[2].Body...), sent[3].Body...), sent[4].Body...)
		if !bytes.Equal(got, whole) || len(sent[2].Body) != 10<<20 {
			t.Errorf("%s: %d bytes arrived", name, len(got))
		}
		if list := string(sent[5].Body); !strings.Contains(list, `<PartNumber>3</PartNumber><ETag>"&lt;5&gt;"</ETag>`) {
			t.Errorf("%s: %s", name, list)
		}
		if sent[0].Params["filename"] != "mytalk_v2" || sent[6].Params["dupkey"] == sent[7].Params["dupkey"] {
			t.Errorf("%s: %v", name, sent[0].Params)
		}
		var told []map[string]any
		if err := json.Unmarshal([]byte(sent[7].Params["voiceData"].(string)), &told); err != nil || told[0]["name"] != "mytalk_v2" || told[0]["privacy"] != false || told[0]["orderNo"] != 1.0 {
			t.Errorf("%s: %v, %v", name, told, err)
		}
	}
}

func TestProgramsAreNotToldOfWhenTheirFileIsMissing(t *testing.T) {
	t.Parallel()
	f := route.File{Name: "a.mp3", Data: []byte("x")}
	if a, sent, err := speak(t, route.Params{"songFile": "text"}, asCanned); err != nil || a.Status != 500 || len(sent) != 0 {
		t.Errorf("no file: %+v, %v", a, err)
	}
	for step, want := range map[int]error{0: nil, 1: route.ErrUpload, 2: route.ErrUpload, 3: route.ErrUpload, 4: nil} {
		n := -1
		a, sent, err := speak(t, route.Params{"songFile": f}, func(route.Request) (route.Answer, bool) {
			n++
			return route.Answer{Status: 301, Body: []byte(`{"code":301}`)}, n == step
		})
		if !errors.Is(err, want) || len(sent) != step+1 || (want == nil && a.Code() != 301) {
			t.Errorf("refused at step %d: %d requests, %s, %v", step, len(sent), a.Body, err)
		}
	}
}

func TestWeblogTakesATextApart(t *testing.T) {
	t.Parallel()
	r, _ := route.Lookup("/weblog")
	sent := replayWith(t, r, route.Params{}, "data", "a字")
	if len(sent) != 1 || len(sent[0].Params) != 2 || sent[0].Params["0"] != "a" || sent[0].Params["1"] != "字" {
		t.Errorf("sent %+v", sent)
	}
}
