package wire

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
)

// member is a service with somebody logged in.
var member = ncmfake.Options{LoggedIn: true}

// TestRefusalsAreSaidWithTheNextStep makes the service fail in one way, does
// one thing, and reads the sentence in both languages.
func TestRefusalsAreSaidWithTheNextStep(t *testing.T) {
	t.Parallel()
	search := func(r *rig) { r.Keys("5").Type("海风").Wait(6 * time.Second) }
	play := func(r *rig) { r.Keys("j", "enter").Wait(6 * time.Second) } // the first song has its address already
	for _, c := range []struct {
		name, pattern string
		fault         ncmfake.Fault
		act           func(*rig)
		zh, en        string
		most          int // requests of the pattern
	}{
		{"too often", "/api/cloudsearch/pc", ncmfake.Fault{Code: 405, Message: "操作频繁"}, search, "请求太频繁", "Too many requests", 1},
		{"a judged network", "/api/cloudsearch/pc", ncmfake.Fault{Code: -460, Message: "Cheating"}, search, "服务判定这个网络有风险", "The service considers this network a risk", 1},
		{"a captive portal", "/api/cloudsearch/pc", ncmfake.Portal(), search, "这个网络要先登录认证", "This network asks you to sign in first", 1},
		{"no network", "/api/cloudsearch/pc", ncmfake.Fault{Refuse: true}, search, "连不上网易云音乐", "No connection to NetEase Cloud Music", 3},
		{"nonsense", "/api/cloudsearch/pc", ncmfake.Fault{Body: "hello", Kind: "text/plain"}, search, "服务的回答无法理解", "The service's answer makes no sense", 1},
		{"a judged play", "/api/song/enhance/player/url/v1", ncmfake.Fault{Code: -460, Message: "Cheating"}, play, "服务拒绝了这次请求", "The service refused this request", 2},
		{"a play without a network", "/api/song/enhance/player/url/v1", ncmfake.Fault{Refuse: true}, play, "没有网络", "No network", 12},
		{"a portal before the songs", "/audio/*", ncmfake.Portal(), play, "这个网络要先登录认证", "This network asks you to sign in first", 60},
		{"a portal before the songs' addresses", "/api/song/enhance/player/url/v1", ncmfake.Portal(), play, "这个网络要先登录认证", "This network asks you to sign in first", 60},
	} {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			t.Run(fmt.Sprint(c.name, l), func(t *testing.T) {
				t.Parallel()
				scenario(t, member, func(r *rig) {
					r.svc.Faults().Always(c.pattern, c.fault)
					c.act(r)
					r.Expect(lang.Both{ZH: c.zh, EN: c.en}.In(l))
					if n := len(r.svc.Requests(c.pattern)); n > c.most || n == 0 {
						t.Errorf("%d requests", n)
					}
					r.svc.Faults().Clear()
				}, func(o *Options) { o.Lang = l })
			})
		}
	}
}

func TestANetworkThatComesBackBringsTheListAndTheMusic(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(5 * time.Second)
		first := r.snap().Track.ID
		r.stop()
		r.svc.Faults().Always("*", ncmfake.Fault{Refuse: true})
		r.o.Cookies = nil
		r.start().Wait(10*time.Second).Expect(seed.DemoName, "海风吹过第七站") // known from the disk
		r.Keys("2").Until("连不上网易云音乐", 20*time.Second)
		r.Keys("space").Wait(time.Minute)
		if s := r.snap(); s.Track == nil || s.Track.ID != first {
			t.Errorf("offline the song changed: %+v", s.Track)
		}
		r.svc.Faults().Clear()
		r.until("it plays", 12*time.Second, func() bool { return r.playing(first) })
		r.Keys("r").Wait(2 * time.Second).Expect("下班路上")
		for _, p := range r.svc.Plays() {
			if p.ID != first {
				t.Errorf("a play of %d was reported", p.ID)
			}
		}
	})
}

