package ui_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

// slowLists answers for the account's playlists late.
type slowLists struct{ *fakeService }

func (l slowLists) UserPlaylists(ctx context.Context, user int64) ([]catalogue.Playlist, error) {
	time.Sleep(5 * time.Second)
	return l.fakeService.UserPlaylists(ctx, user)
}

// nothingKnown is a machine that has kept nothing.
type nothingKnown struct{}

func (nothingKnown) UserPlaylists(context.Context) ([]catalogue.Playlist, bool) { return nil, false }

func (nothingKnown) Playlist(context.Context, int64) (catalogue.Tracks, bool) {
	return catalogue.Tracks{}, false
}

// What this machine answers by itself says nothing of the network.
func TestOnlyTheServiceTakesTheBannerAway(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Expect("没有网络").Keys("2").Wait(2*time.Second).Expect("没有网络", "我的歌单")
		f.service.refuse(nil)
		s.Keys("r").Wait(10 * time.Second).Expect("我喜欢的音乐").ExpectNot("没有网络")
	}, func(svc *ui.Services) {
		service := svc.Lists.(*fakeService)
		service.fail = errors.New("dial tcp: no route to host")
		svc.Lists, svc.Known = slowLists{service}, nothingKnown{}
		svc.Classify = func(error) lang.Trouble { return lang.Offline }
	})
}
