package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/internal/safe"
)

// chest is a keyring in memory; with err it refuses.
type chest struct {
	in   map[string]safe.Secret
	gets int
	err  error

	leaves func() // called before something is removed
	fixed  bool   // nothing can be
}

func (c *chest) Name() string { return "chest" }
func (c *chest) Get(name string) (safe.Secret, error) {
	c.gets++
	if c.err != nil {
		return "", c.err
	}
	s, ok := c.in[name]
	if !ok {
		return "", ErrNoSecret
	}
	return s, nil
}

func (c *chest) Set(name string, s safe.Secret) error {
	if c.err == nil {
		c.in[name] = s
	}
	return c.err
}

func (c *chest) Delete(name string) error {
	if c.fixed {
		return errors.New("fixed")
	}
	if c.leaves != nil {
		c.leaves()
	}
	if c.err == nil {
		delete(c.in, name)
	}
	return c.err
}

type vaultRig struct {
	t     *testing.T
	dir   string
	chest *chest
	told  []NoticeCode
}

func newVaultRig(t *testing.T) *vaultRig {
	return &vaultRig{t: t, dir: t.TempDir(), chest: &chest{in: map[string]safe.Secret{}}}
}

func (r *vaultRig) open(keyring bool) *Sessions {
	return OpenSessions(SessionOptions{
		Dir: r.dir, Vault: r.chest, Keyring: keyring,
		OnNotice: func(n Notice) { r.told = append(r.told, n.Code) },
	})
}

// files is all that lies in the folder.
func (r *vaultRig) files() string {
	var all strings.Builder
	names, _ := filepath.Glob(filepath.Join(r.dir, "*"))
	for _, name := range names {
		b, _ := os.ReadFile(name)
		all.Write(b)
	}
	return all.String()
}

const vaultToken = "00c0ffee00c0ffee00c0ffee"

func (r *vaultRig) login(s *Sessions) {
	r.t.Helper()
	err := s.Update(func(now *Session) {
		now.Put(Account{UID: 7, Name: "n", Cookies: map[string]safe.Secret{"MUSIC_U": vaultToken}, Saved: time.UnixMilli(1000)})
		now.Active = 7
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *vaultRig) token(s *Sessions) safe.Secret {
	a, _ := s.Load().Account(7)
	return a.Cookies["MUSIC_U"]
}

func TestTheKeyringHoldsTheLoginAndTheFileDoesNot(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	r.login(r.open(false))
	if !strings.Contains(r.files(), vaultToken) {
		t.Fatal("the file has no login")
	}
	s := r.open(true) // moved at the next start
	if r.token(s) != vaultToken || strings.Contains(r.files(), vaultToken) || len(r.chest.in) != 1 {
		t.Errorf("after the move: %d entries, in the files %v", len(r.chest.in), strings.Contains(r.files(), vaultToken))
	}
	again := r.open(true)
	for range 5 {
		if r.token(again) != vaultToken {
			t.Error("the login does not come back")
		}
	}
	if r.chest.gets != 1 {
		t.Errorf("the keyring was asked %d times", r.chest.gets)
	}
	if r.token(r.open(false)) != vaultToken || len(r.chest.in) != 0 || !strings.Contains(r.files(), vaultToken) {
		t.Error("without the setting it does not go back to the file")
	}
	if len(r.told) != 0 {
		t.Errorf("told %v", r.told)
	}
}

func TestLogoutWipesTheKeyring(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	s := r.open(true)
	r.login(s)
	if err := s.Forget(7); err != nil || len(r.chest.in) != 0 || strings.Contains(r.files(), vaultToken) {
		t.Errorf("%d entries left, %v", len(r.chest.in), err)
	}
}

func TestAKeyringThatRefusesFallsBackToTheFileAndSaysSo(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	r.chest.err = errors.New("locked")
	s := r.open(true)
	r.login(s)
	r.login(s)
	if r.token(r.open(true)) != vaultToken || !strings.Contains(r.files(), vaultToken) {
		t.Error("the login is lost")
	}
	if !slices.Contains(r.told, NoticeKeyring) || len(r.told) > 2 {
		t.Errorf("told %v", r.told)
	}
}

func TestALockedKeyringLosesNothing(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	r.login(r.open(true))
	r.chest.err = errors.New("locked")
	s := r.open(true)
	if got := r.token(s); got != "" || !slices.Equal(r.told, []NoticeCode{NoticeLocked}) {
		t.Errorf("told %v", r.told)
	}
	if err := s.Update(func(now *Session) { now.Anonymous = "a" }); err != nil {
		t.Fatal(err)
	}
	r.chest.err = nil
	if r.token(r.open(true)) != vaultToken {
		t.Error("the login is lost")
	}
}

func TestAVaultThatDoesNotAnswerIsLeftAloneForAWhile(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	r.login(r.open(true))
	now := time.UnixMilli(1_700_000_000_000)
	r.chest.err, r.chest.gets = errors.New("locked"), 0
	s := OpenSessions(SessionOptions{
		Dir: r.dir, Vault: r.chest, Keyring: true, Now: func() time.Time { return now },
		OnNotice: func(n Notice) { r.told = append(r.told, n.Code) },
	})
	for range 20 {
		if r.token(s) != "" {
			t.Error("it gave the login")
		}
	}
	if r.chest.gets != 1 || !slices.Equal(r.told, []NoticeCode{NoticeLocked}) || !strings.HasSuffix(s.Where(), "(0600)") {
		t.Errorf("asked %d times, told %v, %s", r.chest.gets, r.told, s.Where())
	}
	r.login(s) // goes to the file, which is said
	if !strings.Contains(r.files(), vaultToken) || !slices.Equal(r.told, []NoticeCode{NoticeLocked, NoticeKeyring}) {
		t.Errorf("told %v", r.told)
	}
	r.chest.err = nil
	now = now.Add(-time.Hour) // a clock set back does not keep it waiting
	if r.token(s) != vaultToken || strings.Contains(r.files(), vaultToken) || s.Where() != "chest" {
		t.Error("the login did not go back into the keyring")
	}
	r.chest.err = errors.New("locked")
	if err := s.Forget(7); err == nil || strings.Contains(err.Error(), vaultToken) {
		t.Errorf("a login that is still in the keyring: %v", err)
	}
}

func TestALoginLeavesTheKeyringOnlyWhenTheFileHasIt(t *testing.T) {
	t.Parallel()
	r := newVaultRig(t)
	r.login(r.open(true))
	left := 0
	r.chest.leaves = func() {
		if left++; !strings.Contains(r.files(), vaultToken) {
			t.Error("for a moment it was nowhere")
		}
	}
	if r.token(r.open(false)) != vaultToken || left != 1 || len(r.chest.in) != 0 {
		t.Errorf("it left %d times, %d entries", left, len(r.chest.in))
	}
	// What cannot be removed is said, and the login works.
	r.login(r.open(true))
	r.chest.fixed = true
	if r.token(r.open(false)) != vaultToken || !slices.Equal(r.told, []NoticeCode{NoticeLeft}) {
		t.Errorf("told %v", r.told)
	}
}
