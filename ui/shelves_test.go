package ui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// shelves are podcasts, a cloud disk, what was heard lately, and what else a
// search finds.
type shelves struct {
	service *fakeService
	mu      sync.Mutex
	asked   []string
	fail    error
	gone    map[int64]bool
	tuned   []pane.FMMode
	name    string // of a podcast, and its host's
	stuck   bool   // an upload that never ends
}

func (f *shelves) ask(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
	return f.fail
}

func (f *shelves) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// withShelves gives the screen all of them.
func withShelves(f *shelves) func(*ui.Services) {
	if f.name == "" {
		f.name = "夜航电台"
	}
	f.gone = map[int64]bool{}
	return func(svc *ui.Services) {
		f.service, _ = svc.Songs.(*fakeService)
		svc.Podcasts, svc.Cloud, svc.Recent, svc.Videos, svc.Find, svc.Tuner = f, f, f, f, f, f
		svc.People = ranks{svc.People, f}
		svc.Edit = followed{f}
	}
}

type ranks struct {
	pane.PeopleSource
	f *shelves
}

func (r ranks) Ranking(_ context.Context, user int64, week bool) ([]pane.Played, error) {
	var out []pane.Played
	for i := range 5 {
		out = append(out, pane.Played{Song: r.f.service.song(int64(4000 + i)), Plays: 50 - 10*i})
	}
	return out, r.f.ask(fmt.Sprint("rank ", user, " ", week))
}

type followed struct{ f *shelves }

func (e followed) Create(context.Context, string) (catalogue.Playlist, error) {
	return catalogue.Playlist{}, nil
}
func (e followed) Add(context.Context, int64, []int64) error    { return nil }
func (e followed) Remove(context.Context, int64, []int64) error { return nil }
func (e followed) Follow(_ context.Context, k pane.Kind, id int64, on bool) error {
	return e.f.ask(fmt.Sprint("follow ", k, " ", id, " ", on))
}

func (f *shelves) Podcasts(_ context.Context, l pane.PodcastList, from int64) (pane.Part[pane.Podcast], error) {
	if err := f.ask(fmt.Sprint("podcasts ", l.Which, " ", l.Category, " ", from)); err != nil {
		return pane.Part[pane.Podcast]{}, err
	}
	var out pane.Part[pane.Podcast]
	n := 3
	if l.Which == pane.CategoryPodcasts {
		n, out.Next, out.More = 50, from+50, from < 100
	}
	for i := range n {
		p, _ := f.Podcast(context.Background(), from+int64(i)+1)
		if i > 0 || from > 0 {
			p.Name = fmt.Sprint("电台 ", from+int64(i)+1)
		}
		out.Rows = append(out.Rows, p)
	}
	return out, nil
}

func (f *shelves) PodcastCategories(context.Context) ([]catalogue.Ref, error) {
	return []catalogue.Ref{{ID: 3, Name: "情感"}, {ID: 2, Name: "音乐故事"}}, f.ask("categories")
}

func (f *shelves) Podcast(_ context.Context, id int64) (pane.Podcast, error) {
	return pane.Podcast{
		ID: id, Name: f.name, Host: catalogue.Ref{ID: 9, Name: "电台主人"}, Category: "情感", Programs: 230,
		Subscribers: 61200, Subscribed: true, Description: "一段深夜的声音",
	}, nil
}

func (f *shelves) Programs(_ context.Context, l pane.ProgramList, from int64) (pane.Part[pane.Program], error) {
	out := pane.Part[pane.Program]{Next: from + 100, More: l.Podcast != 0 && from < 200}
	for i := range int64(100) {
		n := 230 - from - i
		if l.Oldest {
			n = from + i + 1
		}
		out.Rows = append(out.Rows, f.program(n))
	}
	return out, f.ask(fmt.Sprint("programs ", l.Podcast, " ", l.Oldest, " ", from))
}

func (f *shelves) program(n int64) pane.Program {
	return pane.Program{
		ID: 70000 + n, Podcast: catalogue.Ref{ID: 1, Name: f.name}, Number: int(n), Listeners: 12000,
		Created: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		Song: catalogue.Song{
			ID: 80000 + n, Name: fmt.Sprintf("第%d夜", n), Artists: []catalogue.Ref{{Name: "电台主人"}}, Duration: 40 * time.Minute,
		},
	}
}

