//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/api/ncmfake"
)

// piped runs the program without a terminal and gives what it said.
func (r *rig) piped(args ...string) (code int, out, errOut string) {
	r.t.Helper()
	cmd := exec.Command(program(r.t), args...)
	cmd.Env, cmd.Dir = r.environ(), r.dir
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

func TestWhatCannotBeIsSaidInASentence(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		args []string
		env  string
		code int
		says []string
	}{
		{"no terminal", nil, "", exitUsage, []string{"标准输入不是终端", "在终端里运行"}},
		{"no terminal, in English", []string{"--lang", "en"}, "", exitUsage, []string{"standard input is not a terminal", "run it in a terminal"}},
		{"demo without a terminal", []string{"demo"}, "", exitUsage, []string{"标准输入不是终端"}},
		{"no terminal, LANG=C", nil, "LANG=C", exitUsage, []string{"standard input is not a terminal"}},
		{"no terminal, no language", nil, "LANG=", exitUsage, []string{"标准输入不是终端"}},
		{"a verb, LANG=C.UTF-8", []string{"auth", "status"}, "LANG=C.UTF-8", exitLogin, []string{"login needed"}},
		{"a file that cannot be written", []string{"demo", "--output", "wav:/no/such/x.wav"}, "", exitFailed, []string{"不能写入 /no/such/x.wav：no such file"}},
		{"a verb with too much", []string{"daily", "foo", "--demo"}, "", exitUsage, []string{"daily 不带参数：foo"}},
		{"a bad flag in the file's words", []string{"--output", "bogus"}, "", exitUsage, []string{programName + "--output 不能是 \"bogus\"，应为 auto"}},
		{"unknown flag", []string{"--nope"}, "", exitUsage, []string{"--nope", "ncmtui --help"}},
		{"unknown verb", []string{"nope"}, "", exitUsage, []string{"nope", "ncmtui --help"}},
		{"more than a verb", []string{"demo", "nope"}, "", exitUsage, []string{"nope", "ncmtui --help"}},
		{"unknown output", []string{"--output", "gramophone"}, "", exitUsage, []string{"gramophone", "null"}},
		{"output without a file", []string{"--output", "wav:"}, "", exitUsage, []string{"wav"}},
		{"unknown language", []string{"--lang", "tlh"}, "", exitUsage, []string{"tlh", "zh"}},
		{"flag without a value", []string{"--output"}, "", exitUsage, []string{"--output", "ncmtui --help"}},
		{"demo with a missing config", []string{"demo", "--config", "no.toml"}, "", exitUsage, []string{"--config：没有文件 no.toml"}},
		{"config missing", []string{"--config", "no.toml"}, "", exitUsage, []string{"no.toml"}},
		{"cookie without a login", nil, "NCMTUI_COOKIE=hello world", exitUsage, []string{"NCMTUI_COOKIE", "MUSIC_U"}},
		{"help", []string{"--help"}, "", exitDone, nil},
		{"version", []string{"--version"}, "", exitDone, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{})
			if k, v, ok := strings.Cut(tc.env, "="); ok {
				r.env[k] = v
			}
			code, out, errOut := r.piped(tc.args...)
			if code != tc.code {
				t.Errorf("exit code %d: %s", code, errOut)
			}
			if tc.code == exitDone {
				if out == "" || errOut != "" {
					t.Errorf("said %q and %q", out, errOut)
				}
				return
			}
			for _, want := range tc.says {
				if !strings.Contains(errOut, want) {
					t.Errorf("it does not say %q: %s", want, errOut)
				}
			}
			if strings.Count(errOut, "\n") != 1 || !strings.HasPrefix(errOut, programName) || out != "" {
				t.Errorf("not one sentence on standard error: %q and %q", out, errOut)
			}
		})
	}
}

func TestADumbTerminalIsRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dumb", ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{})
			r.env["TERM"] = name
			s := r.run()
			if code := s.exit(); code != exitUsage {
				t.Errorf("exit code %d", code)
			}
			s.shows("TERM", "dumb")
			if strings.Contains(s.output(), "\x1b") {
				t.Errorf("sequences on a terminal that knows none: %q", s.output())
			}
		})
	}
}

func TestMistakesInTheSettingsAreToldAndSkipped(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	file := filepath.Join(r.folder("config"), "config.toml")
	const text = "volume = 999\nnonsense = 1\nlang = \"en\"\n"
	r.write(file, text)
	s := r.run()
	s.shows("Daily")
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{"\"volume\"", "\"nonsense\"", "config.toml:1:", "config.toml:2:"} {
		if !strings.Contains(s.output(), want) {
			t.Errorf("it does not say %s: %q", want, s.output())
		}
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != text {
		t.Errorf("the settings became %q, %v", after, err)
	}
}

func TestWithoutAHomeItRunsAndSaysWhatIsNotKept(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(r *rig){
		"missing": func(r *rig) {
			for _, k := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
				delete(r.env, k)
			}
		},
		"not writable": func(r *rig) { // also for root
			for _, k := range []string{"XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"} {
				r.env[k] = "/dev/null/x"
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			prepare(r)
			s := r.run()
			s.shows(firstSong)
			s.keys("\r")
			s.shows("▶  " + firstSong)
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			s.givenBack()
			s.shows("不会保存")
			if lines := strings.Count("\n"+s.output(), "\n"+programName); lines != 1 {
				t.Errorf("it says %d things", lines)
			}
		})
	}
}

func TestADamagedDatabaseIsToldWhenTheScreenIsGone(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	r.write(filepath.Join(r.folder("data"), "store.db"), strings.Repeat("no database ", 1000))
	s := r.run()
	s.shows(firstSong)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.shows("数据库损坏")
}
