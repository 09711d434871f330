package wire

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/cmd/internal/metered"
	"ncmtui/ui"
)

// levels are what songs were asked for since the last call.
func (r *rig) levels(seen *int) string {
	var out []string
	all := r.svc.Requests("/api/song/enhance/player/url/v1")
	for _, q := range all[*seen:] {
		if level := q.Param("level"); !slices.Contains(out, level) {
			out = append(out, level)
		}
	}
	*seen = len(all)
	return strings.Join(out, " ")
}

func TestTheQualityFollowsTheNetwork(t *testing.T) {
	t.Parallel()
	states := make(map[string]func(metered.State))
	scenario(t, member, func(r *rig) {
		seen := 0
		states["tell"](metered.State{Names: []string{"home"}})
		if r.Wait(time.Second); r.m.settings.quality() != "lossless" || r.m.settings.keptLevel() != "lossless" {
			t.Error(r.m.settings.quality(), r.m.settings.keptLevel())
		}
		states["tell"](metered.State{Names: []string{"AndroidAP", "wlan0"}})
		r.Until("计费网络：之后的歌曲用 standard 音质", 5*time.Second)
		if r.m.settings.keptLevel() != "" {
			t.Error("songs on disk are loaded again where it costs")
		}
		r.levels(&seen) // the song under the cursor was asked for before
		r.Keys("j", "j", "j", "enter").Wait(2 * time.Second)
		if got := r.levels(&seen); got != "standard" {
			t.Error(got)
		}
		states["tell"](metered.State{Costs: false, Names: []string{"home"}})
		r.Until("网络不再计费：之后的歌曲用 lossless 音质", 5*time.Second)
		r.Keys("G", "enter").Wait(2 * time.Second)
		if got := r.levels(&seen); got != "lossless" {
			t.Error(got)
		}
		states["tell"](metered.State{Costs: true})
		if err := r.m.settings.Set("network.metered", "no"); err != nil || r.m.settings.quality() != "lossless" {
			t.Error("the user's no does not count:", err, r.m.settings.quality())
		}
		if err := r.m.settings.Set("network.metered", "yes"); err != nil || r.m.settings.quality() != "standard" {
			t.Error("the user's yes does not count:", err, r.m.settings.quality())
		}
	}, func(o *Options) {
		o.Config.Quality, o.Config.QualityMetered, o.Config.MeteredNames = "lossless", "standard", "android*"
		o.Network = func(ctx context.Context, tell func(metered.State)) {
			states["tell"] = tell
			<-ctx.Done()
		}
	})
}

func TestTheNetworkIsLookedAtOnlyWhenASettingNeedsIt(t *testing.T) {
	t.Parallel()
	looked := false
	scenario(t, member, func(r *rig) {
		if r.Wait(time.Minute); looked {
			t.Error("looked at with no need")
		}
		if err := r.m.settings.Set("quality_metered", "higher"); err != nil {
			t.Error(err)
		}
		if r.Wait(time.Second); !looked {
			t.Error("not looked at")
		}
	}, func(o *Options) {
		o.Network = func(ctx context.Context, _ func(metered.State)) {
			looked = true
			<-ctx.Done()
		}
	})
}

func TestAProxyChangedInTheFileHoldsAndIsNotShown(t *testing.T) {
	t.Parallel()
	edited(t, nil, func(r *rig, edit func(string)) {
		edit("lang = \"zh\"\nnetwork.proxy = \"http://me:hunter2@p:1\"")
		r.Until("已按文件更新", 10*time.Second)
		if got := via(t, r.m.proxies.API, "https://music.163.com/"); got != "p:1" {
			t.Error(got)
		}
		if v := r.m.settings.Value("network.proxy"); v != "http://…@p:1" || r.m.settings.Live("network.proxy") || !Live("network.proxy") {
			t.Error(v)
		}
	})
	if err := newSettings(configured(t, nil), nil).Set("realip", "1.2.3.4"); !errors.Is(err, ui.ErrNextStart) {
		t.Error(err)
	}
}
