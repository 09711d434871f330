package wire

import (
	"sync/atomic"
	"time"

	"ncmtui/player/report"
)

// reportTo makes the reporter: plays are told to the music service.
func (m *Machine) reportTo(o Options, uid *atomic.Int64) {
	box := outbox{m.db}
	m.report = report.NewReporter(report.Options{
		Outbox: box, Tally: box.tally, Now: o.Now, Log: o.Log,
		Posts: []report.Post{{
			Service: report.NetEase, Sender: sender{m.API}, Counts: report.Counts, Starts: true,
			Classify: func(err error) (report.Class, string, time.Duration) {
				class, word := classify(err)
				return class, word, 0
			},
		}},
	})
	m.report.SetAccount(uid.Load())
}
