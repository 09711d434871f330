package safe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

const canary = "CANARYc0ffee1234"

func TestRedactHidesSecretsInEveryForm(t *testing.T) {
	t.Parallel()
	forms := []string{
		`NAME=%s`, `NAME=%s; os=pc`, `x=1&NAME=%s&y=2`, `"NAME":"%s"`, `{"NAME": "%s","z":1}`,
		`{\"NAME\":\"%s\",\"z\":1}`, `NAME: %s`, `map[NAME:%s os:pc]`, `NAME="%s"`, `NAME%%3D%s%%3B`,
		`{"body":"{\"params\":\"{\\\"NAME\\\":\\\"%s\\\"}\"}"}`, `{"NAME":"a\"%s"}`, `(NAME=%s)`, `NAME='%s'`,
	}
	for _, name := range secretNames {
		for _, form := range forms {
			line := fmt.Sprintf(strings.ReplaceAll(form, "NAME", name), canary)
			if got := Redact(line); strings.Contains(got, canary) {
				t.Errorf("Redact(%s) = %s", line, got)
			}
		}
	}
}

func TestRedactHidesHeadersAndSignedAddresses(t *testing.T) {
	t.Parallel()
	h := http.Header{"Cookie": {"os=pc; weird=" + canary}, "Set-Cookie": {"x=" + canary}, "Authorization": {"Bearer " + canary}}
	asJSON, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"Cookie: os=pc; anything=" + canary,
		"< Set-Cookie: a=" + canary + "; Path=/\r\nnext",
		"authorization: Bearer " + canary,
		fmt.Sprint(h),
		string(asJSON),
		"get http://m701.music.126.net/20250101/jdymusic/a.mp3?vuutv=" + canary,
		`{"url":"https:\/\/m8.music.126.net\/a.flac?k=` + canary + `"}`,
		"http://m7.music.126.net/20250101000000/0123456789abcdef0123456789" + "/x.mp3 0123",
		"proxy http://user:" + canary + "@10.0.0.1:8080 refused",
		"proxy http://user:it's@" + canary + "@10.0.0.1:8080 refused",
		"api_key = \"" + canary + "\"",
		"password\t=\t" + canary,
		`{"phone":13800138000}`,
	} {
		got := Redact(line)
		for _, secret := range []string{canary, "0123456789abcdef0123456789", "13800138000"} {
			if strings.Contains(got, secret) {
				t.Errorf("Redact(%s) = %s", line, got)
			}
		}
	}
}

func TestRedactKeepsWhatIsNotSecret(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"", "playing 晴天 by 周杰伦", `{"time":"2025-01-01T00:00:00Z","msg":"song 186016 opened","ms":12}`,
		"https://music.163.com/song?id=186016", "http://p1.music.126.net/abc==/109951163.jpg",
		"microphone=on", "passwords are never asked for",
	} {
		if got := Redact(line); got != line {
			t.Errorf("Redact(%s) = %s", line, got)
		}
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{"MUSIC_U=x", `"phone":"1`, "Cookie: [", `http://a.126.net/?\`, "MUSIC_U=MUSIC_A=x", "password: [redacted]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_ = Redact(s)
		line := "x MUSIC_U=" + canary + "; " + s
		if got := Redact(line); strings.Contains(got, "MUSIC_U="+canary) {
			t.Fatalf("Redact(%q) = %q", line, got)
		}
	})
}

func TestLoggedSecretsDoNotReachTheFile(t *testing.T) {
	t.Parallel()
	var buf bytes.Buffer
	slog.New(slog.NewJSONHandler(&buf, nil)).Info("call", "params", `{"MUSIC_U":"`+canary+`"}`, "cookie", "a="+canary)
	if got := Redact(buf.String()); strings.Contains(got, canary) || !json.Valid([]byte(got)) {
		t.Errorf("log line = %s", got)
	}
}

func BenchmarkRedactLogLine(b *testing.B) {
	line := `{"time":"2025-01-01T00:00:00.123456789Z","level":"INFO","msg":"call","path":"/song/url/v1","ms":43,"status":200}`
	for b.Loop() {
		Redact(line)
	}
}
