package wire

import (
	"context"
	"errors"
	"sync/atomic"

	"ncmtui/api"
	"ncmtui/ui/pane"
)

// account is the screen's way to log in and out. Whoever it finds becomes the
// account of every room.
type account struct {
	api   *api.Client
	keep  *keeper
	known atomic.Pointer[pane.User]
	lost  atomic.Bool                  // the login is over; it comes back with the next one
	adopt func(user int64, how change) // tells the other rooms
}

// change is how an account came.
type change uint8

const (
	asKnown  change = iota // by an answer of the service
	again                  // by a new login after one that was over
	switched               // by the user's choice among those that are kept
)

func (a *account) NewQR(ctx context.Context) (pane.QR, error) {
	a.keep.fresh()
	key, err := a.api.QRKey(ctx)
	if err != nil {
		return pane.QR{}, err
	}
	return pane.QR{Key: key, URL: api.QRAddress(key)}, nil
}

var qrStates = map[api.QRState]pane.QRState{
	api.QRExpired: pane.QRExpired, api.QRWaiting: pane.QRWaiting,
	api.QRConfirm: pane.QRScanned, api.QRConfirmed: pane.QRConfirmed,
}

func (a *account) CheckQR(ctx context.Context, key string) (pane.QRState, error) {
	got, err := a.api.QRCheck(ctx, key)
	if err != nil {
		return 0, err
	}
	return qrStates[got.State], nil
}

// Who asks the service whose the login is. Without a network the account of
// the last run stands: its lists and its songs on disk are still there.
func (a *account) Who(ctx context.Context) (pane.User, error) {
	if !a.api.Session().LoggedIn() {
		a.adopt(0, asKnown)
		return pane.User{}, nil
	}
	got, session, err := a.api.Whose(ctx)
	switch {
	case errors.Is(err, api.ErrOvertaken):
		return a.Who(ctx)
	case errors.Is(err, api.ErrLoginNeeded), err == nil && got == nil:
		a.lost.Store(true)
		return pane.User{}, nil // the cookie is kept: the queue and the outbox are its owner's
	case errors.Is(err, api.ErrNetwork):
		if known := a.known.Load(); known != nil {
			return *known, nil
		}
		return pane.User{}, err
	case err != nil:
		return pane.User{}, err
	}
	user := pane.User{ID: got.ID, Name: got.Name, VIP: got.VIP > 0, LoggedIn: true}
	a.known.Store(&user)
	a.keep.own(user.ID, user.Name, session)
	how := asKnown
	if a.lost.Swap(false) {
		how = again
	}
	a.adopt(user.ID, how)
	return user, nil
}

// Logout tells the service, and wipes the login from the disk whatever the
// service says.
func (a *account) Logout(ctx context.Context) error {
	said := a.api.Logout(ctx)
	a.known.Store(nil)
	wiped := a.keep.forget()
	a.adopt(0, asKnown)
	if errors.Is(said, api.ErrNetwork) || errors.Is(said, api.ErrLoginNeeded) {
		said = nil
	}
	return errors.Join(said, wiped)
}
