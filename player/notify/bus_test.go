//go:build linux

package notify

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// bus starts a message bus of the test's own and gives its address.
func bus(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("dbus-daemon"); err != nil {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") != "" {
			t.Fatal("dbus-daemon is wanted:", err)
		}
		t.Skip("no dbus-daemon:", err)
	}
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address", "--address=unix:dir="+t.TempDir())
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

// asked is one note as it came over the bus.
type asked struct {
	replaces    uint32
	title, body string
	hints       map[string]dbus.Variant
	id          string // of the portal
}

// server is a desktop's end of the bus.
type server struct {
	came chan asked
	can  []string
	last uint32
	hang chan struct{} // not nil: it answers when this is closed
}

func (s *server) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

func (s *server) Notify(_ string, replaces uint32, _, title, body string, _ []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	if s.hang != nil {
		<-s.hang
	}
	s.came <- asked{replaces: replaces, title: title, body: body, hints: hints}
	if replaces == 0 {
		s.last++
		return s.last, nil
	}
	return replaces, nil
}

func (s *server) AddNotification(id string, note map[string]dbus.Variant) *dbus.Error {
	title, _ := note["title"].Value().(string)
	body, _ := note["body"].Value().(string)
	s.came <- asked{id: id, title: title, body: body, hints: note}
	return nil
}

// serve puts the server on the bus; leave takes it off.
func serve(t *testing.T, address, name, path, face string, s *server) (leave func()) {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err == nil {
		err = conn.Export(s, dbus.ObjectPath(path), face)
	}
	if err == nil {
		_, err = conn.RequestName(name, dbus.NameFlagDoNotQueue)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return func() { _ = conn.Close() }
}

func newServer() *server { return &server{came: make(chan asked, 32)} }

func red(side int) *Image {
	return &Image{W: side, H: side, RGB: bytes.Repeat([]byte{255, 0, 0}, side*side)}
}

func TestTheNextNoteTakesThePlaceOfTheLast(t *testing.T) {
	t.Parallel()
	address := bus(t)
	s := newServer()
	leave := serve(t, address, serverName, serverPath, serverName, s)
	b := &Bus{Address: address}
	defer b.Close()
	for i, n := range []Note{{Title: "海风", Body: "a < b & <i>c</i>", Image: red(3)}, {Title: "二", Image: &Image{W: 9, H: 9}}, {Title: "三"}} {
		if err := b.Show(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		got := <-s.came
		if got.title != n.Title || got.body != n.Body || got.replaces != min(uint32(i), 1) {
			t.Errorf("%+v", got)
		}
		v, has := got.hints["image-data"]
		if has != (i == 0) {
			t.Errorf("note %d has a picture: %v", i, has)
		}
		if has && (dbus.SignatureOf(pixels{}).String() != "(iiibiiay)" || !strings.HasPrefix(fmt.Sprint(v.Value()), "[3 3 9 false 8 3 [255 0 0 255")) {
			t.Errorf("%v", v.Value())
		}
	}
	leave()
	// Another server starts anew, and reads markup.
	s = newServer()
	s.can = []string{"body", "body-markup"}
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if err := b.Show(t.Context(), Note{Title: "gone"}); err != nil && b.shown == 0 {
			break // nobody is there at all, the portal neither
		}
		if time.Now().After(end) {
			t.Fatal("a server that left takes notes")
		}
	}
	serve(t, address, serverName, serverPath, serverName, s)
	if err := b.Show(t.Context(), Note{Title: "<b>", Body: "a < b & <i>c</i>"}); err != nil {
		t.Fatal(err)
	}
	if got := <-s.came; got.replaces != 0 || got.title != "<b>" || got.body != "a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;" {
		t.Errorf("%+v", got)
	}
}

func TestThePortalIsAskedWhereThereIsNoServer(t *testing.T) {
	t.Parallel()
	address := bus(t)
	s := newServer()
	serve(t, address, portalName, portalPath, portalFace, s)
	b := &Bus{Address: address}
	defer b.Close()
	for range 2 {
		if err := b.Show(t.Context(), Note{Title: "海风", Body: "a < b", Image: red(3)}); err != nil {
			t.Fatal(err)
		}
		got := <-s.came
		if got.id != noteID || got.title != "海风" || got.body != "a < b" || dbus.SignatureOf(icon{}).String() != "(sv)" {
			t.Errorf("%+v", got)
		}
		parts, _ := got.hints["icon"].Value().([]any)
		if len(parts) != 2 || parts[0] != "bytes" {
			t.Fatalf("%v", parts)
		}
		file, _ := parts[1].(dbus.Variant).Value().([]byte)
		if img, err := png.Decode(bytes.NewReader(file)); err != nil || img.Bounds().Dx() != 3 {
			t.Errorf("%v", err)
		}
	}
}

func TestALostBusIsConnectedAgain(t *testing.T) {
	t.Parallel()
	address := bus(t)
	b := &Bus{Address: address}
	defer b.Close()
	if err := b.Show(t.Context(), Note{Title: "nobody"}); err == nil {
		t.Error("shown to nobody")
	}
	_ = b.conn.Close()
	s := newServer()
	serve(t, address, serverName, serverPath, serverName, s)
	if err := b.Show(t.Context(), Note{Title: "back"}); err != nil {
		t.Fatal(err)
	}
	if got := <-s.came; got.title != "back" {
		t.Errorf("%+v", got)
	}
	if err := (&Bus{Address: "unix:path=/no/such/bus"}).Show(t.Context(), Note{}); err == nil {
		t.Error("shown without a bus")
	}
}

func TestADesktopThatHangsHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	address := bus(t)
	s := newServer()
	s.hang = make(chan struct{})
	serve(t, address, serverName, serverPath, serverName, s)
	n := New(&Bus{Address: address}, nil)
	for i := range 100 {
		n.Show(func(context.Context) Note { return Note{Title: fmt.Sprint(i)} })
	}
	n.Close()
	close(s.hang)
}
