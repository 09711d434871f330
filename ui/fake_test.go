package ui_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// fakePlayer is a player that obeys at once and makes no sound.
type fakePlayer struct {
	mu   sync.Mutex
	snap player.Snapshot
	did  []player.Command
	sub  *player.Subscription
	fm   []player.Track
	undo []player.Queue

	hints []int64 // songs to have ready
}

func newPlayer() *fakePlayer {
	p := &fakePlayer{snap: player.Snapshot{Volume: 70, Queue: player.Queue{Current: -1}}}
	p.sub = player.NewSubscription(p.snap, nil)
	return p
}

func (p *fakePlayer) Subscribe() *player.Subscription { return p.sub }

// Do changes the snapshot as the real player would, at once.
func (p *fakePlayer) Do(c player.Command) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if hint, ok := c.(player.Prefetch); ok {
		p.hints = append(p.hints, hint.Track.ID)
		return
	}
	p.did = append(p.did, c)
	s := &p.snap
	switch c := c.(type) {
	case player.PlayList:
		p.list(c.Tracks, c.At, false)
	case player.PlayFM:
		p.list(p.fm, 0, true)
	case player.Toggle:
		s.At, s.Taken = s.Position(time.Now()), time.Now()
		s.Moving = !s.Moving
		s.Status = player.Paused
		if s.Moving {
			s.Status = player.Playing
		}
	case player.Next:
		p.start(s.Queue.Current + 1)
	case player.Previous:
		p.start(s.Queue.Current - 1)
	case player.JumpTo:
		p.start(c.At)
	case player.SeekTo:
		s.At, s.Taken = c.Pos, time.Now()
	case player.SeekBy:
		s.At, s.Taken = max(s.Position(time.Now())+c.By, 0), time.Now()
	case player.AddVolume:
		s.Volume = min(max(s.Volume+c.Percent, 0), 100)
	case player.ToggleMute:
		s.Muted = !s.Muted
	case player.CycleMode:
		s.Mode = (s.Mode + 1) % 4
	case player.PlayNext:
		p.edit(slices.Insert(slices.Clone(s.Queue.Tracks), s.Queue.Current+1, c.Tracks...), s.Queue.Current)
	case player.Append:
		p.edit(append(slices.Clone(s.Queue.Tracks), c.Tracks...), s.Queue.Current)
	case player.Remove:
		p.edit(slices.Delete(slices.Clone(s.Queue.Tracks), c.At, c.At+1), s.Queue.Current)
	case player.UndoQueue:
		if n := len(p.undo); n > 0 {
			s.Queue, p.undo = p.undo[n-1], p.undo[:n-1]
			s.Queue.Rev = s.Rev + 1
			s.Queue.CanUndo = len(p.undo) > 0
		}
	}
	p.publish()
}

func (p *fakePlayer) publish(events ...player.Event) {
	p.snap.Rev++
	p.sub.Publish(p.snap, events...)
}

func (p *fakePlayer) list(tracks []player.Track, at int, fm bool) {
	p.edit(tracks, at)
	p.snap.Queue.FM = fm
	p.start(at)
}

func (p *fakePlayer) edit(tracks []player.Track, current int) {
	p.undo = append(p.undo, p.snap.Queue)
	order := make([]int, len(tracks))
	for i := range order {
		order[i] = i
	}
	p.snap.Queue = player.Queue{Rev: p.snap.Rev + 1, Tracks: tracks, Order: order, Current: current, CanUndo: true, FM: p.snap.Queue.FM}
}

func (p *fakePlayer) start(at int) {
	s := &p.snap
	if at < 0 || at >= len(s.Queue.Tracks) {
		return
	}
	s.Queue.Current = at
	s.Track = &s.Queue.Tracks[at]
	s.Status, s.Moving, s.At, s.Taken = player.Playing, true, 0, time.Now()
	s.Duration = s.Track.Duration
	s.Delivered = player.Delivered{Format: "flac", Bits: 24, Rate: 96000}
	s.Buffered = []player.Span{{From: 0, To: 0.6}}
}

// commands gives what was asked of the player since the last call.
func (p *fakePlayer) commands() []player.Command {
	p.mu.Lock()
	defer p.mu.Unlock()
	did := p.did
	p.did = nil
	return did
}

// fakeService has the same few songs for everybody.
type fakeService struct {
	mu      sync.Mutex
	user    pane.User
	fail    error // all answers are this one
	failSet error // likes are refused
	liked   map[int64]bool
	trashed []int64
	asked   []string
	songs   []catalogue.Song
	big     int // songs of the big playlist
	lyrics  catalogue.Lyrics
	kept    []catalogue.Song // comes with a failure
}

