package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// fakeComments has 70 comments on everything, in pages of 50. The third has two
// answers; the second is the account's own.
type fakeComments struct {
	mu        sync.Mutex
	asked     []string
	fail      error // of reading
	failWrite error
	name      string // of all authors
	long      string // the text of the first comment
	empty     bool
}

func (f *fakeComments) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeComments) comment(id int64) pane.Comment {
	c := pane.Comment{
		ID: id, Author: 100 + id, Name: fmt.Sprint("听众", id), Text: fmt.Sprintf("第 %d 条评论，写得不短也不长。", id),
		At: time.Date(1998, 5, 1, 12, 0, 0, 0, time.UTC), Place: "上海", Likes: int(id) * 7000,
	}
	if f.name != "" {
		c.Name, c.Place = f.name, f.name
	}
	switch id {
	case 1:
		if f.long != "" {
			c.Text = f.long
		}
	case 2:
		c.Author = 7
	case 3:
		c.Answers = 2
		c.Quote = &pane.Quote{Name: "楼上", Text: "被引用的话"}
	}
	return c
}

func (f *fakeComments) Comments(_ context.Context, ask pane.CommentAsk) (pane.CommentPage, error) {
	f.note(fmt.Sprintf("%s %d order %d floor %d at %d", ask.On.Kind, ask.On.ID, ask.Order, ask.Floor, ask.Next.Page))
	if f.fail != nil || f.empty {
		return pane.CommentPage{}, f.fail
	}
	if ask.Floor == 3 {
		return pane.CommentPage{Comments: []pane.Comment{f.comment(301), f.comment(302)}, Total: 2}, nil
	}
	if ask.Floor != 0 {
		return pane.CommentPage{}, nil
	}
	p := pane.CommentPage{Total: 70, More: ask.Next.Page == 0, Next: pane.CommentPlace{Page: ask.Next.Page + 1}}
	for i := range 50 {
		if id := int64(ask.Next.Page*50 + i + 1); id <= 70 {
			p.Comments = append(p.Comments, f.comment(id))
		}
	}
	return p, nil
}

func (f *fakeComments) LikeComment(_ context.Context, on pane.Thread, id int64, like bool) error {
	f.note(fmt.Sprint("like ", on.Kind, on.ID, " ", id, like))
	return f.failWrite
}

func (f *fakeComments) WriteComment(_ context.Context, on pane.Thread, to int64, s string) (pane.Comment, error) {
	f.note(fmt.Sprint("write ", on.Kind, on.ID, " ", to, " ", s))
	return pane.Comment{ID: 900}, f.failWrite
}

func (f *fakeComments) DeleteComment(_ context.Context, _ pane.Thread, id int64) error {
	f.note(fmt.Sprint("delete ", id))
	return f.failWrite
}

func (f *fakeComments) did(what string) bool { return slices.Contains(f.asked, what) }

func commented(c *fakeComments) func(*ui.Services) { return func(s *ui.Services) { s.Comments = c } }

func TestCommentsAreReadBesideTheListAndAsAPage(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {120, 30}, {100, 30}, {80, 24}, {60, 20}, {50, 12}} {
		c := &fakeComments{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
			s.Expect("第 1 条评论", "听众1", "最热 │ 最新 │ 推荐")
			if want := "song 1000 order 0 floor 0 at 0"; !c.did(want) {
				t.Errorf("%v: asked %q", size, c.asked)
			}
			s.Keys("l").Wait(time.Second).Keys("l").Wait(time.Second)
			if !c.did("song 1000 order 1 floor 0 at 0") || !c.did("song 1000 order 2 floor 0 at 0") {
				t.Errorf("%v: tabs asked %q", size, c.asked)
			}
			s.Keys("j", "j", "enter").Wait(time.Second).Expect("听众3 的评论", "301 条评论").Keys("esc").Expect("最热")
			if s.Keys("esc"); size[0] < 120 {
				s.ExpectNot("最热")
			}
		}, commented(c))
	}
}

func TestASecondGoCommentsFillsThePage(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Keys("g", "c").Wait(time.Second)
		s.Expect("评论 · 夜的第七章 (Live)").Keys("esc").Expect("每日推荐  30 首")
	}, commented(c))
}

