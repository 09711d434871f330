package wire

import (
	"errors"

	"ncmtui/store"
)

// ErrNoAccount says that no login of that id is kept.
var ErrNoAccount = errors.New("no login of that id is kept")

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