func TestAnExpiredLoginLosesNothing(t *testing.T) {
	long(t)
	t.Parallel()
	const reports = "/api/feedback/weblog"
	scenario(t, member, func(r *rig) {
		daily := r.svc.Catalogue().Daily
		r.Keys("enter").Wait(5 * time.Second)
		r.svc.Logout()
		r.svc.Faults().Always(reports, ncmfake.Fault{Code: 301, Message: "需要登录"})
		r.Keys(",").Wait(time.Second).Expect("需要登录，或登录已过期 · 按 L 登录", "访客")
		if n := len(r.svc.Requests("/api/login/token/refresh")); n != 1 {
			t.Errorf("%d tries to renew the login", n)
		}
		r.Wait(30 * time.Second)
		r.Keys("]")
		r.until("the next song plays without the login", 5*time.Second, func() bool { return r.playing(daily[1]) })
		r.Wait(15 * time.Second)
		if n := len(r.svc.Requests(reports)); n > 4 {
			t.Errorf("%d reports of an account that is not logged in", n)
		}
		if _, plays := r.reported(); len(r.snap().Queue.Tracks) != 30 || plays > 1 {
			t.Errorf("the queue has %d songs, %d plays", len(r.snap().Queue.Tracks), plays)
		}
		if s := r.m.API.Session(); !s.LoggedIn() {
			t.Error("the old cookie is gone")
		}
		r.svc.Faults().Clear()
		before := len(r.svc.Plays())
		r.Keys("L").Wait(time.Second).Expect("用网易云音乐手机版扫描二维码")
		r.Until("已登录："+seed.DemoName, 30*time.Second)
		r.Wait(10 * time.Second)
		var sent []string
		for _, p := range r.svc.Plays()[before:] {
			sent = append(sent, fmt.Sprint(p.Action, " ", p.ID-daily[0]))
		}
		want := []string{fmt.Sprint("play ", 0), fmt.Sprint("startplay ", daily[1]-daily[0])}
		if !slices.Equal(sent, want) && !slices.Equal(sent, append([]string{"startplay 0"}, want...)) {
			t.Errorf("after the login were sent %v, want %v", sent, want)
		}
		if s := r.snap(); s.Track.ID != daily[1] || len(s.Queue.Tracks) != 30 {
			t.Errorf("after the login: %+v of %d", s.Track, len(s.Queue.Tracks))
		}
	})
}

// TestABadCDNDoesNotChangeTheSong spoils the download in the middle.
func TestABadCDNDoesNotChangeTheSong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		spoil     func(*ncmfake.Faults, string)
		addresses int
	}{
		{"the address is refused", func(f *ncmfake.Faults, p string) {
			f.Next(p, ncmfake.Fault{CutAfter: 300_000})
			f.Times(2, p, ncmfake.Fault{Status: 403}) // over https, then plain
		}, 2},
		{"cuts", func(f *ncmfake.Faults, p string) { f.Times(5, p, ncmfake.Fault{CutAfter: 100_000}) }, 1},
		{"quiet cuts", func(f *ncmfake.Faults, p string) { f.Times(5, p, ncmfake.Fault{CutAfter: 100_000, Quiet: true}) }, 1},
		{"stalls", func(f *ncmfake.Faults, p string) { f.Times(3, p, ncmfake.Fault{StallAfter: 200_000}) }, 1},
		{"a gap of a minute", func(f *ncmfake.Faults, p string) {
			f.Next(p, ncmfake.Fault{CutAfter: 300_000})
			f.Times(20, p, ncmfake.Fault{Refuse: true})
		}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			scenario(t, member, func(r *rig) {
				list, _ := r.svc.Catalogue().Playlist(seed.PlaylistShort)
				id, next := list.Songs[7], list.Songs[8]
				song, _ := r.svc.Catalogue().Song(id)
				c.spoil(r.svc.Faults(), fmt.Sprintf("/audio/%d.*", id))
				r.Keys("2").Wait(time.Second)
				r.ClickOn("片刻：十首很短的曲子").Keys("enter").Wait(time.Second)
				r.ClickOn("下课铃").Keys("enter")
				r.until("the next song plays", 4*time.Minute, func() bool { return r.playing(next) })
				if n := r.addresses()[id]; n != c.addresses {
					t.Errorf("the address was asked for %d times", n)
				}
				r.Wait(2 * time.Second)
				history, err := r.m.db.History(r.t.Context(), seed.UserID, time.Time{}, 10)
				if err != nil || len(history) != 1 {
					t.Fatalf("history %v, %v", history, err)
				}
				if h := history[0]; h.Ending != string(player.EndPlayed) || (h.Listened-song.Sound.Length()).Abs() > time.Second {
					t.Errorf("heard %v of %v, ended by %s", h.Listened, song.Sound.Length(), h.Ending)
				}
			})
		})
	}
}

// TestSongsThatCannotBePlayed walks the list that has every kind of song.
func TestSongsThatCannotBePlayed(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			t.Parallel()
			scenario(t, member, func(r *rig) {
				r.Keys("2").Wait(time.Second)
				r.ClickOn("特别收藏").Keys("enter").Wait(time.Second)
				r.Keys("j", "j", "j", "enter").Wait(200 * time.Millisecond)
				r.Expect(lang.Both{ZH: "因版权原因不能播放", EN: "no licence"}.In(l))
				r.Keys("k", "enter")
				r.until("the clip plays", 5*time.Second, func() bool { return r.playing(seed.SongTrial) })
				r.Wait(time.Second).Expect("· "+lang.Both{ZH: "试听", EN: "clip"}.In(l), "0:30")
				r.seekTo(25 * time.Second)
				r.until("the grey song is passed over", time.Minute, func() bool { return r.playing(seed.SongCloud) })
				r.Expect(lang.Both{ZH: "灰", EN: "n/a"}.In(l))
				if n := r.addresses()[seed.SongGrey]; n != 0 {
					t.Errorf("the address of the grey song was asked for %d times", n)
				}
			}, func(o *Options) { o.Lang = l })
		})
	}
}

