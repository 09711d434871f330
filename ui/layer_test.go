package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// fakeEdits keeps what was asked of the account's playlists.
type fakeEdits struct {
	fail  error
	asked []string
}

func (f *fakeEdits) Create(_ context.Context, name string) (catalogue.Playlist, error) {
	f.asked = append(f.asked, "create "+name)
	return catalogue.Playlist{ID: 77, Name: name}, f.fail
}

func (f *fakeEdits) Add(_ context.Context, list int64, songs []int64) error {
	f.asked = append(f.asked, fmt.Sprint("add ", list, songs))
	return f.fail
}

func (f *fakeEdits) Remove(_ context.Context, list int64, songs []int64) error {
	f.asked = append(f.asked, fmt.Sprint("remove ", list, songs))
	return f.fail
}

func (f *fakeEdits) Follow(_ context.Context, k pane.Kind, id int64, on bool) error {
	f.asked = append(f.asked, fmt.Sprint("follow ", k, id, on))
	return f.fail
}

// fakeRelated has five songs for every song.
type fakeRelated struct{ *fakeService }

func (f fakeRelated) Similar(context.Context, int64) ([]catalogue.Song, error) {
	return f.songs[:5], nil
}

func (f fakeRelated) Heart(context.Context, int64, int64) ([]catalogue.Song, error) {
	return f.songs[:5], nil
}

func editing(e *fakeEdits) func(*ui.Services) {
	return func(s *ui.Services) { s.Edit = e }
}

func TestMenuNamesWhatCanBeDoneAndWhyNot(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {100, 30}, {80, 24}, {60, 20}} {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("j", "m").Expect("下一首播放", "收藏到歌单", "相似歌曲")
			s.Keys("e").ExpectNot("收藏到歌单")
			if did := f.player.commands(); len(did) != 1 {
				t.Errorf("e in the menu: %v", did)
			}
			s.Keys("m", "esc").ExpectNot("收藏到歌单").Keys("M").Expect("没有在播放的歌")
		})
	}
}

func TestMenuOfAGuestSaysWhatNeedsALogin(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("5").Type("晴天").Keys("enter").Wait(time.Second)
		s.Keys("m").Expect("需要登录 · 按 L 登录").Keys("<").Expect("需要登录")
	}, func(svc *ui.Services) { svc.Account = &fakeService{} })
}

func TestRightClickOpensTheMenuOfTheRow(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.RightClick(40, 6).Expect("相似歌曲").ClickOn("加入队列").ExpectNot("相似歌曲")
		did := f.player.commands()
		if add, ok := did[0].(player.Append); !ok || len(add.Tracks) != 1 {
			t.Errorf("commands %v", did)
		}
		s.RightClick(40, 6).Click(2, 40).ExpectNot("相似歌曲")
	})
}

func TestMarkedSongsAreActedOnTogether(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("i", "j", "I", "j").Expect("已选 3 行", "▌").Keys("E").Expect("3 首已加到队列末尾").ExpectNot("已选")
		did := f.player.commands()
		if add, ok := did[0].(player.Append); !ok || len(add.Tracks) != 3 {
			t.Fatalf("commands %v", did)
		}
		s.Keys("i", "esc").ExpectNot("已选")
		s.Keys("g", "g", "j", "i", "i", "<").Wait(time.Second).Expect("已喜欢 2 首").Keys("u").Wait(time.Second).Expect("已撤销：已喜欢 2 首")
		if f.service.liked[1001] || f.service.liked[1002] {
			t.Errorf("still liked: %v", f.service.liked)
		}
	})
}

