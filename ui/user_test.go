package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// fakePeople has 130 followers for everybody, in pages of 100.
type fakePeople struct {
	*fakeService
	asked      []string
	failPeople error
	name       string // of everybody
}

func (f *fakePeople) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakePeople) person(id int64) pane.Person {
	p := pane.Person{ID: id, Name: fmt.Sprint("路人", id), Signature: "慢慢听", Followers: int(id)}
	if f.name != "" {
		p.Name, p.Signature = f.name, f.name
	}
	return p
}

func (f *fakePeople) Profile(_ context.Context, id int64) (pane.Profile, error) {
	f.note(fmt.Sprint("profile ", id))
	return pane.Profile{
		Person: f.person(id), Level: 8, VIP: true, Listened: 12345, Follows: 6, Since: time.Date(2014, 5, 14, 0, 0, 0, 0, time.UTC),
	}, f.failPeople
}

func (f *fakePeople) People(_ context.Context, id int64, followers bool, offset int) ([]pane.Person, bool, error) {
	f.note(fmt.Sprint("people ", id, followers, offset))
	var out []pane.Person
	for i := offset; i < min(offset+100, 130); i++ {
		out = append(out, f.person(int64(200+i)))
	}
	return out, offset == 0, f.failPeople
}

func (f *fakePeople) Ranking(_ context.Context, id int64, week bool) ([]pane.Played, error) {
	f.note(fmt.Sprint("ranking ", id, week))
	if f.failPeople != nil {
		return nil, f.failPeople
	}
	var out []pane.Played
	for i := range 8 {
		out = append(out, pane.Played{Song: f.song(int64(6000 + i)), Plays: 88 - i})
	}
	return out, nil
}

func peopled(p *fakePeople, e *fakeEdits) func(*ui.Services) {
	p.fakeService = newService()
	return func(s *ui.Services) { s.People, s.Edit, s.Comments = p, e, &fakeComments{} }
}

func TestAUsersPageHasTabsThatReadOn(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {100, 30}, {80, 24}, {60, 20}, {50, 12}} {
		p := &fakePeople{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("g", "u").Wait(time.Second).Expect("路人7", "深夜 · 一个人听").ExpectNot("华语经典")
			if size[0] >= 100 {
				s.Expect("Lv.8", "粉丝 7", "听过 1.2万 首", "2014-05-14 加入", "这是你")
			}
			s.Keys("l").Wait(time.Second).Expect("华语经典 500 首").Keys("l").Wait(time.Second).Expect("88")
			s.Keys("l", "l").Wait(time.Second).Expect("路人200").Keys("G").Wait(time.Second).Keys("G").Expect("路人329")
			if n := len(slices.DeleteFunc(slices.Clone(p.asked), func(a string) bool { return !strings.HasPrefix(a, "people") })); n != 2 {
				t.Errorf("%v: asked %q", size, p.asked)
			}
			s.Keys("enter").Wait(time.Second).Expect("路人329").Keys("esc").Expect("路人329").Keys("esc").Expect("每日推荐")
		}, peopled(p, &fakeEdits{}))
	}
}

func TestAUserIsFollowedFromThePageAndFromRows(t *testing.T) {
	t.Parallel()
	p, e := &fakePeople{}, &fakeEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "u").Wait(time.Second).Keys("h").Wait(time.Second).Keys("j", ";").Wait(time.Second).Expect("已收藏：路人201", "♥")
		s.Keys("enter").Wait(time.Second).Expect("♥ 已关注").Keys("l", "l", "l", "h", "h", "h")
		s.Keys("esc", "u").Wait(time.Second).ExpectNot("♥  路人201")
		if got := strings.Join(e.asked, "; "); got != "follow user201 true; follow user201 false" {
			t.Errorf("asked %s", got)
		}
	}, peopled(p, e))
}

func TestACommentsAuthorAndOnesOwnNameLeadToPages(t *testing.T) {
	t.Parallel()
	p := &fakePeople{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second).Keys("S").Wait(time.Second).Expect("路人101", "关注 6")
		s.ClickOn("林间小路").Wait(time.Second).Expect("路人7", "这是你")
		if !slices.Contains(p.asked, "profile 101") || !slices.Contains(p.asked, "profile 7") {
			t.Errorf("asked %q", p.asked)
		}
		s.ClickOn("最近一周").Wait(time.Second)
		x, y, _ := s.Find("88")
		s.Click(x, y).Click(x, y).Wait(time.Second).Expect("▶")
	}, peopled(p, &fakeEdits{}))
}

func TestAUsersPageStandsWhenItsTabsFail(t *testing.T) {
	t.Parallel()
	p := &fakePeople{failPeople: errors.New("broken")}
	scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("open https://music.163.com/user/home?id=9").Keys("enter").Wait(time.Second).Expect("华语经典 500 首")
		s.Keys("l", "l").Wait(time.Second).Expect("出了问题", "按 r 再试一次")
		p.failPeople = nil
		s.Keys("r").Wait(time.Second).Expect("88", "路人9")
	}, peopled(p, &fakeEdits{}))
}

func TestHostileUsersDrawTheSameScreenAsCleanOnes(t *testing.T) {
	t.Parallel()
	for _, raw := range payloads {
		var shown [2][]string
		for i, name := range []string{raw, text.Of(raw).String()} {
			synctest.Test(t, func(t *testing.T) {
				p := &fakePeople{name: strings.Join(strings.Fields(name), " ")}
				f := newFakes(peopled(p, &fakeEdits{}))
				defer f.Close()
				s := uitest.Start(t, f.App, 120, 40)
				s.Wait(time.Second).Keys("g", "u").Wait(time.Second).Keys("h").Wait(time.Second)
				shown[i] = s.Screen()
				f.Close()
				s.Quit()
			})
		}
		if !slices.Equal(shown[0], shown[1]) {
			t.Errorf("%q draws\n%s\nclean\n%s", raw, strings.Join(shown[0], "\n"), strings.Join(shown[1], "\n"))
		}
	}
}
