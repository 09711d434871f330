package ui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// fakeDiscover has lists of 120 rows in parts of 50, and answers with the
// service's failure.
type fakeDiscover struct {
	*fakeService
	spoil string // stands in every text
}

func discovering(f fakeDiscover) pane.Discovery {
	return pane.Discovery{Front: f, Square: f, Past: f, Works: f, Facts: f}
}

// or gives an answer, or the service's failure alone.
func or[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}

func cutRows[T any](from int64, row func(i int64) T) pane.Part[T] {
	p := pane.Part[T]{Next: from + 50, More: from+50 < 120}
	for i := from; i < min(from+50, 120); i++ {
		p.Rows = append(p.Rows, row(i))
	}
	return p
}

func (f fakeDiscover) Charts(context.Context) ([]pane.Chart, error) {
	c := pane.Chart{Every: f.spoil + "每天更新", Playlist: f.lists()[3]}
	c.Name = f.spoil + "飙升榜"
	for _, s := range f.songs[:3] {
		c.Tops = append(c.Tops, pane.Top{Song: f.spoil + s.Name, Artists: f.spoil + "周杰伦"})
	}
	return or([]pane.Chart{c, {Playlist: catalogue.Playlist{ID: 5, Name: "古典榜"}}}, f.ask("charts"))
}

func (f fakeDiscover) NewSongs(_ context.Context, r pane.Region) ([]catalogue.Song, error) {
	return or(f.songs[int(r):], f.ask(fmt.Sprint("new songs ", r)))
}

func (f fakeDiscover) album(i int64) catalogue.Album {
	return catalogue.Album{ID: 100 + i, Name: fmt.Sprint(f.spoil, "第", i, "张"), Artists: []catalogue.Ref{{ID: 1, Name: f.spoil + "周杰伦"}}, Count: 10}
}

func (f fakeDiscover) NewAlbums(_ context.Context, r pane.Region, from int64) (pane.Part[catalogue.Album], error) {
	return or(cutRows(from, f.album), f.ask(fmt.Sprint("new albums ", r, " ", from)))
}

func (f fakeDiscover) Artists(_ context.Context, a pane.ArtistFilter, from int64) (pane.Part[catalogue.Artist], error) {
	return or(cutRows(from, func(i int64) catalogue.Artist {
		return catalogue.Artist{ID: 200 + i, Name: fmt.Sprint(f.spoil, "歌手", i), Albums: 3}
	}), f.ask(fmt.Sprint("artists ", a.Region, a.Voice, a.Initial, " ", from)))
}

func (f fakeDiscover) Categories(context.Context) ([]pane.Category, error) {
	return or([]pane.Category{{Name: f.spoil + "华语", Group: f.spoil + "语种"}, {Name: "民谣", Group: "风格"}}, f.ask("categories"))
}

func (f fakeDiscover) FineCategories(context.Context) ([]pane.Category, error) {
	return or([]pane.Category{{Name: "后摇"}}, f.ask("fine categories"))
}

func (f fakeDiscover) list(i int64) catalogue.Playlist {
	return catalogue.Playlist{ID: 1 + i%5, Name: fmt.Sprint(f.spoil, "歌单", i), Plays: 1000 * i, Creator: catalogue.Ref{Name: f.spoil + "某人"}, Reason: f.spoil}
}

func (f fakeDiscover) Square(_ context.Context, c string, newest bool, from int64) (pane.Part[catalogue.Playlist], error) {
	return or(cutRows(from, f.list), f.ask(fmt.Sprint("square ", c, newest, " ", from)))
}

func (f fakeDiscover) FinePlaylists(_ context.Context, c string, from int64) (pane.Part[catalogue.Playlist], error) {
	return or(cutRows(from, f.list), f.ask(fmt.Sprint("fine ", c, " ", from)))
}

func (f fakeDiscover) Days(context.Context) ([]string, error) {
	return or([]string{"2025-03-01", "2025-02-28"}, f.ask("days"))
}

func (f fakeDiscover) DaySongs(_ context.Context, day string) ([]catalogue.Song, error) {
	return or(f.songs[:4], f.ask("day "+day))
}

func (f fakeDiscover) ArtistSongs(_ context.Context, _ int64, newest bool, from int64) (pane.Part[catalogue.Song], error) {
	return or(cutRows(from, func(i int64) catalogue.Song { return f.song(6000 + i) }), f.ask(fmt.Sprint("all songs ", newest, " ", from)))
}

func (f fakeDiscover) ArtistAlbums(_ context.Context, _, from int64) (pane.Part[catalogue.Album], error) {
	return or(cutRows(from, f.album), f.ask("albums"))
}

