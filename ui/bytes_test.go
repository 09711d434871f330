package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui/uitest"
)

// singing are lyrics of three minutes, four words a second.
func singing(byWord bool) catalogue.Lyrics {
	const line = "从前从前有个人爱你很久"
	var b strings.Builder
	for at := 0; at < 180_000; at += 3000 {
		if !byWord {
			_, _ = fmt.Fprintf(&b, "[%02d:%02d.00]%s\n", at/60000, at/1000%60, line)
			continue
		}
		_, _ = fmt.Fprintf(&b, "[%d,3000]", at)
		for i, r := range []rune(line) {
			_, _ = fmt.Fprintf(&b, "(%d,250,0)%c", at+i*250, r)
		}
		b.WriteByte('\n')
	}
	if byWord {
		return catalogue.Lyrics{YRC: b.String()}
	}
	return catalogue.Lyrics{LRC: b.String()}
}

// The terminal may be at the other end of a slow line: these are the bytes of
// a cursor key and of a second of playing, on a screen full of Chinese. They
// are counted, not timed.
func TestFewBytesReachTheTerminal(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		w, h         int
		byWord       bool
		key, aSecond int
	}{
		{120, 40, true, 1500, 7000},
		{120, 40, false, 1500, 2000},
		{160, 48, true, 1500, 7000},
		{160, 48, false, 1500, 2000},
	} {
		t.Run(fmt.Sprintf("%dx%d words %v", tc.w, tc.h, tc.byWord), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFakes()
				defer f.Close()
				f.service.lyrics = singing(tc.byWord)
				s := uitest.Start(t, f.App, tc.w, tc.h)
				s.Keys("2", "enter").Wait(time.Second)
				s.Keys("enter").Wait(2 * time.Second)
				s.Expect("从前从前有个人爱你很久")

				const seconds, keys = 60, 10
				before := s.Bytes()
				s.Wait(seconds * time.Second)
				playing := (s.Bytes() - before) / seconds

				s.Keys("space").Wait(time.Second)
				before = s.Bytes()
				for range keys {
					s.Keys("j")
				}
				key := (s.Bytes() - before) / keys
				before = s.Bytes()
				s.Wait(time.Minute)
				t.Logf("%d bytes a second of playing, %d bytes a cursor key", playing, key)
				if playing > tc.aSecond || key > tc.key {
					t.Errorf("%d bytes a second and %d a key are more than %d and %d", playing, key, tc.aSecond, tc.key)
				}
				if n := s.Bytes() - before; n != 0 {
					t.Errorf("a paused minute wrote %d bytes", n)
				}
				f.Close()
				s.Quit()
			})
		})
	}
}
