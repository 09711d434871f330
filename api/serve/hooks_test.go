//go:build testhooks

package serve_test

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program builds the program with its hooks for tests.
func program(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "ncmtui")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-tags", "testhooks", "-o", name, "ncmtui/cmd/ncmtui")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}

// served is a running ncmtui serve.
type served struct {
	address string // http://localhost:PORT
	pid     int
}

// serving runs ncmtui serve before an upstream, in folders of its own, and
// stops it at the end of the test.
func serving(t *testing.T, name, upstream string, env []string, flags ...string) served {
	t.Helper()
	key, err := filepath.Abs("../testdata/weapi-test-public.pem")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	cmd := exec.Command(name, append([]string{"serve", "--port", "0", "--quiet"}, flags...)...)
	cmd.Env = append([]string{
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CACHE_HOME=" + home, "XDG_STATE_HOME=" + home, "TMPDIR=" + home,
		"NCMTUI_UPSTREAM=" + upstream, "NCMTUI_WEAPI_PUBKEY=" + key, "LANG=en_US.UTF-8",
	}, env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), "@ ")
	if err != nil || !ok {
		t.Fatalf("%v, it said %q", err, line)
	}
	return served{address, cmd.Process.Pid}
}

// ask makes a request over a socket.
func ask(t *testing.T, method, address, body string, header ...string) *http.Response {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestTheProgramSendsTheRecordedRequests is the built program over real
// sockets, before an upstream that records.
func TestTheProgramSendsTheRecordedRequests(t *testing.T) {
	u := &upstream{t: t, clock: time.Now}
	server := httptest.NewServer(u)
	defer server.Close()
	u.store = server.URL
	s := serving(t, program(t), server.URL, nil, "--cache", "0")
	u.take() // the anonymous token of the start
	for _, way := range ways {
		for _, e := range examples(t) {
			method, target, body, header := request(t, way, e)
			res := ask(t, method, s.address+target, body, header...)
			compareAll(t, u, e, text(t, res))
		}
	}
}
