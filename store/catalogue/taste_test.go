package catalogue

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var errRefused = errors.New("refused")

func TestALikeIsSeenAtOnceAndTakenBackWhenRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		fail        error
		applies     bool
		like        bool
		before      bool
		want, wantE bool
	}{
		{"liked", nil, false, true, false, true, false},
		{"unliked", nil, false, false, true, false, false},
		{"refused", errRefused, false, true, false, false, true},
		{"unlike refused", errRefused, false, false, true, true, true},
		{"timeout, made all the same", context.DeadlineExceeded, true, true, false, true, false},
		{"timeout, not made", context.DeadlineExceeded, false, true, false, false, true},
		{"unlike, timeout, made all the same", context.DeadlineExceeded, true, false, true, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &service{liked: map[int64]bool{7: c.before}, delay: time.Second, fail: c.fail, applies: c.applies}
				k := with(s, nil)
				if _, err := k.Liked(t.Context(), 1); err != nil {
					t.Fatal(err)
				}
				done := make(chan error, 1)
				go func() { done <- k.SetLiked(t.Context(), 7, c.like) }()
				synctest.Wait()
				if k.IsLiked(7) != c.like {
					t.Error("the wish is not shown at once")
				}
				if err := <-done; (err != nil) != c.wantE {
					t.Errorf("err = %v", err)
				}
				if k.IsLiked(7) != c.want {
					t.Errorf("IsLiked = %v, want %v", !c.want, c.want)
				}
				k.Close()
			})
		})
	}
}

func TestQuickLikesEndAsTheServiceHoldsThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{liked: map[int64]bool{}, delay: time.Second, fail: errRefused, failAt: 3} // the list, one like, then refusals
		k := with(s, nil)
		if _, err := k.Liked(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 3)
		for _, like := range []bool{true, false, true} {
			go func() { done <- k.SetLiked(t.Context(), 7, like) }()
			synctest.Wait()
			if k.IsLiked(7) != like {
				t.Errorf("shown %v after a wish for %v", !like, like)
			}
		}
		refused := 0
		for range 3 {
			if err := <-done; err != nil {
				refused++
			}
		}
		if refused != 2 || !s.liked[7] || !k.IsLiked(7) {
			t.Errorf("%d refused, service %v, shown %v", refused, s.liked[7], k.IsLiked(7))
		}
		k.Close()
	})
}

func TestReadingTheLikesKeepsAChangeThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &service{liked: map[int64]bool{1: true}, delay: time.Minute}
		k := with(s, nil)
		done := make(chan error, 1)
		go func() { done <- k.SetLiked(t.Context(), 7, true) }()
		synctest.Wait()
		if _, err := k.Liked(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if !k.IsLiked(7) || !k.IsLiked(1) {
			t.Error("the wish is lost")
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		k.Close()
	})
}

func TestFMTrashAndSearchGoThrough(t *testing.T) {
	t.Parallel()
	s := &service{}
	k := with(s, nil)
	defer k.Close()
	songs, err1 := k.FM(t.Context())
	err2 := k.Trash(t.Context(), 91, time.Second)
	found, err3 := k.Search(t.Context(), KindSong, "晴天", 0, 30)
	if err := errors.Join(err1, err2, err3); err != nil || len(songs) != 1 || found.Songs[0].Name != "晴天" {
		t.Errorf("%v %+v %v", songs, found, err)
	}
	if k.Peek([]int64{91})[0].Name == "" {
		t.Error("the FM's song is not held")
	}
}
