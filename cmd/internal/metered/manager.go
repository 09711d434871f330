package metered

import (
	"context"
	"slices"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names on the bus, from NetworkManager's D-Bus reference.
const (
	managerName = "org.freedesktop.NetworkManager"
	managerPath = "/org/freedesktop/NetworkManager"
	activeName  = managerName + ".Connection.Active"
	deviceName  = managerName + ".Device"
	properties  = "org.freedesktop.DBus.Properties"
)

// busLimit bounds a question to the bus.
const busLimit = 2 * time.Second

// manager is NetworkManager on the system's bus.
type manager struct{ conn *dbus.Conn }

// follow tells what NetworkManager says until it goes, or ctx ends. Without
// one it returns at once.
func follow(ctx context.Context, address string, tell func(State)) {
	conn, err := connect(ctx, address)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	m := manager{conn}
	news := make(chan *dbus.Signal, 16)
	conn.Signal(news)
	if !m.listen(ctx) {
		return
	}
	for {
		s, err := m.state(ctx)
		if err != nil {
			return
		}
		tell(s)
		select {
		case <-ctx.Done():
			return
		case sig, open := <-news:
			if !open || gone(sig) {
				return
			}
		}
	}
}

func connect(ctx context.Context, address string) (*dbus.Conn, error) {
	if address == "" {
		return dbus.ConnectSystemBus(dbus.WithContext(ctx))
	}
	return dbus.Connect(address, dbus.WithContext(ctx))
}

func (m manager) listen(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	changed := m.conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(managerPath), dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"))
	owner := m.conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, managerName))
	return changed == nil && owner == nil
}

// gone says that the manager has left the bus.
func gone(sig *dbus.Signal) bool {
	if sig.Name != "org.freedesktop.DBus.NameOwnerChanged" || len(sig.Body) != 3 {
		return false
	}
	owner, ok := sig.Body[2].(string)
	return ok && owner == ""
}

// state asks for the connection that leads out. Its answers to Metered:
// 1 yes, 3 guessed yes; 0, 2 and 4 are unknown, no and guessed no.
func (m manager) state(ctx context.Context) (State, error) {
	ctx, cancel := context.WithTimeout(ctx, busLimit)
	defer cancel()
	own, err := m.all(ctx, managerPath, managerName)
	if err != nil {
		return State{}, err
	}
	var s State
	costs, _ := own["Metered"].Value().(uint32)
	s.Costs = costs == 1 || costs == 3
	primary, _ := own["PrimaryConnection"].Value().(dbus.ObjectPath)
	if !primary.IsValid() || primary == "/" {
		return s, nil
	}
	active, err := m.all(ctx, primary, activeName)
	if err != nil { // it ended meanwhile: there will be news
		return s, nil //nolint:nilerr // see above
	}
	if id, ok := active["Id"].Value().(string); ok {
		s.Names = append(s.Names, id)
	}
	devices, _ := active["Devices"].Value().([]dbus.ObjectPath)
	for _, path := range devices {
		if device, err := m.all(ctx, path, deviceName); err == nil {
			if name, ok := device["Interface"].Value().(string); ok && !slices.Contains(s.Names, name) {
				s.Names = append(s.Names, name)
			}
		}
	}
	return s, nil
}

// all gives the properties of an object; nothing is started for it.
func (m manager) all(ctx context.Context, path dbus.ObjectPath, face string) (map[string]dbus.Variant, error) {
	var out map[string]dbus.Variant
	err := m.conn.Object(managerName, path).CallWithContext(ctx, properties+".GetAll", dbus.FlagNoAutoStart, face).Store(&out)
	return out, err
}
