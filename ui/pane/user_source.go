package pane

import (
	"context"
	"time"

	"ncmtui/store/catalogue"
)

type (
	// PeopleSource tells about users.
	PeopleSource interface {
		Profile(ctx context.Context, user int64) (Profile, error)
		// People are a part of those a user follows, or of those who follow a user;
		// more says whether there are others behind them.
		People(ctx context.Context, user int64, followers bool, offset int) (people []Person, more bool, err error)
		// Ranking is what a user played most, in the last week or ever.
		Ranking(ctx context.Context, user int64, week bool) ([]Played, error)
	}

	// Person is a user in a list.
	Person struct {
		ID        int64
		Name      string
		Signature string
		Followed  bool // by the account
		Followers int
		Playlists int
	}

	// Profile is what a user's page tells.
	Profile struct {
		Person
		VIP      bool
		Level    int
		Listened int       // songs
		Follows  int       // how many the user follows
		Since    time.Time // zero: not told
	}

	// Played is a song with the number of its plays, 0 when the service does not
	// tell.
	Played struct {
		Song  catalogue.Song
		Plays int
	}
)
