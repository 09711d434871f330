package ui_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/uitest"
)

// fakeDaily is the service's answer to a song that is not liked.
type fakeDaily struct {
	old []int64
	err error
}

func (f *fakeDaily) Dislike(_ context.Context, song int64) (catalogue.Song, error) {
	f.old = append(f.old, song)
	return catalogue.Song{ID: 777, Name: "换来的歌", Artists: []catalogue.Ref{{ID: 9, Name: "别人"}}}, f.err
}

func disliking(f ...*fakeDaily) func(*ui.Services) {
	return func(svc *ui.Services) {
		f = append(f, &fakeDaily{})
		svc.Daily = f[0]
	}
}

func TestADailySongIsReplacedInItsPlace(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {80, 24}, {60, 20}} {
		d := &fakeDaily{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Wait(time.Second)
			before := f.service.songs
			s.Keys("j", "T").Wait(time.Second).Expect("换成了《换来的歌》", "换来的歌")
			if !slices.Equal(d.old, []int64{before[1].ID}) {
				t.Errorf("asked to take away %v, want %d", d.old, before[1].ID)
			}
			s.ExpectNot(before[1].Name)
			d.err = errors.New("refused")
			s.Keys("j", "T").Wait(time.Second).Expect("换来的歌", before[2].Name)
		}, disliking(d))
	}
}

// wallClock is a clock that can be set on, as the wall's is while the machine
// sleeps. A bubble begins at 8 in the morning in China.
type wallClock struct{ ahead atomic.Int64 }

func (c *wallClock) now() time.Time     { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *wallClock) on(d time.Duration) { c.ahead.Add(int64(d)) }

// beforeSix is a clock at three minutes to six in China.
func beforeSix() (*wallClock, func(*ui.Services)) {
	c := &wallClock{}
	c.on(21*time.Hour + 57*time.Minute)
	return c, func(svc *ui.Services) { svc.Now = c.now }
}

func TestTheDailySongsAreReadAnewAtSixInChinaByThemselves(t *testing.T) {
	t.Parallel()
	clock, set := beforeSix()
	scene(t, 120, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Wait(time.Second).Keys("j", "enter", "space").Wait(time.Second)
		f.player.commands()
		rev, asked, old := f.player.snap.Queue.Rev, f.service.asks("daily"), f.service.songs
		f.service.set(f.service.song(4242))
		s.Wait(2*time.Minute + 50*time.Second).Expect(old[0].Name)
		if n := f.service.asks("daily"); n != asked {
			t.Errorf("asked %d times before six", n-asked)
		}
		s.Wait(9*time.Second).Expect("今天的每日推荐已更新", f.service.song(4242).Name, "1 首")
		if n := f.service.asks("daily"); n != asked+1 {
			t.Errorf("asked %d times at six", n-asked)
		}
		if did := f.player.commands(); len(did) > 0 || f.player.snap.Queue.Rev != rev {
			t.Errorf("the player was told %v", did)
		}
		clock.on(23 * time.Hour) // the machine sleeps, and its timers with it
		f.service.set(old...)
		s.Wait(10 * time.Minute)
		if n := f.service.asks("daily"); n != asked+1 {
			t.Errorf("asked %d times within the day", n-asked-1)
		}
		clock.on(time.Hour)
		s.Wait(10*time.Minute + time.Second).Expect("30 首")
		if n := f.service.asks("daily"); n != asked+2 {
			t.Errorf("asked %d times on the second morning", n-asked-1)
		}
	}, set)
}

func TestAMorningWithoutANetworkIsMadeUpFor(t *testing.T) {
	t.Parallel()
	_, set := beforeSix()
	scene(t, 120, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Wait(time.Second)
		asked := f.service.asks("daily")
		f.service.refuse(errors.New("no network"))
		s.Wait(4 * time.Minute).Expect("30 首") // the old ones stay
		if n := f.service.asks("daily"); n != asked+1 {
			t.Errorf("asked %d times at six", n-asked)
		}
		f.service.refuse(nil)
		f.service.set(f.service.song(4242))
		s.Wait(10*time.Minute).Expect(f.service.song(4242).Name, "1 首")
	}, set)
}

func TestDailySongsThatAreNotShownWaitForThat(t *testing.T) {
	t.Parallel()
	_, set := beforeSix()
	scene(t, 120, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Wait(time.Second).Keys("2").Wait(time.Second)
		asked := f.service.asks("daily")
		s.Wait(15 * time.Minute)
		if n := f.service.asks("daily"); n != asked {
			t.Errorf("asked %d times for a page that is not shown", n-asked)
		}
		f.service.set(f.service.song(4242))
		s.Keys("1").Wait(time.Second).Expect("今天的每日推荐已更新", f.service.song(4242).Name)
	}, set)
}
