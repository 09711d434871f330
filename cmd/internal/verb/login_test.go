package verb

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
)

func TestLoginByNumberAndCode(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		env  string
		code int
	}{
		"line by line":    {"138 0013 8000\n" + ncmfake.Captcha + "\n", "", 0},
		"another country": {"+1 5550100\n" + ncmfake.Captcha + "\n", "", 0},
		"number from env": {ncmfake.Captcha + "\n", "13800138000", 0},
		"wrong code":      {"13800138000\n9999\n", "", Failed},
		"no code":         {"13800138000\n", "", Usage},
		"nothing":         {"", "", Usage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, false)
			r.in, r.environ = c.in, map[string]string{"NCMTUI_PHONE": c.env}
			if code := r.run("auth", "login", "--sms"); code != c.code {
				t.Fatalf("exit code %d: %s", code, r.err.String())
			}
			if said := r.out.String() + r.err.String(); strings.Contains(said, "00138000") || strings.Contains(said, ncmfake.Captcha) {
				t.Errorf("said %s", said)
			}
			sent := r.svc.Requests("/api/w/login/cellphone")
			if c.code == 0 && (len(sent) != 1 || !strings.Contains(r.first("auth", "status"), "听潮")) {
				t.Errorf("%d logins", len(sent))
			}
			if c.code == Failed && len(sent) != 1 {
				t.Errorf("a wrong code was sent %d times", len(sent))
			}
		})
	}
}

func TestLoginByPasswordWarnsAndIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.in = "me@163.com\n" + ncmfake.Password + "\n"
	if got := r.must("auth", "login", "--password"); !strings.Contains(got, "听潮") || !strings.Contains(r.err.String(), "risk control") {
		t.Errorf("%q, %q", got, r.err.String())
	}
	if strings.Contains(r.err.String(), ncmfake.Password) || strings.Contains(r.kept(), ncmfake.Password) || strings.Contains(r.kept(), "me@163.com") {
		t.Error("the password or the address is kept or said")
	}
	for code, want := range map[int]int{502: Failed, 8821: Limited, 8810: Limited, 250: Limited, 10004: Limited, -460: Limited, -462: Limited} {
		r := newRig(t, false)
		r.svc.Faults().Always("/api/w/login", ncmfake.Fault{Code: code, Message: "no"})
		r.environ = map[string]string{"NCMTUI_PHONE": "me@163.com", "NCMTUI_PASSWORD": "secret-word"}
		if got := r.run("auth", "login", "--password"); got != want || strings.Contains(r.err.String(), "secret-word") {
			t.Errorf("code %d: exit code %d, %s", code, got, r.err.String())
		}
		if n := len(r.svc.Requests("/api/w/login")); n != 1 {
			t.Errorf("code %d: %d requests", code, n)
		}
	}
}

func TestTheCodeIsWrittenAsAPicture(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, false)
		file := filepath.Join(t.TempDir(), "code.png")
		r.must("auth", "login", "--qr-png", file)
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(raw))
		if err != nil || picture.Bounds().Dx() < 200 {
			t.Errorf("%v", err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
		if code := r.run("auth", "login", "--qr-png", file, "--sms"); code != Usage {
			t.Errorf("two ways: exit code %d", code)
		}
	})
}

func TestAnExpiredCodeIsFollowedByAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, false)
		r.errTerminal = true
		r.svc.Faults().Always("/api/login/qrcode/client/login", ncmfake.Fault{Code: 801})
		time.AfterFunc(6*time.Minute, func() { r.svc.Faults().Clear() })
		if got := r.must("auth", "login"); !strings.Contains(got, "听潮") {
			t.Error(got)
		}
		said := r.err.String()
		if !strings.Contains(said, "waiting for the scan 5:00") || !strings.Contains(said, "waiting for the scan 0:01") ||
			strings.Count(said, "login?codekey=") != 2 || !strings.Contains(said, "expired; here is another one") {
			t.Errorf("%d codes", strings.Count(said, "login?codekey="))
		}
	})
}
