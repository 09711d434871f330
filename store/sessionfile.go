package store

import (
	"encoding/json"
	"fmt"
	"time"

	"ncmtui/internal/safe"
)

// The file's own shape: Secret would write itself as [redacted].
type (
	sessionFile struct {
		Schema    int           `json:"schema"`
		DeviceID  string        `json:"deviceId"`
		Anonymous string        `json:"anonymous,omitempty"`
		Active    int64         `json:"active,omitempty"`
		Accounts  []accountFile `json:"accounts,omitempty"`
	}
	accountFile struct {
		UID     int64             `json:"uid"`
		Name    string            `json:"name,omitempty"`
		Cookies map[string]string `json:"cookies"`
		Saved   time.Time         `json:"savedAt"`
		Renewed *time.Time        `json:"renewedAt,omitempty"`
		Vaulted bool              `json:"keyring,omitempty"`
	}
)

func (s Session) encode() ([]byte, error) {
	file := sessionFile{Schema: sessionSchema, DeviceID: s.DeviceID, Anonymous: s.Anonymous.Reveal(), Active: s.Active}
	for _, a := range s.Accounts {
		cookies := make(map[string]string, len(a.Cookies))
		for k, v := range a.Cookies {
			cookies[k] = v.Reveal()
		}
		kept := accountFile{UID: a.UID, Name: a.Name, Cookies: cookies, Saved: a.Saved.UTC(), Vaulted: a.vaulted}
		if !a.Renewed.IsZero() {
			at := a.Renewed.UTC()
			kept.Renewed = &at
		}
		file.Accounts = append(file.Accounts, kept)
	}
	text, err := json.MarshalIndent(file, "", "\t")
	return append(text, '\n'), err
}

func decodeSession(text []byte) (Session, error) {
	var file sessionFile
	if err := json.Unmarshal(text, &file); err != nil || file.Schema < 1 {
		return Session{}, fmt.Errorf("%w: no session in it", errDamaged) // err could quote a cookie
	}
	if file.Schema > sessionSchema {
		return Session{}, fmt.Errorf("session schema %d: %w", file.Schema, errNewer)
	}
	s := Session{DeviceID: file.DeviceID, Anonymous: safe.Secret(file.Anonymous), Active: file.Active}
	for _, a := range file.Accounts {
		cookies := make(map[string]safe.Secret, len(a.Cookies))
		for k, v := range a.Cookies {
			cookies[k] = safe.Secret(v)
		}
		kept := Account{UID: a.UID, Name: a.Name, Cookies: cookies, Saved: a.Saved, vaulted: a.Vaulted}
		if a.Renewed != nil {
			kept.Renewed = *a.Renewed
		}
		s.Accounts = append(s.Accounts, kept)
	}
	return s, nil
}
