package verb

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
)

// examined runs the doctor and gives its findings by name.
func (r *rig) examined(args ...string) (code int, found map[string]Finding) {
	r.t.Helper()
	code = r.run(append([]string{"doctor", "--json"}, args...)...)
	var list []Finding
	if err := json.Unmarshal(r.out.Bytes(), &list); err != nil {
		r.t.Fatalf("%v: %s%s", err, r.out.String(), r.err.String())
	}
	found = map[string]Finding{}
	for _, f := range list {
		found[f.Name] = f
	}
	return code, found
}

// kitty answers as that terminal does.
func kitty(_ context.Context, question string) (string, error) {
	if strings.Contains(question, "\x1b_G") {
		return "\x1b_Gi=31;OK\x1b\\\x1b[?62c", nil
	}
	return "\x1b[5;3R\x1b[5;2R\x1b[?0u\x1bP>|kitty(0.32.2)\x1b\\\x1b[?62c", nil
}

func well(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, true)
	r.environ = map[string]string{"TERM": "xterm-kitty", "COLORTERM": "truecolor", "SSH_CONNECTION": "a b"}
	r.around = Surroundings{
		Version: "v1", System: "linux/amd64", Ask: kitty,
		Size: func() (int, int, bool) { return 120, 40, true },
		Devices: func(context.Context) ([]output.Device, error) {
			return []output.Device{{Spec: "auto"}, {Spec: "pulse:hdmi", Name: "HDMI", Kind: "pulse"}}, nil
		},
	}
	return r
}

func TestTheDoctorFindsAHealthyPlace(t *testing.T) {
	t.Parallel()
	r := well(t)
	code, found := r.examined()
	if code != 0 || len(found) != len(checks) {
		t.Errorf("exit code %d: %s", code, r.err.String())
	}
	for name, want := range map[string]string{
		"version": "ncmtui v1, linux/amd64", "config": "all as by default", "folders": r.places.Data, "proxy": "none",
		"service": "answers in", "region": "of 10 songs it gives", "login": "(", "sound": "pulse:hdmi (HDMI)",
		"terminal": "120×40, truecolor, kitty(0.32.2), CJK 2 cells, ① 1, kitty keyboard, kitty graphics, ssh",
	} {
		if f := found[name]; f.State != fine || !strings.Contains(f.Text, want) {
			t.Errorf("%s: %+v", name, f)
		}
	}
	r.terminal, r.lang = true, lang.ZH
	if out := r.must("doctor"); !strings.Contains(out, "✓ 服务     可以访问") || strings.Count(out, "\n") < len(checks) {
		t.Error(out)
	}
}

func TestTheDoctorSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		check, state, text, advice string
		spoil                      func(r *rig)
	}{
		"a slip in the settings": {"config", note, "1 mistake", "config check", func(r *rig) { r.settle("volum = 3\n") }},
		"an open folder":         {"folders", trouble, "others can enter", "chmod 700", func(r *rig) { _ = os.Chmod(r.places.Data, 0o755) }},
		"an open login": {"folders", trouble, "others can read", "chmod 600", func(r *rig) {
			_ = os.Chmod(filepath.Join(r.places.Data, "session.json"), 0o644)
		}},
		"a file in the way": {"folders", trouble, "no folder", "move it", func(r *rig) {
			_ = os.WriteFile(r.places.Cache, nil, 0o600)
		}},
		"a proxy that is none": {"proxy", trouble, "HTTPS_PROXY", "", func(r *rig) { r.environ["HTTPS_PROXY"] = "nonsense" }},
		"no network":           {"service", trouble, "no connection", "network.proxy", func(r *rig) { r.svc.Faults().Always("*", ncmfake.Fault{Refuse: true}) }},
		"a judged address": {"service", trouble, "cheating", "realip", func(r *rig) {
			r.svc.Faults().Always("*", ncmfake.Fault{Code: -460, Message: "Cheating"})
		}},
		"a network abroad": {"region", note, "one abroad", "realip", func(r *rig) {
			r.svc.Faults().Always("/api/search/get", ncmfake.Fault{Kind: "application/json", Body: `{"result":"9d2c71e0","abroad":true,"code":200}`})
		}},
		"no song to be had": {"region", note, "of 10 songs it gives 0, 10 not at all (realip 1.2.3.4)", "realip", func(r *rig) {
			r.settle("realip = \"1.2.3.4\"\n")
			r.grey()
		}},
		"no song found": {"region", note, "cannot be told", "", func(r *rig) {
			r.svc.Faults().Always("/api/search/get", ncmfake.Fault{Kind: "application/json", Body: `{"result":{"songCount":0},"code":200}`})
		}},
		"judged for a search": {"region", trouble, "cheating", "realip", func(r *rig) {
			r.svc.Faults().Always("/api/search/get", ncmfake.Fault{Code: -460, Message: "Cheating"})
		}},
		"a region without a service": {"region", note, "not looked at", "", func(r *rig) { r.svc.Faults().Always("*", ncmfake.Fault{Refuse: true}) }},
		"nobody":                     {"login", note, "nobody", "auth login", func(r *rig) { _ = os.Remove(filepath.Join(r.places.Data, "session.json")) }},
		"no device": {"sound", trouble, "no audio device", "PulseAudio", func(r *rig) {
			r.around.Devices = func(context.Context) ([]output.Device, error) { return nil, output.ErrNoDevice }
		}},
		"a dumb terminal":  {"terminal", trouble, "120×40", "TERM", func(r *rig) { r.environ["TERM"] = "dumb" }},
		"bytes for runes":  {"terminal", trouble, "CJK 3 cells", "UTF-8", func(r *rig) { r.around.Ask = says("\x1b[1;4R\x1b[1;4R\x1b[?1c") }},
		"wide marks":       {"terminal", note, "① 2", "narrow", func(r *rig) { r.around.Ask = says("\x1b[1;3R\x1b[1;3R\x1b[?1c") }},
		"a silent one":     {"terminal", fine, "does not tell", "", func(r *rig) { r.around.Ask = says("") }},
		"no bus":           {"bus", note, "no session bus", "dbus-run-session", func(*rig) {}},
		"a dead bus":       {"bus", note, "does not answer", "dbus-run-session", func(r *rig) { r.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere,guid=1" }},
		"a clock far off":  {"service", note, "clocks", "clock", func(r *rig) { r.around.Now = func() time.Time { return time.Now().Add(time.Hour) } }},
		"a proxy's secret": {"proxy", fine, "http://…@proxy:1", "", func(r *rig) { r.settle("network.proxy = \"http://me:hunter2@proxy:1\"\n") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := well(t)
				c.spoil(r)
				code, found := r.examined()
				f := found[c.check]
				if f.State != c.state || !strings.Contains(f.Text, c.text) || !strings.Contains(f.Advice, c.advice) {
					t.Errorf("%+v", f)
				}
				bad := false
				for _, f := range found {
					bad = bad || f.State == trouble
				}
				if bad != (c.state == trouble) && name != "a region without a service" || (code == Failed) != bad {
					t.Errorf("exit code %d: %v", code, found)
				}
				if strings.Contains(r.out.String()+r.err.String(), "hunter2") {
					t.Error("the password is told")
				}
			})
		})
	}
}

