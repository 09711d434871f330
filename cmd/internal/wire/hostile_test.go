package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/ui/uitest"
)

// hostileNames are texts that would do harm if they reached the terminal as
// they are.
var hostileNames = []string{
	"\x1b]0;owned\x07title", "\x1b]52;c;b3duZWQ=\x07clip", "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "\x1bP1$r0m\x1b\\dcs",
	"\x1b_Gf=100;AAAA\x1b\\apc", "\x1b[6n\x1b[2J\x1b[31mred", "a\rb\bc\x00d", "\u009b31mC1", "\u202erotcer\u202c bidi",
	strings.Repeat("长", 100_000), "",
}

// raw are the parts of them that no terminal may get.
var raw = []string{
	"\x1b]0;owned", "\x1b]52;c;b3duZWQ=", "\x1b]8;;http", "\x1bP1$r", "\x1b_Gf=100", "\x1b[6n", "\u009b", "\u202e", "\x00", "\x08c",
}

// hostileService answers as the service does, with other texts: all of them, or
// all but those that begin as addresses do.
type hostileService struct {
	http.RoundTripper
	addresses bool
	answers   atomic.Int64
}

func (h *hostileService) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := h.RoundTripper.RoundTrip(r)
	if err != nil {
		return resp, err
	}
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return nil, err
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	if d.UseNumber(); d.Decode(&v) == nil {
		n := int(h.answers.Add(1))
		if changed, err := json.Marshal(h.spoil(v, &n)); err == nil {
			body = changed
		}
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp.Header.Del("Content-Length")
	return resp, nil
}

// spoil gives each text the next of the names; only the first of a list gets
// the longest.
func (h *hostileService) spoil(v any, n *int) any {
	switch v := v.(type) {
	case string:
		if !h.addresses && strings.HasPrefix(v, "http") {
			return v
		}
		*n++
		name := hostileNames[*n%len(hostileNames)]
		if len(name) > 1000 && *n > 2*len(hostileNames) {
			return name[:300]
		}
		return name
	case []any:
		for i := range v {
			v[i] = h.spoil(v[i], n)
		}
	case map[string]any:
		for key := range v {
			v[key] = h.spoil(v[key], n)
		}
	}
	return v
}

func TestAHostileServiceReachesTheScreenCleanOnly(t *testing.T) {
	t.Parallel()
	for _, addresses := range []bool{false, true} {
		t.Run(fmt.Sprint("addresses too: ", addresses), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { hostileEvening(t, addresses) })
		})
	}
}

func hostileEvening(t *testing.T, addresses bool) {
	service := &hostileService{addresses: addresses}
	r := world(t, member, func(o *Options) {
		service.RoundTripper = o.API
		o.API = service
	})
	s := r.startOn(100, 30, uitest.Recorded()).Session
	s.Wait(2 * time.Second).Screen()
	for _, way := range []string{
		"enter", "z", "m", "2", "2 enter", "2 j enter enter", "3 enter", "4", "4 l", "4 l l", "4 l l l", "4 enter enter", "5", "5 a enter",
		"5 a enter l l l", "6", "6 enter", "7", "8", "8 l l", "9", "1 A", "1 S", "1 S l l l l l", "1 F", "1 g i", "1 g i l", "g u", "g u l l l",
		"g c", "1 g C", "g h", "g q", "ctrl+p", "1 `", "1 <", "1 y", "1 ;", "g m",
	} {
		s.Keys(strings.Fields(way)...).Wait(2 * time.Second).Screen()
		for range 5 {
			s.Keys("esc")
		}
	}
	written := s.Written()
	for _, bad := range raw {
		if i := strings.Index(written, bad); i >= 0 {
			t.Errorf("%q reached the terminal: %q", bad, written[max(i-30, 0):min(i+30, len(written))])
		}
	}
	if service.answers.Load() < 30 {
		t.Errorf("only %d answers were changed", service.answers.Load())
	}
	s.Quit()
}