func (f *shelves) Video(_ context.Context, id int64) (pane.Video, error) {
	return pane.Video{
		Clip:        pane.Clip{ID: id, Name: "晴天 MV", Artists: []catalogue.Ref{{ID: 1, Name: "周杰伦"}}, Plays: 1234567, Published: "2003-07-31"},
		Description: "叶惠美", Heights: []int{240, 720},
	}, f.ask(fmt.Sprint("video ", id))
}

func (f *shelves) CloudSongs(_ context.Context, from int64) (pane.Part[pane.CloudSong], error) {
	var out pane.Part[pane.CloudSong]
	if err := f.ask(fmt.Sprint("cloud ", from)); err != nil {
		return out, err
	}
	for i := range int64(6) {
		if id := 6000 + i; !f.gone[id] {
			s := f.service.song(id)
			s.Right, s.Cloud = catalogue.Free, true
			out.Rows = append(out.Rows, pane.CloudSong{
				Song: s, File: fmt.Sprintf("%d.flac", id), Size: 28_100_000 + i, Bitrate: 921, Matched: i == 0,
				Added: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
			})
		}
	}
	return out, nil
}

func (f *shelves) CloudSpace(context.Context) (pane.CloudSpace, error) {
	n := 6 - len(f.gone)
	return pane.CloudSpace{Files: n, Used: int64(n) * 28_100_000, Size: 64_400_000_000}, nil
}

func (f *shelves) DeleteCloud(_ context.Context, songs []int64) error {
	err := f.ask(fmt.Sprint("delete ", songs))
	for _, id := range songs {
		f.gone[id] = err == nil
	}
	return err
}

func (f *shelves) Upload(ctx context.Context, path string, sent func(done, of int64)) (pane.CloudSong, error) {
	_ = f.ask("upload " + path)
	for i := range int64(4) {
		sent(i*25_000_000, 100_000_000)
		select {
		case <-ctx.Done():
			_ = f.ask("stopped")
			return pane.CloudSong{}, ctx.Err()
		case <-time.After(2 * time.Second):
		}
	}
	if f.stuck {
		<-ctx.Done()
		_ = f.ask("stopped")
	}
	return pane.CloudSong{}, ctx.Err()
}

func (f *shelves) Recent(_ context.Context, k pane.Kind) (pane.Recents, error) {
	at := time.Date(1999, 12, 31, 23, 30, 0, 0, time.UTC) // half an hour before a bubble's time
	var out pane.Recents
	if err := f.ask("recent " + string(k)); err != nil {
		return out, err
	}
	switch k {
	case pane.SongKind:
		for i := range 3 {
			out.Songs = append(out.Songs, pane.Heard[catalogue.Song]{What: f.service.song(int64(4000 + i)), At: at.Add(-time.Duration(i) * 2 * time.Hour)})
		}
	case pane.PlaylistKind:
		out.Playlists = []pane.Heard[catalogue.Playlist]{{What: f.service.lists()[1], At: at}}
	case pane.AlbumKind:
		out.Albums = []pane.Heard[catalogue.Album]{{What: catalogue.Album{ID: 5, Name: "叶惠美", Count: 11}, At: at}}
	case pane.ProgramKind:
		out.Programs = []pane.Heard[pane.Program]{{What: f.program(7), At: at}, {What: f.program(8), At: at}}
	default:
		out.Videos = []pane.Heard[pane.Clip]{{What: pane.Clip{ID: 99, Name: "晴天 MV"}, At: at}}
	}
	return out, nil
}

func (f *shelves) Find(_ context.Context, k pane.Kind, query string, offset, limit int) (pane.Findings, error) {
	out := pane.Findings{Total: 120, More: offset+limit < 120}
	for i := offset; i < min(offset+limit, 120); i++ {
		switch k {
		case pane.UserKind:
			out.People = append(out.People, pane.Person{ID: int64(i + 1), Name: fmt.Sprint("听众 ", i), Signature: "在路上"})
		case pane.LyricKind:
			out.Songs = append(out.Songs, f.service.song(int64(7000+i)))
		case pane.PodcastKind:
			p, _ := f.Podcast(context.Background(), int64(i+1))
			out.Podcasts = append(out.Podcasts, p)
		default:
			out.Clips = append(out.Clips, pane.Clip{ID: int64(i + 1), Name: fmt.Sprint("视频 ", i)})
		}
	}
	return out, f.ask(fmt.Sprint("find ", k, " ", query, " ", offset))
}