// grey lets the service give no address for what the doctor finds, as
// song-enhance-player-url-v1/no-copyright-404 has it.
func (r *rig) grey() {
	r.t.Helper()
	var found struct {
		Result struct{ Songs []struct{ ID int64 } }
	}
	if err := json.Unmarshal([]byte(r.must("api", "/search", "keywords="+regionWord, "limit=10")), &found); err != nil {
		r.t.Fatal(err)
	}
	var data []string
	for _, s := range found.Result.Songs {
		data = append(data, fmt.Sprintf(`{"id":%d,"url":null,"code":404,"fee":0,"payed":0,"freeTrialInfo":null}`, s.ID))
	}
	r.svc.Faults().Always("/api/song/enhance/player/url/v1", ncmfake.Fault{
		Kind: "application/json", Body: `{"code":200,"data":[` + strings.Join(data, ",") + `]}`,
	})
}

func says(answer string) func(context.Context, string) (string, error) {
	return func(context.Context, string) (string, error) { return answer, errors.New("it says no more") }
}

func TestTheToneIsHeardOnce(t *testing.T) {
	t.Parallel()
	r := well(t)
	wav := filepath.Join(t.TempDir(), "tone.wav")
	r.settle("output = \"wav:" + wav + ",fast\"\n")
	if code, found := r.examined("--tone"); code != 0 || found["tone"].State != fine {
		t.Errorf("exit code %d: %+v", code, found["tone"])
	}
	if info, err := os.Stat(wav); err != nil || info.Size() < toneFrames*4 {
		t.Errorf("%v", err)
	}
	r.settle("output = \"wav:/no/such/folder/x.wav\"\n")
	if code, found := r.examined("--tone"); code != Failed || found["tone"].State != trouble {
		t.Errorf("exit code %d: %+v", code, found["tone"])
	}
}

// TestTheBundleHoldsNoSecret plants secrets wherever the bundle reads, and
// where it must not.
func TestTheBundleHoldsNoSecret(t *testing.T) {
	t.Parallel()
	r := well(t)
	const canary = "0123456789CANARY0123456789abcdef0123456789ABCDEF"
	r.settle("network.proxy = \"http://me:" + canary + "@proxy:1\"\nnetwork.proxy_audio = \"http://me:p@'" + canary + "@proxy:1\"\n# MUSIC_U=" + canary + "\n" +
		"lastfm.api_key = \"" + canary + "\"\n[hooks]\non_like = [\"curl\", \"--silent\", \"https://chat.test/bot" + canary + "/send\"]\n")
	if err := os.MkdirAll(r.places.State, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"ncmtui.log":       `{"msg":"call","Cookie":"MUSIC_U=` + canary + `"}` + "\nplain line\n",
		"ncmtui.log.1":     "GET http://m701.music.126.net/" + canary + "/x.mp3?vuutv=" + canary + "\n",
		"crash-2026.txt":   "panic: phone=13800138000 captcha=" + canary + "\n",
		"secret-other.txt": canary,
	} {
		if err := os.WriteFile(filepath.Join(r.places.State, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "bundle.zip")
	if code := r.run("doctor", "--bundle", path); code != 0 {
		t.Fatalf("exit code %d: %s", code, r.err.String())
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	all := ""
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all += f.Name + "\n" + string(text)
	}
	for _, want := range []string{"doctor.json", `"terminal"`, "config.toml", "plain line", "ncmtui.log.1", "crash-2026.txt"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	secrets := []string{canary, "13800138000", "secret-other", "session.json"}
	for _, v := range r.cookies() {
		secrets = append(secrets, v.Reveal())
	}
	for _, s := range secrets {
		if strings.Contains(all, s) {
			t.Errorf("it holds %q:\n%s", s, all)
		}
	}
	if code := r.run("doctor", "--bundle", path); code != Failed {
		t.Error("it wrote over a file")
	}
}
