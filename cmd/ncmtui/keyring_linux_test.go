package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"ncmtui/api/ncmfake"
)

// These tests run the built program against the protocol of the Secret Service
// on a bus of their own:
// https://specifications.freedesktop.org/secret-service-spec/latest/

const (
	secretsName = "org.freedesktop.secrets"
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	collection  = secretsPath + "/collection/login"
	promptPath  = secretsPath + "/prompt/p"
	face        = "org.freedesktop.Secret."
)

// secret is the protocol's (oayays).
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// secrets is a keyring: one collection, as gnome-keyring has it.
type secrets struct {
	conn *dbus.Conn

	mu      sync.Mutex
	items   map[dbus.ObjectPath]item
	made    int
	locked  bool // it must be unlocked by a prompt
	answers bool // somebody types the password into the prompt
	prompts int
}

type item struct {
	attributes map[string]string
	value      string
}

// newSecrets is a keyring on the bus.
func newSecrets(t *testing.T, bus string) *secrets {
	t.Helper()
	conn, err := dbus.Connect(bus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	s := &secrets{conn: conn, items: map[dbus.ObjectPath]item{}}
	_, err = prop.Export(conn, secretsPath, prop.Map{face + "Service": {"Collections": {Value: []dbus.ObjectPath{collection}}}})
	for _, e := range []error{
		err,
		conn.Export(service{s}, secretsPath, face+"Service"), conn.Export(box{s}, collection, face+"Collection"),
		conn.ExportSubtree(things{s}, collection, face+"Item"), conn.Export(prompt{s}, promptPath, face+"Prompt"),
		conn.ExportSubtree(sessions{}, secretsPath+"/session", face+"Session"),
	} {
		if e != nil {
			t.Fatal(e)
		}
	}
	if reply, err := conn.RequestName(secretsName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return s
}

// holds are the values that are kept.
func (s *secrets) holds() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all strings.Builder
	for _, i := range s.items {
		all.WriteString(i.attributes["service"] + "/" + i.attributes["username"] + ": " + i.value + "\n")
	}
	return all.String()
}

func (s *secrets) lock(locked, answers bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.answers = locked, answers
}

func (s *secrets) prompted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prompts
}

type (
	service  struct{ *secrets }
	box      struct{ *secrets }
	things   struct{ *secrets }
	prompt   struct{ *secrets }
	sessions struct{}
)

func (s service) OpenSession(algorithm string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	if algorithm != "plain" {
		return dbus.Variant{}, "/", dbus.NewError("org.freedesktop.DBus.Error.NotSupported", nil)
	}
	return dbus.MakeVariant(""), secretsPath + "/session/s1", nil
}

func (s service) Unlock(objects []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return nil, promptPath, nil
	}
	return objects, "/", nil
}

// Prompt opens a window, at which there is somebody or nobody.
func (p prompt) Prompt(string) *dbus.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.prompts++
	if !p.answers {
		return nil
	}
	p.locked = false
	err := p.conn.Emit(promptPath, face+"Prompt.Completed", false, dbus.MakeVariant([]dbus.ObjectPath{collection}))
	if err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

func (b box) SearchItems(wanted map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []dbus.ObjectPath
	for path, i := range b.items {
		if maps.Equal(i.attributes, wanted) {
			found = append(found, path)
		}
	}
	return found, nil
}

func (b box) CreateItem(properties map[string]dbus.Variant, s secret, replace bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.locked {
		return "/", "/", dbus.NewError(face+"Error.IsLocked", nil)
	}
	attributes, _ := properties[face+"Item.Attributes"].Value().(map[string]string)
	for path, i := range b.items {
		if replace && maps.Equal(i.attributes, attributes) {
			b.items[path] = item{attributes, string(s.Value)}
			return path, "/", nil
		}
	}
	b.made++
	path := dbus.ObjectPath(fmt.Sprintf("%s/%d", collection, b.made))
	b.items[path] = item{attributes, string(s.Value)}
	return path, "/", nil
}

func (b things) GetSecret(m dbus.Message, session dbus.ObjectPath) (secret, *dbus.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	path, _ := m.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	i, ok := b.items[path]
	if !ok || b.locked {
		return secret{}, dbus.NewError(face+"Error.IsLocked", nil)
	}
	return secret{Session: session, Value: []byte(i.value), ContentType: "text/plain"}, nil
}

func (b things) Delete(m dbus.Message) (dbus.ObjectPath, *dbus.Error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	path, _ := m.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	delete(b.items, path)
	return "/", nil
}

func (sessions) Close() *dbus.Error { return nil }