func TestCommentsFollowTheSongWhileTheyAreShown(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second)
		if len(c.asked) != 0 {
			t.Errorf("asked unseen: %q", c.asked)
		}
		s.Keys("w", "w").Wait(time.Second).Expect("第 1 条评论")
		s.Keys("]", "]", "]").Wait(time.Second)
		if got := strings.Join(c.asked, "; "); got != "song 1000 order 0 floor 0 at 0; song 1003 order 0 floor 0 at 0" {
			t.Errorf("asked %s", got)
		}
	}, commented(c))
}

func TestCommentsPageOnOnceAtTheEnd(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
		s.Keys("G").Wait(time.Second).Keys("G").Wait(time.Second).Expect("第 70 条评论", "70 条")
		s.Keys("k", "j", "pgup", "ctrl+d", "G")
		pages := 0
		for _, a := range c.asked {
			if strings.Contains(a, "order 0") {
				pages++
			}
		}
		if pages != 2 {
			t.Errorf("asked %q", c.asked)
		}
		s.Keys("g", "g").Expect("第 1 条评论")
	}, commented(c))
}

func TestCommentsSayWhyThereAreNone(t *testing.T) {
	t.Parallel()
	c := &fakeComments{fail: errors.New("broken")}
	scene(t, 80, 24, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Expect("出了问题", "按 r 再试一次")
		c.fail, c.empty = nil, true
		s.Keys("r").Wait(time.Second).Expect("还没有评论", "按 i 写第一条")
	}, commented(c))
	scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "c").Expect("没有在播放的歌")
	}, commented(c))
}

func TestLikingACommentShowsAtOnceAndRollsBack(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Expect("♡ 7000")
		s.Keys("<").Wait(time.Second).Expect("♥ 7001", "已赞")
		s.Keys("u").Wait(time.Second).Expect("♡ 7000", "已撤销：已赞")
		if !c.did("like song1000 1 true") || !c.did("like song1000 1 false") {
			t.Errorf("asked %q", c.asked)
		}
		c.failWrite = errors.New("no")
		s.Keys(";").Wait(time.Second).Expect("♡ 7000", "出了问题")
	}, commented(c))
}

func TestACommentIsPublishedOnlyAfterTheQuestion(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {80, 24}, {60, 20}, {50, 12}} {
		c := &fakeComments{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
			s.Keys("i").Expect("写评论").Type("真好听")
			x, y, shown := s.Cursor()
			if px, py, ok := s.Find("真好听"); !shown || !ok || x != px+6 || y != py {
				t.Errorf("%v: cursor at %d,%d, shown %v, text at %d,%d", size, x, y, shown, px, py)
			}
			s.Keys("enter").Expect("发布这条评论？“真好听”").Keys("esc").Expect("› 真好听")
			if c.did("write song1000 0 真好听") {
				t.Fatal("published without a yes")
			}
			c.failWrite = errors.New("no")
			s.Keys("enter", "y").Wait(time.Second).Expect("› 真好听", "出了问题")
			c.failWrite = nil
			s.Keys("i", "enter", "y").Wait(time.Second).Expect("已发布").ExpectNot("› 真好听")
			if !c.did("write song1000 0 真好听") || !c.did("song 1000 order 1 floor 0 at 0") {
				t.Errorf("asked %q", c.asked)
			}
		}, commented(c))
	}
}

func TestAReplyStandsInItsFloor(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 100, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
		s.Keys("j", "j").Expect("2 条回复 ›", "│ 楼上: 被引用的话").Keys("enter").Wait(time.Second)
		s.Keys("j", "I").Expect("回复 听众301").Type("同感").Keys("enter").Expect("回复 听众301？“同感”").Keys("enter").Wait(time.Second)
		if !c.did("write song1000 301 同感") {
			t.Errorf("asked %q", c.asked)
		}
		s.Expect("同感", "│ 听众301: 第 301 条", "(我)")
		s.Keys("\\").Expect("删除自己的评论？“同感”").Keys("y").Wait(time.Second).ExpectNot("同感").Expect("评论已删除")
	}, commented(c))
}

