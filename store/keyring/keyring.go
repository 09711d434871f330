// Package keyring keeps secrets in the keyring of the system: Secret Service on
// Linux, the keychains of macOS and Windows. It never waits longer than a few
// seconds for it, and never starts one.
package keyring

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	system "github.com/zalando/go-keyring"

	"ncmtui/internal/safe"
	"ncmtui/store"
)

// limit bounds one call: a keyring that is locked asks the user, or nobody.
const limit = 3 * time.Second

// service is the name of the entries.
const service = "ncmtui"

var (
	// ErrTimeout says that the keyring did not answer.
	ErrTimeout = errors.New("the keyring does not answer")
	// ErrNone says that there is no session bus on which one could be.
	ErrNone = errors.New("there is no keyring: no session bus")
)

// Keyring is the system's. The zero value works.
type Keyring struct {
	Getenv func(string) string // nil: os.Getenv
}

// Name is for people.
func (Keyring) Name() string {
	switch runtime.GOOS {
	case "darwin":
		return "Keychain"
	case "windows":
		return "Windows Credential Manager"
	}
	return "Secret Service"
}

// Get gives a secret; store.ErrNoSecret when there is none of that name.
func (k Keyring) Get(name string) (safe.Secret, error) {
	secret, err := k.call(func() (string, error) { return system.Get(service, name) })
	return safe.Secret(secret), err
}

// Set keeps a secret in place of the one before.
func (k Keyring) Set(name string, secret safe.Secret) error {
	_, err := k.call(func() (string, error) { return "", system.Set(service, name, secret.Reveal()) })
	return err
}

// Delete removes one; store.ErrNoSecret when there is none.
func (k Keyring) Delete(name string) error {
	_, err := k.call(func() (string, error) { return "", system.Delete(service, name) })
	return err
}

type answer struct {
	secret string
	err    error
}

// call asks the system. Of a call that is given up the goroutine ends when the
// system answers.
func (k Keyring) call(f func() (string, error)) (string, error) {
	if !k.reachable() {
		return "", ErrNone
	}
	done := make(chan answer, 1)
	safe.Go("keyring", func() {
		secret, err := f()
		done <- answer{secret, err}
	})
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case a := <-done:
		if errors.Is(a.err, system.ErrNotFound) {
			return "", store.ErrNoSecret
		}
		if a.err != nil {
			return "", fmt.Errorf("keyring: %w", a.err)
		}
		return a.secret, nil
	case <-timer.C:
		return "", ErrTimeout
	}
}

// reachable says whether asking can do anything but start a bus of our own,
// which is what the library does without an address.
func (k Keyring) reachable() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	getenv := k.Getenv
	if getenv == nil {
		getenv = os.Getenv
	}
	if getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	_, err := os.Stat(filepath.Join("/run/user", strconv.Itoa(os.Getuid()), "bus"))
	return err == nil
}
