package metered

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestNamesFitPatterns(t *testing.T) {
	t.Parallel()
	s := State{Names: []string{"Pixel 8 [5G]/家", "usb0"}}
	for list, want := range map[string]bool{
		"": false, ",": false, "usb0": true, "USB*": true, "wlan0, usb?": false, "pixel*": true, "pixel 8 [5g]/家": true, " x ,*家": true, "pixel": false, "*": true,
	} {
		if got := s.Named(list); got != want {
			t.Errorf("%q: %v", list, got)
		}
	}
	if (State{}).Named("*") {
		t.Error("no network fits")
	}
}

func TestInterfacesOfModemsAndPhonesCost(t *testing.T) {
	t.Parallel()
	sys := t.TempDir()
	for name, driver := range map[string]string{"enx1": "rndis_host", "usb0": "cdc_ether", "wlan0": "iwlwifi", "eth5": "ipheth"} {
		dir := filepath.Join(sys, "class/net", name, "device")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../../../../bus/usb/drivers/"+driver, filepath.Join(dir, "driver")); err != nil {
			t.Skip("no links here:", err)
		}
	}
	for name, want := range map[string]bool{
		"enx1": true, "usb0": false, "wlan0": false, "eth5": true, "wwan0": true, "wwp0s20f0u3": true, "ppp0": true, "Cellular": true, "eth0": false, "": false, "../wlan0": false,
	} {
		if got := costly(name, sys); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestTheWayOutHasAtMostOneInterface(t *testing.T) {
	t.Parallel()
	if s := look(); len(s.Names) > 1 || s.Costs && len(s.Names) == 0 {
		t.Errorf("%+v", s)
	}
}

func TestOnlyChangesAreTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 55*time.Second)
		defer cancel()
		seen := []State{{Names: []string{"wlan0"}}, {Names: []string{"wlan0"}}, {Costs: true, Names: []string{"usb0"}}, {}}
		var told []State
		n := 0
		Watch(ctx, Options{Bus: "unix:path=/no/such/bus", Every: 15 * time.Second, Look: func() State { n++; return seen[min(n, len(seen))-1] }}, func(s State) { told = append(told, s) })
		if len(told) != 3 || n != 4 || !told[1].Costs || !slices.Equal(told[0].Names, []string{"wlan0"}) || told[2].Names != nil {
			t.Errorf("%d looks, told %+v", n, told)
		}
	})
}
