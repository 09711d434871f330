package reportfake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// ListenBrainz is a ListenBrainz with one user.
type ListenBrainz struct {
	faults
	Token, User string
	Unknown     func(track string) bool // songs that have no recording; nil: none
	Refuse      func(track string) bool // a payload with such a song is refused as a whole

	mu      sync.Mutex
	listens []Play
	now     []Play
	loves   []string
	kinds   []string // of the submissions
	wrong   []string
}

// Listens are the plays so far, each once: the service tells repeats by time
// and song.
func (f *ListenBrainz) Listens() []Play {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.listens)
}

// NowPlaying is what was told to play, so far.
func (f *ListenBrainz) NowPlaying() []Play {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.now)
}

// Loves are the feedback: score and recording.
func (f *ListenBrainz) Loves() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.loves)
}

// Kinds are the kinds of the submissions, with how many listens they had.
func (f *ListenBrainz) Kinds() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.kinds)
}

// Wrong is what was asked against the documents.
func (f *ListenBrainz) Wrong() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.wrong)
}

func (f *ListenBrainz) complain(format string, a ...any) {
	f.wrong = append(f.wrong, fmt.Sprintf(format, a...))
}

// ServeHTTP answers the addresses under /1/.
func (f *ListenBrainz) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	fault := f.take()
	if fault != nil && !fault.Done {
		fault.write(w)
		return
	}
	body, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	status, answer := f.answer(r, body)
	f.mu.Unlock()
	if fault != nil {
		fault.write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func (f *ListenBrainz) answer(r *http.Request, body []byte) (int, any) {
	known := r.Header.Get("Authorization") == "Token "+f.Token
	switch {
	case r.Method == http.MethodGet && r.URL.Path == "/1/validate-token":
		if !known {
			return 200, obj{"code": 200, "message": "Token invalid.", "valid": false}
		}
		return 200, obj{"code": 200, "message": "Token valid.", "valid": true, "user_name": f.User}
	case !known:
		return 401, obj{"code": 401, "error": "Invalid authorization token."}
	case r.Method == http.MethodGet && r.URL.Path == "/1/metadata/lookup/":
		q := r.URL.Query()
		name := q.Get("recording_name")
		if name == "" || q.Get("artist_name") == "" {
			return 400, obj{"code": 400, "error": "artist_name is invalid or not present in arguments"}
		}
		if f.Unknown != nil && f.Unknown(name) {
			return 200, obj{}
		}
		return 200, obj{"recording_mbid": "mbid of " + name, "recording_name": name}
	case r.Method == http.MethodPost && r.URL.Path == "/1/feedback/recording-feedback":
		var in struct {
			ID    string `json:"recording_mbid"`
			Score *int   `json:"score"`
		}
		if json.Unmarshal(body, &in) != nil || in.ID == "" || in.Score == nil || *in.Score < -1 || *in.Score > 1 {
			return 400, obj{"code": 400, "error": "bad feedback"}
		}
		f.loves = append(f.loves, fmt.Sprint(*in.Score, " ", in.ID))
		return 200, obj{"status": "ok"}
	case r.Method == http.MethodPost && r.URL.Path == "/1/submit-listens":
		return f.submit(body)
	}
	f.complain("%s %s", r.Method, r.URL.Path)
	return 404, obj{"code": 404, "error": "not found"}
}

// submission is a payload; its listens are read with nothing but their two
// keys.
type submission struct {
	Kind    string `json:"listen_type"`
	Payload []struct {
		At    *int64 `json:"listened_at"`
		Track struct {
			Artist  string         `json:"artist_name"`
			Name    string         `json:"track_name"`
			Release string         `json:"release_name"`
			Info    map[string]any `json:"additional_info"`
		} `json:"track_metadata"`
	} `json:"payload"`
}

func (f *ListenBrainz) submit(body []byte) (int, any) {
	bad := func(why string) (int, any) {
		f.complain("%s", why)
		return 400, obj{"code": 400, "error": why}
	}
	var s submission
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return bad(err.Error())
	}
	if n := len(s.Payload); n == 0 || n > 1000 || n != 1 && s.Kind != "import" || len(body) > 10240*n {
		return bad(fmt.Sprintf("%s of %d listens in %d bytes", s.Kind, n, len(body)))
	}
	plays := make([]Play, len(s.Payload))
	for i, l := range s.Payload {
		if (l.At == nil) != (s.Kind == "playing_now") || l.Track.Artist == "" || l.Track.Name == "" {
			return bad(fmt.Sprintf("%s: %+v", s.Kind, l))
		}
		if f.Refuse != nil && f.Refuse(l.Track.Name) {
			return 400, obj{"code": 400, "error": "refused"}
		}
		plays[i] = Play{Artist: l.Track.Artist, Track: l.Track.Name, Album: l.Track.Release, Chosen: true}
		if l.At != nil {
			plays[i].At = *l.At
		}
		if ms, ok := l.Track.Info["duration_ms"].(float64); ok {
			plays[i].Seconds = int(ms) / 1000
		}
		if l.Track.Info["submission_client"] != "ncmtui" || l.Track.Info["media_player"] != "ncmtui" {
			f.complain("client %v", l.Track.Info)
		}
	}
	f.kinds = append(f.kinds, fmt.Sprint(s.Kind, " ", len(plays)))
	if s.Kind == "playing_now" {
		f.now = append(f.now, plays...)
		return 200, obj{"status": "ok"}
	}
	for _, p := range plays {
		if !slices.Contains(f.listens, p) {
			f.listens = append(f.listens, p)
		}
	}
	return 200, obj{"status": "ok"}
}
