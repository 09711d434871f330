package ui

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// service is what the last answers tell of the service.
type service struct {
	trouble lang.Trouble // Offline, ProxyFails, Portal, Limited, Judged, Verify; else Unknown
	until   time.Time    // when it is no longer said without news
	verify  string       // where a person proves to be one; "" not told
}

// judgedFor is how long the service is left alone after it took the network for
// a risk (RELIABILITY §2.0).
const judgedFor = 10 * time.Minute

// limitedFor is how long a refusal for too many requests is worth a banner.
const limitedFor = time.Minute

// hearService notes how the service answers.
func (a *App) hearService(err error) {
	if err == nil {
		switch a.service.trouble {
		case lang.Limited, lang.Judged, lang.Verify: // an answer from the disk says nothing of them
		default:
			a.service = service{}
		}
		return
	}
	switch t := trouble(a.svc.Classify, err); t {
	case lang.Offline, lang.Portal, lang.Limited, lang.ProxyFails:
		a.service = service{trouble: t, until: a.env.Now().Add(limitedFor)}
	case lang.Judged, lang.Verify:
		a.service = service{trouble: t, until: a.env.Now().Add(judgedFor)}
		if a.svc.VerifyAt != nil {
			a.service.verify = a.svc.VerifyAt(err)
		}
	default:
	}
}

// bannerSays is what stands in the banner: what is the case and what still works.
func (a *App) bannerSays() (s lang.Sentence, ok bool) {
	t := lang.Looks.In(a.env.Lang)
	snap := a.env.Snap
	heard := lang.Unknown
	if a.service.until.After(a.env.Now()) {
		heard = a.service.trouble
	}
	switch {
	case snap.Problem == "portal" || heard == lang.Portal:
		return t.Portal, true
	case heard == lang.ProxyFails:
		return a.env.Texts.Troubles[lang.ProxyFails], true
	case snap.Problem == "offline" || heard == lang.Offline:
		return t.Offline, true
	case a.lost:
		s = t.LoggedOut
		s.Do = fmt.Sprintf(s.Do, a.env.Keys.KeyOf(nil, keymap.Login))
		return s, true
	case heard == lang.Limited:
		return t.Limited, true
	case heard == lang.Judged:
		return a.env.Texts.Troubles[heard], true
	case heard == lang.Verify:
		s = a.env.Texts.Troubles[heard]
		if a.service.verify != "" {
			s.Do = lang.Ways.In(a.env.Lang).VerifyBy
		}
		return s, true
	case snap.Problem == "no-device" || snap.Problem == "lost-device":
		return t.NoDevice, true
	case snap.Output.Silent:
		return t.Silent, true
	}
	return s, false
}

func init() {
	commanded(command{
		name: "verify", help: lang.Both{ZH: "打开服务要求的身份验证", EN: "open the verification that the service wants"},
		run: func(a *App, _ string) tea.Cmd { return a.verify() },
	})
}

// verify opens the page on which the service wants a person to prove to be one.
func (a *App) verify() tea.Cmd {
	t, address, open := lang.Ways.In(a.env.Lang), a.service.verify, a.svc.Browse
	if address == "" {
		a.say(t.NoVerify, true)
		return nil
	}
	a.service = service{}
	if open == nil {
		a.say(a.env.Texts.Toast.CopiedLink, false)
		return tea.SetClipboard(address)
	}
	return a.desk.AskKept("verify", writeLimit, func(ctx context.Context) (any, error) {
		err := open(ctx, address)
		return then(func(a *App) tea.Cmd {
			if err != nil {
				a.say(a.env.Texts.Toast.CopiedLink, false)
				return tea.SetClipboard(address)
			}
			a.say(lang.Things.In(a.env.Lang).Browser, false)
			return nil
		}), nil
	})
}

// banner is the line below the header.
func (a *App) banner() string {
	s, _ := a.bannerSays()
	return kit.Line(&a.env.Theme.Plain, a.lay.w,
		kit.Span{Text: text.Of(" ▲ " + s.What), Role: kit.Warn}, kit.Span{Text: text.Of("   " + s.Do), Role: kit.Quiet})
}

// room is what the layout is to have room for now.
func (a *App) room() room {
	_, banner := a.bannerSays()
	is := room{preset: a.preset, banner: banner, spectrum: a.spectrum.on && a.svc.Spectrum != nil}
	if !a.coversOff() && (!a.zoom || a.zoomed().cover.w == 0) {
		is.cover = [2]int{a.art.width(2), a.art.width(3)}
	}
	return is
}

// rearrange gives every part its cells anew when what needs room came or went.
func (a *App) rearrange() {
	if a.lay.w > 0 && a.lay.shape > mini && a.lay.room != a.room() {
		a.resize(a.lay.w, a.lay.h)
	}
}