var realistic = [][4]string{
	{"晴天", "周杰伦", "叶惠美", "4:29"},
	{"稻香", "周杰伦", "魔杰座", "3:43"},
	{"海阔天空", "Beyond", "乐与怒", "5:24"},
	{"十年", "陈奕迅", "黑白灰", "3:25"},
	{"平凡之路", "朴树", "猎户星座", "5:02"},
	{"Lemon", "米津玄師", "Lemon", "4:15"},
	{"打上花火", "DAOKO / 米津玄師", "打上花火", "4:49"},
	{"富士山下", "陈奕迅", "What's Going On...?", "4:19"},
	{"夜的第七章 (Live)", "周杰伦 / 潘儿", "依然范特西", "3:46"},
	{"Bohemian Rhapsody (Remastered 2011)", "Queen", "A Night At The Opera", "5:54"},
	{"一个人的北京", "好妹妹", "说时依旧", "5:03"},
	{"夜空中最亮的星", "逃跑计划", "世界", "4:12"},
	{"红豆", "王菲", "唱游", "4:16"},
	{"突然好想你", "五月天", "后青春期的诗", "4:26"},
	{"Viva La Vida", "Coldplay", "Viva La Vida or Death and All His Friends", "4:02"},
	{"千と千尋の神隠し · いつも何度でも", "木村弓", "千と千尋の神隠し サウンドトラック", "3:34"},
}

func newService() *fakeService {
	f := &fakeService{user: pane.User{ID: 7, Name: "林间小路", VIP: true, LoggedIn: true}, liked: map[int64]bool{}, big: 10000}
	for i := range 30 {
		f.songs = append(f.songs, f.song(int64(1000+i)))
	}
	f.liked[1000], f.liked[1004] = true, true
	f.lyrics.LRC = "[00:00.00]故事的小黄花\n[00:04.00]从出生那年就飘着\n[00:08.00]童年的荡秋千\n[00:12.00]随记忆一直晃到现在\n"
	return f
}

func (f *fakeService) song(id int64) catalogue.Song {
	r := realistic[int(id)%len(realistic)]
	var m, s int
	_, _ = fmt.Sscanf(r[3], "%d:%d", &m, &s)
	song := catalogue.Song{
		ID: id, Name: r[0], Artists: []catalogue.Ref{{ID: id + 1, Name: r[1]}}, Album: catalogue.Ref{ID: id + 2, Name: r[2]},
		Duration: time.Duration(m*60+s) * time.Second,
	}
	switch id % 13 {
	case 3:
		song.Right = catalogue.VIP
	case 5:
		song.Right = catalogue.Trial
	case 8:
		song.Right = catalogue.Grey
	case 11:
		song.Cloud = true
	}
	if r[0] == "Lemon" {
		song.Alias = []string{"日剧《Unnatural》主题曲"}
	}
	return song
}

func (f *fakeService) ask(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
	return f.fail
}

// set changes the songs of the day.
func (f *fakeService) set(songs ...catalogue.Song) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.songs = songs
}

// refuse lets everything fail with err from now on; nil lets it work again.
func (f *fakeService) refuse(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = err
}

