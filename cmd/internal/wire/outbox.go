package wire

import (
	"context"
	"errors"
	"time"

	"ncmtui/player/report"
	"ncmtui/store"
)

// outbox keeps the reporter's rows in the store.
type outbox struct{ db *store.DB }

func (o outbox) Record(ctx context.Context, p *report.Played, rows []report.Row) error {
	var play *store.Play
	if p != nil {
		play = &store.Play{
			ID: p.ID, UID: p.Account, Song: p.Track.ID, Title: p.Track.Title, Artists: p.Track.Artists,
			Album: p.Track.Album, SourceKind: p.Track.Source.Kind, SourceID: p.Track.Source.ID,
			SourceName: p.Track.Source.Name, Started: p.Started, Listened: p.Listened, Length: p.Length,
			Ending: string(p.How), Counted: p.Counts,
		}
	}
	return o.db.RecordPlay(ctx, play, each(rows, storedRow)...)
}

func (o outbox) Next(ctx context.Context, l report.Lane, most int) ([]report.Row, error) {
	rows, err := o.db.Reports(ctx, string(l.Service), l.Account, l.User, most)
	return each(rows, reportRow), err
}

func (o outbox) Mark(ctx context.Context, rows []report.Row) error {
	return o.db.MarkReport(ctx, each(rows, storedRow)...)
}

func (o outbox) Done(ctx context.Context, rows []report.Row, at time.Time) error {
	return o.db.DoneReports(ctx, at, each(rows, storedRow)...)
}

// tally counts the account's plays that the service took since then.
func (o outbox) tally(ctx context.Context, account int64, since time.Time) (report.Tally, error) {
	accepted, err := o.db.Counted(ctx, account, since)
	proved, err2 := o.db.Proved(ctx, account, since)
	return report.Tally{Accepted: accepted, Counted: proved}, errors.Join(err, err2)
}
