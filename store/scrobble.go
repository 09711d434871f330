package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ncmtui/internal/safe"
)

// Scrobblers are the logins at other services that are told of plays. A User
// of "" is none.
type Scrobblers struct {
	LastFM       LastFMLogin
	ListenBrainz BrainzLogin
}

// LastFMLogin is a session at Last.fm, with the key that it was made with.
type LastFMLogin struct {
	User, Server string // Server "": Last.fm's own
	Key          string
	Secret       safe.Secret // of the key
	Session      safe.Secret
}

// BrainzLogin is a token of ListenBrainz.
type BrainzLogin struct {
	User, Server string
	Token        safe.Secret
}

// scrobblersFile is the form on disk: here a Secret must show itself.
type scrobblersFile struct {
	Schema int `json:"schema"`
	LastFM struct {
		User    string `json:"user"`
		Server  string `json:"server,omitempty"`
		Key     string `json:"key"`
		Secret  string `json:"secret"`
		Session string `json:"session"`
	} `json:"lastfm"`
	ListenBrainz struct {
		User   string `json:"user"`
		Server string `json:"server,omitempty"`
		Token  string `json:"token"`
	} `json:"listenbrainz"`
}

const (
	scrobblersSchema = 1
	scrobblersMax    = 1 << 16
)

// ScrobblersPath is the file of the logins in the folder of the data.
func ScrobblersPath(dir string) string { return filepath.Join(dir, "scrobble.json") }

// LoadScrobblers reads the logins; without the file there are none.
func LoadScrobblers(dir string) (Scrobblers, error) {
	f, err := safe.OpenPrivate(ScrobblersPath(dir), os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return Scrobblers{}, nil
	}
	if err != nil {
		return Scrobblers{}, fmt.Errorf("logins of other services: %w", err)
	}
	defer func() { _ = f.Close() }()
	body, err := io.ReadAll(io.LimitReader(f, scrobblersMax))
	if err != nil {
		return Scrobblers{}, fmt.Errorf("logins of other services: %w", err)
	}
	var in scrobblersFile
	if json.Unmarshal(body, &in) != nil || in.Schema < 1 {
		return Scrobblers{}, ErrScrobblers // the error of the parser would quote the file
	}
	if in.Schema > scrobblersSchema {
		return Scrobblers{}, fmt.Errorf("logins of other services: %w", errNewer)
	}
	l, b := in.LastFM, in.ListenBrainz
	return Scrobblers{
		LastFM:       LastFMLogin{l.User, l.Server, l.Key, safe.Secret(l.Secret), safe.Secret(l.Session)},
		ListenBrainz: BrainzLogin{b.User, b.Server, safe.Secret(b.Token)},
	}, nil
}

// ErrScrobblers says that nothing of the file can be read any more.
var ErrScrobblers = errors.New("logins of other services: the file is damaged")

// SaveScrobblers writes the logins, for the user's eyes only. No older version
// is kept: who logs out wants to be forgotten.
func SaveScrobblers(dir string, s Scrobblers) error {
	out := scrobblersFile{Schema: scrobblersSchema}
	l, b := &out.LastFM, &out.ListenBrainz
	l.User, l.Server, l.Key, l.Secret, l.Session = s.LastFM.User, s.LastFM.Server, s.LastFM.Key, s.LastFM.Secret.Reveal(), s.LastFM.Session.Reveal()
	b.User, b.Server, b.Token = s.ListenBrainz.User, s.ListenBrainz.Server, s.ListenBrainz.Token.Reveal()
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	if err := safe.MakeDir(dir); err != nil {
		return err
	}
	path := ScrobblersPath(dir)
	if err := safe.ReplaceFile(path, body); err != nil {
		return fmt.Errorf("logins of other services: %w", err)
	}
	if err := os.Remove(safe.Backup(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("logins of other services: %w", err)
	}
	return nil
}
