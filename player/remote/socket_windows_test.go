package remote

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"ncmtui/player"
)

func TestAPipeIsItsUsersAlone(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	s := listening(t, dir, Options{})
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	control, err := conn.(*pipeConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var list string
	var asked error
	err = control.Control(func(h uintptr) {
		sd, err := windows.GetSecurityInfo(windows.Handle(h), windows.SE_KERNEL_OBJECT,
			windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
		if asked = err; err == nil {
			list = sd.String()
		}
	})
	own, err2 := ownSID()
	if err := errors.Join(err, asked, err2); err != nil {
		t.Fatal(err)
	}
	_, rights, _ := strings.Cut(list, "D:")
	if !strings.HasPrefix(list, "O:"+own.String()) || strings.Count(rights, "(") != 1 || !strings.Contains(rights, ";;;"+own.String()+")") {
		t.Errorf("let in are %s, we are %s", list, own)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Dial(t.Context(), dir); !errors.Is(err, ErrNotRunning) {
		t.Errorf("dial after the end: %v", err)
	}
	listening(t, dir, Options{}) // the name is free at once
	if _, err := dialled(t, dir).Status(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestClientsThatComeAndGoLeaveThePipeOpen(t *testing.T) {
	t.Parallel()
	dir := runtimeDir(t)
	listening(t, dir, Options{Player: newStage(player.Snapshot{Volume: 7})})
	for range 200 {
		conn, err := dial(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.Close() // before it is greeted
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for { // those that have gone are noticed when they are written to
		c, err := Dial(ctx, dir)
		if err == nil {
			defer c.Close()
			if st, err := c.Status(ctx); err != nil || st.Volume != 7 {
				t.Errorf("%+v, %v", st, err)
			}
			return
		}
		if f := (*Fault)(nil); !errors.As(err, &f) {
			t.Fatal(err)
		}
	}
}
