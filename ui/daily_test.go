package ui_test

import (
	"context"
	"errors"
	"slices"
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

func TestTheDailySongsAreReadAnewAtSixInChina(t *testing.T) {
	t.Parallel()
	scene(t, 120, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Wait(time.Second) // a bubble begins at 8 in China
		asked := func() int { return f.service.asks("daily") }
		before := asked()
		s.Wait(21 * time.Hour)
		if n := asked(); n != before {
			t.Errorf("asked %d times within a day", n-before)
		}
		s.Wait(2 * time.Hour).Keys("j").Wait(time.Second).Expect("今天的每日推荐已更新")
		if n := asked(); n != before+1 {
			t.Errorf("asked %d times after six in the morning", n-before)
		}
		if did := f.player.commands(); len(did) > 0 {
			t.Errorf("the player was told %v", did)
		}
	})
}