func TestTrialsAreSkippedWhenTheUserWants(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("2").Wait(time.Second)
		r.ClickOn("特别收藏").Keys("enter").Wait(time.Second)
		r.Keys("j", "j", "enter")
		r.until("the song behind clip and grey plays", 10*time.Second, func() bool { return r.playing(seed.SongCloud) })
		r.Expect("跳过了 2 首歌，最后一首是《")
	}, func(o *Options) { o.Config.SkipTrials = true })
}

func TestABrokenFileIsPassedOver(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.svc.Faults().Always(fmt.Sprintf("/audio/%d.*", r.svc.Catalogue().Daily[1]), ncmfake.Fault{
			Status: 200, Kind: "audio/mpeg", Body: strings.Repeat("this is no song at all. ", 4000),
		})
		daily := r.svc.Catalogue().Daily
		r.Keys("j", "enter")
		r.until("the song behind the broken one plays", 20*time.Second, func() bool { return r.playing(daily[2]) })
		r.Expect("跳过《锦书难寄》")
	})
}

// outlets is an output that can be missing, and pulled out.
type outlets struct {
	output.Opener
	mu   sync.Mutex
	gone bool
	open []*plugged
}

type plugged struct {
	output.Sink
	lost chan error
}

func (p *plugged) Lost() <-chan error { return p.lost }

func (o *outlets) Open(opt output.Options, pull output.Pull) (output.Sink, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.gone {
		return nil, fmt.Errorf("plug: %w", output.ErrNoDevice)
	}
	s, err := o.Opener.Open(opt, pull)
	if err != nil {
		return nil, err
	}
	p := &plugged{s, make(chan error, 1)}
	o.open = append(o.open, p)
	return p, nil
}

func (o *outlets) set(gone bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.gone = gone
	if gone {
		for _, p := range o.open {
			p.lost <- errors.New("pulled out")
			_ = p.Sink.Close()
		}
		o.open = nil
	}
}

func TestWithoutASoundDeviceEverythingElseWorks(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			t.Parallel()
			plug := &outlets{gone: true}
			scenario(t, member, func(r *rig) {
				first := r.svc.Catalogue().Daily[0]
				r.Keys("enter").Wait(3 * time.Second)
				r.Expect(lang.Both{ZH: "没有可用的声音设备", EN: "No sound device"}.In(l))
				if !r.playing(first) {
					t.Errorf("silence stops the song: %+v", r.snap().Status)
				}
				r.singing(5 * time.Second)
				plug.set(false)
				r.Keys("space").Wait(time.Second)
				r.Keys("space")
				r.until("the device is used", 15*time.Second, func() bool { return !r.snap().Output.Silent && r.playing(first) })
				r.ExpectNot(lang.Both{ZH: "没有可用的声音设备", EN: "No sound device"}.In(l))
			}, func(o *Options) { o.Lang, plug.Opener, o.Output = l, o.Output, plug })
		})
	}
}

func TestALostDevicePausesAndComesBack(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			t.Parallel()
			plug := &outlets{}
			scenario(t, member, func(r *rig) {
				first := r.svc.Catalogue().Daily[0]
				r.Keys("enter").Wait(10 * time.Second)
				plug.set(true)
				r.Wait(time.Second).Expect(lang.Both{ZH: "声音设备断开，正在重连", EN: "Sound device lost, reconnecting"}.In(l))
				at := r.snap().Position(time.Now())
				r.Wait(10 * time.Second)
				if s := r.snap(); s.Moving || s.Position(time.Now()) != at || s.Track.ID != first {
					t.Errorf("without the device: %+v", s)
				}
				plug.set(false)
				r.until("it plays on by itself", 3*time.Second, func() bool { return r.playing(first) })
				if off := r.snap().Position(time.Now()) - at; off < -time.Second || off > 3*time.Second {
					t.Errorf("it plays on %v away", off)
				}
				r.ExpectNot(lang.Both{ZH: "声音设备断开，正在重连", EN: "sound device lost, reconnecting"}.In(l))
			}, func(o *Options) { o.Lang, plug.Opener, o.Output = l, o.Output, plug })
		})
	}
}
