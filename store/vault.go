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

// askAgain is how long a vault that did not answer, or refused, is left alone:
// each question may put a window before the user, and takes seconds when nobody
// answers it.
const askAgain = time.Minute

// refuse notes that the vault gave or took nothing, and tells it once.
func (s *Sessions) refuse(code NoticeCode, err error) {
	s.refusedAt, s.refusal = s.opt.Now(), err
	s.once(code, err)
}

func (s *Sessions) once(code NoticeCode, err error) {
	if !s.said[code] {
		s.said[code] = true
		s.tell(Notice{Code: code, Path: s.path, Err: err})
	}
}

// agreed notes that the vault gave or took something.
func (s *Sessions) agreed() {
	s.refusal = nil
	clear(s.said)
}

// resting says that the vault is not to be asked now; whatever the clock did.
func (s *Sessions) resting() bool {
	since := s.opt.Now().Sub(s.refusedAt)
	return s.refusal != nil && since >= 0 && since < askAgain
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
		if s.resting() {
			continue
		}
		cookies, err := s.unpack(a.UID)
		if err != nil {
			s.refuse(NoticeLocked, err)
			continue
		}
		s.agreed()
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
// It says whether something moved from the file to the vault, and which
// accounts are to leave the vault once the file has them.
func (s *Sessions) deposit(now *Session) (moved bool, leave []int64) {
	if !s.opt.Keyring || s.opt.Vault == nil {
		for i := range now.Accounts {
			a := &now.Accounts[i]
			if a.vaulted && len(a.Cookies) > 0 {
				leave = append(leave, a.UID)
				a.vaulted = false
			}
		}
		return false, leave
	}
	for i := range now.Accounts {
		a := &now.Accounts[i]
		if len(a.Cookies) == 0 {
			continue
		}
		have, ok := s.safe[a.UID]
		if !ok || !a.vaulted || !maps.Equal(have.cookies, a.Cookies) {
			if s.resting() {
				s.once(NoticeKeyring, s.refusal)
				a.vaulted = false
				continue
			}
			if err := s.pack(a.UID, a.Cookies); err != nil {
				s.refuse(NoticeKeyring, err)
				a.vaulted = false
				continue
			}
			s.agreed()
			moved = moved || !a.vaulted
		}
		s.safe[a.UID] = deposit{a.Saved, maps.Clone(a.Cookies)}
		a.vaulted, a.Cookies = true, nil
	}
	return moved, nil
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

// withdraw removes an account's entry. The error is one that is still there.
func (s *Sessions) withdraw(uid int64) error {
	delete(s.safe, uid)
	if s.opt.Vault == nil {
		return nil
	}
	if err := s.opt.Vault.Delete(entryOf(uid)); err != nil && !errors.Is(err, ErrNoSecret) {
		return fmt.Errorf("%s still holds the login: %w", s.opt.Vault.Name(), err)
	}
	return nil
}
