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

// ErrStillKept says that a login that was given up could not be wiped.
var ErrStillKept = errors.New("the login could not be wiped")

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

// known gives the kept login with the same cookie, whose owner is known then,
// and makes it the one that acts; else the zero Account.
func (k *keeper) known(cookies map[string]safe.Secret) store.Account {
	token := cookies[loginCookie]
	var account store.Account
	_ = k.file.Update(func(now *store.Session) {
		uid := holder(now, 0, token)
		if account, _ = now.Account(uid); token != "" && uid != 0 {
			now.Active = uid
		}
	})
	if token == "" || account.UID == 0 {
		return store.Account{}
	}
	k.mu.Lock()
	k.uid, k.token, k.asking = account.UID, token, false
	k.mu.Unlock()
	account.Cookies = cookies
	return account
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

// owner says under whose UID cookies with that token belong, and whether the
// token is a new one.
func (k *keeper) owner(token safe.Secret) (uid int64, fresh bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	fresh = token != k.token
	if k.asking && fresh {
		k.before, k.uid, k.asking = k.uid, 0, false
	}
	k.token = token // renewed: the owner stays
	return k.uid, fresh
}

// save is the client's Save hook. The file says itself, by a notice, when it
// cannot be written.
func (k *keeper) save(s api.Session) {
	token := s.Cookies[loginCookie]
	uid, fresh := int64(0), false
	if s.LoggedIn() {
		uid, fresh = k.owner(token)
	}
	_ = k.file.Update(func(now *store.Session) {
		now.Anonymous = s.Anonymous
		if !s.LoggedIn() {
			return // logging out is the owner's act: see forget
		}
		account, found := now.Account(holder(now, uid, token))
		switch {
		case !found && uid != 0:
			return // logged out meanwhile, by another process
		case !found:
			now.Active = 0
		case !fresh && overtaken(account, token):
			return
		}
		if account.Cookies[loginCookie] != token {
			account.Renewed = k.now()
		}
		account.Cookies, account.Saved = maps.Clone(s.Cookies), later(k.now(), account.Saved)
		now.Put(account)
	})
}

// holder is who has that token; else uid. Cookies that came while another login
// took over are those of the one before.
func holder(now *store.Session, uid int64, token safe.Secret) int64 {
	for _, a := range now.Accounts {
		if a.Cookies[loginCookie] == token {
			return a.UID
		}
	}
	return uid
}

// overtaken says that another process has a newer cookie of the login than this
// one, which takes it over when it looks at the file.
func overtaken(kept store.Account, token safe.Secret) bool {
	have := kept.Cookies[loginCookie]
	return have != "" && have != token
}

// later is now, or right after the last time, which a clock that was set back
// makes a time to come: the newest login counts.
func later(now, last time.Time) time.Time {
	if !now.After(last) {
		return last.Add(time.Millisecond)
	}
	return now
}

// own says whose the client's cookies are. A login that is no new one may have
// been given up, renewed, or changed for another one, by another process.
func (k *keeper) own(uid int64, name string, s api.Session) {
	token := s.Cookies[loginCookie]
	if !s.LoggedIn() {
		return // logged out meanwhile
	}
	k.mu.Lock()
	known := uid != 0 && uid == k.uid && !k.asking && token == k.token
	k.uid, k.token, k.asking = uid, token, false
	k.mu.Unlock()
	_ = k.file.Update(func(now *store.Session) {
		before, found := now.Account(uid)
		if known && (!found || overtaken(before, token)) {
			return
		}
		if uid != 0 {
			now.Remove(0)
		}
		renewed := before.Renewed
		if before.Cookies[loginCookie] != s.Cookies[loginCookie] {
			renewed = k.now()
		}
		now.Put(store.Account{UID: uid, Name: name, Cookies: maps.Clone(s.Cookies), Saved: later(k.now(), before.Saved), Renewed: renewed})
		if !known {
			now.Active = uid
		}
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
	if err := k.file.Forget(0, uid); err != nil {
		return errors.Join(ErrStillKept, err)
	}
	return nil
}
