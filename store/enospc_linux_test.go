package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"ncmtui/internal/safe"
)

// smallDisk mounts a disk of 512 KiB; only root can.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=512k,mode=700"); err != nil {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
			t.Fatal("a small disk is wanted:", err)
		}
		t.Skip("cannot mount a small disk:", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// stuff fills the disk to the last byte; removing the file frees it.
func stuff(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "stuffing")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 64 << 10; size > 0; size /= 2 {
		for {
			if _, err := f.Write(make([]byte, size)); err != nil {
				break
			}
		}
	}
	return path
}

func TestAFullDiskLosesNothingThatWasThere(t *testing.T) {
	t.Parallel()
	root := smallDisk(t)
	dir := filepath.Join(root, "data")
	d := open(t, dir)
	ctx := t.Context()
	if err := d.SaveQueue(ctx, 7, sampleQueue()); err != nil {
		t.Fatal(err)
	}
	var notices []Notice
	s := sessions(dir, &notices)
	if err := s.Update(func(now *Session) { now.Put(login(7, "the-cookie", 1)) }); err != nil {
		t.Fatal(err)
	}
	stuffing := stuff(t, root)
	for i := range 10 {
		if err := s.Update(func(now *Session) { now.Put(login(8, strings.Repeat("y", 5000), int64(i))) }); err == nil {
			t.Error("a login is said to be kept on a full disk")
		}
		if err := d.PutDoc(ctx, Doc{Kind: "big", ID: int64(i), Body: make([]byte, 100<<10)}); err != nil {
			t.Error(err)
		}
		if err := d.RecordPlay(ctx, &Play{ID: string(rune('a' + i)), UID: 1, Started: time.Now()}); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(codes(d), []NoticeCode{NoticeMemory}) || len(notices) != 1 {
		t.Errorf("notices %v and %v", d.Notices(), notices)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "session.json")); err != nil || !strings.Contains(string(b), "the-cookie") {
		t.Errorf("the session is hurt: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if err := os.Remove(stuffing); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	if err := s.Update(func(*Session) {}); err != nil {
		t.Error("there is room again, but:", err)
	}
	d = open(t, dir)
	plays, err := d.History(ctx, 1, time.Time{}, 100)
	q, ok, err2 := d.LoadQueue(ctx, 7)
	if err != nil || err2 != nil || len(plays) != 10 || !ok || len(q.Tracks) != 3 {
		t.Errorf("%d plays, queue of %d, %v %v", len(plays), len(q.Tracks), err, err2)
	}
	got := sessions(dir, nil).Load()
	if a, ok := got.Account(8); !ok || a.Cookies["MUSIC_U"] != safe.Secret(strings.Repeat("y", 5000)) {
		t.Error("the login made while the disk was full is not written")
	}
}

// TestAStartOnADiskThatTakesNothingKnowsWhatIsThere opens a store on a full
// disk, and on one that became read-only.
func TestAStartOnADiskThatTakesNothingKnowsWhatIsThere(t *testing.T) {
	t.Parallel()
	for name, disk := range map[string]struct {
		spoil func(root string) error
		mend  func(root string) error
	}{
		"full":      {func(root string) error { stuff(t, root); return nil }, func(root string) error { return os.Remove(filepath.Join(root, "stuffing")) }},
		"read-only": {func(root string) error { return remount(root, unix.MS_RDONLY) }, func(root string) error { return remount(root, 0) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := smallDisk(t)
			dir := filepath.Join(root, "data")
			d := open(t, dir)
			ctx := t.Context()
			play := func(id string, at int64) error {
				return d.RecordPlay(ctx, &Play{ID: id, UID: 7, Started: time.Unix(at, 0)})
			}
			if err := errors.Join(d.SaveQueue(ctx, 7, sampleQueue()), play("a", 1), play("b", 2), d.Remember(ctx, map[Memo]string{all("page"): "daily"})); err != nil {
				t.Fatal(err)
			}
			mustClose(t, d)
			if err := disk.spoil(root); err != nil {
				t.Fatal(err)
			}
			d = open(t, dir)
			q, ok, err := d.LoadQueue(ctx, 7)
			plays, err2 := d.History(ctx, 7, time.Time{}, 10)
			memo, err3 := d.Memory(ctx)
			if errors.Join(err, err2, err3) != nil || !ok || len(q.Tracks) != 3 || len(plays) != 2 || plays[0].ID != "b" || memo[all("page")] != "daily" {
				t.Errorf("it knows a queue of %d, %+v, %v: %v", len(q.Tracks), plays, memo, errors.Join(err, err2, err3))
			}
			if !slices.Equal(codes(d), []NoticeCode{NoticeMemory}) {
				t.Errorf("notices %v", d.Notices())
			}
			q.Tracks, q.Order, q.Current = q.Tracks[:1], []int{0}, 0
			if err := errors.Join(d.SaveQueue(ctx, 7, q), play("c", 3)); err != nil {
				t.Error(err)
			}
			if err := disk.mend(root); err != nil {
				t.Fatal(err)
			}
			other := open(t, dir) // and another process writes what the first one only read
			if err := other.Remember(ctx, map[Memo]string{all("page"): "search"}); err != nil {
				t.Error(err)
			}
			mustClose(t, other)
			mustClose(t, d)
			d = open(t, dir)
			if memo, err := d.Memory(ctx); err != nil || memo[all("page")] != "search" {
				t.Errorf("an old row came back: %v %v", memo, err)
			}
			q, _, err = d.LoadQueue(ctx, 7)
			plays, err2 = d.History(ctx, 7, time.Time{}, 10)
			if errors.Join(err, err2) != nil || len(q.Tracks) != 1 || len(plays) != 3 || plays[0].ID != "c" || len(d.Notices()) != 0 {
				t.Errorf("afterwards: a queue of %d, %+v, %v %v", len(q.Tracks), plays, errors.Join(err, err2), d.Notices())
			}
		})
	}
}

func remount(root string, flags uintptr) error {
	return unix.Mount("tmpfs", root, "tmpfs", unix.MS_REMOUNT|flags, "size=512k,mode=700")
}

func TestALogoutOnAFullDiskWipes(t *testing.T) {
	t.Parallel()
	root := smallDisk(t)
	dir := filepath.Join(root, "data")
	keptLogin(t, dir)
	stuff(t, root)
	if err := sessions(dir, nil).Forget(7); err != nil {
		t.Fatal(err)
	}
	if names := holding(t, dir); len(names) > 0 {
		t.Errorf("the login is still in %v", names)
	}
	if got := sessions(dir, nil).Load(); len(got.Accounts) != 0 || got.DeviceID == "" {
		t.Errorf("%+v", got)
	}
}
