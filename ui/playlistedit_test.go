package ui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// fakeListEdits keeps what was asked of own playlists.
type fakeListEdits struct {
	mu    sync.Mutex
	asked []string
	fail  error
}

func (f *fakeListEdits) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeListEdits) CreatePrivate(_ context.Context, name string) (catalogue.Playlist, error) {
	f.note("private " + name)
	return catalogue.Playlist{ID: 78, Name: name}, f.fail
}

func (f *fakeListEdits) EditList(_ context.Context, id int64, e pane.ListEdit) error {
	f.note(fmt.Sprint(id, e))
	return f.fail
}

func (f *fakeListEdits) DeleteList(_ context.Context, id int64) error {
	f.note(fmt.Sprint("delete ", id))
	return f.fail
}

func (f *fakeListEdits) OrderSongs(_ context.Context, id int64, songs []int64) error {
	f.note(fmt.Sprint("order ", id, songs))
	return f.fail
}

func (f *fakeListEdits) OrderLists(_ context.Context, lists []int64) error {
	f.note(fmt.Sprint("lists ", lists))
	return f.fail
}

func listEditing(l *fakeListEdits) func(*ui.Services) {
	return func(s *ui.Services) { s.ListEdit, s.Order, s.Edit = l, l, &fakeEdits{} }
}

func (f *fakeListEdits) want(t *testing.T, want ...string) {
	t.Helper()
	if got := strings.Join(f.asked, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("asked\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	f.asked = nil
}

func TestOwnPlaylistsAreRenamedDescribedAndTagged(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}} {
		l := &fakeListEdits{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("2").Wait(time.Second).Keys("j", "m").ClickOn("改名").Expect(":rename 深夜 · 一个人听").Type("呢").Keys("enter").Wait(time.Second)
			s.Expect("已改名为《深夜 · 一个人听呢》").Keys("u").Wait(time.Second).Expect("已撤销")
			l.want(t, "2 {0 深夜 · 一个人听呢 []}", "2 {0 深夜 · 一个人听 []}")
			s.Keys(":").Type(`describe 第一行\n第二行`).Keys("enter").Wait(time.Second)
			s.Keys(":").Type("tags 民谣 夜晚").Keys("enter").Wait(time.Second)
			s.Keys(":").Type("tags 一 二 三 四").Keys("enter").Wait(time.Second).Expect("标签最多 3 个")
			l.want(t, "2 {1 第一行\n第二行 []}", "2 {2  [民谣 夜晚]}")
		}, listEditing(l))
	}
}

func TestDeletingAndPublishingAskFirst(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(time.Second)
		s.Keys(":").Type("delete-playlist").Keys("enter").Expect("删除歌单《深夜 · 一个人听》？").Keys("esc")
		s.Keys(":").Type("publish").Keys("enter").Expect("公开后不能再设为隐私").Keys("esc")
		l.want(t)
		s.Keys(":").Type("publish").Keys("enter", "y").Wait(time.Second).Expect("已公开")
		l.fail = errors.New("no")
		s.Keys(":").Type("delete-playlist").Keys("enter", "y").Wait(time.Second).Expect("出了问题")
		l.fail = nil
		s.Keys(":").Type("delete-playlist").Keys("enter", "y").Wait(time.Second).Expect("已删除歌单", "我喜欢的音乐")
		l.want(t, "2 {3  []}", "delete 2", "delete 2")
	}, listEditing(l))
}

func TestOnlyOwnPlaylistsAreChanged(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("2").Wait(time.Second).Keys(":").Type("rename 别的").Keys("enter").Expect("不能改名或删除")
		s.Keys("G", "m").ExpectNot("改名", "删除歌单").Keys("esc").Keys(":").Type("rename 别的").Keys("enter").Expect("只能改自己的歌单")
		s.Keys("1", ":").Type("rename 别的").Keys("enter").Expect("没有选中歌单")
		s.Keys("2", "G", "enter").Wait(time.Second).Keys("J").Wait(2 * time.Second)
		l.want(t)
	}, listEditing(l))
}

func TestSongsOfAnOwnPlaylistAreMovedAsOneChange(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		order := func(first ...int64) string {
			ids := first
			for i := int64(len(first)); i < 10; i++ {
				ids = append(ids, 20000+i)
			}
			return fmt.Sprint("order 2 ", ids)
		}
		s.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(time.Second)
		s.Keys("J", "J").Wait(2 * time.Second).Expect("顺序已改 · u 撤销")
		l.want(t, order(20001, 20002, 20000))
		s.Keys("u").Wait(time.Second).Expect("已撤销：《深夜 · 一个人听》的顺序")
		l.want(t, order())
		s.Keys("g", "g", "K").Wait(2 * time.Second)
		l.want(t)
		s.Keys("J", "esc").Wait(time.Second) // leaving sends at once
		l.want(t, order(20001, 20000))
		l.fail = errors.New("no")
		s.Keys("enter").Wait(time.Second).Keys("G", "K").Wait(2 * time.Second).Expect("出了问题")
		l.asked = nil
		s.Keys("g", "s", "J").Wait(2 * time.Second).Expect("排序或过滤时不能移动歌曲")
		l.want(t)
	}, listEditing(l))
}

func TestARemovedSongComesBackToItsPlace(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(time.Second).Keys("j", "~").Wait(time.Second).Expect("已从《深夜 · 一个人听》移除：1 首")
		s.Keys("u").Wait(time.Second).Expect("已撤销")
		l.want(t, "order 2 [20000 20001 20002 20003 20004 20005 20006 20007 20008 20009]")
	}, listEditing(l))
}

func TestPlaylistsAreMadePublicOrPrivate(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "n").Expect(":create ").Keys("esc")
		s.Keys(":").Type("create-private 日记").Keys("enter").Wait(time.Second).Expect("已创建歌单《日记》")
		l.want(t, "private 日记")
	}, listEditing(l))
}

func TestOwnPlaylistsAreMovedAsOneChange(t *testing.T) {
	t.Parallel()
	l := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		rows := func(first, second string) {
			t.Helper()
			_, a, _ := s.Find(first)
			if _, b, _ := s.Find(second); b != a+1 {
				t.Errorf("%s in row %d, %s in %d", first, a, second, b)
			}
		}
		s.Keys("2").Wait(time.Second).Keys("J").Expect("“我喜欢的音乐”总在最前")
		s.Keys("j", "J").Wait(100 * time.Millisecond)
		rows("写代码的时候", "深夜 · 一个人听")
		s.Keys("J", "J").Wait(2 * time.Second).Expect("顺序已改 · u 撤销") // among the followed ones it does not go
		l.want(t, "lists [3 2 4 5]")
		rows("写代码的时候", "深夜 · 一个人听")
		s.Keys("u").Wait(time.Second).Expect("已撤销：歌单的顺序")
		rows("深夜 · 一个人听", "写代码的时候")
		l.want(t, "lists [2 3 4 5]")
		s.Keys("G", "K", "1").Wait(time.Second) // leaving sends at once
		l.want(t, "lists [2 3 5 4]")
		l.fail = errors.New("no")
		s.Keys("2", "j", "J").Wait(2 * time.Second).Expect("出了问题")
		rows("深夜 · 一个人听", "写代码的时候")
		l.asked = nil
		s.Keys("g", "s", "J").Wait(2 * time.Second).Expect("排序或过滤时不能移动歌单")
		l.want(t)
	}, listEditing(l))
}
