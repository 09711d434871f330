package wire

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ncmtui/api"
	"ncmtui/store"
)

// A login is renewed once a week, long before its cookie is over, also in a
// program that runs for weeks. The clock on the wall counts: a computer that
// slept has grown older.
const (
	renewEvery = 7 * 24 * time.Hour
	renewFirst = 30 * time.Second // the start has other things to do
	renewLook  = time.Hour
	renewAgain = 24 * time.Hour // after the service has refused

	// renewAhead is how far in the future a renewal may lie before it counts as
	// none: the clock was wrong then.
	renewAhead = 30 * 24 * time.Hour
)

// Renew asks the service for a new login cookie and notes when.
func (a *account) Renew(ctx context.Context) error {
	if err := a.api.Refresh(ctx); err != nil {
		return err
	}
	a.keep.renewed()
	return nil
}

// renewed notes that the login was renewed now, with or without a new cookie.
func (k *keeper) renewed() {
	k.mu.Lock()
	uid := k.uid
	k.mu.Unlock()
	_ = k.file.Update(func(now *store.Session) {
		if account, ok := now.Account(uid); ok {
			account.Renewed, account.Saved = k.now(), later(k.now(), account.Saved)
			now.Put(account)
		}
	})
}

// age is how long ago the login was given or renewed; false without one whose
// owner is known.
func (k *keeper) age() (time.Duration, bool) {
	k.mu.Lock()
	uid := k.uid
	k.mu.Unlock()
	account, ok := k.file.Load().Account(uid)
	if !ok || uid == 0 {
		return 0, false
	}
	since := account.Renewed
	if since.IsZero() {
		since = account.Saved
	}
	age := k.now().Sub(since)
	if age < -renewAhead {
		age = renewEvery
	}
	return age, true
}

// renewals keeps the login young until ctx ends.
func (a *account) renewals(ctx context.Context, log *slog.Logger) {
	timer := time.NewTimer(renewFirst)
	defer timer.Stop()
	var refused time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		timer.Reset(renewLook)
		now := a.keep.now()
		age, ok := a.keep.age()
		if !ok || age < renewEvery || a.lost.Load() || !refused.IsZero() && now.Sub(refused) < renewAgain {
			continue
		}
		call, cancel := context.WithTimeout(ctx, whoLimit)
		err := a.Renew(call)
		cancel()
		if err != nil && !errors.Is(err, api.ErrNetwork) {
			refused = now
		}
		log.Info("login renewed", "after", age.Round(time.Hour), "err", err)
	}
}
