package wire

import (
	"context"
	"time"

	"ncmtui/api"
	"ncmtui/player/report"
)

// sender tells the service of plays.
type sender struct{ api *api.Client }

// Send tells of the one play that its post gives it at a time.
func (s sender) Send(ctx context.Context, k report.Kind, reports []report.Report) error {
	if k == report.StartPlay {
		return s.api.StartPlay(ctx, played(reports[0]))
	}
	return s.api.Play(ctx, played(reports[0]))
}

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
