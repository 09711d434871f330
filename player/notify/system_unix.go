//go:build unix && !darwin && !ios

package notify

import "os"

// System is the desktop of this session.
func System() Desktop { return &Bus{} }

// sessionBus says whether there is a bus to ask. Without the variable the
// library would start one of its own, for nobody.
func sessionBus() bool { return os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" }