func TestCommandLineCompletesRunsAndRemembers(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys(":").Expect("命令，Tab 补全").Type("sl").Expect("sleep", "定时暂停").Keys("tab").Type("30m").Keys("enter").Expect("30:00 后暂停")
		s.Keys(":").Type("speed 1.25").Keys("enter").Keys(":").Type("crossfade 5").Keys("enter").Keys(":").Type("eq bass").Keys("enter")
		want := []player.Command{
			player.Sleep{After: 30 * time.Minute}, player.SetSpeed{Rate: 1.25}, player.SetCrossfade{Seconds: 5}, player.SetEqualizer{Preset: "bass"},
		}
		if did := f.player.commands(); !slices.Equal(did, want) {
			t.Errorf("commands %#v", did)
		}
		s.Keys(":", "up", "up").Expect(":crossfade 5").Keys("esc")
		s.Keys(":").Type("nonsense").Keys("enter").Expect("没有命令 :nonsense")
		s.Keys(":").Type("crossfade 99").Keys("enter").Expect("0..12")
		s.Keys(":").Type("20").Keys("enter", "enter").Wait(time.Second)
		if list, ok := f.player.commands()[0].(player.PlayList); !ok || list.At != 19 {
			t.Error("the 20th song was not played")
		}
	})
}

func TestCommandsOfTheScreen(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys(":").Type("sort title").Keys("enter").Expect("歌名↑").Keys(":").Type("sort title desc").Keys("enter").Expect("歌名↓")
		s.Keys(":").Type("sort off").Keys("enter").Expect("恢复原来的顺序")
		s.Keys(":").Type("layout list").Keys("enter").ExpectNot("歌词 │ 队列").Keys(":").Type("layout default").Keys("enter").Expect("歌词 │ 队列")
		s.Keys(":").Type("lang en").Keys("enter").Wait(time.Second).Expect("Daily", "Title").Keys(":").Type("lang zh").Keys("enter").Expect("每日推荐")
		s.Keys(":").Type("search 晴天").Keys("enter").Wait(time.Second).Expect("共 120 个结果")
		s.Keys(":").Type("open https://music.163.com/#/album?id=9").Keys("enter").Wait(time.Second).Expect("杰威尔音乐")
		s.Keys(":").Type("theme none").Keys("enter").Keys(":").Type("theme dark").Keys("enter").Expect("配色：dark")
	})
}

func TestPaletteFindsPagesPlaylistsAndActionsByPinyin(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {80, 24}, {60, 20}} {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("ctrl+p").Wait(time.Second).Expect("页面、歌单、操作").Type("xdm").Expect("写代码的时候").Keys("enter").Wait(time.Second).Expect("写代码的时候")
			s.Keys("ctrl+p").Type("srfm").Keys("enter").Wait(time.Second).Expect("私人 FM 没有在播放")
			s.Keys("ctrl+p").Type("xiaoxi").Keys("enter").Expect("消息")
			s.Keys("ctrl+p", "esc").ExpectNot("页面、歌单、操作")
		})
	}
}

func TestAddingToAPlaylistAsksWhichAndCanBeUndone(t *testing.T) {
	t.Parallel()
	e := &fakeEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("i", "i", "`").Wait(time.Second).Expect("加入歌单", "深夜 · 一个人听", "2 首").ExpectNot("云音乐官方歌单")
		s.Type("shenye").Keys("enter").Wait(time.Second).Expect("已加入《深夜 · 一个人听》：2 首")
		s.Keys("u").Wait(time.Second).Expect("已撤销")
		s.Keys("`").Wait(time.Second).Type("雨天").Expect("新建歌单《雨天》").Keys("enter").Wait(time.Second).Expect("已新建歌单《雨天》，加入 1 首")
		s.Keys("u").Wait(time.Second).Expect("歌单《雨天》还在")
		want := []string{"add 2 [1000 1001]", "remove 2 [1000 1001]", "create 雨天", "add 77 [1002]", "remove 77 [1002]"}
		if !slices.Equal(e.asked, want) {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(e))
}

