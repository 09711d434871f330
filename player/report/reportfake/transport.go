package reportfake

import (
	"errors"
	"net/http"
	"net/http/httptest"
)

// errCut is what a call that broke ends with.
var errCut = errors.New("the connection broke")

// Hosts is a transport that reaches handlers by the host of the address, and
// nothing else. It makes no connections, so that it works in a bubble of
// testing/synctest.
type Hosts map[string]http.Handler

// RoundTrip asks the handler.
func (h Hosts) RoundTrip(r *http.Request) (res *http.Response, err error) {
	to, ok := h[r.URL.Host]
	if !ok {
		return nil, errors.New("no such host: " + r.URL.Host)
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	defer func() {
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler { //nolint:errorlint // recovered values are compared
				panic(v)
			}
			res, err = nil, errCut
		}
	}()
	w := httptest.NewRecorder()
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	to.ServeHTTP(w, in)
	res = w.Result()
	res.Request = r
	return res, nil
}
