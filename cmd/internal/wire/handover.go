package wire

import (
	"context"
	"time"

	"ncmtui/player"
	"ncmtui/store"
)

// handover is a change of account while the program runs.
type handover struct {
	uid  int64
	swap bool // the account's own queue comes; else what is there goes on
	play func(player.Command)
	done chan struct{} // closed at the end
}

// restoreLimit bounds what a change of account waits for the player.
const restoreLimit = time.Second

// account changes whose everything is: what the account before had is on disk,
// and its last play recorded, before the other one's comes.
func (s *scribe) account(uid int64, swap bool, play func(player.Command)) {
	h := handover{uid, swap, play, make(chan struct{})}
	select {
	case s.hand <- h:
		<-h.done
	case <-s.quit:
	}
}

// over does it, in the scribe's goroutine.
func (s *scribe) over(h handover) {
	defer close(h.done)
	if h.uid == s.uid {
		s.report.SetAccount(h.uid) // it has logged in again
		return
	}
	s.listen()
	snap := frozen(s.sub.Snapshot(), s.now())
	s.write(snap, true)
	s.uid = h.uid
	ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	q, found, err := s.db.LoadQueue(ctx, h.uid)
	s.say(err)
	own := found && len(q.Tracks) > 0
	if h.swap || own && !sounds(snap) {
		former, _, err := s.db.Former(ctx, h.uid)
		s.say(err)
		s.bring(h.play, q, former, snap)
	} else {
		if own {
			s.say(s.db.SaveFormer(ctx, h.uid, q))
		}
		s.say(s.db.SaveQueue(ctx, h.uid, savedQueue(snap, s.now())))
	}
	s.report.SetAccount(h.uid)
}

// sounds says whether something is being heard, or about to be.
func sounds(s player.Snapshot) bool {
	switch s.Status {
	case player.Playing, player.Loading, player.Buffering, player.Waiting:
		return true
	case player.Stopped, player.Paused:
	}
	return false
}

// bring puts a kept queue into the player and waits until it is there: the end
// of what played before is then recorded. How loud it is stays as it is.
func (s *scribe) bring(play func(player.Command), q, former store.Queue, before player.Snapshot) {
	kept := keptState(q, former)
	kept.Volume, kept.Muted = before.Volume, before.Muted
	if len(q.Tracks) == 0 {
		kept.Current, kept.Mode = -1, before.Mode
	}
	if len(kept.Tracks) == 0 && len(before.Queue.Tracks) == 0 {
		return
	}
	play(player.Restore{Kept: kept})
	timer := time.NewTimer(restoreLimit)
	defer timer.Stop()
	for s.sub.Snapshot().Queue.Rev == before.Queue.Rev {
		select {
		case <-s.sub.Wake:
		case <-s.quit:
			return
		case <-timer.C:
			s.log.Warn("the player has not taken the account's queue")
			return
		}
	}
	s.listen()
	s.saved, s.queueDue, s.placeDue = s.sub.Snapshot(), time.Time{}, time.Time{}
}

// replaced says whether a queue took the place of another one, rather than
// being changed: hardly one song of it is left.
func replaced(before, now player.Snapshot) bool {
	if before.Queue.FM || len(before.Queue.Tracks) == 0 {
		return false
	}
	have := make(map[int64]bool, len(now.Queue.Tracks))
	for i := range now.Queue.Tracks {
		have[now.Queue.Tracks[i].ID] = true
	}
	left := 0
	for i := range before.Queue.Tracks {
		if have[before.Queue.Tracks[i].ID] {
			left++
		}
	}
	return 2*left < len(before.Queue.Tracks)
}
