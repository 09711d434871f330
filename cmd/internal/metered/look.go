package metered

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// outside are addresses kept free for documents (RFC 5737, 3849). Connecting a
// socket for datagrams to one sends nothing: it finds the way out.
var outside = []string{"203.0.113.1:9", "[2001:db8::1]:9"}

// look finds the interface that leads out.
func look() State {
	for _, address := range outside {
		conn, err := net.Dial("udp", address) //nolint:noctx // it asks the machine's own table, nobody else
		if err != nil {
			continue
		}
		local, ok := conn.LocalAddr().(*net.UDPAddr)
		_ = conn.Close()
		if !ok {
			continue
		}
		if name := interfaceOf(local.IP); name != "" {
			return State{Costs: costly(name, "/sys"), Names: []string{name}}
		}
	}
	return State{}
}

func interfaceOf(ip net.IP) string {
	all, err := net.Interfaces()
	if err != nil {
		return ""
	}
	for _, i := range all {
		addresses, err := i.Addrs()
		if err != nil {
			continue
		}
		if slices.ContainsFunc(addresses, func(a net.Addr) bool {
			n, ok := a.(*net.IPNet)
			return ok && n.IP.Equal(ip)
		}) {
			return i.Name
		}
	}
	return ""
}

// tethers are Linux drivers of modems and of phones that share their network.
// Others of USB (cdc_ether, cdc_ncm) are those of docks as well.
var tethers = []string{"rndis_host", "ipheth", "cdc_mbim", "qmi_wwan", "huawei_cdc_ncm", "sierra_net", "hso", "option"}

// prefixes are the beginnings of names that only modems and phones have; the
// last one is what Windows calls a modem.
var prefixes = []string{"wwan", "wwp", "ppp", "rmnet", "bnep", "cellular"}

// costly says of an interface whether it is a modem or a phone's.
func costly(name, sys string) bool {
	lower := strings.ToLower(name)
	if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(lower, p) }) {
		return true
	}
	if name != filepath.Base(name) {
		return false
	}
	driver, err := os.Readlink(filepath.Join(sys, "class/net", name, "device/driver"))
	return err == nil && slices.Contains(tethers, filepath.Base(driver))
}