// busOf is a session bus of the test's own; what is started for it ends with
// the test.
func busOf(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		lacking(t, "dbus-daemon", err)
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", "--address=unix:path="+filepath.Join(shortDir(t), "bus"))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// withKeyring is a rig whose logins go to the keyring of a bus.
func withKeyring(t *testing.T) (r *rig, cookie, token, bus string) {
	t.Helper()
	bus = busOf(t)
	r = newRig(t, ncmfake.Options{LoggedIn: true})
	cookie, token = r.env["NCMTUI_COOKIE"], r.service.SessionToken().Reveal()
	delete(r.env, "NCMTUI_COOKIE")
	r.env["DBUS_SESSION_BUS_ADDRESS"], r.env["NCMTUI_AUTH_KEYRING"] = bus, "true"
	return r, cookie, token, bus
}

// onDisk says whether the login is in a file.
func (r *rig) onDisk(token string) bool {
	r.t.Helper()
	names, _ := filepath.Glob(filepath.Join(r.folder("data"), "*"))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			r.t.Fatal(err)
		}
		if strings.Contains(string(text), token) {
			return true
		}
	}
	return false
}

func TestTheLoginIsInTheKeyringAlone(t *testing.T) {
	t.Parallel()
	r, cookie, token, bus := withKeyring(t)
	ring := newSecrets(t, bus)
	if code, _, said := r.given(nil, cookie, "auth", "import", "-"); code != exitDone {
		t.Fatal(said)
	}
	if !strings.Contains(ring.holds(), token) || !strings.HasPrefix(ring.holds(), "ncmtui/account-") || r.onDisk(token) {
		t.Errorf("the keyring has it: %v, the disk: %v", strings.Contains(ring.holds(), token), r.onDisk(token))
	}
	if code, out, said := r.given(nil, "", "auth", "status"); code != exitDone || !strings.Contains(out, "听潮") || said != "" {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	if code, _, said := r.given(nil, "", "auth", "refresh"); code != exitDone || strings.Count(ring.holds(), "\n") != 1 || r.onDisk("MUSIC_U") {
		t.Errorf("renewed: exit code %d: %s, %d entries", code, said, strings.Count(ring.holds(), "\n"))
	}
	// The screen takes it, too.
	s := r.run()
	s.shows(firstSong, "听潮")
	s.keys("q")
	s.exit()
	if code, _, said := r.given(nil, "", "auth", "logout"); code != exitDone || ring.holds() != "" {
		t.Errorf("exit code %d: %s, it holds %d bytes", code, said, len(ring.holds()))
	}
}

func TestALockedKeyringIsAskedOnceAndTheLoginIsNotLost(t *testing.T) {
	t.Parallel()
	r, cookie, token, bus := withKeyring(t)
	ring := newSecrets(t, bus)
	if code, _, said := r.given(nil, cookie, "auth", "import", "-"); code != exitDone {
		t.Fatal(said)
	}
	ring.lock(true, false) // and nobody is there
	code, _, said := r.given(nil, "", "auth", "status")
	if code != exitLogin || strings.Count(said, "钥匙串") != 1 || ring.prompted() != 1 {
		t.Errorf("exit code %d, %d windows: %s", code, ring.prompted(), said)
	}
	// A login that is made now is in the file, which is said; nothing hangs.
	code, _, said = r.given(nil, cookie, "auth", "import", "-")
	if code != exitDone || !r.onDisk(token) || !strings.Contains(said, "已存到文件") || ring.prompted() != 2 {
		t.Errorf("exit code %d, on the disk: %v, %d windows: %s", code, r.onDisk(token), ring.prompted(), said)
	}
	// The screen comes up, says it, and plays for whoever the file knows.
	s := r.run()
	s.shows(firstSong)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	ring.lock(true, true) // somebody types the password
	if code, out, said := r.given(nil, "", "auth", "status"); code != exitDone || !strings.Contains(out, "听潮") || r.onDisk(token) {
		t.Errorf("unlocked: exit code %d: %s%s, on the disk: %v", code, out, said, r.onDisk(token))
	}
	if code, _, said := r.given(nil, "", "auth", "logout"); code != exitDone || ring.holds() != "" || r.onDisk(token) {
		t.Errorf("exit code %d: %s, it holds %d bytes", code, said, len(ring.holds()))
	}
}

func TestWithoutAKeyringTheFileIsUsedAndSaidSo(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"no service on the bus", "no bus", "gone before the logout"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			r, cookie, token, bus := withKeyring(t)
			var ring *secrets
			switch how {
			case "no bus":
				r.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/bus"
			case "gone before the logout":
				ring = newSecrets(t, bus)
			}
			code, _, said := r.given(nil, cookie, "auth", "import", "-")
			if code != exitDone || r.onDisk(token) == (ring != nil) || strings.Contains(said, "已存到文件") == (ring != nil) {
				t.Errorf("exit code %d, on the disk: %v: %s", code, r.onDisk(token), said)
			}
			if ring != nil {
				_ = ring.conn.Close()
				// It cannot be wiped there: that is an error, not a silence.
				if code, _, said := r.given(nil, "", "auth", "logout"); code == exitDone || !strings.Contains(said, "Secret Service") {
					t.Errorf("exit code %d: %s", code, said)
				}
				return
			}
			if code, out, _ := r.given(nil, "", "auth", "status"); code != exitDone || !strings.Contains(out, "听潮") {
				t.Errorf("exit code %d: %s", code, out)
			}
			if code, _, _ := r.given(nil, "", "auth", "logout"); r.onDisk(token) {
				t.Errorf("exit code %d, the login is still on the disk", code)
			}
		})
	}
}
