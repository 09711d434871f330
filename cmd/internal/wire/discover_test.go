package wire

import (
	"context"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/ui/pane"
)

func TestDiscoverShowsWhatTheServicePutsForward(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("4").Wait(2*time.Second).Expect("演示飙升榜", "每天更新", "Slow Orbit")
		r.Keys("right").Wait(2*time.Second).Expect("地区 全部", "73 首").Keys(")", ")", ")").Wait(2*time.Second).Expect("地区 日本", "朝霧アオイ").ExpectNot("73 首")
		r.Keys("right").Wait(2 * time.Second).Expect("片刻集").Keys("G").Wait(2 * time.Second).Keys("G").Wait(2 * time.Second)
		r.Keys("right").Wait(2*time.Second).Keys("C").Wait(2*time.Second).Expect("语种", "风格").Type("minyao").Keys("enter").Wait(2 * time.Second)
		r.Expect("分类 民谣").Keys("enter").Wait(2 * time.Second).ExpectNot("分类 民谣").Keys("esc")
		r.Keys("right").Wait(2 * time.Second).Keys(")").Wait(2 * time.Second).ExpectNot("分类 全部")
		r.Keys("right").Wait(2 * time.Second).Expect("林汐").Keys("C").Type("nv").Keys("enter").Wait(2 * time.Second).Expect("类型 女歌手")
		r.Keys("C").Type("不限").Keys("esc", "enter").Wait(3*time.Second).Expect("粉丝", "热门歌曲")
	})
}

func TestAnArtistIsReadToTheEndAndFollowed(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("S").Wait(3*time.Second).Expect("热门歌曲", "粉丝").Keys("right").Wait(2 * time.Second).Expect("排序 最热")
		r.Keys("right").Wait(2 * time.Second).Keys("right").Wait(2 * time.Second).Keys("right").Wait(2 * time.Second).Expect("简介")
		r.Keys("right").Wait(2*time.Second).Keys("enter").Wait(3*time.Second).Expect("热门歌曲", "粉丝").Keys("right", "right", "right", "right")
		r.Keys(";").Wait(2 * time.Second).Keys("r").Wait(2 * time.Second)
		first := r.Row(2)
		r.Keys(";").Wait(2 * time.Second).Keys("r").Wait(2 * time.Second)
		if second := r.Row(2); first == second {
			t.Errorf("following changed nothing: %q", first)
		}
	})
}

func TestAnAlbumTellsAboutItself(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("A").Wait(3*time.Second).Expect("歌曲 │ 介绍", "评论").Keys("right").Wait(2 * time.Second).Expect("发行").Keys(";").Wait(2 * time.Second).Expect("已收藏")
		r.Keys("r").Wait(2 * time.Second).Expect("已收藏")
	})
}

func TestEarlierDaysAreThere(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("g", "h").Wait(2 * time.Second).Expect("星期").Keys("enter").Wait(2 * time.Second).Keys("enter").Wait(2 * time.Second)
		if s := r.snap(); s.Track == nil || s.Track.Source.Kind != "dailySongRecommend" {
			t.Errorf("plays %+v", s.Track)
		}
	})
}

func TestPartsFollowOneAnotherWithoutGaps(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		d := discovery(fetcher{api: r.m.API, who: func() int64 { return 0 }})
		seen := map[int64]bool{}
		parts := 0
		for from, more := int64(0), true; more && parts < 50; parts++ {
			p, err := d.Square.FinePlaylists(context.Background(), "", from)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Rows {
				seen[l.ID] = true
			}
			from, more = p.Next, p.More
		}
		all := 0
		for _, err := range r.m.API.FinePlaylists(context.Background(), "") {
			if err != nil {
				t.Fatal(err)
			}
			all++
		}
		if len(seen) != all || all < 60 || parts < 2 {
			t.Errorf("%d playlists in %d parts, %d walked", len(seen), parts, all)
		}
		f := pane.ArtistFilter{Region: pane.Chinese, Voice: pane.Women}
		if p, err := d.Front.Artists(context.Background(), f, 0); err != nil || len(p.Rows) == 0 || p.Next != 50 {
			t.Errorf("%d artists, next %d, %v", len(p.Rows), p.Next, err)
		}
	})
}

func TestGuestsDiscoverToo(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		r.Keys("4").Wait(3*time.Second).Expect("演示飙升榜").Keys("left").Wait(3*time.Second).Expect("林汐").Keys("enter").Wait(3*time.Second).Expect("热门歌曲", "粉丝").ExpectNot("已关注")
	})
}
