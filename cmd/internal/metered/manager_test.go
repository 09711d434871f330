//go:build linux

package metered

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"ncmtui/internal/safe"
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

const (
	activePath = "/org/freedesktop/NetworkManager/ActiveConnection/3"
	devicePath = "/org/freedesktop/NetworkManager/Devices/2"
)

// fakeManager is a NetworkManager with one connection.
func fakeManager(t *testing.T, address string) (props *prop.Properties, leave func()) {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	told := func(v any) *prop.Prop { return &prop.Prop{Value: v, Emit: prop.EmitTrue} }
	props, err = prop.Export(conn, managerPath, prop.Map{managerName: {
		"Metered": told(uint32(4)), "PrimaryConnection": told(dbus.ObjectPath(activePath)),
	}})
	if err == nil {
		_, err = prop.Export(conn, activePath, prop.Map{activeName: {
			"Id": told("Pixel"), "Devices": told([]dbus.ObjectPath{devicePath}),
		}})
	}
	if err == nil {
		_, err = prop.Export(conn, devicePath, prop.Map{deviceName: {"Interface": told("wlan0")}})
	}
	if err == nil {
		_, err = conn.RequestName(managerName, dbus.NameFlagDoNotQueue)
	}
	if err != nil {
		t.Fatal(err)
	}
	return props, func() { _, _ = conn.ReleaseName(managerName) }
}

func TestTheManagersWordIsFollowed(t *testing.T) {
	t.Parallel()
	address := bus(t)
	props, leave := fakeManager(t, address)
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan State, 16)
	var group safe.Group
	group.Go("watch", func() {
		Watch(ctx, Options{Bus: address, Every: 10 * time.Millisecond, Look: func() State { return State{Names: []string{"by interface"}} }}, func(s State) { told <- s })
	})
	t.Cleanup(group.Wait)
	t.Cleanup(cancel)
	expect := func(what string, want State) {
		t.Helper()
		for end := time.After(time.Minute); ; {
			select {
			case got := <-told:
				if got.Costs == want.Costs && slices.Equal(got.Names, want.Names) {
					return
				}
				t.Logf("passing by: %+v", got)
			case <-end:
				t.Fatalf("%s: never %+v", what, want)
			}
		}
	}
	wifi := []string{"Pixel", "wlan0"}
	expect("at the start", State{Names: wifi})
	props.SetMust(managerName, "Metered", uint32(1))
	expect("declared", State{Costs: true, Names: wifi})
	props.SetMust(managerName, "Metered", uint32(2))
	expect("not metered", State{Names: wifi})
	props.SetMust(managerName, "Metered", uint32(3))
	expect("guessed", State{Costs: true, Names: wifi})
	props.SetMust(managerName, "PrimaryConnection", dbus.ObjectPath("/"))
	expect("disconnected", State{Costs: true})
	leave()
	expect("the manager left", State{Names: []string{"by interface"}})
}
