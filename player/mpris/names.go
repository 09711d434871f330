// Package mpris shows a player on the session bus (MPRIS 2.2), for media keys,
// status bars and desktops. It never decides what plays: it tells what the
// player's snapshots say and hands commands on.
package mpris

import "github.com/godbus/dbus/v5"

// The names of the specification (MPRIS D-Bus Interface Specification 2.2),
// and ours on the bus.
const (
	BusName    = "org.mpris.MediaPlayer2.ncmtui"
	path       = dbus.ObjectPath("/org/mpris/MediaPlayer2")
	rootFace   = "org.mpris.MediaPlayer2"
	playerFace = "org.mpris.MediaPlayer2.Player"
	listFace   = "org.mpris.MediaPlayer2.TrackList"
	propsFace  = "org.freedesktop.DBus.Properties"
)
