package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names on the session bus: of the Desktop Notifications Specification 1.2 and
// of the portal org.freedesktop.portal.Notification.
const (
	serverName = "org.freedesktop.Notifications"
	serverPath = "/org/freedesktop/Notifications"
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
	portalFace = "org.freedesktop.portal.Notification"
	appName    = "ncmtui"
	noteID     = "song" // of the portal: the next one takes its place
)

// callLimit bounds one call of the bus.
const callLimit = 2 * time.Second

// stays is how long a note is to be seen, in ms.
const stays = int32(5000)

// Bus is a Desktop on a message bus. It connects when there is something to
// show, and again when the bus was lost.
type Bus struct {
	Address string // "": the session's
	conn    *dbus.Conn
	shown   uint32 // id of the last note; the server gave it
	markup  bool   // the server reads the body as markup
}

// Show asks the server of notifications, or the portal where there is none.
func (b *Bus) Show(ctx context.Context, n Note) error {
	if err := b.connect(); err != nil {
		return err
	}
	err := b.notify(ctx, n)
	if noServer(err) {
		b.shown = 0
		err = b.portal(ctx, n)
	}
	return err
}

// Close leaves the bus; what is shown goes by itself.
func (b *Bus) Close() error {
	if b.conn == nil {
		return nil
	}
	err := b.conn.Close()
	b.conn, b.shown = nil, 0
	return err
}

func (b *Bus) connect() error {
	if b.conn != nil && b.conn.Connected() {
		return nil
	}
	_ = b.Close()
	var err error
	if b.Address != "" {
		b.conn, err = dbus.Connect(b.Address)
	} else if sessionBus() {
		b.conn, err = dbus.ConnectSessionBus()
	} else {
		err = errNoBus
	}
	if err != nil {
		b.conn = nil
		return fmt.Errorf("session bus: %w", err)
	}
	return nil
}

var errNoBus = errors.New("there is none")

func (b *Bus) call(ctx context.Context, name, path, method string, args ...any) *dbus.Call {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return b.conn.Object(name, dbus.ObjectPath(path)).CallWithContext(ctx, method, 0, args...)
}

func (b *Bus) notify(ctx context.Context, n Note) error {
	if b.shown == 0 { // a server not asked yet, or another one
		var can []string
		if err := b.call(ctx, serverName, serverPath, serverName+".GetCapabilities").Store(&can); err != nil {
			return fmt.Errorf("notifications: %w", err)
		}
		b.markup = slices.Contains(can, "body-markup")
	}
	hints := map[string]dbus.Variant{
		"category": dbus.MakeVariant("x-gnome.music"), "desktop-entry": dbus.MakeVariant(appName),
		"urgency": dbus.MakeVariant(byte(0)), "transient": dbus.MakeVariant(true), "suppress-sound": dbus.MakeVariant(true),
	}
	if n.Image.whole() {
		hints["image-data"] = dbus.MakeVariant(pixels{int32(n.Image.W), int32(n.Image.H), int32(3 * n.Image.W), false, 8, 3, n.Image.RGB}) //nolint:gosec // bounded by maxSide
	}
	body := n.Body
	if b.markup {
		body = html.EscapeString(body)
	}
	var id uint32
	err := b.call(ctx, serverName, serverPath, serverName+".Notify",
		appName, b.shown, "audio-x-generic", n.Title, body, []string{}, hints, stays).Store(&id)
	if err != nil {
		return fmt.Errorf("notifications: %w", err)
	}
	b.shown = id
	return nil
}

// pixels is the hint image-data: (iiibiiay).
type pixels struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

// icon is a GIcon as the portal takes it: (sv).
type icon struct {
	Kind string
	Data dbus.Variant
}

func (b *Bus) portal(ctx context.Context, n Note) error {
	note := map[string]dbus.Variant{
		"title": dbus.MakeVariant(n.Title), "body": dbus.MakeVariant(n.Body), "priority": dbus.MakeVariant("low"),
	}
	if n.Image.whole() {
		var file bytes.Buffer
		if err := png.Encode(&file, picture{n.Image}); err == nil {
			note["icon"] = dbus.MakeVariant(icon{"bytes", dbus.MakeVariant(file.Bytes())})
		}
	}
	if err := b.call(ctx, portalName, portalPath, portalFace+".AddNotification", noteID, note).Err; err != nil {
		return fmt.Errorf("portal: %w", err)
	}
	return nil
}

// noServer says that nobody shows notifications on this bus.
func noServer(err error) bool {
	var e dbus.Error
	if !errors.As(err, &e) {
		return false
	}
	return slices.Contains([]string{
		"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.UnknownInterface",
		"org.freedesktop.DBus.Error.Spawn.ServiceNotFound", "org.freedesktop.DBus.Error.Spawn.ExecFailed",
		"org.freedesktop.DBus.Error.Spawn.ChildExited", "org.freedesktop.DBus.Error.AccessDenied",
	}, e.Name)
}

// picture lets the pixels be written as a file.
type picture struct{ *Image }

func (p picture) ColorModel() color.Model { return color.RGBAModel }
func (p picture) Bounds() image.Rectangle { return image.Rect(0, 0, p.W, p.H) }
func (p picture) At(x, y int) color.Color {
	at := 3 * (y*p.W + x)
	return color.RGBA{p.RGB[at], p.RGB[at+1], p.RGB[at+2], 255}
}