func TestRemovingFromAnOwnPlaylistShowsAtOnceAndComesBackWhenRefused(t *testing.T) {
	t.Parallel()
	e := &fakeEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("~").Expect("这里不是歌单")
		s.Keys("2", "j", "enter").Wait(time.Second).Expect("10 首").Keys("~").Wait(time.Second).Expect("9 首", "移除：1 首")
		s.Keys("u").Wait(time.Second).Expect("10 首")
		e.fail = errors.New("no")
		s.Keys("~").Wait(time.Second).Expect("10 首", "出了问题")
		if e.asked[0] != "remove 2 [20000]" || e.asked[1] != "add 2 [20000]" {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(e))
}

func TestFollowIsTakenBackWhenRefused(t *testing.T) {
	t.Parallel()
	e := &fakeEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("2", ";").Expect("这是自己的歌单").Keys("j", "j", "j", ";").Wait(time.Second).Expect("已取消收藏：华语经典 500 首")
		s.Keys("u").Wait(time.Second).Expect("已撤销")
		e.fail = errors.New("no")
		s.Keys(";").Wait(time.Second).Expect("出了问题")
		s.Keys(";").Wait(time.Second)
		want := []string{"follow playlist4 false", "follow playlist4 true", "follow playlist4 false", "follow playlist4 false"}
		if fmt.Sprint(e.asked) != fmt.Sprint(want) {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(e))
}

func TestSimilarAndHeartModeStartFromASong(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("F").Wait(time.Second).Expect("相似歌曲", "5 首").Keys("esc", "j", "P").Wait(time.Second)
		did := f.player.commands()
		list, ok := did[len(did)-1].(player.PlayList)
		if !ok || len(list.Tracks) != 5 || list.Tracks[0].Source.ID != 1 {
			t.Errorf("commands %+v", did)
		}
	}, func(svc *ui.Services) { svc.Related = fakeRelated{svc.Songs.(*fakeService)} })
}

func TestSettingsShowAndChangeWhatHolds(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {80, 24}} {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("9").Expect("配置文件不会被改写", "keys.preset").Keys("/").Type("theme").Keys("enter", "enter").Expect("light")
			s.Keys("G").Keys("k", "k").Keys("enter").Expect("light")
			s.Keys("esc", "/").Type("realip").Keys("enter", "enter").Expect("下次启动生效")
			s.Keys("g", "m").Expect("消息", "下次启动生效")
		})
	}
}

// heldSettings are settings that hold until the next start.
type heldSettings map[string]string

func (h heldSettings) Value(key string) string  { return h[key] }
func (h heldSettings) Live(string) bool         { return false }
func (h heldSettings) Set(string, string) error { return ui.ErrNextStart }

func TestSettingsNameTheOutputBeforeThereWasAnySound(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("9").Expect("pulse:dac", "network.proxy_audio ", "network.proxy_except ")
	}, func(svc *ui.Services) { svc.Settings = heldSettings{"output": "pulse:dac"} })
}

func TestScrollBarIsDragged(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("2", "enter").Wait(2 * time.Second).Expect("10000 首")
		x := 160 - 48 - 1
		first := func() int {
			for y := 2; y < 12; y++ {
				cells := strings.Split(s.Row(y), "│")
				if len(cells) < 4 {
					continue
				}
				for _, word := range strings.Fields(cells[3])[:min(1, len(strings.Fields(cells[3])))] {
					if n, err := strconv.Atoi(word); err == nil {
						return n
					}
				}
			}
			return 0
		}
		if got := first(); got < 1 || got > 3 {
			t.Fatalf("row %d on top at first", got)
		}
		last := 0
		for _, to := range []int{14, 24, 34} {
			s.Drag(x, 3, x, to).Wait(2 * time.Second)
			got := first()
			if want := 10000 * (to - 2) / 44; got < want-1200 || got > want+1200 || got <= last {
				t.Errorf("dragged to line %d: row %d is on top, about %d belongs there", to, got, want)
			}
			last = got
		}
		s.Drag(x, 34, x, 44).Wait(2 * time.Second).Expect("10000 ")
		s.Drag(x, 44, x, 2).Wait(2 * time.Second)
		if got := first(); got > 3 {
			t.Errorf("dragged to the top: row %d", got)
		}
	})
}
