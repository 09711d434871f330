package store

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

const (
	sessionSchema = 1
	sessionMax    = 1 << 20
	sessionWait   = 2 * time.Second
)

// Account is one login. Cookies are all it was given, by name (MUSIC_U,
// __csrf, NMTID …); never a password, phone number or captcha.
type Account struct {
	UID     int64
	Name    string
	Cookies map[string]safe.Secret
	Saved   time.Time
	Renewed time.Time // when the service gave the login, or renewed it; zero: not known

	vaulted bool // the vault has its cookies
}

// Session is who uses this installation: its device id, the anonymous token of
// the guest, the logins and which of them is active (UID; 0 guest).
type Session struct {
	DeviceID  string
	Anonymous safe.Secret
	Active    int64
	Accounts  []Account
}

// Account gives the login with that UID.
func (s Session) Account(uid int64) (Account, bool) {
	i := slices.IndexFunc(s.Accounts, func(a Account) bool { return a.UID == uid })
	if i < 0 {
		return Account{}, false
	}
	return s.Accounts[i], true
}

// Put adds the login or replaces the one with its UID; the newest Saved wins,
// so that a slow process does not bring an old cookie back.
func (s *Session) Put(a Account) {
	i := slices.IndexFunc(s.Accounts, func(b Account) bool { return b.UID == a.UID })
	switch {
	case i < 0:
		s.Accounts = append(s.Accounts, a)
	case !a.Saved.Before(s.Accounts[i].Saved):
		s.Accounts[i] = a
	}
}

// take puts what another state knows on top of this one.
func (s *Session) take(from Session) {
	for _, a := range from.Accounts {
		s.Put(a)
	}
	s.Active = from.Active
	if from.Anonymous != "" {
		s.Anonymous = from.Anonymous
	}
}

// Remove forgets a login.
func (s *Session) Remove(uid int64) {
	s.Accounts = slices.DeleteFunc(s.Accounts, func(a Account) bool { return a.UID == uid })
	if s.Active == uid {
		s.Active = 0
	}
}

// SessionOptions say where the session is; Dir "" keeps it in memory.
type SessionOptions struct {
	Dir      string
	Now      func() time.Time // nil: time.Now
	Rand     io.Reader        // nil: crypto/rand; the device id is made of it
	OnNotice func(Notice)     // nil: nobody listens
	Vault    Vault            // the system's keyring; nil: none is asked
	Keyring  bool             // cookies are put into it, the file only names the accounts
}

// Sessions reads and changes the session file, which other processes may
// change too.
type Sessions struct {
	opt  SessionOptions
	path string

	turn     chan struct{} // has room for one: who changes the session
	swept    bool          // no half writes lie about
	last     Session       // what this process knows, also when nothing can be written
	detached bool          // last holds changes that are not on disk
	warned   bool
	safe     map[int64]deposit // what the vault is known to hold
	// What the vault said when it gave or took nothing, nil since it did; each
	// outcome is said once.
	refusal   error
	refusedAt time.Time
	said      map[NoticeCode]bool
}

// OpenSessions gives the session of the data folder. It does no IO itself.
func OpenSessions(opt SessionOptions) *Sessions {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Rand == nil {
		opt.Rand = rand.Reader
	}
	s := &Sessions{opt: opt, turn: make(chan struct{}, 1), safe: map[int64]deposit{}, said: map[NoticeCode]bool{}}
	if opt.Dir != "" {
		s.path = filepath.Join(opt.Dir, "session.json")
	}
	return s
}

// Path is the session file; "" when it is in memory.
func (s *Sessions) Path() string { return s.path }

// Where says for people where logins are kept: the file, and the keyring when
// they go there.
func (s *Sessions) Where() string {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	switch {
	case s.opt.Keyring && s.opt.Vault != nil && s.refusal == nil:
		return s.opt.Vault.Name()
	case s.path == "":
		return "-"
	}
	return s.path + " (0600)"
}

// Load gives the session, with a device id in any case: at first use it is
// made and kept for ever. A damaged file is set aside and its backup used; a
// file that cannot be read or written is a notice, never an error.
func (s *Sessions) Load() Session {
	var got Session
	_ = s.Update(func(now *Session) { got = now.clone() }) // the notice says it
	return got
}

// Update changes the session: f gets what is on disk now, and what it leaves
// is written in one step, under a lock that other processes obey. The error
// says that the change holds in this process only.
func (s *Sessions) Update(f func(*Session)) error {
	return s.update(f, false)
}

// Forget removes logins from the file, from all that lies beside it and held
// them, and from the keyring, also what that holds of before it refused a newer
// one. The error says where they still are.
func (s *Sessions) Forget(uids ...int64) error {
	var left error
	wiped := s.update(func(now *Session) {
		for _, uid := range uids {
			if a, ok := now.Account(uid); ok && (a.vaulted || s.opt.Keyring) {
				if err := s.withdraw(uid); a.vaulted {
					left = errors.Join(left, err) // else it never took it
				}
			}
			now.Remove(uid)
		}
	}, true)
	return errors.Join(wiped, left)
}

func (s *Sessions) update(f func(*Session), wiping bool) error {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	unlock, lockErr := s.lock()
	if lockErr == nil {
		defer unlock()
	}
	file, now, onDisk, readErr := s.open(lockErr == nil)
	if readErr != nil {
		now = s.last.clone()
	} else if s.detached {
		now.take(s.last)
	}
	before := now.clone()
	if err := s.ensureDevice(&now); err != nil {
		return err
	}
	f(&now)
	s.last = now.clone()
	if err := errors.Join(lockErr, readErr); err != nil {
		switch {
		case wiping: // the caller says what is still there
			s.detached = true
			return fmt.Errorf("session: %w", err)
		case readErr == nil && onDisk != nil && !s.detached && now.equal(before):
			return nil // a disk that takes nothing has it all
		}
		return s.warn(err)
	}
	if s.path == "" {
		return nil
	}
	return s.write(file, &now, onDisk, wiping)
}

