//go:build testhooks

package api

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestHooksSendEverythingToTheUpstream(t *testing.T) {
	var hosts []string
	f := &service{t: t}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hosts = append(hosts, r.Host)
		f.open(r) // fails unless the test key sealed it
		_, _ = w.Write([]byte(`{"code":200}`))
	}))
	defer server.Close()
	t.Setenv("NCMTUI_UPSTREAM", server.URL)
	t.Setenv("NCMTUI_WEAPI_PUBKEY", "testdata/weapi-test-public.pem")
	c, err := New(Options{Session: loggedIn()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.FM(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := c.StartPlay(t.Context(), Played{Song: 1}); err != nil {
		t.Fatal(err)
	}
	if len(hosts) != 2 || hosts[0] != "music.163.com" || hosts[1] != "clientlog.music.163.com" {
		t.Errorf("hosts %v", hosts)
	}
}

func TestHooksThatDoNotWorkAreSaid(t *testing.T) {
	for name, value := range map[string]string{"NCMTUI_UPSTREAM": "127.0.0.1", "NCMTUI_WEAPI_PUBKEY": "testdata/missing.pem"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, value)
			if _, err := New(Options{}); err == nil {
				t.Error("no error")
			}
		})
	}
}
