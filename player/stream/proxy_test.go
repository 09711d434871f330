package stream

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestAProxyMayBePrivateAndNothingElse(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "by "+r.Host)
	}))
	defer server.Close()
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	get := func(p Proxy, address string) (string, error) {
		transport := NewTransport(p)
		defer transport.CloseIdleConnections()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := transport.RoundTrip(req)
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		return string(body), err
	}
	through := func(*http.Request) (*url.URL, error) { return at, nil }
	none := func(*http.Request) (*url.URL, error) { return nil, nil }
	if body, err := get(through, "http://m701.music.126.net/x.mp3"); err != nil || body != "by m701.music.126.net" {
		t.Errorf("through the proxy: %q, %v", body, err)
	}
	if _, err := get(none, server.URL); !errors.Is(err, ErrHost) {
		t.Errorf("a private address without a proxy: %v", err)
	}
}
