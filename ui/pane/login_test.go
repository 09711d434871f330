package pane

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"rsc.io/qr"

	"ncmtui/ui/uitest"
)

// desk is an account whose phone does what the script says; the last state
// stays.
type desk struct {
	mu          sync.Mutex
	codes, whos int
	newErr      error
	states      []any // QRState or error
	checks      []time.Time
	keys        []string
	inFlight    int
	slow        time.Duration
}

func (d *desk) NewQR(context.Context) (QR, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.newErr; err != nil {
		d.newErr = nil
		return QR{}, err
	}
	d.codes++
	key := fmt.Sprintf("%08d-1e77-4c1c-93f6-00000000abcd", d.codes)
	return QR{Key: key, URL: "https://music.163.com/login?codekey=" + key}, nil
}

func (d *desk) CheckQR(ctx context.Context, key string) (QRState, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.checks = append(d.checks, time.Now())
	d.keys = append(d.keys, key)
	if d.slow > 0 {
		d.inFlight++
		d.mu.Unlock()
		select {
		case <-time.After(d.slow):
		case <-ctx.Done():
		}
		d.mu.Lock()
		d.inFlight--
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	now := d.states[0]
	if len(d.states) > 1 {
		d.states = d.states[1:]
	}
	if err, bad := now.(error); bad {
		return 0, err
	}
	return now.(QRState), nil
}

func (d *desk) Who(context.Context) (User, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.whos++
	return User{ID: 1, Name: "昵称", LoggedIn: true}, nil
}
func (d *desk) Logout(context.Context) error { return nil }

func loginHost(d *desk) func() *lyricHost {
	return func() *lyricHost {
		return newLyricHost(Sources{Account: d}, func(e *Env) Page { return NewLogin(e) })
	}
}

// tally is what has been asked so far.
type tally struct{ codes, whos, checks, inFlight int }

func (d *desk) tally() tally {
	d.mu.Lock()
	defer d.mu.Unlock()
	return tally{d.codes, d.whos, len(d.checks), d.inFlight}
}

func checkPace(t *testing.T, d *desk) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := 1; i < len(d.checks); i++ {
		if gap := d.checks[i].Sub(d.checks[i-1]); gap < 2*time.Second {
			t.Errorf("questions %d and %d are %v apart", i-1, i, gap)
		}
	}
}

func TestLoginByCode(t *testing.T) {
	t.Parallel()
	d := &desk{states: []any{QRWaiting, QRWaiting, QRScanned, QRConfirmed}}
	onPage(t, 60, 26, loginHost(d), func(t *testing.T, s *uitest.Session) {
		s.Expect("用网易云音乐手机版扫描二维码", "5:00", "https://music.163.com/login?codekey=00000001-", "0600")
		checkCode(t, s, "https://music.163.com/login?codekey=00000001-1e77-4c1c-93f6-00000000abcd")
		s.Wait(6*time.Second).Expect("4:54").Until("已扫描，请在手机上确认", 5*time.Second)
		s.Until("已登录：昵称", 5*time.Second)
		see(s, func(h *lyricHost) {
			if len(h.posted) != 2 || h.posted[0] != (LoggedIn{User{ID: 1, Name: "昵称", LoggedIn: true}}) || h.posted[1] != (Close{}) {
				t.Errorf("posted %v", h.posted)
			}
		})
		s.Wait(time.Minute)
		if got := d.tally(); got != (tally{codes: 1, whos: 1, checks: 4}) {
			t.Errorf("asked %+v", got)
		}
		checkPace(t, d)
	})
}

