package wire

import (
	"context"
	"time"

	"ncmtui/api"
	"ncmtui/player/report"
)

// sender tells the service of plays.
type sender struct{ api *api.Client }

func (s sender) StartPlay(ctx context.Context, r report.Report) error {
	return s.api.StartPlay(ctx, played(r))
}

func (s sender) Play(ctx context.Context, r report.Report) error { return s.api.Play(ctx, played(r)) }

func played(r report.Report) api.Played {
	source := r.Source
	if source == "search" {
		source = "list" // the service knows no such source
	}
	return api.Played{
		Song: r.Song, DJ: r.Type == "dj", Source: source, SourceID: r.SourceID, Alg: r.Alg,
		End: api.PlayEnd(r.End), Heard: time.Duration(r.Seconds) * time.Second,
	}
}
