package ui_test

import (
	"context"
	"net"
	"os"
	"testing"

	"ncmtui/player"
	"ncmtui/player/remote"
)

// apart puts the player of every scene behind the lines of the control socket,
// as in another process.
var apart = os.Getenv("NCMTUI_TEST_APART") != ""

// behindLines is p as a screen of another process has it.
func behindLines(t *testing.T, p player.Controller) player.Controller {
	t.Helper()
	server := remote.NewServer(remote.Options{Player: p})
	t.Cleanup(func() { _ = server.Close() })
	link, err := remote.NewLink(t.Context(), func(context.Context) (net.Conn, error) {
		here, there := net.Pipe()
		server.Serve(there)
		return here, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = link.Close() })
	return link
}
