package wire

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/report"
	"ncmtui/store"
)

// How often what plays is written to disk: at most this much of the position
// is lost in a crash (RELIABILITY §3).
const (
	queueWait    = time.Second
	positionWait = 5 * time.Second
	writeLimit   = 2 * time.Second
)

// scribe follows the player: it writes queue and position to the store and
// hands the events to the reporter. One goroutine, ended by stop.
type scribe struct {
	sub    *player.Subscription
	db     *store.DB
	report *report.Reporter
	recent func() []int64 // songs the FM played last
	who    func() int64
	now    func() time.Time
	log    *slog.Logger

	group safe.Group
	once  sync.Once
	quit  chan struct{}
	hand  chan handover
	last  player.Snapshot // before the player was closed; set before quit

	// of the goroutine
	saved    player.Snapshot
	offline  bool
	uid      int64 // whose all this is
	seen     int64 // the FM's newest song, as stored
	queueDue time.Time
	placeDue time.Time
}

func (s *scribe) start() {
	s.quit, s.hand = make(chan struct{}), make(chan handover)
	s.uid = s.who()
	s.saved = s.sub.Snapshot()
	if ids := s.recent(); len(ids) > 0 {
		s.seen = ids[len(ids)-1] // they come from the store
	}
	s.group.Go("save what plays", s.run)
}

// stop writes the last state and ends. The player must be closed before;
// before is what it showed then: a closed player has no position any more.
func (s *scribe) stop(before player.Snapshot) {
	s.once.Do(func() {
		s.last = before
		close(s.quit)
		s.group.Wait()
		s.sub.Close()
	})
}

// frozen is a snapshot whose clock stands.
func frozen(s player.Snapshot, now time.Time) player.Snapshot {
	s.At, s.Taken, s.Moving = s.Position(now), now, false
	return s
}

func (s *scribe) run() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-s.quit:
			s.listen()
			s.write(s.final(), true)
			return
		case h := <-s.hand:
			s.over(h)
		case <-s.sub.Wake:
			s.listen()
		case <-timer.C:
		}
		s.write(s.sub.Snapshot(), false)
		timer.Reset(s.wait())
	}
}

// listen takes what is new and sets when it is to be written.
func (s *scribe) listen() {
	for _, e := range s.sub.Events() {
		s.report.Handle(e)
	}
	now, snap := s.now(), s.sub.Snapshot()
	if s.offline && snap.Problem != "offline" {
		s.report.Kick()
	}
	s.offline = snap.Problem == "offline"
	if s.queueDue.IsZero() && queueChanged(s.saved, snap) {
		s.queueDue = now.Add(queueWait)
	}
	switch {
	case snap.Status == player.Paused && s.saved.Status != player.Paused, snap.Volume != s.saved.Volume,
		snap.Mode != s.saved.Mode, snap.Muted != s.saved.Muted:
		s.placeDue = now
	case s.placeDue.IsZero() && (snap.Moving || snap.Queue.Current != s.saved.Queue.Current):
		s.placeDue = now.Add(positionWait)
	}
}

func queueChanged(a, b player.Snapshot) bool {
	return a.Queue.Rev != b.Queue.Rev || a.Queue.FM != b.Queue.FM
}

func (s *scribe) wait() time.Duration {
	due := s.queueDue
	if due.IsZero() || !s.placeDue.IsZero() && s.placeDue.Before(due) {
		due = s.placeDue
	}
	if due.IsZero() {
		return time.Hour
	}
	return max(due.Sub(s.now()), 0)
}

// final is the player's last state with the position it had while it played.
func (s *scribe) final() player.Snapshot {
	snap := s.sub.Snapshot()
	if s.last.Track != nil && snap.Queue.Rev == s.last.Queue.Rev && snap.Queue.Current == s.last.Queue.Current {
		snap.At, snap.Taken, snap.Duration = s.last.At, s.last.Taken, s.last.Duration
	}
	return snap
}

// write stores what is due of snap, all of it at the end.
func (s *scribe) write(snap player.Snapshot, end bool) {
	now := s.now()
	due := func(t time.Time) bool { return end || !t.IsZero() && !t.After(now) }
	ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	switch {
	case (due(s.queueDue) || due(s.placeDue)) && queueChanged(s.saved, snap): // a place is one of a queue
		if replaced(s.saved, snap) {
			s.say(s.db.SaveFormer(ctx, s.uid, savedQueue(s.saved, now)))
		}
		s.say(s.db.SaveQueue(ctx, s.uid, savedQueue(snap, now)))
		s.saveRecent(ctx)
	case due(s.placeDue), due(s.queueDue):
		s.say(s.db.SavePlayback(ctx, s.uid, savedPlace(snap, now)))
	default:
		return
	}
	s.saved, s.queueDue, s.placeDue = snap, time.Time{}, time.Time{}
	if snap.Moving {
		s.placeDue = now.Add(positionWait)
	}
}

func (s *scribe) say(err error) {
	if err != nil {
		s.log.Warn("what plays was not saved", "err", err)
	}
}

// saveRecent adds the songs the FM has played since the last time.
func (s *scribe) saveRecent(ctx context.Context) {
	ids := s.recent()
	fresh := ids
	for i := len(ids) - 1; i >= 0; i-- {
		if ids[i] == s.seen {
			fresh = ids[i+1:]
			break
		}
	}
	if len(fresh) == 0 {
		return
	}
	s.seen = ids[len(ids)-1]
	s.say(s.db.AddFMSeen(ctx, s.uid, fresh...))
}

var modeNames = map[player.Mode]string{
	player.Order: "order", player.LoopList: "list", player.LoopOne: "one", player.Shuffle: "shuffle",
}

func modeNamed(name string) player.Mode {
	for m, n := range modeNames {
		if n == name {
			return m
		}
	}
	return player.Order
}

func savedPlace(s player.Snapshot, now time.Time) store.Playback {
	return store.Playback{
		Current: s.Queue.Current, Position: s.Position(now), Volume: s.Volume, Muted: s.Muted, Mode: modeNames[s.Mode],
	}
}

func savedQueue(s player.Snapshot, now time.Time) store.Queue {
	return store.Queue{
		Tracks: each(s.Queue.Tracks, storedTrack), Order: s.Queue.Order, FM: s.Queue.FM,
		Playback: savedPlace(s, now), Saved: now,
	}
}

// keptState is what the last run left, for the player to start from. The queue
// before it may be empty.
func keptState(q, former store.Queue) player.Saved {
	kept := player.Saved{
		Tracks: each(q.Tracks, playerTrack), Current: q.Current, FM: q.FM, At: q.Position,
		Mode: modeNamed(q.Mode), Volume: q.Volume, Muted: q.Muted,
	}
	if len(former.Tracks) > 0 {
		kept.Former = &player.Saved{Tracks: each(former.Tracks, playerTrack), Current: former.Current, At: former.Position}
	}
	if kept.Mode == player.Shuffle {
		kept.Order = q.Order
		if kept.Former != nil {
			kept.Former.Order = former.Order
		}
	}
	return kept
}
