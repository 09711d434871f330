package wire

import (
	"context"
	"iter"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// podcasts reads podcasts for the screen.
type podcasts struct{ fetcher }

// Podcasts gives a list of podcasts part by part; the charts and what is picked
// come whole.
func (p podcasts) Podcasts(ctx context.Context, l pane.PodcastList, from int64) (pane.Part[pane.Podcast], error) {
	switch l.Which {
	case pane.SubscribedPodcasts:
		if p.who() == 0 {
			return pane.Part[pane.Podcast]{}, api.ErrLoginNeeded
		}
		return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Podcast, error] {
			return p.api.Podcasts(ctx)
		}, func(a api.Podcast) pane.Podcast {
			a.Subscribed = true // the list does not say so itself
			return podcast(a)
		})
	case pane.CategoryPodcasts:
		return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Podcast, error] {
			return p.api.HotPodcasts(ctx, l.Category)
		}, podcast)
	case pane.PickedPodcasts:
		return p.picked(ctx)
	default:
		got, err := p.api.PodcastChart(ctx, l.Which == pane.RisingPodcasts)
		return pane.Part[pane.Podcast]{Rows: each(got, podcast)}, err
	}
}

// picked are chosen for the account first, then for anybody.
func (p podcasts) picked(ctx context.Context) (pane.Part[pane.Podcast], error) {
	const most = 30
	var mine []api.Podcast
	if p.who() != 0 {
		mine, _ = p.api.PersonalPodcasts(ctx, most) // those for anybody are left
	}
	all, err := p.api.SuggestedPodcasts(ctx)
	seen := map[int64]bool{}
	var out []pane.Podcast
	for _, one := range append(mine, all...) {
		if !seen[one.ID] {
			seen[one.ID] = true
			out = append(out, podcast(one))
		}
	}
	if len(mine) > 0 {
		err = nil
	}
	return pane.Part[pane.Podcast]{Rows: out}, err
}

func (p podcasts) PodcastCategories(ctx context.Context) ([]catalogue.Ref, error) {
	got, err := p.api.PodcastCategories(ctx)
	return each(got, func(c api.Category) catalogue.Ref { return catalogue.Ref{ID: c.ID, Name: c.Name} }), err
}

func (p podcasts) Podcast(ctx context.Context, id int64) (pane.Podcast, error) {
	got, err := p.api.Podcast(ctx, id)
	return podcast(got), err
}

// Programs gives a podcast's programs part by part; the chart comes whole.
func (p podcasts) Programs(ctx context.Context, l pane.ProgramList, from int64) (pane.Part[pane.Program], error) {
	if l.Podcast == 0 {
		got, err := p.api.ProgramChart(ctx)
		return pane.Part[pane.Program]{Rows: each(got, program)}, err
	}
	return cut(ctx, from, songPartOf, func(ctx context.Context) iter.Seq2[api.Program, error] {
		return p.api.Programs(ctx, l.Podcast, l.Oldest)
	}, program)
}

func podcast(p api.Podcast) pane.Podcast {
	return pane.Podcast{
		ID: p.ID, Name: p.Name, Description: p.Description, Category: p.Category.Name, Host: ref(p.Host),
		Programs: p.Programs, Subscribers: p.Subscribers, Subscribed: p.Subscribed, Last: p.Last.Name,
	}
}

// program takes its names for those of the song: that has often only the
// file's.
func program(p api.Program) pane.Program {
	s := song(p.Song)
	s.Name, s.Alias, s.Album = p.Name, nil, catalogue.Ref{Name: p.Podcast.Name}
	if p.Host.Name != "" {
		s.Artists = []catalogue.Ref{{Name: p.Host.Name}}
	}
	if p.Duration > 0 {
		s.Duration = p.Duration
	}
	if p.Cover != "" {
		s.Cover = p.Cover
	}
	return pane.Program{
		ID: p.ID, Description: p.Description, Song: s, Podcast: ref(p.Podcast), Number: p.Number,
		Created: p.Created, Listeners: int64(p.Listeners),
	}
}

// videos reads music videos for the screen.
type videos struct{ api *api.Client }

func (v videos) Video(ctx context.Context, id int64) (pane.Video, error) {
	m, err := v.api.MV(ctx, id)
	return pane.Video{Clip: clip(m), Description: m.Description, Saved: m.Saved, Heights: m.Heights}, err
}

func clip(m api.MV) pane.Clip {
	return pane.Clip{ID: m.ID, Name: m.Name, Artists: each(m.Artists, ref), Duration: m.Duration, Plays: m.Plays, Published: m.Published}
}
