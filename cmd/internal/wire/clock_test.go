package wire

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
	"ncmtui/player"
)

const day = 24 * time.Hour

// TestAClockThatIsADayOffChangesNothing logs in at a service whose clock is a
// day ahead or behind, plays, pauses for longer than an address lives, and
// plays on: the login stays, and nothing is asked for more often.
func TestAClockThatIsADayOffChangesNothing(t *testing.T) {
	t.Parallel()
	for name, off := range map[string]time.Duration{"ahead": day, "behind": -day} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenario(t, ncmfake.Options{Now: func() time.Time { return time.Now().Add(off) }}, func(r *rig) {
				asked := func(path string) int { return len(r.svc.Requests(path)) }
				r.onForm(3).Type("a@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter")
				r.until("logged in", 10*time.Second, func() bool { return r.m.API.Session().LoggedIn() })
				r.Wait(5 * time.Second).Keys("1").Wait(time.Second).Keys("enter")
				r.until("it plays", 10*time.Second, func() bool { return r.snap().Status == player.Playing && r.snap().Moving })
				song := r.snap().Track.ID
				r.Keys("space").Wait(45 * time.Minute) // an address lives twenty minutes
				before := asked("/api/song/enhance/player/url*")
				r.Keys("space")
				r.until("it plays on", 10*time.Second, func() bool { return r.playing(song) })
				r.Wait(30 * time.Second)
				if n := asked("/api/song/enhance/player/url*") - before; n > 2 {
					r.t.Errorf("addresses were asked for %d times", n)
				}
				if n := asked("/api/login/token/refresh"); n != 0 || !r.m.API.Session().LoggedIn() {
					r.t.Errorf("%d renewals, logged in %v", n, r.m.API.Session().LoggedIn())
				}
				r.stop()
				r.start().Wait(2 * time.Second)
				if !r.m.API.Session().LoggedIn() || asked("/api/login/token/refresh") != 0 {
					r.t.Error("the login did not outlive the run")
				}
			})
		})
	}
}

// TestAClockThatIsSetRenewsTheLoginAtMostOnce runs the program while its clock
// is set forward and back.
func TestAClockThatIsSetRenewsTheLoginAtMostOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := world(t, ncmfake.Options{LoggedIn: true})
		asked := func() int { return len(r.svc.Requests("/api/login/token/refresh")) }
		off := time.Duration(0)
		open := func() *Service {
			svc, err := Connect(Options{
				Config: r.o.Config, Places: r.o.Places, API: r.o.API, Setup: r.o.Setup,
				Now: func() time.Time { return time.Now().Add(off) },
			}, false)
			if err != nil {
				t.Fatal(err)
			}
			return svc
		}
		if _, err := open().Import(t.Context(), r.o.Cookies); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			off  time.Duration
			want int // renewals so far
		}{
			{"a day ahead", day, 0},
			{"a day behind", -day, 0},
			{"eight days ahead", 8 * day, 1},
			{"right again: renewed in the future", 0, 1},
			{"a day behind", -day, 1},
			{"eight days ahead", 8 * day, 1},
		} {
			off = c.off
			svc := open()
			ctx, stop := context.WithCancel(t.Context())
			var group safe.Group
			group.Go("renewals", func() { svc.renewals(ctx, slog.New(slog.DiscardHandler)) })
			time.Sleep(3 * time.Hour)
			stop()
			group.Wait()
			if asked() != c.want || !svc.API.Session().LoggedIn() {
				t.Errorf("%s: %d renewals, %d expected", c.name, asked(), c.want)
			}
		}
	})
}