func TestOnlyOwnCommentsAreDeletedAndComeBackWhenRefused(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
		s.Keys("\\").Expect("只能删除自己的评论").Keys("j", "\\").Expect("删除自己的评论？").Keys("esc")
		if c.did("delete 2") {
			t.Fatal("deleted without a yes")
		}
		c.failWrite = errors.New("no")
		s.Keys("\\", "y").Wait(time.Second).Expect("第 2 条评论", "出了问题")
		c.failWrite = nil
		s.Keys("\\", "y").Wait(time.Second).ExpectNot("第 2 条评论")
	}, commented(c))
}

func TestGuestsReadCommentsOnly(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("5").Type("晴天").Keys("enter").Wait(time.Second).Keys("j", "enter").Wait(time.Second)
		s.Keys("g", "c").Wait(time.Second).Expect("第 1 条评论").Keys("i").Expect("需要登录").Keys("<").Expect("需要登录")
		if len(c.asked) != 1 {
			t.Errorf("asked %q", c.asked)
		}
	}, commented(c), func(svc *ui.Services) { svc.Account = &fakeService{} })
}

func TestLongCommentsAreFoldedAndReadWhole(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for i := range 200 {
		fmt.Fprintf(&long, "第%d行\n", i+1)
	}
	c := &fakeComments{long: long.String()}
	scene(t, 80, 24, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Expect("第10行", "还有 190 行").ExpectNot("第11行")
		s.Keys("enter").Wait(time.Second).Expect("第11行")
		for range 30 {
			s.Keys("j")
		}
		s.Expect("第200行").Keys("k").Expect("第185行").Keys("esc").Expect("还有 190 行")
	}, commented(c))
}

func TestCommentsByMouse(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).ClickOn("评论").Wait(time.Second).Expect("第 1 条评论")
		s.ClickOn("最新").Wait(time.Second)
		if !c.did("song 1000 order 1 floor 0 at 0") {
			t.Errorf("asked %q", c.asked)
		}
		x, y, _ := s.Find("第 3 条评论")
		s.Click(x, y).Click(x, y).Wait(time.Second).Expect("听众3 的评论").ClickOn("听众3 的评论").Expect("第 1 条评论")
		s.Wheel(x, y, 3).ExpectNot("第 1 条评论")
		s.RightClick(x, y).Expect("回复", "赞/取消", "作者").Keys("esc")
	}, commented(c))
}

func TestCommentsOfOtherThingsComeFromTheMenu(t *testing.T) {
	t.Parallel()
	c := &fakeComments{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("2").Wait(time.Second).Keys("m").Expect("评论").ClickOn("评论  ").Wait(time.Second).Keys("esc")
		s.Keys("2").Wait(time.Second).Keys("j", "g", "C").Wait(time.Second).Expect("评论 · 深夜 · 一个人听", "第 1 条评论")
		if !c.did("playlist 2 order 0 floor 0 at 0") {
			t.Errorf("asked %q", c.asked)
		}
	}, commented(c))
}

func TestCommentsSpeakEnglishInEveryPreset(t *testing.T) {
	t.Parallel()
	for _, preset := range keymap.Presets {
		keys, _ := keymap.Of(preset, nil)
		c := &fakeComments{}
		scene(t, 60, 20, func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("enter").Wait(time.Second).Keys(":").Type("comments").Keys("enter").Wait(time.Second).Expect("Top │ Newest │ Picked", "7000")
		}, commented(c), func(svc *ui.Services) { svc.Lang, svc.Keys = lang.EN, keys })
	}
}

func TestHostileCommentsDrawTheSameScreenAsCleanOnes(t *testing.T) {
	t.Parallel()
	for _, p := range payloads {
		var shown [2][]string
		for i, name := range []string{p, text.Of(p).String()} {
			synctest.Test(t, func(t *testing.T) {
				c := &fakeComments{name: name, long: strings.ReplaceAll(strings.ReplaceAll(name, "\n", " "), "\r", " ")}
				f := newFakes(commented(c))
				defer f.Close()
				s := uitest.Start(t, f.App, 120, 40)
				s.Wait(time.Second).Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Keys("enter").Wait(4 * time.Second)
				shown[i] = s.Screen()
				f.Close()
				s.Quit()
			})
		}
		if !slices.Equal(shown[0], shown[1]) {
			t.Errorf("%q draws\n%s\nclean\n%s", p, strings.Join(shown[0], "\n"), strings.Join(shown[1], "\n"))
		}
	}
}
