package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
)

// The commands of what plays, and of the settings.
func init() {
	commanded(command{
		name: "sleep", args: "30m | song | off", help: lang.Both{ZH: "定时暂停", EN: "pause by itself"},
		complete: func(*App) []string { return []string{"15m", "30m", "60m", "90m", "song", "off"} }, run: sleepIn,
	})
	commanded(command{
		name: "speed", args: "0.5–2", help: lang.Both{ZH: "播放速度", EN: "speed, the pitch kept"},
		complete: func(*App) []string { return []string{"0.75", "1", "1.25", "1.5", "2"} }, run: setSpeed,
	})
	commanded(command{
		name: "seek", args: "1:30 | +10 | -10", help: lang.Both{ZH: "跳到一个时间", EN: "go to a time"}, needs: keymap.Track, run: seek,
	})
	commanded(command{
		name: "set", args: "KEY VALUE", help: lang.Both{ZH: "改一项设置，只管这一次运行", EN: "change a setting, for this run"},
		complete: setNames, run: setKey,
	})
	commanded(command{
		name: "spectrum", help: lang.Both{ZH: "频谱", EN: "spectrum"}, run: showSpectrum,
	})
	setting("volume", "volume", lang.Both{ZH: "音量", EN: "volume"})
	setting("mode", "mode", lang.Both{ZH: "播放模式", EN: "play mode"})
	setting("output", "output", lang.Both{ZH: "声音输出", EN: "where the sound goes"})
	setting("crossfade", "audio.crossfade", lang.Both{ZH: "交叉淡化的秒数", EN: "seconds by which songs overlap"})
	setting("eq", "audio.equalizer", lang.Both{ZH: "均衡器", EN: "equaliser"})
	setting("normalize", "audio.normalize", lang.Both{ZH: "音量均衡", EN: "equal loudness"})
	setting("quality", "quality", lang.Both{ZH: "音质", EN: "quality"})
	setting("theme", "theme", lang.Both{ZH: "配色", EN: "colours"})
	setting("cover", "cover", lang.Both{ZH: "封面", EN: "covers"})
	setting("accent", "theme_accent", lang.Both{ZH: "强调色", EN: "accent"})
	setting("lang", "lang", lang.Both{ZH: "界面语言", EN: "language of the screen"})
}

// setting makes a command of a key of the configuration.
func setting(name, key string, help lang.Both) {
	k := config.Keys[slices.IndexFunc(config.Keys, func(k config.Key) bool { return k.Name == key })]
	args := k.Range
	if len(k.Choices) > 0 {
		args = strings.Join(k.Choices, " | ")
	}
	commanded(command{
		name: name, args: args, help: help,
		complete: func(a *App) []string { return a.values(key) },
		run: func(a *App, arg string) tea.Cmd {
			if arg == "" {
				return a.edit(key)
			}
			return a.tune(key, arg)
		},
	})
}

// values are what a key can be set to, as far as they can be listed.
func (a *App) values(key string) []string {
	if key == "theme" {
		return a.themes()
	}
	if key == "audio.equalizer" {
		return player.EqualizerPresets[:len(player.EqualizerPresets)-1]
	}
	for _, k := range config.Keys {
		if k.Name == key {
			return k.Choices
		}
	}
	return nil
}

func setNames(a *App) []string {
	var out []string
	for _, k := range config.Keys {
		if !a.Live(k.Name) {
			continue
		}
		out = append(out, k.Name)
		for _, v := range a.values(k.Name) {
			out = append(out, k.Name+" "+v)
		}
	}
	return out
}

func setKey(a *App, arg string) tea.Cmd {
	key, value, _ := strings.Cut(arg, " ")
	if !slices.ContainsFunc(config.Keys, func(k config.Key) bool { return k.Name == key }) {
		return a.usage("set")
	}
	return a.tune(key, strings.TrimSpace(value))
}

func sleepIn(a *App, arg string) tea.Cmd {
	t := lang.Commands.In(a.env.Lang)
	switch arg {
	case "off":
		a.env.Do(player.Sleep{})
		a.say(t.SleepOff, false)
		return nil
	case "song":
		a.env.Do(player.Sleep{AtSongEnd: true})
		a.say(t.SleepSong, false)
		return nil
	}
	if _, err := strconv.Atoi(arg); err == nil {
		arg += "m"
	}
	d, err := time.ParseDuration(arg)
	if err != nil || d <= 0 {
		return a.usage("sleep")
	}
	a.env.Do(player.Sleep{After: d})
	a.say(fmt.Sprintf(t.SleepIn, kit.Clock(d)), false)
	return nil
}

func setSpeed(a *App, arg string) tea.Cmd {
	v, err := strconv.ParseFloat(strings.TrimSuffix(arg, "x"), 64)
	if err != nil || v < player.MinSpeed || v > player.MaxSpeed {
		return a.usage("speed")
	}
	a.env.Do(player.SetSpeed{Rate: v})
	a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).Speed, strconv.FormatFloat(v, 'f', -1, 64)), false)
	return nil
}

// showSpectrum shows the band or takes it away, and says so: without a song
// nothing else would tell.
func showSpectrum(a *App, _ string) tea.Cmd {
	t, before := lang.Commands.In(a.env.Lang), a.spectrum.on
	cmd := a.do(keymap.Spectrum)
	switch on := a.spectrum.on; {
	case on == before: // it was said why not
	case !on:
		a.say(t.SpectrumOff, false)
	default:
		a.say(pick(a.env.Snap.Track == nil, t.SpectrumIdle, t.SpectrumOn), false)
	}
	return cmd
}

// seek takes 90, 1:30, and a distance with a sign.
func seek(a *App, arg string) tea.Cmd {
	sign := strings.Trim(arg, "0123456789:")
	var total time.Duration
	for part := range strings.SplitSeq(strings.TrimLeft(arg, "+-"), ":") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > 100000 {
			return a.usage("seek")
		}
		total = total*60 + time.Duration(n)*time.Second
	}
	switch sign {
	case "+":
		a.env.Do(player.SeekBy{By: total})
	case "-":
		a.env.Do(player.SeekBy{By: -total})
	case "":
		a.env.Do(player.SeekTo{Pos: total})
	default:
		return a.usage("seek")
	}
	return nil
}
