package serve_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"testing"

	"ncmtui/api"
	"ncmtui/api/serve"
)

// constant answers every call alike, so that only the server is measured.
type constant struct{ body []byte }

func (c constant) CallAs(context.Context, api.Caller, string, api.Params) (api.Answer, error) {
	return api.Answer{Status: http.StatusOK, Body: c.body}, nil
}

// BenchmarkHandler is the cost of a request without sockets and without a call.
func BenchmarkHandler(b *testing.B) {
	h, err := serve.New(serve.Options{Calls: constant{bytes.Repeat([]byte("a"), 8<<10)}, Log: io.Discard})
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, query string }{{"stored", ""}, {"called", "&timestamp="}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				target := "/song/url/v1?id=186016&level=exhigh" + c.query
				if c.query != "" {
					target += strconv.Itoa(i)
				}
				r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "http://127.0.0.1:3000"+target, nil)
				if err != nil {
					b.Fatal(err)
				}
				h.ServeHTTP(&discard{header: http.Header{}}, r)
			}
		})
	}
}

type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}
