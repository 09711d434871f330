package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const serveToken = "0123456789abcdef0123456789abcdef"

// serveOnce runs the verb with a context that has ended: it opens its sockets
// and stops. It gives what was said, or why it did not start.
func serveOnce(t *testing.T, env map[string]string, change func(*serveFlags), lang ...string) (string, error) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	c := &console{out: out, errOut: &bytes.Buffer{}}
	c.flags.config = filepath.Join(t.TempDir(), "empty.toml")
	if err := os.WriteFile(c.flags.config, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.flags.lang = strings.Join(lang, "")
	f := serveFlags{host: serveHost, maxUpload: 1, getenv: func(name string) string { return env[name] }}
	if change != nil {
		change(&f)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = c.serve(ctx, f)
	said, readErr := os.ReadFile(out.Name())
	if readErr != nil {
		t.Error(readErr)
	}
	return string(said), err
}

func TestServeListensToOthersOnlyWhenTold(t *testing.T) {
	t.Parallel()
	short := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(short, []byte("short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		env    map[string]string
		change func(*serveFlags)
		code   int
		said   string
	}{
		{"as it is", nil, nil, exitDone, "http://localhost:"},
		{"HOST is a name of the shell", map[string]string{"HOST": "my-machine"}, nil, exitDone, "http://localhost:"},
		{"HOST is an address", map[string]string{"HOST": "0.0.0.0"}, nil, exitUsage, ""},
		{"a flag comes before HOST", map[string]string{"HOST": "0.0.0.0"}, func(f *serveFlags) { f.hostGiven = true }, exitDone, "http://localhost:"},
		{"a token", map[string]string{"HOST": "0.0.0.0", "NCMTUI_SERVE_TOKEN": serveToken}, nil, exitDone, "http://0.0.0.0:"},
		{"everybody", nil, func(f *serveFlags) { f.host, f.open = "0.0.0.0", true }, exitDone, "http://0.0.0.0:"},
		{"a short token", nil, func(f *serveFlags) { f.tokenFile = short }, exitUsage, ""},
		{"no token file", nil, func(f *serveFlags) { f.tokenFile = short + "x" }, exitUsage, ""},
		{"the account for all", nil, func(f *serveFlags) { f.account = true }, exitUsage, ""},
		{"PORT is none", map[string]string{"PORT": "x"}, nil, exitUsage, ""},
		{"a port is none", nil, func(f *serveFlags) { f.port = 70000 }, exitUsage, ""},
		{"a bad origin", nil, func(f *serveFlags) { f.origins = []string{"app"} }, exitUsage, ""},
		{"somebody else's address", nil, func(f *serveFlags) { f.host, f.open = "192.0.2.1", true }, exitFailed, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			said, err := serveOnce(t, c.env, c.change)
			if codeOf(err) != c.code || !strings.Contains(said, c.said) || c.code == exitDone && !strings.HasPrefix(said, "server running @ ") {
				t.Errorf("code %d, %v, said %q", codeOf(err), err, said)
			}
		})
	}
}

func TestServeSaysWhyItDoesNotStartInBothLanguages(t *testing.T) {
	t.Parallel()
	change := func(f *serveFlags) { f.host, f.port = "192.0.2.1", 70000 }
	for lang, want := range map[string]string{"zh": "端口 70000 不行", "en": "port 70000: it must be"} {
		_, err := serveOnce(t, nil, func(f *serveFlags) { change(f) }, lang)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", lang, err)
		}
	}
	for lang, want := range map[string]string{"zh": "令牌太短", "en": "128 bits"} {
		_, err := serveOnce(t, map[string]string{"NCMTUI_SERVE_TOKEN": "short"}, nil, lang)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", lang, err)
		}
	}
}
