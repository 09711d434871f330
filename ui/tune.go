package ui

import (
	"context"
	"errors"
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
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// tuner changes one key of the configuration in the running program. Files of
// their own declare them; what has none is asked of Services.Settings.
type tuner struct {
	value func(*App) string
	set   func(*App, config.Config) tea.Cmd
}

var tuners = map[string]tuner{}

// tunes declares how a key is changed while the program runs.
func tunes(key string, t tuner) {
	tuners[key] = t
}

// playModes are the words of the configuration, by player.Mode.
var playModes = [...]string{"order", "list", "one", "shuffle"}

func init() {
	tunes("lang", tuner{
		value: func(a *App) string { return pick(a.env.Lang == lang.EN, "en", "zh") },
		set:   func(a *App, c config.Config) tea.Cmd { return a.speak(lang.Parse(c.Lang)) },
	})
	tunes(presetKey, tuner{
		value: func(a *App) string { return a.env.Keys.Preset() },
		set: func(a *App, c config.Config) tea.Cmd {
			a.rebind(a.env.Keys.In(c.KeyPreset))
			return nil
		},
	})
	tunes("volume", tuner{
		value: func(a *App) string { return strconv.Itoa(a.env.Snap.Volume) },
		set:   sends(func(c config.Config) player.Command { return player.SetVolume{Percent: c.Volume} }),
	})
	tunes("mode", tuner{
		value: func(a *App) string { return playModes[min(int(a.env.Snap.Mode), len(playModes)-1)] },
		set: sends(func(c config.Config) player.Command {
			return player.SetMode{Mode: player.Mode(max(slices.Index(playModes[:], c.Mode), 0))}
		}),
	})
	tunes("output", tuner{
		value: func(a *App) string {
			o := outputName(a.env.Snap.Output)
			if o == "" && a.svc.Settings != nil { // none was opened yet: the one that will be
				o = a.svc.Settings.Value("output")
			}
			return o
		},
		set: sends(func(c config.Config) player.Command { return player.SetOutput{Spec: c.Output} }),
	})
	tunes("audio.crossfade", tuner{
		value: func(a *App) string { return strconv.Itoa(a.env.Snap.Crossfade) },
		set:   sends(func(c config.Config) player.Command { return player.SetCrossfade{Seconds: c.Crossfade} }),
	})
	tunes("audio.equalizer", tuner{
		value: func(a *App) string {
			return pick(a.env.Snap.Equalizer == "", player.EqualizerOff, a.env.Snap.Equalizer)
		},
		set: sends(func(c config.Config) player.Command {
			return player.SetEqualizer{Preset: c.Tone.Preset, Gains: c.Tone.Gains}
		}),
	})
	tunes("audio.normalize", tuner{
		value: func(a *App) string {
			return pick(a.env.Snap.Normalize == "", player.NormalizeOff, a.env.Snap.Normalize)
		},
		set: sends(func(c config.Config) player.Command { return player.SetNormalize{Mode: c.Normalize} }),
	})
}

func sends(command func(config.Config) player.Command) func(*App, config.Config) tea.Cmd {
	return func(a *App, c config.Config) tea.Cmd {
		a.env.Do(command(c))
		return nil
	}
}

func outputName(o player.Output) string {
	if o.Spec != "" {
		return o.Spec
	}
	return o.Name
}

// Value gives what holds for a key now, for the settings page.
func (a *App) Value(key string) string {
	if t, ok := tuners[key]; ok {
		return t.value(a)
	}
	if a.svc.Settings != nil {
		return a.svc.Settings.Value(key)
	}
	return ""
}

// Live says whether a key can be changed while the program runs.
func (a *App) Live(key string) bool {
	_, own := tuners[key]
	return own || a.svc.Settings != nil && a.svc.Settings.Live(key)
}

// tune changes a key; what is wrong with the value is said.
func (a *App) tune(key, value string) tea.Cmd {
	t := lang.Commands.In(a.env.Lang)
	c := config.Default()
	if p := c.Set(key, value, ":"); p != nil {
		said := p.Sentence()
		a.say(text.Of(lang.Both(said).In(a.env.Lang)).String(), true)
		return nil
	}
	shown := fmt.Sprintf(t.Set, a.tuned(key), text.Of(value).String())
	if own, ok := tuners[key]; ok {
		cmd := own.set(a, c)
		if key == "lang" {
			// said in the language that holds from now on
			shown = fmt.Sprintf(lang.Commands.In(a.env.Lang).Set, a.tuned(key), text.Of(value).String())
		}
		a.say(shown, false)
		return cmd
	}
	err := ErrNextStart
	if a.svc.Settings != nil {
		err = a.svc.Settings.Set(key, value)
	}
	switch {
	case errors.Is(err, ErrNextStart):
		a.say(fmt.Sprintf(t.NextStart, key), true)
	case err != nil:
		a.fail(err)
	default:
		a.say(shown, false)
	}
	return a.broadcast(pane.SettingNews{})
}

// tuned is what a key is called.
func (a *App) tuned(key string) string {
	for _, k := range config.Keys {
		if k.Name == key {
			name := lang.Both(k.Text).In(a.env.Lang)
			if i := strings.IndexAny(name, "，：；,:;"); i > 0 {
				name = name[:i]
			}
			return name
		}
	}
	return key
}

// speak changes the language: every page is made anew.
func (a *App) speak(l lang.Lang) tea.Cmd {
	if l == a.env.Lang {
		return nil
	}
	for _, v := range a.history {
		v.page.Leave()
	}
	a.svc.Lang, a.env.Lang, a.env.Texts = l, l, lang.Of(l)
	a.env.Explain = explain(a.svc, a.env.Texts, func() bool { return a.env.Guest })
	a.env.Look++
	a.bound = map[string]map[keymap.Action]string{}
	a.retrace()
	a.lyrics.Leave()
	a.lyrics, a.queue = pane.NewLyrics(a.env), pane.NewQueue(a.env)
	a.comments.Leave()
	a.comments = pane.NewSideComments(a.env)
	return tea.Batch(a.show(), open(a.lyrics))
}

// retrace makes every page of the history anew: sections, and the pages of
// things. Others are left out, and what was reached through them stays.
func (a *App) retrace() {
	old, section := a.sections, a.now().section
	a.sections = a.makeSections()
	again := map[pane.ID]pane.Page{}
	for i := range old {
		again[old[i].page.ID()] = a.sections[i].page
	}
	remake := func(p pane.Page) pane.Page {
		if known, ok := again[p.ID()]; ok {
			return known
		}
		about, ok := p.(interface{ About() (pane.Thing, bool) })
		if !ok {
			return nil
		}
		t, ok := about.About()
		if opened, has := openers[t.Kind]; ok && has && t.ID != 0 {
			again[p.ID()] = opened(a, t)
		}
		return again[p.ID()]
	}
	visits := a.history
	a.history = []visit{{page: a.sections[section].page, section: section}}
	for _, v := range visits {
		now := visit{page: remake(v.page), section: v.section}
		if now.page == nil {
			continue
		}
		for _, p := range v.parents {
			if parent := remake(p); parent != nil {
				now.parents = append(now.parents, parent)
			}
		}
		if a.page() != now.page {
			a.history = append(a.history, now)
		}
	}
}

// edit asks for another value of a key: one of its choices, or text.
func (a *App) edit(key string) tea.Cmd {
	i := slices.IndexFunc(config.Keys, func(k config.Key) bool { return k.Name == key })
	if i < 0 {
		return nil
	}
	k, now := config.Keys[i], a.Value(key)
	switch {
	case !a.Live(key):
		a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).NextStart, key), true)
		return nil
	case key == "output":
		return a.chooseOutput()
	case key == "theme":
		k.Choices = a.themes()
	case key == "audio.equalizer":
		k.Choices = player.EqualizerPresets[:len(player.EqualizerPresets)-1]
	case k.Type == "bool":
		return a.tune(key, pick(now == "true", "false", "true"))
	}
	if len(k.Choices) == 0 {
		return a.ask("set " + key + " " + now)
	}
	p := &picker{}
	p.Title = a.tuned(key)
	p.choose = func(a *App, i int) tea.Cmd { return a.tune(key, k.Choices[i]) }
	var picks []kit.Pick
	for _, c := range k.Choices {
		picks = append(picks, kit.Pick{Text: c, Key: pick(c == now, "●", "")})
	}
	p.Set(picks)
	p.Select(max(slices.Index(k.Choices, now), 0))
	a.over(p)
	return nil
}

// deviceLimit bounds how long sound servers are asked for their devices.
const deviceLimit = 5 * time.Second

// chooseOutput asks where the sound goes.
func (a *App) chooseOutput() tea.Cmd {
	list := a.svc.Devices
	if list == nil {
		return a.ask("set output " + a.Value("output"))
	}
	return a.desk.AskKept("devices", deviceLimit, func(ctx context.Context) (any, error) {
		found, err := list(ctx)
		return then(func(a *App) tea.Cmd {
			p := &picker{}
			p.Title, p.Empty = a.tuned("output"), lang.Commands.In(a.env.Lang).NoDevices
			var picks []kit.Pick
			for _, d := range found {
				now := d.Spec == a.env.Snap.Output.Spec || a.env.Snap.Output.Spec == "" && d.Kind == a.env.Snap.Output.Name && d.Default
				picks = append(picks, kit.Pick{Text: pick(d.Name == "", d.Spec, d.Name), Detail: pick(d.Name == "", "", d.Kind), Key: pick(now, "●", "")})
			}
			p.choose = func(a *App, i int) tea.Cmd { return a.tune("output", found[i].Spec) }
			p.Set(picks)
			a.over(p)
			return nil
		}), pick(len(found) > 0, nil, err)
	})
}
