package pane

import (
	"context"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Podcast is a row of programs by one host.
type Podcast struct {
	ID          int64
	Name        string
	Description string
	Category    string
	Host        catalogue.Ref
	Programs    int
	Subscribers int
	Subscribed  bool
	Last        string // name of the last program
}

// Program is one part of a podcast. Song is what is played and counted: its id
// is not the program's, its names are.
type Program struct {
	ID          int64
	Description string
	Song        catalogue.Song
	Podcast     catalogue.Ref
	Number      int // in the podcast, the first is 1
	Created     time.Time
	Listeners   int64
}

// PodcastList says which podcasts; Category is for CategoryPodcasts alone.
type PodcastList struct {
	Which    PodcastChoice
	Category int64
}

// PodcastChoice is a list of podcasts.
type PodcastChoice uint8

// The lists.
const (
	SubscribedPodcasts PodcastChoice = iota
	PickedPodcasts                   // for the account, or for anybody
	HotPodcasts                      // the chart
	RisingPodcasts                   // the chart of the new ones
	CategoryPodcasts                 // the hot ones of a category
)

// ProgramList says which programs: a podcast's, the newest or the oldest first,
// or those heard most of all (Podcast 0).
type ProgramList struct {
	Podcast int64
	Oldest  bool
}

// PodcastSource gives podcasts; lists part by part.
type PodcastSource interface {
	Podcasts(ctx context.Context, l PodcastList, from int64) (Part[Podcast], error)
	PodcastCategories(ctx context.Context) ([]catalogue.Ref, error)
	Podcast(ctx context.Context, id int64) (Podcast, error)
	Programs(ctx context.Context, l ProgramList, from int64) (Part[Program], error)
}

// PodcastThing is a podcast.
func PodcastThing(p *Podcast) Thing {
	return Thing{Kind: PodcastKind, ID: p.ID, Name: p.Name, Followed: p.Subscribed}
}

// ProgramThing is a program, with what is played of it.
func ProgramThing(p *Program) Thing {
	return Thing{Kind: ProgramKind, ID: p.ID, Name: p.Song.Name, Of: p.Podcast, Choice: p.choice()}
}

// choice is the program as it is played: its plays are the podcast's.
func (p *Program) choice() Choice {
	return Choice{p.Song, TrackOf(p.Song, player.Source{Kind: "djradio", ID: p.Podcast.ID, Name: p.Podcast.Name})}
}

func podcastColumns(env *Env) []kit.Column {
	t := lang.Podcast.In(env.Lang)
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: "♥", Width: 1, Drop: 3},
		{Title: env.Texts.Table.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Host, Share: 3, Min: 8, Drop: 5, Sort: "host"},
		{Title: t.Sort, Width: 8, Drop: 7, Sort: "category"},
		{Title: t.Subs, Width: 9, Right: true, Drop: 6, Sort: "subscribers"},
		{Title: t.Programs, Width: 8, Right: true, Drop: 2, Sort: "programs"},
	}
}

func podcastRows(env *Env) rowsOf[Podcast] {
	return rowsOf[Podcast]{
		draw: func(i int, p *Podcast, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			if env.Follows.On(PodcastThing(p)) {
				cells[1] = kit.Cell{Text: heart, Role: kit.Accent}
			}
			cells[2] = kit.Cell{Text: text.Of(p.Name), Tail: text.Of(p.Last), Role: kit.Text}
			cells[3] = kit.Cell{Text: text.Of(p.Host.Name), Role: kit.Quiet}
			cells[4] = kit.Cell{Text: text.Of(p.Category), Role: kit.Quiet}
			cells[5] = kit.Cell{Text: text.Of(roughly(env.Lang, int64(p.Subscribers))), Role: kit.Quiet}
			cells[6] = count(p.Programs)
		},
		key: func(p *Podcast) string { return p.Name + " " + p.Host.Name + " " + p.Category },
		id:  func(p *Podcast) int64 { return p.ID },
		sort: func(column string, p *Podcast) kit.Key {
			switch column {
			case "host":
				return kit.Key{Text: p.Host.Name}
			case "category":
				return kit.Key{Text: p.Category}
			case "subscribers":
				return kit.Key{N: int64(p.Subscribers)}
			case "programs":
				return kit.Key{N: int64(p.Programs)}
			}
			return kit.Key{Text: p.Name}
		},
	}
}

// newPodcastList makes a table of podcasts.
func newPodcastList(env *Env, name string, l PodcastList) *things[Podcast] {
	src := env.Podcasts
	p := newThings(env, "podcasts", name, podcastColumns(env), podcastRows(env), func() reading[Podcast] {
		return func(ctx context.Context, from int64) (Part[Podcast], error) { return src.Podcasts(ctx, l, from) }
	})
	p.thing = func(p *Podcast) (Thing, bool) { return PodcastThing(p), p.ID != 0 }
	return p
}

// newPodcastCategories makes the table of what podcasts are sorted by; each
// opens the podcasts of it.
func newPodcastCategories(env *Env) *things[catalogue.Ref] {
	name := lang.Podcast.In(env.Lang).Sorts
	columns := []kit.Column{{Title: "#", Width: 3, Right: true, Drop: 1}, {Title: name, Share: 1, Min: 8}}
	src := env.Podcasts
	p := newThings(env, "podcast categories", name, columns, rowsOf[catalogue.Ref]{
		draw: func(i int, r *catalogue.Ref, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(r.Name), Role: kit.Text}
		},
		key: func(r *catalogue.Ref) string { return r.Name },
		id:  func(r *catalogue.Ref) int64 { return r.ID },
	}, func() reading[catalogue.Ref] { return whole(src.PodcastCategories) })
	p.enter = func(r *catalogue.Ref) {
		env.Post(Go{newPodcastList(env, r.Name, PodcastList{CategoryPodcasts, r.ID})})
	}
	return p
}

// Podcasts is the section of podcasts: tabs of those subscribed to, chosen, by
// category, and the charts.
type Podcasts struct {
	tabbed
	places places
}

// NewPodcasts makes the section.
func NewPodcasts(env *Env) *Podcasts {
	t := lang.Podcast.In(env.Lang)
	p := &Podcasts{}
	mine := newPodcastList(env, t.Subscribed, PodcastList{Which: SubscribedPodcasts})
	mine.guest, mine.empty = t.Guest, kit.Notice{What: t.None}
	p.init(env, nil, mine,
		newPodcastList(env, t.Picked, PodcastList{Which: PickedPodcasts}),
		newPodcastCategories(env),
		newPodcastList(env, t.Hot, PodcastList{Which: HotPodcasts}),
		newPodcastList(env, t.New, PodcastList{Which: RisingPodcasts}),
		newPrograms(env, ProgramList{}, t.HotPieces),
	)
	p.places.load(env)
	return p
}

// Title is the section's name.
func (p *Podcasts) Title() text.Clean { return text.Of(lang.Podcast.In(p.Env.Lang).Title) }