// checkCode reads the code off the screen, cell by cell, and compares it with
// the code of the address, quiet zone included.
func checkCode(t *testing.T, s *uitest.Session, address string) {
	t.Helper()
	want, err := qr.Encode(address, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	rows := s.Screen()
	left, top := -1, -1
	for y, row := range rows {
		if i := strings.Index(row, "██"); i >= 0 {
			left, top = len([]rune(row[:i])), y
			break
		}
	}
	if top < 0 {
		t.Fatal("there is no code on the screen")
	}
	const quiet = 2
	for y := -quiet; y < want.Size+quiet; y++ {
		row := []rune(rows[top+(y+quiet)/2])
		for x := -quiet; x < want.Size+quiet; x++ {
			white := map[rune][2]bool{'█': {true, true}, '▀': {true, false}, '▄': {false, true}, ' ': {}}[row[left+x+quiet]]
			if black := !white[(y+quiet)%2]; black != want.Black(x, y) && y < want.Size+quiet-1 {
				t.Fatalf("module %d,%d: black %v, want %v", x, y, black, want.Black(x, y))
			}
		}
	}
	if st := s.StyleOf("██"); st.Fg == nil || st.Bg == nil {
		t.Error("the code has the colours of the theme")
	} else if r, _, _, _ := st.Fg.RGBA(); r != 0xFFFF {
		t.Errorf("white is %v", st.Fg)
	} else if r, _, _, _ := st.Bg.RGBA(); r != 0 {
		t.Errorf("black is %v", st.Bg)
	}
}

func TestLoginCodeExpires(t *testing.T) {
	t.Parallel()
	gone := QRExpired
	d := &desk{states: []any{QRWaiting, gone, gone, gone, gone, gone, gone, gone, gone, QRWaiting}}
	onPage(t, 60, 26, loginHost(d), func(t *testing.T, s *uitest.Session) {
		s.Until("codekey=00000002-", 10*time.Second).ExpectNot("过期") // by itself
		s.Until("codekey=00000004-", 10*time.Second)
		s.Until("二维码已过期", 10*time.Second).Expect("按 r 换一个二维码").ExpectNot("██")
		s.Wait(time.Minute)
		if n := d.tally().checks; n != 5 {
			t.Errorf("%d questions about expired codes", n)
		}
		s.Keys("r").Expect("codekey=00000005-").Until("codekey=00000008-", 20*time.Second)
		s.Until("二维码已过期", 10*time.Second).Keys("enter").Expect("codekey=00000009-")
		checkCode(t, s, "https://music.163.com/login?codekey=00000009-1e77-4c1c-93f6-00000000abcd")
		// Nobody scans it or those after it: five minutes for each, and not a
		// question more.
		s.Wait(310 * time.Second).Expect("codekey=00000010-")
		s.Wait(900 * time.Second).Expect("二维码已过期")
		if n := d.tally().checks; n < 440 || n > 500 {
			t.Errorf("%d questions", n)
		}
		checkPace(t, d)
	})
}

func TestLoginOutlivesLostAnswers(t *testing.T) {
	t.Parallel()
	lost := errors.New("没有网络")
	d := &desk{newErr: lost, states: []any{lost, lost, QRWaiting, lost, lost, lost}}
	onPage(t, 60, 26, loginHost(d), func(t *testing.T, s *uitest.Session) {
		s.Expect("二维码登录没有成功", "没有网络 · 按 r 换一个二维码").Keys("r").Expect("██")
		s.Wait(9 * time.Second).Expect("██")
		s.Until("没有网络", 10*time.Second)
		s.Wait(time.Minute)
		if n := d.tally().checks; n != 6 {
			t.Errorf("%d questions", n)
		}
		checkPace(t, d)
	})
}

func TestLeavingTheLoginEndsItsQuestions(t *testing.T) {
	t.Parallel()
	d := &desk{states: []any{QRWaiting}, slow: 10 * time.Second}
	onPage(t, 60, 26, loginHost(d), func(t *testing.T, s *uitest.Session) {
		s.Wait(3 * time.Second)
		if n := d.tally().inFlight; n != 1 {
			t.Fatalf("%d questions under way", n)
		}
		see(s, func(h *lyricHost) { h.page.(Place).Leave() })
		if d.tally().inFlight != 0 {
			t.Error("the question goes on")
		}
		s.Wait(time.Minute)
		if n := d.tally().checks; n != 1 {
			t.Errorf("%d questions after leaving", n-1)
		}
		// Back again: the same code, asked about again.
		s.Send(hostDo(func(h *lyricHost) tea.Cmd { return h.page.(Opener).Open() })).Wait(3 * time.Second)
		d.mu.Lock()
		defer d.mu.Unlock()
		if len(d.checks) != 2 || d.keys[1] != d.keys[0] || d.codes != 1 {
			t.Errorf("questions about %v, %d codes", d.keys, d.codes)
		}
	})
}

func TestLoginWhereTheCodeHasNoRoom(t *testing.T) {
	t.Parallel()
	d := &desk{states: []any{QRWaiting}}
	onPage(t, 78, 16, loginHost(d), func(t *testing.T, s *uitest.Session) {
		s.Expect("窗口太小，放不下二维码：至少要 50×26", "也可以在手机上打开这个链接", "https://music.163.com/login?codekey=00000001-1e77-4c1c-93f6-00000000abcd").ExpectNot("██")
		s.Resize(37, 20).Expect("扫描二维码", "██").ExpectNot("窗口太小")
		s.Resize(36, 30).Expect("50×26").Resize(12, 3).Resize(1, 1).Resize(60, 30).Expect("██")
	})
}

func TestLoginWithoutAService(t *testing.T) {
	t.Parallel()
	host := func() *lyricHost { return newLyricHost(Sources{}, func(e *Env) Page { return NewLogin(e) }) }
	onPage(t, 90, 12, host, func(_ *testing.T, s *uitest.Session) {
		s.Keys("r", "enter").Expect("NCMTUI_COOKIE")
	})
}

func TestLoginGivesNoCodeOfAnAddressOutOfMeasure(t *testing.T) {
	t.Parallel()
	l := NewLogin(newLyricHost(Sources{}, func(e *Env) Page { return NewLogin(e) }).env)
	l.code = QR{Key: "k", URL: strings.Repeat("x", 5000)}
	if l.draw(); l.art != nil {
		t.Error("a code of 5000 bytes was drawn")
	}
}