func (f *shelves) Suggest(_ context.Context, typed string) ([]string, error) {
	return []string{typed + "之王", typed + "天"}, f.ask("suggest " + typed)
}

func (f *shelves) HotWords(context.Context) ([]pane.HotWord, error) {
	return []pane.HotWord{{Word: "林俊杰", Note: "巡回演唱会"}, {Word: "新歌"}}, f.ask("hot")
}

func (f *shelves) Tune(m pane.FMMode) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tuned = append(f.tuned, m)
}

func (f *shelves) modes() []pane.FMMode {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tuned)
}

// sizes are the screens that pages are tried on.
var sizes = [][2]int{{160, 48}, {80, 24}, {60, 20}}

func TestPagesOfPodcastsCloudAndRecentAreReachedAndLeft(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			f := &shelves{}
			scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, _ fakes) {
				podcast, cloud, recent := lang.Podcast.In(l), lang.Cloud.In(l), lang.Recent.In(l)
				s.Keys("6").Wait(time.Second).Expect(podcast.Title, podcast.Subscribed, "夜航电台")
				for range 5 {
					s.Keys("l").Wait(time.Second)
				}
				s.Expect(podcast.HotPieces, "第230夜").Keys("l").Expect("夜航电台")
				s.Keys("7").Wait(time.Second).Expect(cloud.Title, "168.6 MB")
				s.Keys("8").Wait(time.Second).Expect(recent.Songs)
				for range 6 {
					s.Keys("l").Wait(time.Second)
				}
				s.Expect(recent.All, "50").Keys("esc", "esc", "esc").ExpectNot(recent.All)
			}, withShelves(f), func(svc *ui.Services) { svc.Lang = l })
		}
	}
}

func TestPodcastPageTurnsRoundReadsOnAndIsFollowed(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("6").Wait(time.Second).Keys("enter").Wait(time.Second)
		s.Expect("› 夜航电台", "电台主人", "230 期", "从新到旧", "一段深夜的声音", "第230夜", "2000-01-01", "1.2万")
		s.Keys("G").Wait(time.Second).Keys("G").Wait(time.Second)
		if n := count(f.all(), "programs 1 false"); n != 3 {
			t.Errorf("%d parts of %v", n, f.all())
		}
		s.Keys("R").Wait(time.Second).Expect("从旧到新", "第1夜").ExpectNot("第230夜")
		s.Keys(";").Wait(time.Second).Expect("已取消收藏：夜航电台").Keys("u").Wait(time.Second).Expect("已撤销")
		if got := strings.Join(f.all(), ","); !strings.Contains(got, "follow djradio 1 false") || !strings.Contains(got, "follow djradio 1 true") {
			t.Errorf("asked %s", got)
		}
	}, withShelves(f))
}

func TestProgramPlaysAsItsPodcastAndGoesOnFromItsPlace(t *testing.T) {
	long(t)
	t.Parallel()
	f := &shelves{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, fk fakes) {
		s.Keys("6").Wait(time.Second).Keys("enter").Wait(time.Second).Keys("enter").Wait(time.Second)
		list, ok := fk.player.commands()[0].(player.PlayList)
		if !ok || list.Tracks[0].ID != 80230 || list.Tracks[0].Source != (player.Source{Kind: "djradio", ID: 1, Name: "夜航电台"}) {
			t.Fatalf("played %+v", list.Tracks[0])
		}
		s.Wait(5*time.Minute).Keys("j", "enter").Wait(time.Second).Expect("第229夜")
		s.Keys("k", "enter").Wait(time.Second).Expect("从 5:01 接着听 · u 从头听", "5:02 ")
		s.Keys("u").Wait(time.Second).Expect("0:01 ").Wait(2 * time.Minute)
		s.Keys("j", "enter").Wait(time.Second).Keys("k", "enter").Wait(time.Second).Expect("从 2:0")
		s.Keys("[").Wait(time.Second).Expect("0:01 ")
		s.Wait(40*time.Minute).Keys("j", "enter").Wait(time.Second).Keys("k", "enter").Wait(time.Second).ExpectNot("接着听")
	}, withShelves(f))
}

