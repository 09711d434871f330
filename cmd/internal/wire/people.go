package wire

import (
	"context"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// people tells about users and single songs, for the screen.
type people struct{ fetcher }

func (p people) Profile(ctx context.Context, user int64) (pane.Profile, error) {
	got, err := p.api.User(ctx, user)
	out := pane.Profile{
		Person: person(got.User), VIP: got.VIP > 0, Level: got.Level, Listened: got.Listened, Follows: got.Follows, Since: got.Since,
	}
	return out, err
}

func (p people) People(ctx context.Context, user int64, followers bool, offset int) ([]pane.Person, bool, error) {
	got, more, err := p.api.PeoplePage(ctx, user, followers, offset)
	return each(got, person), more, err
}

func person(u api.User) pane.Person {
	return pane.Person{
		ID: u.ID, Name: u.Name, Signature: u.Signature, Followed: u.Followed, Followers: u.Followers, Playlists: u.Playlists,
	}
}

func (p people) Ranking(ctx context.Context, user int64, week bool) ([]pane.Played, error) {
	got, err := p.api.Rank(ctx, user, week)
	return each(got, func(r api.Ranked) pane.Played { return pane.Played{Song: song(r.Song), Plays: r.Plays} }), err
}

func (p people) Qualities(ctx context.Context, song int64) ([]pane.Quality, error) {
	got, err := p.api.Qualities(ctx, song)
	return each(got, func(q api.Quality) pane.Quality { return pane.Quality(q) }), err
}

// SongNumbers gives what it got: one of the two may fail.
func (p people) SongNumbers(ctx context.Context, song int64) (pane.SongNumbers, error) {
	var out pane.SongNumbers
	said, err := p.api.SongCommentCount(ctx, song)
	if err == nil {
		out.Comments = said.Comments
	}
	likes, also := p.api.SongLikes(ctx, song)
	if also == nil {
		out.Likes = int(likes)
	}
	if err != nil && also != nil {
		return out, err
	}
	return out, nil
}

func (p people) Wiki(ctx context.Context, song int64) ([]pane.WikiPart, error) {
	got, err := p.api.Wiki(ctx, song)
	return each(got, func(b api.WikiBlock) pane.WikiPart {
		return pane.WikiPart{Title: b.Title, Facts: each(b.Facts, func(f api.WikiFact) pane.WikiFact { return pane.WikiFact(f) })}
	}), err
}

func (p people) PlaylistsWith(ctx context.Context, song int64) ([]catalogue.Playlist, error) {
	got, err := p.api.PlaylistsWith(ctx, song)
	return each(got, p.playlist), err
}
