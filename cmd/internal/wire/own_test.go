package wire

import (
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/store"
)

// TestEachAccountRemembersItsOwn searches and leaves a program as one account,
// and looks for both as another, and after a restart.
func TestEachAccountRemembersItsOwn(t *testing.T) {
	long(t)
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		t := r.t
		kept := func(uid int64, name string) string {
			all, err := r.m.db.Memory(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return all[store.Memo{UID: uid, Name: name}]
		}
		// offered is what the search offers: what was searched before is first.
		offered := func() string {
			r.Keys("g", "/", "ctrl+u").Wait(time.Second)
			return strings.Join(r.Screen()[4:], "\n")
		}
		r.onForm(3).Type("a@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter").Until("已登录："+seed.DemoName, 5*time.Second)
		r.Wait(time.Second).Keys("g", "/").Paste("海风").Keys("enter").Wait(time.Second)
		// A program, left after a while for a song of today.
		r.Keys("6").Wait(time.Second).Keys("enter").Wait(time.Second).Keys("enter").Wait(45 * time.Second)
		r.Keys("1").Wait(time.Second).Keys("enter").Wait(5 * time.Second)
		mine := kept(seed.UserID, "podcast places")
		if mine == "" || kept(seed.UserID, "searches") != "海风" || kept(store.Everybody, "searches") != "" {
			t.Errorf("the first account: places %q, searches %q", mine, kept(seed.UserID, "searches"))
		}
		// Another one: nothing of it, also while a program is left by the change.
		r.Keys("6").Wait(time.Second).Keys("enter").Wait(time.Second).Keys("j", "enter").Wait(45 * time.Second)
		r.Keys(":").Type("account").Keys("enter").Wait(time.Second).ClickOn("登录另一个账号").Wait(time.Second)
		r.Keys("right", "right", "right").Type("b@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter")
		r.Until("已登录："+otherName, 5*time.Second).Wait(5 * time.Second)
		if got := offered(); strings.Contains(got, "海风") || !strings.Contains(got, "林汐") {
			t.Errorf("the other account is offered\n%s", got)
		}
		r.Paste("雨").Keys("enter").Wait(2 * time.Second)
		if kept(otherID, "podcast places") != "" || kept(otherID, "searches") != "雨" || kept(seed.UserID, "searches") != "海风" {
			t.Errorf("the other account: places %q, searches %q", kept(otherID, "podcast places"), kept(otherID, "searches"))
		}
		r.Keys("u").Wait(time.Second) // there is nothing of the other account's to undo
		if s := r.snap(); s.Track != nil || len(s.Queue.Tracks) != 0 {
			t.Errorf("undo brought %d songs of the other account", len(s.Queue.Tracks))
		}
		r.Keys("esc", ":").Type("account "+seed.DemoName).Keys("enter").Until("已切换到 "+seed.DemoName, 5*time.Second).Wait(2 * time.Second)
		if got := offered(); !strings.Contains(got, "海风") || strings.Contains(got, " 雨 ") {
			t.Errorf("the first account is offered\n%s", got)
		}
		r.Keys("esc", "esc")
		r.stop()
		r.start().Wait(time.Second)
		if !strings.Contains(offered(), "海风") {
			t.Error("after the restart nothing is offered")
		}
		if got := kept(seed.UserID, "podcast places"); got != mine {
			t.Errorf("after the restart: %q, not %q", got, mine)
		}
	}, twinned)
}

// TestTypingAsksLittleAndOldAnswersAreDropped types twenty keys, with pauses
// that are long enough for a search, while the service answers late and in the
// wrong order.
func TestTypingAsksLittleAndOldAnswersAreDropped(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{LoggedIn: true}, func(r *rig) {
		t := r.t
		asked := func() int {
			return len(r.svc.Requests("/api/cloudsearch/pc")) + len(r.svc.Requests("/api/search/get"))
		}
		r.Keys("g", "/").Wait(time.Second)
		before := asked()
		for range 10 {
			r.Type("海").Wait(100 * time.Millisecond)
		}
		if n := asked() - before; n != 0 {
			t.Errorf("%d searches while typing", n)
		}
		r.Keys("ctrl+u").Wait(time.Second)
		r.svc.Faults().Next("/api/cloudsearch/pc", ncmfake.Fault{Delay: 5 * time.Second})
		before = asked()
		r.Type("雨").Wait(900 * time.Millisecond) // its answer comes last
		for _, key := range "，不看，看" {
			r.Keys("backspace").Wait(50 * time.Millisecond).Type(string(key)).Wait(50 * time.Millisecond)
		}
		r.Keys("ctrl+u").Type("海风吹过第七站").Wait(2 * time.Second).Expect(seedSong)
		if n := asked() - before; n == 0 || n > 4 {
			t.Errorf("%d searches for twenty keys and two pauses", n)
		}
		r.Wait(10*time.Second).Expect("“海风吹过第七站”", seedSong)
	})
}

// seedSong is found by its own name.
const seedSong = "海风吹过第七站 (Live)"
