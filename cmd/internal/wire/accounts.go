package wire

import (
	"errors"

	"ncmtui/store"
	"ncmtui/store/keyring"
)

// ErrNoAccount says that no login of that id is kept.
var ErrNoAccount = errors.New("no login of that id is kept")

// sessions gives the file of the logins, or the keyring when the settings say
// so.
func (o Options) sessions(told func(store.Notice)) *store.Sessions {
	return store.OpenSessions(store.SessionOptions{
		Dir: o.Places.Data, Now: o.Now, OnNotice: told, Vault: keyring.Keyring{}, Keyring: o.Config.Keyring,
	})
}

// Accounts are the logins that are kept, and which of them acts (0: none).
func (s *Service) Accounts() (all []store.Account, active int64) {
	session := s.keep.file.Load()
	return session.Accounts, session.Active
}

// Switch makes another kept login the one that acts from the next start on; 0
// is the guest. Nothing of the others is lost: queue, lists, history and
// reports are kept by account.
func (s *Service) Switch(uid int64) error {
	_, err := s.keep.use(uid)
	return err
}

// KeptAt is where the logins are kept, for people.
func (s *Service) KeptAt() string { return s.keep.file.Where() }