func TestCategoriesOpenTheirPodcastsPartByPart(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("6").Wait(time.Second).ClickOn("分类").Wait(time.Second).Expect("情感", "音乐故事")
		s.Keys("j", "enter").Wait(time.Second).Expect("› 音乐故事", "夜航电台").Keys("G").Wait(time.Second).Expect("电台 50")
		if got := f.all(); !slices.Contains(got, "podcasts 4 2 50") {
			t.Errorf("asked %v", got)
		}
		s.Keys("esc").Expect("情感").Keys("l").Wait(time.Second).Expect("电台 2")
	}, withShelves(f))
}

func TestCloudShowsDetailsAndDeletesWhatIsConfirmed(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, fk fakes) {
		s.Keys("7").Wait(time.Second).Expect("6 首", "已用 168.6 MB / 64.4 GB", "6000.flac", "28.1 MB", "921 kbps", "已匹配", "2000-01-01")
		s.Keys("j").Expect("6001.flac", "未匹配")
		s.Keys("\\").Expect("文件会永久删除").Keys("esc").ExpectNot("永久删除")
		if n := count(f.all(), "delete"); n != 0 {
			t.Fatal("deleted without a yes")
		}
		s.Keys("i", "i", "\\").Expect("从云盘删除 2 首歌").Keys("enter").Wait(time.Second).Expect("已从云盘删除 2 首歌", "4 首", "已用 112.4 MB").ExpectNot("6001.flac")
		if got := f.all(); !slices.Contains(got, "delete [6001 6002]") {
			t.Errorf("asked %v", got)
		}
		s.Keys("enter").Wait(time.Second)
		if list, ok := fk.player.commands()[0].(player.PlayList); !ok || len(list.Tracks) != 4 {
			t.Errorf("played %+v", list)
		}
	}, withShelves(f))
}

func TestUploadTellsItsProgressGoesOnElsewhereAndIsCancelled(t *testing.T) {
	t.Parallel()
	f := &shelves{stuck: true}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("7").Wait(time.Second).Keys(":").Type("upload /music/晴天.flac").Keys("enter").Expect("正在上传 晴天.flac", " 0%")
		s.Wait(3 * time.Second).Expect(" 25%").Keys("1").Wait(3 * time.Second)
		s.Keys("7").Wait(time.Second).Expect(" 75%")
		s.Keys(":").Type("upload b.mp3").Keys("enter").Expect("完成后再传下一个")
		s.Keys(":").Type("upload cancel").Keys("enter").Wait(time.Second).Expect("已取消上传：晴天.flac").ExpectNot("75%")
		if got := f.all(); !slices.Contains(got, "stopped") {
			t.Errorf("asked %v", got)
		}
	}, withShelves(f))
	f = &shelves{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("upload /music/a.flac").Keys("enter").Wait(9 * time.Second).Expect("已上传：a.flac")
	}, withShelves(f))
}

func TestRecentTellsWhenAndHowOften(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, fk fakes) {
		s.Keys("8").Wait(time.Second).Expect("30 分钟前", "2 小时前", "4 小时前")
		s.Keys("l").Wait(time.Second).Expect("深夜 · 一个人听").Keys("enter").Wait(time.Second).Expect("› 深夜 · 一个人听").Keys("esc")
		s.Keys("l").Wait(time.Second).Expect("叶惠美").Keys("l").Wait(time.Second).Expect("第7夜", "夜航电台").Keys("j", "enter")
		if list, ok := fk.player.commands()[0].(player.PlayList); !ok || list.At != 1 || list.Tracks[1].Source.Kind != "djradio" {
			t.Errorf("played %+v", list)
		}
		s.Keys("l").Wait(time.Second).Expect("晴天 MV").Keys("enter").Wait(time.Second)
		s.Expect("终端里不放视频画面", "播放 123万", "720p", "在浏览器里看").Keys("esc")
		s.Keys("l").Wait(time.Second).Expect("50  ━━━━━━━━━━━━━━━━  ", "10  ━━━  ")
		if got := f.all(); !slices.Contains(got, "rank 7 true") {
			t.Errorf("asked %v", got)
		}
	}, withShelves(f))
}

