package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// script runs the program as a script does: no terminal anywhere, folders of
// its own.
func script(t *testing.T, in string, args ...string) (code int, out, said string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
		t.Setenv(name, filepath.Join(dir, name))
	}
	open := func(name, text string) *os.File {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	stdout := open("out", "")
	var errOut bytes.Buffer
	code = run(args, open("in", in), stdout, &errOut)
	if _, err := stdout.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	return code, string(raw), errOut.String()
}

func TestVerbsRunOnTheEmbeddedService(t *testing.T) {
	code, out, said := script(t, "", "daily", "--demo")
	if code != exitDone || said != "" || strings.Count(out, "\n") != 30 || !strings.HasPrefix(out, "2600000001\t") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	if code, out, said = script(t, "", "api", "/album", "id=180000001", "--demo"); code != exitDone || !strings.Contains(out, `"code":200`) {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	for _, name := range []string{"XDG_DATA_HOME", "XDG_CONFIG_HOME"} {
		if _, err := os.Stat(os.Getenv(name)); err == nil {
			t.Errorf("a demo made %s", name)
		}
	}
}

func TestVerbsEndWithTheirExitCodes(t *testing.T) {
	t.Setenv("NCMTUI_LANG", "en")
	for args, want := range map[string]struct {
		code int
		says string
	}{
		"daily --demo --guest":             {exitLogin, "ncmtui: login needed"},
		"album":                            {exitUsage, "ncmtui: usage: ncmtui album ID|LINK"},
		"album x":                          {exitUsage, "neither an id nor a link"},
		"album 1 --nothing":                {exitUsage, "--help"},
		"song url":                         {exitUsage, "usage: ncmtui song url"},
		"mv 1 --demo":                      {exitFailed, "code 404"},
		"api --list nothing-has-this-name": {exitFailed, "ncmtui: no address has these words: nothing-has-this-name"},
		"daily --config /no/such/file.toml --guest --demo": {exitUsage, "ncmtui: --config: there is no file /no/such/file.toml\n"},
		"daily --demo --config /":                          {exitUsage, "--config: cannot read /: it is a folder"},
		"daily foo --demo":                                 {exitUsage, "ncmtui: daily takes no arguments: foo\n"},
		"auth foo":                                         {exitUsage, "there is no auth foo: it is import, list, login, logout, refresh, status, switch"},
		"serach x":                                         {exitUsage, "there is no command \"serach\"; did you mean search? ncmtui --help"},
		"serve foo":                                        {exitUsage, "serve takes no arguments: foo"},
		"serve --port abc":                                 {exitUsage, "--port cannot be \"abc\": it wants a whole number"},
		"serve --cache x":                                  {exitUsage, "--cache cannot be \"x\": it wants a time"},
		"api /album --demo":                                {exitUsage, "ncmtui: /album wants the parameter id"},
		"daily --demo --output bogus":                      {exitUsage, "ncmtui: --output cannot be \"bogus\", it takes "},
	} {
		code, _, said := script(t, "", strings.Fields(args)...)
		if code != want.code || !strings.Contains(said, want.says) {
			t.Errorf("%s: exit code %d, %s", args, code, said)
		}
	}
}

func TestACookieOfTheEnvironmentMustBeOne(t *testing.T) {
	t.Setenv("NCMTUI_COOKIE", "hunter2")
	if code, _, said := script(t, "", "daily"); code != exitUsage || !strings.Contains(said, "NCMTUI_COOKIE") || strings.Contains(said, "hunter2") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, _, said := script(t, "", "daily", "--demo"); code != exitDone {
		t.Errorf("a demo reads it: exit code %d: %s", code, said)
	}
}

func TestAServerOfTheSettingsThatIsNotThereIsTheNetwork(t *testing.T) {
	t.Setenv("NCMTUI_API_SERVER", "http://127.0.0.1:1")
	t.Setenv("NCMTUI_LANG", "en")
	if code, _, said := script(t, "", "album", "1"); code != exitNetwork || !strings.Contains(said, "no connection") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, _, said := script(t, "", "album", "180000001", "--demo"); code != exitDone {
		t.Errorf("a demo asks it: exit code %d: %s", code, said)
	}
}
