package wire

import (
	"ncmtui/player"
	"ncmtui/player/report"
	"ncmtui/store"
)

func storedRow(r report.Row) store.Report {
	return store.Report{
		Service: string(r.Service), User: r.User,
		Play: r.Play, Kind: string(r.Kind), UID: r.Account, Song: r.Song, Type: r.Type,
		Source: r.Source, SourceID: r.SourceID, Seconds: r.Seconds, Ending: string(r.End), Alg: r.Alg,
		Played: r.Played, State: string(r.State), Attempts: r.Attempts, Unsure: r.Unsure,
		Next: r.Next, LastCode: r.LastCode,
		Title: r.Title, Artists: r.Artists, Album: r.Album, Length: r.Length, Started: r.Started,
	}
}

func reportRow(r store.Report) report.Row {
	return report.Row{
		Report: report.Report{
			Play: r.Play, Kind: report.Kind(r.Kind), Song: r.Song, Type: r.Type, Source: r.Source,
			SourceID: r.SourceID, Seconds: r.Seconds, End: player.Ending(r.Ending), Alg: r.Alg, Played: r.Played,
			Title: r.Title, Artists: r.Artists, Album: r.Album, Length: r.Length, Started: r.Started,
			User: r.User,
		},
		Service: report.Service(r.Service), Account: r.UID, State: report.State(r.State), Attempts: r.Attempts, Unsure: r.Unsure,
		Next: r.Next, LastCode: r.LastCode,
	}
}

func storedTrack(t player.Track) store.Track {
	return store.Track{
		ID: t.ID, Title: t.Title, Artists: t.Artists, Album: t.Album, AlbumID: t.AlbumID, Cover: t.Cover,
		DurationMS: t.Duration.Milliseconds(), SourceKind: t.Source.Kind, SourceID: t.Source.ID,
		SourceName: t.Source.Name, Alg: t.Alg, Grey: t.Grey, Trial: t.Trial,
	}
}

func playerTrack(t store.Track) player.Track {
	return player.Track{
		ID: t.ID, Title: t.Title, Artists: t.Artists, Album: t.Album, AlbumID: t.AlbumID, Cover: t.Cover,
		Duration: millis(t.DurationMS), Source: player.Source{Kind: t.SourceKind, ID: t.SourceID, Name: t.SourceName},
		Alg: t.Alg, Grey: t.Grey, Trial: t.Trial,
	}
}
