package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ncmtui/config"
	"ncmtui/ui/lang"
)

// edited runs the program on a settings file that edit rewrites.
func edited(t *testing.T, layers []config.Layer, play func(r *rig, edit func(string))) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.toml")
	edits := 0
	edit := func(text string) {
		// In a bubble the file's own times stand still: each text has its length.
		edits++
		if err := os.WriteFile(file, fmt.Appendf(nil, "%s\n#%*s\n", text, edits, ""), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func() (config.Config, []config.Problem) { return config.Load(file, layers...) }
	scenario(t, member, func(r *rig) { play(r, edit) }, func(o *Options) {
		edit("lang = \"zh\"")
		o.Config, _ = load()
		o.Watch = &Watch{File: file, Load: load, Lang: func(c config.Config) lang.Lang { return lang.Parse(c.Lang) }}
	})
}

func TestAChangeOfTheFileHoldsAtOnce(t *testing.T) {
	t.Parallel()
	edited(t, nil, func(r *rig, edit func(string)) {
		edit("lang = \"zh\"\nvolume = 30\nquality = \"lossless\"\nrealip = \"116.25.146.177\"\n[keys.bind]\n\"ctrl+g\" = \"mute\"")
		r.Until("下次启动生效", 4*time.Second).Expect("按键、", "音质")
		if r.snap().Volume != 30 || r.m.settings.quality() != "lossless" {
			t.Error(r.snap().Volume, r.m.settings.quality())
		}
		if r.Keys("ctrl+g").Wait(time.Second); !r.snap().Muted {
			t.Error("the new key does nothing")
		}
		edit("lang = \"en\"\nvolume = 30\nquality = \"lossless\"\nrealip = \"116.25.146.177\"")
		r.Until("Changed by the file", 10*time.Second)
		if r.Keys("ctrl+g").Wait(time.Second); !r.snap().Muted {
			t.Error("a key that is free again acts")
		}
	})
}

func TestAMistakeInTheChangedFileIsSaidAndTheRestHolds(t *testing.T) {
	t.Parallel()
	edited(t, nil, func(r *rig, edit func(string)) {
		edit("lang = \"zh\"\nvolum = 3\nmode = \"shuffle\"")
		r.Until(`:2:1：没有 "volum" 这一项，是否想写 "volume"`, 10*time.Second)
		if got := modeNames[r.snap().Mode]; got != "shuffle" {
			t.Error(got)
		}
	})
}

func TestTheEnvironmentStaysAboveTheChangedFile(t *testing.T) {
	t.Parallel()
	env := config.Env(func(name string) (string, bool) { return "55", name == "NCMTUI_VOLUME" })
	edited(t, []config.Layer{env}, func(r *rig, edit func(string)) {
		edit("lang = \"zh\"\nvolume = 3\nmode = \"list\"")
		r.Until("已按文件更新：播放模式", 10*time.Second)
		if s := r.snap(); s.Volume != 55 {
			t.Errorf("volume %d", s.Volume)
		}
	})
}

func TestAFileThatGoesAwayLeavesTheDefaults(t *testing.T) {
	t.Parallel()
	edited(t, nil, func(r *rig, edit func(string)) {
		edit("lang = \"zh\"\nmode = \"list\"\nvolume = 30")
		r.Until("已按文件更新", 10*time.Second)
		if err := os.Remove(r.o.Watch.File); err != nil {
			t.Fatal(err)
		}
		r.until("the default mode", 10*time.Second, func() bool { return modeNames[r.snap().Mode] == "order" })
		if v := r.snap().Volume; v != 30 {
			t.Errorf("the volume is %d", v)
		}
	})
}
