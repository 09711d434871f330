package report

import (
	"time"

	"ncmtui/player"
)

// report is what is told of a track in any kind of report.
func reportOf(play string, kind Kind, t player.Track, at time.Time) Report {
	songType := "song"
	if t.Source.Kind == podcast {
		songType = "dj"
	}
	return Report{
		Play: play, Kind: kind, Song: t.ID, Type: songType,
		Source: t.Source.Kind, SourceID: t.Source.ID, Alg: t.Alg, Played: at,
		Title: t.Title, Artists: t.Artists, Album: t.Album, Length: t.Duration, Started: at,
	}
}

// started is the report of a play that has begun.
func started(e player.Started) Report { return reportOf(e.Play, StartPlay, e.Track, e.At) }

// ended is the history line of a play and its report.
func ended(e player.Ended, account int64, began time.Time) (Played, Report) {
	p := Played{
		ID: e.Play, Account: account, Track: e.Track, Started: began,
		Listened: e.Listened, Length: e.Length, How: e.How,
	}
	r := reportOf(e.Play, FullPlay, e.Track, e.At)
	r.Seconds, r.End, r.Started = int(e.Listened/time.Second), e.How, began
	if e.Length > 0 {
		r.Length = e.Length
	}
	return p, r
}

// row puts a report into a lane.
func row(r Report, l Lane) Row {
	r.User = l.User
	return Row{Report: r, Service: l.Service, Account: l.Account, State: New}
}
