//go:build testhooks

package serve_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/serve"
)

// TestHooksSendTheRecordedRequestsOverSockets is the way of a binary with test
// hooks: its own transport, the upstream and the key from the environment.
func TestHooksSendTheRecordedRequestsOverSockets(t *testing.T) {
	u := &upstream{t: t}
	server := httptest.NewServer(u)
	defer server.Close()
	u.store = server.URL
	t.Setenv("NCMTUI_UPSTREAM", server.URL)
	t.Setenv("NCMTUI_WEAPI_PUBKEY", "../testdata/weapi-test-public.pem")
	client, err := api.New(api.Options{Transport: serve.Transport(nil), Rate: -1, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	h, err := serve.New(serve.Options{Calls: client, TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{upstream: u, h: h}
	for _, group := range examples(t) {
		method, target, body, header := request(t, "form", group[0])
		compareAll(t, u, group, text(t, r.do(method, target, body, append(header, "X-Case", group[0].Example)...)))
	}
}