func (f fakeDiscover) ArtistMVs(context.Context, int64, int64) (pane.Part[pane.Clip], error) {
	return or(pane.Part[pane.Clip]{Rows: []pane.Clip{{
		ID: 9, Name: f.spoil + "晴天 MV", Artists: []catalogue.Ref{{Name: f.spoil + "周杰伦"}}, Plays: 1234567, Duration: 4 * time.Minute, Published: f.spoil + "2003-07-31",
	}}}, f.ask("mvs"))
}

func (f fakeDiscover) Video(_ context.Context, id int64) (pane.Video, error) {
	return pane.Video{Clip: pane.Clip{ID: id, Name: f.spoil + "晴天 MV"}, Description: f.spoil}, f.ask("video")
}

func (f fakeDiscover) SimilarArtists(context.Context, int64) ([]catalogue.Artist, error) {
	return or([]catalogue.Artist{{ID: 300, Name: f.spoil + "王力宏", Alias: []string{f.spoil}}}, f.ask("kin"))
}

func (f fakeDiscover) Biography(context.Context, int64) ([]pane.Paragraph, error) {
	spoil := strings.ReplaceAll(f.spoil, "\n", " ") // lines are lines here
	return or([]pane.Paragraph{
		{Text: spoil + "早年经历", Title: true}, {Text: strings.Repeat(spoil+"生于台北，四岁学琴。\n", 60)}, {Text: "到此为止。"},
	}, f.ask("biography"))
}

func (f fakeDiscover) ArtistFacts(context.Context, int64) (pane.ArtistFacts, error) {
	return or(pane.ArtistFacts{Followed: true, Fans: 45_600_000}, f.ask("artist facts"))
}

func (f fakeDiscover) AlbumFacts(context.Context, int64) (pane.AlbumFacts, error) {
	return or(pane.AlbumFacts{Saves: 3210, Comments: 123_456, Shares: 12}, f.ask("album facts"))
}

var pageSizes = pageSizesFor()

// pageSizesFor are the sizes at which pages are looked at; under the race
// detector, which finds nothing more in the others, the widest and the smallest.
func pageSizesFor() [][2]int {
	if raceOn {
		return [][2]int{{160, 48}, {60, 20}}
	}
	return [][2]int{{160, 48}, {100, 30}, {80, 24}, {60, 20}}
}

func TestDiscoverTurnsItsTabsAndOpensWhatTheyShow(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("4").Wait(time.Second).Expect("排行榜 │ 新歌", "飙升榜")
			s.Keys("enter").Wait(time.Second).Expect("华语经典 500 首", "500 首").Keys("esc").Expect("飙升榜")
			s.Keys("right").Wait(time.Second).Expect("地区 全部", "稻香").Keys("j", "enter").Wait(time.Second)
			if did := f.player.commands(); len(did) != 1 || did[0].(player.PlayList).At != 1 {
				t.Errorf("commands %v", did)
			}
			s.Keys("right").Wait(time.Second).Expect("第0张").Keys("enter").Wait(time.Second).Expect("叶惠美").Keys("esc")
			s.Keys("right").Wait(time.Second).Expect("歌单1", "排序 最热").Keys("right").Wait(time.Second).Expect("分类 全部")
			s.Keys("right").Wait(time.Second).Expect("歌手0", "首字母 不限").Keys("enter").Wait(time.Second).Expect("热门歌曲").Keys("esc")
			s.Keys("right").Expect("飙升榜").Keys("left").Expect("歌手0").Keys("1").Expect("夜空中最亮的星")
		})
	}
}

func TestDiscoverIsReachedByPaletteAndMouse(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("ctrl+p").Type("faxian").Keys("enter").Wait(time.Second).Expect("飙升榜")
			s.ClickOn("新歌").Wait(time.Second).Expect("地区 全部").ClickOn("地区").Expect("选择").ClickOn("日本").Wait(time.Second).Expect("地区 日本", "  1     夜空中最亮的星")
			s.ClickOn("排行榜").ClickOn("古典榜")
			x, y, _ := s.Find("古典榜")
			s.Wait(time.Second).Click(x, y).Click(x, y).Wait(time.Second).Expect("日系治愈").Keys("esc").Expect("古典榜")
			s.Wheel(x, y, -3).Keys("g", "D").Wait(time.Second).Expect("推荐歌单")
		})
	}
}

