package keyring

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	system "github.com/zalando/go-keyring"

	"ncmtui/store"
)

func bus(string) string { return "unix:path=/nowhere" }

func TestSecretsComeBack(t *testing.T) {
	system.MockInit()
	k := Keyring{Getenv: bus}
	if _, err := k.Get("account-1"); !errors.Is(err, store.ErrNoSecret) {
		t.Errorf("nothing was kept yet: %v", err)
	}
	if err := k.Set("account-1", "secret"); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get("account-1"); err != nil || got != "secret" {
		t.Errorf("%v", err)
	}
	if err := k.Delete("account-1"); err != nil {
		t.Error(err)
	}
	if err := k.Delete("account-1"); !errors.Is(err, store.ErrNoSecret) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestAKeyringThatRefusesSaysWhy(t *testing.T) {
	locked := errors.New("locked")
	system.MockInitWithError(locked)
	defer system.MockInit()
	if err := (Keyring{Getenv: bus}).Set("account-1", "secret"); !errors.Is(err, locked) {
		t.Error(err)
	}
}

func TestWithoutABusNothingIsStarted(t *testing.T) {
	system.MockInit()
	k := Keyring{Getenv: func(string) string { return "" }}
	if k.reachable() {
		t.Skip("a session bus runs here")
	}
	if err := k.Set("account-1", "secret"); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
}

func TestAKeyringThatDoesNotAnswerIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun, never := time.Now(), make(chan struct{})
		_, err := Keyring{Getenv: bus}.call(func() (string, error) { <-never; return "", nil })
		if !errors.Is(err, ErrTimeout) || time.Since(begun) != limit {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
		close(never)
	})
}
