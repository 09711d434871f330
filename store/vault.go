package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"ncmtui/internal/safe"
)

// Vault keeps secrets by name outside of our files: the keyring of the system.
// Its methods return within seconds, whatever the system does.
type Vault interface {
	Get(name string) (safe.Secret, error) // ErrNoSecret: there is none of that name
	Set(name string, secret safe.Secret) error
	Delete(name string) error
	Name() string // for people
}

// ErrNoSecret says that a Vault has nothing of a name.
var ErrNoSecret = errors.New("the keyring has no such entry")

// deposit is what the vault is known to hold of an account.
type deposit struct {
	saved   time.Time
	cookies map[string]safe.Secret
}

func entryOf(uid int64) string { return fmt.Sprintf("account-%d", uid) }

// fetch brings the cookies of the accounts whose own are in the vault. Those
// that it does not give stay without: their entries are left alone.
func (s *Sessions) fetch(now *Session) {
	for i := range now.Accounts {
		a := &now.Accounts[i]
		if !a.vaulted || len(a.Cookies) > 0 {
			continue
		}
		if have, ok := s.safe[a.UID]; ok && have.saved.Equal(a.Saved) {
			a.Cookies = maps.Clone(have.cookies)
			continue
		}
		cookies, err := s.unpack(a.UID)
		if err != nil {
			if !s.refused {
				s.refused = true
				s.tell(Notice{Code: NoticeLocked, Err: err})
			}
			continue
		}
		a.Cookies = cookies
		s.safe[a.UID] = deposit{a.Saved, maps.Clone(cookies)}
	}
}

func (s *Sessions) unpack(uid int64) (map[string]safe.Secret, error) {
	if s.opt.Vault == nil {
		return nil, ErrNoSecret
	}
	text, err := s.opt.Vault.Get(entryOf(uid))
	if err != nil {
		return nil, err
	}
	var plain map[string]string
	if json.Unmarshal([]byte(text.Reveal()), &plain) != nil {
		return nil, ErrNoSecret // an error of JSON could quote it
	}
	cookies := make(map[string]safe.Secret, len(plain))
	for name, value := range plain {
		cookies[name] = safe.Secret(value)
	}
	return cookies, nil
}

// deposit puts cookies into the vault and takes them out of what is written to
// the file; what the vault does not take stays in the file, which is said once.
// It says whether something moved from the file to the vault.
func (s *Sessions) deposit(now *Session) (moved bool) {
	if !s.opt.Keyring || s.opt.Vault == nil {
		for i := range now.Accounts {
			a := &now.Accounts[i]
			if a.vaulted && len(a.Cookies) > 0 { // it is to be in the file again
				s.withdraw(a.UID)
				a.vaulted = false
			}
		}
		return false
	}
	for i := range now.Accounts {
		a := &now.Accounts[i]
		if len(a.Cookies) == 0 {
			continue
		}
		have, ok := s.safe[a.UID]
		if !ok || !a.vaulted || !maps.Equal(have.cookies, a.Cookies) {
			if err := s.pack(a.UID, a.Cookies); err != nil {
				if !s.refused {
					s.refused = true
					s.tell(Notice{Code: NoticeKeyring, Path: s.path, Err: err})
				}
				a.vaulted = false
				continue
			}
			moved = moved || !a.vaulted
		}
		s.safe[a.UID] = deposit{a.Saved, maps.Clone(a.Cookies)}
		a.vaulted, a.Cookies = true, nil
	}
	return moved
}

func (s *Sessions) pack(uid int64, cookies map[string]safe.Secret) error {
	plain := make(map[string]string, len(cookies))
	for name, value := range cookies {
		plain[name] = value.Reveal()
	}
	text, err := json.Marshal(plain)
	if err != nil {
		return err
	}
	return s.opt.Vault.Set(entryOf(uid), safe.Secret(text))
}

// withdraw removes an account's entry. That it cannot be removed is told like
// any other failure of the vault: the login is over all the same, but there.
func (s *Sessions) withdraw(uid int64) {
	delete(s.safe, uid)
	if s.opt.Vault == nil {
		return
	}
	if err := s.opt.Vault.Delete(entryOf(uid)); err != nil && !errors.Is(err, ErrNoSecret) {
		s.tell(Notice{Code: NoticeKeyring, Path: s.opt.Vault.Name(), Err: err})
	}
}
