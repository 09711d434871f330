package ui

import (
	"fmt"
	"time"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// service is what the last answers tell of the service.
type service struct {
	trouble lang.Trouble // Offline, ProxyFails, Portal, Limited; else Unknown
	until   time.Time    // when it is no longer said without news
}

// limitedFor is how long a refusal for too many requests is worth a banner.
const limitedFor = time.Minute

// hearService notes how the service answers.
func (a *App) hearService(err error) {
	if err == nil {
		if a.service.trouble != lang.Limited {
			a.service = service{}
		}
		return
	}
	switch t := trouble(a.svc.Classify, err); t {
	case lang.Offline, lang.Portal, lang.Limited, lang.ProxyFails:
		a.service = service{t, a.env.Now().Add(limitedFor)}
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
	case snap.Problem == "no-device" || snap.Problem == "lost-device":
		return t.NoDevice, true
	case snap.Output.Silent:
		return t.Silent, true
	}
	return s, false
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