func TestDiscoverAsksAgainForWhatIsChosen(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("4").Wait(time.Second).Keys(":").Type("choose").Keys("enter").Expect("没有可选的分类").Keys("right").Wait(time.Second)
		s.Keys(")", ")").Wait(time.Second).Expect("地区 欧美").Keys("(").Wait(time.Second).Expect("地区 华语")
		s.Keys("right", "right").Wait(time.Second).Keys("C").Expect("语种", "风格", "最新").Type("minyao").Keys("enter").Wait(time.Second).Expect("分类 民谣")
		s.Keys("C").Type("zuixin").Keys("enter").Wait(time.Second).Expect("分类 民谣   排序 最新")
		s.Keys("right").Wait(time.Second).Keys(")").Wait(time.Second).Expect("分类 后摇")
		s.Keys("right").Wait(time.Second).Keys("C").Type("Z").Keys("enter").Wait(time.Second).Keys("C").Type("nvgeshou").Keys("enter").Wait(time.Second).Expect("类型 女歌手   首字母 Z")
		for _, want := range []string{"new songs 0", "new songs 2", "square false 0", "square 民谣false 0", "square 民谣true 0", "fine 后摇 0", "artists 0 0z 0", "artists 0 2z 0"} {
			if f.service.asks(want) != 1 {
				t.Errorf("%q was asked %d times, of %q", want, f.service.asks(want), f.service.all())
			}
		}
	})
}

func TestListsGoOnNearTheirEndAndNoFurther(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("4", "right", "right").Wait(time.Second).Expect("第0张").Keys("G").Wait(time.Second).Keys("G").Wait(time.Second)
		s.Keys("G").Wait(time.Second).Expect("第119张").Keys("g", "g").Expect("第0张")
		if got := count(f.service.all(), "new albums"); got != 3 {
			t.Errorf("asked %d times: %q", got, f.service.all())
		}
	})
}

func TestDiscoverSaysWhatWentWrongAndTriesAgain(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			f.service.fail = errors.New("offline")
			s.Keys("4").Wait(time.Second).Expect("连不上")
			s.Keys("right").Wait(time.Second).Expect("连不上").Keys("right", "right").Wait(time.Second).Keys("C").Wait(time.Second).Expect("连不上")
			f.service.fail = nil
			s.Keys("left", "r").Wait(time.Second).Expect("第0张").Keys("left").Wait(time.Second).Expect("夜空中最亮的星")
			f.service.fail = errors.New("offline")
			s.Keys("r").Wait(time.Second).Expect("夜空中最亮的星", "连不上")
		}, func(svc *ui.Services) { svc.Classify = func(error) lang.Trouble { return lang.Offline } })
	}
}

func TestArtistPageHasAllOfTheArtist(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("S").Wait(time.Second).Expect("热门歌曲", "已关注", "夜空中最亮的星")
			s.Keys("right").Wait(time.Second).Expect("排序 最热").Keys(")").Wait(time.Second).Expect("排序 最新").Keys("G").Wait(time.Second)
			if f.service.asks("all songs true 50") != 1 {
				t.Errorf("asked %q", f.service.all())
			}
			s.Keys("right").Wait(time.Second).Expect("第0张").Keys("right").Wait(time.Second).Expect("晴天 MV", "123万").Keys("enter").Wait(time.Second).Expect("晴天 MV", "Enter  在浏览器里看").Keys("esc")
			s.Keys("right").Wait(time.Second).Expect("早年经历", "生于台北").Keys("G").Expect("到此为止").ExpectNot("早年经历").Keys("g", "g").Expect("早年经历")
			s.Keys("right").Wait(time.Second).Expect("王力宏").Keys("enter").Wait(time.Second).Expect("热门歌曲").Keys("esc").Expect("王力宏").Keys("esc").Expect("每日推荐")
		})
	}
}

func TestFollowingAnArtistShowsAtOnceAndIsTakenBackWhenRefused(t *testing.T) {
	t.Parallel()
	e := &fakeEdits{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("S").Wait(time.Second).Keys("right", "right", "right", "right").Wait(time.Second).Expect("已关注", "粉丝 4560万")
		s.Keys(";").ExpectNot("已关注").Wait(time.Second).ExpectNot("已关注").Keys(";").Wait(time.Second).Expect("已关注")
		e.fail = errors.New("no")
		s.Keys(";").Wait(time.Second).Expect("已关注", "出了问题")
		if e.asked[0] != "follow artist1001 false" || len(e.asked) != 3 {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(e))
}

func TestAlbumPageTellsAboutItAndIsKept(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		e := &fakeEdits{}
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("A").Wait(time.Second).Expect("叶惠美", "歌曲 │ 介绍", "夜空中最亮的星").Keys("right").Wait(time.Second).Expect("发行公司", "杰威尔音乐", "2003-07-31")
			s.Keys(";").Wait(time.Second).Expect("已收藏").Keys("r").Wait(time.Second).Keys("left").Expect("夜空中最亮的星").Keys("esc").Expect("每日推荐")
			if len(e.asked) != 1 || e.asked[0] != "follow album1002 true" {
				t.Errorf("asked %q", e.asked)
			}
		}, editing(e))
	}
}