func TestSearchOffersWordsSuggestsAndFindsEverything(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("5").Wait(time.Second).Expect("林俊杰 巡回演唱会", "热搜").Keys("down", "j", "enter").Wait(time.Second)
		s.Expect("› 新歌", "搜索 “新歌”", "共 120 个结果", "用户 │ 歌词 │ 播客 │ MV")
		s.Keys("5").Type("晴").Wait(time.Second).Expect("晴之王", "晴天").Keys("tab", "tab").Wait(time.Second).Expect("› 晴天", "搜索 “晴天”").Keys("enter")
		s.ClickOn("用户").Wait(time.Second).Expect("听众 0", "在路上").Keys("G").Wait(time.Second).Keys("G").Expect("听众 99")
		s.Keys("l").Wait(time.Second).Keys("l").Wait(time.Second).Expect("夜航电台").Keys("l").Wait(time.Second).Expect("视频 0")
		s.Keys("enter").Wait(time.Second).Expect("终端里不放视频画面").Keys("esc").Expect("视频 0").Keys("l").Wait(time.Second)
		s.Keys("5").Keys("backspace").Wait(time.Second).Expect("搜过", "晴天", "新歌").Keys("down", "\\").Expect("已从搜索历史删除：晴天").Keys("u")
	}, withShelves(f))
}

func TestPastedLinkOpensItsPage(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("5").Paste("分享 https://music.163.com/#/djradio?id=1").Wait(time.Second).Expect("› 夜航电台", "第230夜").Keys("esc").Expect("热搜")
		s.Type("https://music.163.com/mv?id=99").Keys("enter").Wait(time.Second).Expect("› 晴天 MV")
		if n := count(f.service.all(), "search"); n != 0 {
			t.Errorf("%d searches for links", n)
		}
	}, withShelves(f))
}

func TestFMModeIsTakenWhenTurningPauses(t *testing.T) {
	t.Parallel()
	f := &shelves{}
	memory := pane.Forgetful{}
	for range 2 {
		scene(t, 100, 30, func(t *testing.T, s *uitest.Session, fk fakes) {
			s.Keys("3").Wait(time.Second).Expect("默认 │ 熟悉 │ 探索 │ 运动 │ 专注 │ 夜晚").Keys("enter").Wait(time.Second)
			fk.player.commands()
			s.Keys("l", "l").Wait(time.Second).Expect("私人 FM：")
			if got := fk.player.commands(); len(got) != 1 || len(got[0].(player.RemoveMany).Rows) != 5 {
				t.Errorf("commands %+v", got)
			}
			s.ClickOn("夜晚").Wait(time.Second).Keys("h", "h", "h").Wait(time.Second)
		}, withShelves(f), func(svc *ui.Services) { svc.Memory = memory })
	}
	want := []pane.FMMode{"", "explore", "night", "explore", "explore", "focus", "night", "explore"}
	if got := f.modes(); !slices.Equal(got, want) {
		t.Errorf("tuned %v, want %v", got, want)
	}
}

func TestShelvesOfAGuestAndWithoutANetworkSayWhatToDo(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		f := &shelves{fail: pane.ErrLogin}
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, fk fakes) {
			s.Wait(time.Second)
			s.Keys("6").Wait(time.Second).Expect("登录后可以看到订阅的播客", "按 L 登录")
			s.Keys("7").Wait(time.Second).Expect("登录后可以看到你的云盘")
			s.Keys("8").Wait(time.Second).Expect("登录后可以看到最近播放")
		}, withShelves(f), func(svc *ui.Services) { svc.Account.(*fakeService).user = pane.User{} })
		f = &shelves{fail: context.DeadlineExceeded}
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("6").Wait(time.Second).Expect("网易云音乐没有及时回答", "按 r 再试一次")
			f.mu.Lock()
			f.fail = nil
			f.mu.Unlock()
			s.Keys("r").Wait(time.Second).Expect("夜航电台")
		}, withShelves(f))
	}
}

func TestHostileNamesOfShelvesDrawTheSameScreenAsCleanOnes(t *testing.T) {
	long(t)
	t.Parallel()
	for _, p := range payloads {
		var shown [2][]string
		for i, name := range []string{p + "x", cleaned(p + "x")} {
			f := &shelves{name: name}
			scene(t, 160, 48, func(_ *testing.T, s *uitest.Session, _ fakes) {
				s.Keys("6").Wait(time.Second).Keys("enter").Wait(5 * time.Second).Keys("7").Wait(5 * time.Second)
				s.Keys("6").Wait(time.Second)
				shown[i] = s.Screen()
			}, withShelves(f))
		}
		if !slices.Equal(shown[0], shown[1]) {
			t.Errorf("%q draws\n%s\nclean\n%s", p, strings.Join(shown[0], "\n"), strings.Join(shown[1], "\n"))
		}
	}
}

func cleaned(s string) string { return text.Of(s).String() }
