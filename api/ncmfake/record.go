package ncmfake

import (
	"encoding/json"
	"net/http"
	"time"
)

// Request is what is remembered of a request. Path is the API path
// (/api/...) whatever the envelope, or the name of media.
type Request struct {
	Time   time.Time
	Method string
	Host   string
	Path   string
	Asked  string          // the path on the wire: of audio it is signed
	Crypto string          // weapi, eapi, linuxapi, api; "" for media
	Params json.RawMessage // opened; nil for media
	Header http.Header
}

// Param is one parameter as text: a JSON text without its quotes, anything
// else as it stands, "" when it is not there.
func (r Request) Param(name string) string {
	var all map[string]json.RawMessage
	if json.Unmarshal(r.Params, &all) != nil {
		return ""
	}
	var text string
	if json.Unmarshal(all[name], &text) == nil {
		return text
	}
	return string(all[name])
}

// logLimit bounds the log; the oldest half goes when it is full.
const logLimit = 20000

func (s *Service) record(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.log) >= logLimit {
		s.log = append(s.log[:0:0], s.log[logLimit/2:]...)
	}
	s.log = append(s.log, r)
}

// Requests are all requests so far whose path matches the pattern (see
// Faults), oldest first.
func (s *Service) Requests(pattern string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Request
	for _, r := range s.log {
		if glob(pattern, r.Path) {
			out = append(out, r)
		}
	}
	return out
}