func TestEarlierDaysHaveTheirSongs(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("g", "h").Wait(time.Second).Expect("2025-03-01", "星期六").Keys("j", "enter").Wait(time.Second).Expect("2025-02-28", "夜空中最亮的星")
			s.Keys("enter").Wait(time.Second)
			list, ok := f.player.commands()[0].(player.PlayList)
			if !ok || len(list.Tracks) != 4 || list.Tracks[0].Source.Kind != "dailySongRecommend" {
				t.Errorf("played %+v", list)
			}
			s.Keys("esc").Expect("2025-03-01").Keys("esc").ExpectNot("2025-03-01")
		})
	}
}

func TestGuestsAreToldWhichPagesNeedALogin(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("g", "h").Expect("需要登录").Keys("4").Wait(time.Second).Expect("飙升榜").Keys("1", "S").Wait(time.Second)
		f.service.fail = pane.ErrLogin
		s.Keys("left").Wait(time.Second).Expect("登录后可以看到相似的歌手", "按 L 登录")
	}, func(svc *ui.Services) {
		svc.Account = &fakeService{}
	})
}

func TestDiscoverSpeaksEnglish(t *testing.T) {
	t.Parallel()
	for _, size := range pageSizes {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("4").Wait(time.Second).Expect("Charts │ Songs").Keys("left").Wait(time.Second).Expect("Artists", "Initial any")
			s.Keys("C").Expect("Choose").Keys("esc", "enter").Wait(time.Second).Expect("Hot │ All songs", "following")
			s.Keys("right").Wait(time.Second).Expect("Order hot")
		}, func(svc *ui.Services) { svc.Lang = lang.EN })
	}
}

func TestHostileTextsOfDiscoverDrawTheSameScreenAsCleanOnes(t *testing.T) {
	long(t)
	t.Parallel()
	for _, p := range payloads {
		p = p[:min(len(p), 300)] // a text is cut at its end, and here the end is shown
		var shown [2]string
		for i, spoil := range []string{p, text.Of(p).String()} {
			scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
				s.Keys("4")
				for range 6 {
					s.Keys("right").Wait(time.Second)
					shown[i] += strings.Join(s.Screen(), "\n")
				}
				s.Keys("left", "left", "left", "C").Wait(time.Second)
				shown[i] += strings.Join(s.Screen(), "\n")
				s.Keys("esc", "1", "S").Wait(time.Second)
				for range 6 {
					s.Keys("right").Wait(time.Second)
					shown[i] += strings.Join(s.Screen(), "\n")
				}
			}, func(svc *ui.Services) {
				svc.Discover = discovering(fakeDiscover{svc.Songs.(*fakeService), spoil})
			})
		}
		if shown[0] != shown[1] {
			t.Errorf("%q draws\n%s\nclean\n%s", p, shown[0], shown[1])
		}
	}
}

func TestDiscoverHasExactLinesAtEverySize(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		pages := [][]string{
			{"4"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"enter"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"right"},
			{"1", "A"},
			{"right"},
			{"g", "h"},
			{"4", "C"},
		}
		for _, keys := range pages {
			s.Keys(keys...).Wait(time.Second)
			for _, w := range []int{0, 1, 3, 20, 40, 50, 63, 79, 80, 100, 120, 160, 240} {
				for _, h := range []int{0, 1, 5, 6, 7, 11, 12, 13, 15, 16, 17, 18, 19, 24, 48} {
					check(t, f.App, w, h)
				}
			}
			s.Send(tea.WindowSizeMsg{Width: 160, Height: 48}).Wait(time.Second)
		}
	})
}

func TestTabsThatDoNotFitGiveWayToTheShownOne(t *testing.T) {
	t.Parallel()
	scene(t, 50, 20, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("4", "left").Wait(time.Second).Expect("‹", "Artists").ExpectNot("Charts")
		x, y, _ := s.Find("Featured")
		s.Click(x, y).Wait(time.Second).Expect("Category all")
	}, func(svc *ui.Services) { svc.Lang = lang.EN })
}
