package wire

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
)

// serviceOnly makes the test's program the embedded service and nothing else:
// its address is the first line, and it lives until its input ends.
const serviceOnly = "NCMTUI_TEST_SERVICE_ONLY"

func serveOnly() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
		return
	}
	fmt.Fprintln(os.Stdout, l.Addr())
	server := &http.Server{Handler: ncmfake.New(ncmfake.Options{LoggedIn: true}), ReadHeaderTimeout: time.Minute}
	var group safe.Group
	group.Go("end of input", func() {
		_, _ = os.Stdin.Read(make([]byte, 1))
		_ = server.Close()
	})
	_ = server.Serve(l)
	group.Wait()
}