// write brings a session to the disk, whose text was onDisk, and to the vault.
func (s *Sessions) write(file string, now *Session, onDisk []byte, wiping bool) error {
	moved, leave := s.deposit(now)
	text, err := now.encode()
	if err != nil {
		return err
	}
	write := safe.WriteFile
	var remain error
	if wiping || moved { // what lies beside it holds what is to be here no more; a full disk needs its room
		write, remain = safe.ReplaceFile, wipe(file)
	}
	if string(text) != string(onDisk) {
		if err := write(file, text); err != nil {
			return s.warn(err)
		}
	}
	s.detached = false
	for _, uid := range leave {
		if err := s.withdraw(uid); err != nil {
			s.tell(Notice{Code: NoticeLeft, Path: s.opt.Vault.Name(), Err: err})
		}
	}
	if remain != nil {
		return fmt.Errorf("session: a file beside it still holds the login: %w", remain)
	}
	return nil
}

// open finds the file, which may be a link to another folder, and reads it. An
// error means that the file must not be written.
func (s *Sessions) open(locked bool) (file string, now Session, onDisk []byte, err error) {
	if s.path == "" {
		return "", s.last.clone(), nil, nil
	}
	if file, err = safe.Target(s.path); err != nil {
		return s.path, Session{}, nil, err
	}
	if locked && !s.swept {
		sweep(file)
		s.swept = true
	}
	now, onDisk, err = s.read(file)
	return file, now, onDisk, err
}

func (s *Sessions) lock() (unlock func(), err error) {
	if s.path == "" {
		return func() {}, nil
	}
	if err := safe.MakeDir(s.opt.Dir); err != nil {
		return nil, err
	}
	f, err := lockFile(filepath.Join(s.opt.Dir, "session.lock"), sessionWait)
	if err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

// read gives what is on disk: the file, else its backup, else what this
// process knows. An error means that the file must not be written.
func (s *Sessions) read(file string) (Session, []byte, error) {
	damaged := ""
	for _, path := range []string{file, safe.Backup(file)} {
		text, err := readPrivate(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			var got Session
			if got, err = decodeSession(text); err == nil {
				s.fetch(&got)
				if damaged != "" {
					s.tell(Notice{Code: NoticeRestored, Path: damaged})
				}
				if path != file {
					text = nil // write it back into its place
				}
				return got, text, nil
			}
		}
		if errors.Is(err, errNewer) || !errors.Is(err, errDamaged) {
			return Session{}, nil, err
		}
		aside, err := setAside(path, s.opt.Now())
		if err != nil {
			return Session{}, nil, err
		}
		if damaged == "" {
			damaged = aside
		}
	}
	if damaged != "" {
		s.tell(Notice{Code: NoticeEmpty, Path: damaged})
	}
	return s.last.clone(), nil, nil
}

// readPrivate reads a file of ours, closing it to others on the way. A folder
// in its place, or a giant, is damage.
func readPrivate(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > sessionMax {
		return nil, fmt.Errorf("%w: %s of %d bytes", errDamaged, info.Mode().Type(), info.Size())
	}
	f, err := safe.OpenPrivate(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, sessionMax))
}

// ensureDevice makes the device id: 52 random upper-case hex digits
// (ENDPOINTS §3), the shape the service's own clients use.
func (s *Sessions) ensureDevice(now *Session) error {
	if now.DeviceID != "" {
		return nil
	}
	if s.last.DeviceID != "" {
		now.DeviceID = s.last.DeviceID
		return nil
	}
	var raw [26]byte
	if _, err := io.ReadFull(s.opt.Rand, raw[:]); err != nil {
		return fmt.Errorf("session: device id: %w", err)
	}
	now.DeviceID = strings.ToUpper(hex.EncodeToString(raw[:]))
	return nil
}

// warn tells once that nothing is kept, and passes the error on.
func (s *Sessions) warn(err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("session: %w", err)
	s.detached = true
	if !s.warned {
		s.warned = true
		code := NoticeSession
		if errors.Is(err, errNewer) {
			code = NoticeNewer
		}
		s.tell(Notice{Code: code, Path: s.path, Err: err})
	}
	return err
}

func (s *Sessions) tell(n Notice) {
	if s.opt.OnNotice != nil {
		s.opt.OnNotice(n)
	}
}

// equal says whether two states are the same in all that is kept.
func (s Session) equal(t Session) bool {
	return s.DeviceID == t.DeviceID && s.Anonymous == t.Anonymous && s.Active == t.Active &&
		slices.EqualFunc(s.Accounts, t.Accounts, func(a, b Account) bool {
			return a.UID == b.UID && a.Name == b.Name && a.Saved.Equal(b.Saved) && a.Renewed.Equal(b.Renewed) && maps.Equal(a.Cookies, b.Cookies)
		})
}

func (s Session) clone() Session {
	s.Accounts = slices.Clone(s.Accounts)
	for i, a := range s.Accounts {
		cookies := make(map[string]safe.Secret, len(a.Cookies))
		for k, v := range a.Cookies {
			cookies[k] = v
		}
		s.Accounts[i].Cookies = cookies
	}
	return s
}
