package wire

import (
	"context"
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
	kept := make([]store.Report, len(rows))
	for i, r := range rows {
		kept[i] = storedRow(r)
	}
	return o.db.RecordPlay(ctx, play, kept...)
}

func (o outbox) Next(ctx context.Context, account int64) (report.Row, bool, error) {
	r, ok, err := o.db.NextReport(ctx, account)
	if err != nil || !ok {
		return report.Row{}, false, err
	}
	return reportRow(r), true, nil
}

func (o outbox) Mark(ctx context.Context, r report.Row) error {
	return o.db.MarkReport(ctx, storedRow(r))
}

func (o outbox) Done(ctx context.Context, r report.Row, at time.Time) error {
	return o.db.DoneReport(ctx, storedRow(r), at)
}