func (f *fakeService) DailySongs(context.Context) ([]catalogue.Song, error) {
	if err := f.ask("daily"); err != nil {
		return f.kept, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.songs, nil
}

func (f *fakeService) lists() []catalogue.Playlist {
	me := catalogue.Ref{ID: 7, Name: "林间小路"}
	return []catalogue.Playlist{
		{ID: 1, Name: "我喜欢的音乐", Count: f.big, Creator: me, Liked: true, Mine: true},
		{ID: 2, Name: "深夜 · 一个人听", Count: 10, Creator: me, Mine: true},
		{ID: 3, Name: "写代码的时候", Count: 1000, Creator: me, Mine: true},
		{ID: 4, Name: "华语经典 500 首", Count: 500, Creator: catalogue.Ref{ID: 9, Name: "云音乐官方歌单"}, Subscribed: true},
		{ID: 5, Name: "日系治愈｜夏日海风", Count: 86, Creator: catalogue.Ref{ID: 10, Name: "ひまわり"}, Subscribed: true},
	}
}

func (f *fakeService) DailyPlaylists(context.Context) ([]catalogue.Playlist, error) {
	return f.lists()[3:], f.ask("daily lists")
}

func (f *fakeService) UserPlaylists(context.Context, int64) ([]catalogue.Playlist, error) {
	return f.lists(), f.ask("lists")
}

func (f *fakeService) Playlist(_ context.Context, id int64) (catalogue.Tracks, error) {
	if err := f.ask(fmt.Sprint("playlist ", id)); err != nil {
		return catalogue.Tracks{}, err
	}
	list := f.lists()[id-1]
	t := catalogue.Tracks{Playlist: list, IDs: make([]int64, list.Count)}
	for i := range t.IDs {
		t.IDs[i] = int64(20000 + i)
	}
	return t, nil
}

func (f *fakeService) Songs(_ context.Context, ids []int64) ([]catalogue.Song, error) {
	out := make([]catalogue.Song, len(ids))
	for i, id := range ids {
		out[i] = f.song(id)
	}
	return out, f.ask(fmt.Sprint("songs ", len(ids)))
}

func (f *fakeService) Lyrics(context.Context, int64) (catalogue.Lyrics, error) {
	return f.lyrics, f.ask("lyrics")
}

func (f *fakeService) Album(_ context.Context, id int64) (catalogue.Album, error) {
	return catalogue.Album{
		ID: id, Name: "叶惠美", Artists: []catalogue.Ref{{ID: 1, Name: "周杰伦"}}, Company: "杰威尔音乐",
		Published: time.Date(2003, 7, 31, 0, 0, 0, 0, time.UTC), Songs: f.songs[:11],
	}, f.ask("album")
}

func (f *fakeService) Artist(_ context.Context, id int64) (catalogue.Artist, error) {
	return catalogue.Artist{ID: id, Name: "周杰伦", Albums: 44, Songs: 568, Hot: f.songs}, f.ask("artist")
}

func (f *fakeService) Liked(context.Context, int64) ([]int64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var ids []int64
	for id := range f.liked {
		ids = append(ids, id)
	}
	return ids, f.fail
}

func (f *fakeService) SetLiked(_ context.Context, id int64, like bool) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, fmt.Sprint("like ", id, like))
	if f.failSet == nil {
		f.liked[id] = like
	}
	return f.failSet
}

func (f *fakeService) Trash(_ context.Context, id int64, _ time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.trashed = append(f.trashed, id)
	return f.fail
}

func (f *fakeService) Search(_ context.Context, k catalogue.Kind, query string, offset, limit int) (catalogue.Found, error) {
	if err := f.ask(fmt.Sprintf("search %d %s %d", k, query, offset)); err != nil {
		return catalogue.Found{}, err
	}
	found := catalogue.Found{Kind: k, Total: 120, More: offset+limit < 120}
	switch k {
	case catalogue.KindSong:
		for i := offset; i < min(offset+limit, 120); i++ {
			found.Songs = append(found.Songs, f.song(int64(5000+i)))
		}
	case catalogue.KindAlbum:
		a, _ := f.Album(context.Background(), 1)
		found.Albums = []catalogue.Album{a}
	case catalogue.KindArtist:
		found.Artists = []catalogue.Artist{{ID: 1, Name: "周杰伦", Alias: []string{"Jay Chou"}, Albums: 44}}
	case catalogue.KindPlaylist:
		found.Playlists = f.lists()
	}
	return found, nil
}

func (f *fakeService) NewQR(context.Context) (pane.QR, error) {
	return pane.QR{Key: "k", URL: "https://music.163.com/login?codekey=k"}, f.ask("qr")
}

func (f *fakeService) CheckQR(context.Context, string) (pane.QRState, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.user.LoggedIn {
		return pane.QRConfirmed, nil
	}
	return pane.QRWaiting, nil
}

// confirm is the thumb on the phone.
func (f *fakeService) confirm(u pane.User) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.user = u
}

func (f *fakeService) Who(context.Context) (pane.User, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.user, nil
}

func (f *fakeService) Logout(context.Context) error {
	f.user = pane.User{}
	return nil
}

// all gives what was asked of the service so far.
func (f *fakeService) all() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// thrown gives the songs in the trash.
func (f *fakeService) thrown() []int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.trashed)
}

// asks is how often exactly this was asked.
func (f *fakeService) asks(what string) (n int) {
	for _, a := range f.all() {
		if a == what {
			n++
		}
	}
	return n
}

type fakes struct {
	*ui.App
	player  *fakePlayer
	service *fakeService
}

func newFakes(change ...func(*ui.Services)) fakes {
	f := fakes{player: newPlayer(), service: newService()}
	for i := range 6 {
		f.player.fm = append(f.player.fm, pane.TrackOf(f.service.song(int64(3000+i)), player.Source{Kind: "userfm"}))
	}
	svc := ui.Services{
		Sources: pane.Sources{
			Songs: f.service, Lists: f.service, Taste: f.service, Search: f.service, Account: f.service,
			Discover: discovering(fakeDiscover{fakeService: f.service}), Videos: fakeDiscover{fakeService: f.service},
		},
		Player: f.player, Counted: func() int { return 12 }, Lang: lang.ZH, Theme: "dark",
	}
	for _, c := range change {
		c(&svc)
	}
	f.App = ui.New(svc)
	return f
}
