package pane

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
)

// Past is the page of the days whose daily songs the service still has.
type Past struct{ *things[string] }

// NewPast makes the page.
func NewPast(env *Env) *Past {
	src, t := env.Discover.Past, lang.Discover.In(env.Lang)
	p := &Past{newThings(env, "days", t.Past, dayColumns(), dayRows(env.Lang), func() reading[string] { return whole(src.Days) })}
	p.table.Heads = false
	p.guest = t.PastGuest
	p.empty = kit.Notice{What: t.NoPast}
	p.enter = func(day *string) {
		when := *day
		from := player.Source{Kind: dailyKind, Name: t.Past + " " + when}
		env.Post(Go{NewListing(env, when, from, func(ctx context.Context) ([]catalogue.Song, error) {
			return src.DaySongs(ctx, when)
		})})
	}
	return p
}

// Apply takes the days; they are the account's own.
func (p *Past) Apply(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(UserNews); ok && m.Other {
		return p.feed.restart()
	}
	return p.things.Apply(msg)
}
