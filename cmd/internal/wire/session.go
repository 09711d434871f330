package wire

import (
	"errors"
	"maps"
	"sync"
	"time"

	"ncmtui/api"
	"ncmtui/internal/safe"
	"ncmtui/store"
)

// keeper keeps the client's session in the session file. A login is stored
// the moment its cookies come, under UID 0, and moved to its own place when
// the service has said whose it is: a crash in between loses nothing, and the
// login before stays until then.
type keeper struct {
	file *store.Sessions
	now  func() time.Time

	mu     sync.Mutex
	uid    int64       // whose login token is; 0 nobody's, or not known yet
	token  safe.Secret // MUSIC_U of uid
	asking bool        // a new login is being made: another token may be anybody's
	before int64       // who was logged in before a login whose owner is not known
}

const loginCookie = "MUSIC_U"

// load gives what the last run kept.
func (k *keeper) load() (api.Session, store.Account) {
	s := k.file.Load()
	account, ok := s.Account(0) // a login whose owner was never learnt is the newest
	if !ok {
		account, _ = s.Account(s.Active)
	}
	k.mu.Lock()
	k.uid, k.token = account.UID, account.Cookies[loginCookie]
	k.mu.Unlock()
	return api.Session{Device: s.DeviceID, Cookies: maps.Clone(account.Cookies), Anonymous: s.Anonymous}, account
}

// known gives the kept login with the same cookie, whose owner is known then;
// else the zero Account.
func (k *keeper) known(cookies map[string]safe.Secret) store.Account {
	token := cookies[loginCookie]
	for _, a := range k.file.Load().Accounts {
		if token != "" && a.UID != 0 && a.Cookies[loginCookie] == token {
			k.mu.Lock()
			k.uid, k.token, k.asking = a.UID, token, false
			k.mu.Unlock()
			a.Cookies = cookies
			return a
		}
	}
	return store.Account{}
}

// use makes another kept login the one that acts; 0 is the guest.
func (k *keeper) use(uid int64) (store.Account, error) {
	var account store.Account
	var found bool
	err := k.file.Update(func(now *store.Session) {
		if account, found = now.Account(uid); found || uid == 0 {
			now.Active = uid
		}
	})
	if !found && uid != 0 {
		return account, ErrNoAccount
	}
	k.mu.Lock()
	k.uid, k.before, k.token, k.asking = uid, 0, account.Cookies[loginCookie], false
	k.mu.Unlock()
	return account, err
}

// owner says under whose UID cookies with that token belong.
func (k *keeper) owner(token safe.Secret) int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.asking && token != k.token {
		k.before, k.uid, k.asking = k.uid, 0, false
	}
	k.token = token // renewed: the owner stays
	return k.uid
}

// save is the client's Save hook. The file says itself, by a notice, when it
// cannot be written.
func (k *keeper) save(s api.Session) {
	uid := int64(0)
	if s.LoggedIn() {
		uid = k.owner(s.Cookies[loginCookie])
	}
	_ = k.file.Update(func(now *store.Session) {
		now.Anonymous = s.Anonymous
		if !s.LoggedIn() {
			return // logging out is the owner's act: see forget
		}
		account, _ := now.Account(uid)
		if account.Cookies[loginCookie] != s.Cookies[loginCookie] {
			account.Renewed = k.now()
		}
		account.UID, account.Cookies, account.Saved = uid, maps.Clone(s.Cookies), k.now()
		now.Put(account)
		now.Active = uid
	})
}

// own says whose the client's cookies are.
func (k *keeper) own(uid int64, name string, s api.Session) {
	k.mu.Lock()
	k.uid, k.token, k.asking = uid, s.Cookies[loginCookie], false
	k.mu.Unlock()
	_ = k.file.Update(func(now *store.Session) {
		before, _ := now.Account(uid)
		if uid != 0 {
			now.Remove(0)
		}
		renewed := before.Renewed
		if before.Cookies[loginCookie] != s.Cookies[loginCookie] {
			renewed = k.now()
		}
		now.Put(store.Account{UID: uid, Name: name, Cookies: maps.Clone(s.Cookies), Saved: k.now(), Renewed: renewed})
		now.Active = uid
	})
}

// fresh prepares for a new login: the next token is nobody's yet.
func (k *keeper) fresh() {
	k.mu.Lock()
	k.asking = true
	k.mu.Unlock()
}

// forget wipes the login from the file and its backup; of a login under way
// also the one it was to replace.
func (k *keeper) forget() error {
	k.mu.Lock()
	uid := k.uid
	if uid == 0 {
		uid = k.before
	}
	k.uid, k.before, k.token, k.asking = 0, 0, "", true
	k.mu.Unlock()
	wiped := k.file.Forget(0)
	if uid != 0 {
		wiped = errors.Join(wiped, k.file.Forget(uid))
	}
	return wiped
}
