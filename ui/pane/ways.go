package pane

import (
	"context"
	"errors"
	"fmt"

	"ncmtui/internal/safe"
)

type (
	// Ways are the ways to log in beside the QR code. What the user types goes
	// to the service and nowhere else; a login is kept when the error is nil.
	Ways interface {
		// Import takes a login made elsewhere: a Cookie header, a MUSIC_U, the
		// content of a cookie file, or @ and the file's name.
		Import(ctx context.Context, cookie safe.Secret) (User, error)
		// SendCode asks for a code by SMS. Country is a calling code, "" for 86.
		SendCode(ctx context.Context, country string, phone safe.Secret) error
		LogIn(ctx context.Context, c Credentials) (User, error)
		// Picture writes a QR code as a PNG file, for a terminal without room
		// for it, and gives its name.
		Picture(ctx context.Context, url string) (file string, err error)
	}
	// Accounts are the logins that are kept here, for `:account`.
	Accounts interface {
		Accounts(ctx context.Context) ([]KeptLogin, error)
		// Switch makes another one the account of the running program; 0 is the
		// guest. Without a network it is as it was known last; one whose login
		// is over is not LoggedIn.
		Switch(ctx context.Context, uid int64) (User, error)
		// ForgetLogin removes one that does not act now from the disk.
		ForgetLogin(ctx context.Context, uid int64) error
	}
)

// Credentials are a phone with a Code or a Password, or an Email with a
// Password.
type Credentials struct {
	Country        string // calling code, "" for 86
	Phone, Email   safe.Secret
	Code, Password safe.Secret
}

// KeptLogin is a login that is kept.
type KeptLogin struct {
	ID     int64
	Name   string
	Active bool
}

// Refusal is what the service said to a login: Code is of its answer, Verify
// an address of the service to prove oneself at, or "".
type Refusal struct {
	Code   int
	Text   string // the service's own words
	Verify string
	Err    error
}

func (r *Refusal) Error() string { return fmt.Sprintf("%v (%d)", r.Err, r.Code) }

// Unwrap gives what the refusal is about.
func (r *Refusal) Unwrap() error { return r.Err }

// ErrCookie says that a text holds no login.
var ErrCookie = errors.New("no login in this text")

// Bare is true on the code: nothing is opened there, a phone reads it.
func (l *Logins) Bare() bool { return l.form() == nil }
