package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/envelope"
)

func TestSealedAnswersAreOpened(t *testing.T) {
	t.Parallel()
	for _, zipped := range []bool{false, true} {
		sealed, err := envelope.SealAnswer([]byte(`{"code":200,"ids":["7"]}`), zipped)
		if err != nil {
			t.Fatal(err)
		}
		client, _ := newTest(t, Options{Session: loggedIn()}, always(200, string(sealed)))
		if ids, err := client.Liked(t.Context(), 1); err != nil || len(ids) != 1 || ids[0] != 7 {
			t.Errorf("zipped %v: %v, %v", zipped, ids, err)
		}
	}
}

func TestHugeAnswersAreCutOff(t *testing.T) {
	t.Parallel()
	bomb, err := envelope.SealAnswer(bytes.Repeat([]byte(" "), maxBody+2), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{strings.Repeat(" ", maxBody+1), string(bomb)} {
		client, f := newTest(t, Options{Session: loggedIn()}, always(200, body))
		if _, err := client.FM(t.Context()); !errors.Is(err, ErrBadAnswer) || !errors.Is(err, envelope.ErrTooLarge) || len(f.calls("")) != 1 {
			t.Errorf("%d bytes: %v", len(body), err)
		}
	}
}

func TestRedirectsStayInsideTheService(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{
		"https://interface.music.163.com/eapi/y": true, "http://music.163.com/eapi/y": false, "https://evil.test/": false,
		"https://music.163.com.evil.test/": false, "file:///etc/passwd": false, "https://127.0.0.1/": false, "https://evilmusic.163.com/": false,
	} {
		hosts := []string{}
		client, _ := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			hosts = append(hosts, s.Host)
			if len(hosts) == 1 {
				r := reply(http.StatusFound, "")
				r.Header.Set("Location", to)
				return r, nil
			}
			return reply(200, `{"code":200}`), nil
		})
		client.http.Transport = redirected{client.http.Transport}
		_, err := client.FM(t.Context())
		if (err == nil) != want || (!want && (!errors.Is(err, ErrCaptivePortal) || len(hosts) != 1)) {
			t.Errorf("%s: %v, asked %v", to, err, hosts)
		}
	}
}

// redirected lets the repeat of a redirected request, which has no body, pass
// the envelope check of the fake.
type redirected struct{ http.RoundTripper }

func (r redirected) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Method == http.MethodGet {
		if q.Header.Get("Cookie") == "" || q.URL.Host != "interface.music.163.com" {
			return nil, fmt.Errorf("%s with cookies %v", q.URL, q.Header)
		}
		return reply(200, `{"code":200}`), nil
	}
	return r.RoundTripper.RoundTrip(q)
}

func TestLimiterAllowsTenThenThreeASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
		begun := time.Now()
		for range 40 {
			if _, err := client.FM(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		all := f.calls("")
		if at := all[9].At.Sub(begun); at != 0 {
			t.Errorf("the burst took %v", at)
		}
		if took := all[39].At.Sub(begun); took < 9900*time.Millisecond || took > 10100*time.Millisecond {
			t.Errorf("30 more took %v", took)
		}
		free, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(200, `{"code":200}`))
		begun = time.Now()
		for range 100 {
			if _, err := free.FM(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if all := f.calls(""); all[99].At != begun {
			t.Errorf("without limit: %v", all[99].At.Sub(begun))
		}
	})
}

func TestCancelledCallsEndAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) { return nil, errDown })
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		begun := time.Now()
		_, err := client.Call(ctx, "/personal_fm", nil)
		if !errors.Is(err, ctx.Err()) || time.Since(begun) != 200*time.Millisecond || len(f.calls("")) != 1 {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

func TestCallKnowsItsAddresses(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	if _, err := client.Call(t.Context(), "/no/such", nil); !errors.Is(err, ErrUnknownAddress) {
		t.Error(err)
	}
	if _, err := client.CallAs(t.Context(), Caller{}, "/no/such", nil); !errors.Is(err, ErrUnknownAddress) {
		t.Error(err)
	}
	if len(f.calls("")) != 0 {
		t.Error("something was asked")
	}
}

func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, logHoldsNoSecrets)
}

func logHoldsNoSecrets(t *testing.T) {
	var log bytes.Buffer
	o := Options{Session: loggedIn(), Logger: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	o.Session.Cookies["MUSIC_U"] = "canary-u"
	client, _ := newTest(t, o, func(s sent) (*http.Response, error) {
		if s.Path == "/api/v1/radio/get" {
			return nil, errDown
		}
		return reply(200, `{"code":301,"secret":"canary-body"}`, "MUSIC_U=canary-new"), nil
	})
	_, _ = client.FM(t.Context())
	_, _ = client.Call(t.Context(), "/login/cellphone", Params{"phone": "canary-phone", "password": "canary-password"})
	if log.Len() == 0 || strings.Contains(log.String(), "canary") {
		t.Errorf("log: %s", log.String())
	}
}

func TestWaitingForTheLimiterEndsWithTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn(), Rate: 1, Burst: 1}, always(200, `{"code":200}`))
		if _, err := client.FM(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if _, err := client.FM(ctx); !errors.Is(err, context.DeadlineExceeded) || len(f.calls("")) != 1 {
			t.Errorf("got %v", err)
		}
	})
}

func TestSealedAnswersStayAtHandWhileNothingIsChanged(t *testing.T) {
	t.Parallel()
	sealed, err := envelope.SealAnswer([]byte(`{"code":200,"data":[{"id":1}],"more":1}`), false)
	if err != nil {
		t.Fatal(err)
	}
	client, _ := newTest(t, Options{Session: loggedIn()}, always(200, string(sealed)))
	for path, want := range map[string]bool{"/personal_fm": true, "/song/url": false, "/login/qr/key": false} {
		a, err := client.CallAs(t.Context(), Caller{Sealed: true}, path, Params{"id": "1"})
		if err != nil || (a.Sealed != nil) != want || (want && !bytes.Equal(a.Sealed, sealed)) || a.Code() != 200 {
			t.Errorf("%s: %d sealed bytes, %v", path, len(a.Sealed), err)
		}
	}
}
