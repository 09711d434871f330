package report

import "time"

// The pauses between tries (RELIABILITY §2.0, §3).
const (
	backoffFirst = 5 * time.Second
	backoffLast  = 4 * time.Minute
	judgedPause  = 10 * time.Minute
	badTries     = 3
	sendTimeout  = 20 * time.Second
	outboxPause  = 30 * time.Second // after an error of the outbox itself
)

// coolDowns follow each other while the service keeps saying "too often".
var coolDowns = [...]time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute}

// verdict is what follows from a send that failed.
type verdict struct {
	row    Row
	pause  time.Duration // nothing of any kind is sent for so long
	logout bool          // nothing is sent until the next login
}

// claim prepares a row for a send. Found as Sending, an earlier run died in
// the middle of the call: that outcome is unknown. false: the row has had its
// one repeat and is dead.
func claim(r Row) (Row, bool) {
	if r.State == Sending {
		r.Unsure++
		r.LastCode = "interrupted"
	}
	if r.Unsure > 1 {
		r.State = Dead
		return r, false
	}
	r.State = Sending
	return r, true
}

// streak is what the sends before have met, for the pauses; the network and
// the service are the same for all rows. It is not kept: a new run tries again.
type streak struct {
	cooled int // "too often" in a row, this one included
	failed int // other failures in a row, this one included
}

// failure is how a send failed.
type failure struct {
	class  Class
	code   string
	wait   time.Duration // as the service wants it; 0: the usual
	alone  bool          // the row was the only one of the send
	at     time.Time
	streak streak
	jitter float64 // 0 … 1
}

// settle says what becomes of a claimed row after a send that failed.
func settle(r Row, f failure) verdict {
	r.LastCode = f.code
	r.State = Retry
	switch f.class {
	case LoginGone:
		return verdict{row: r, logout: true}
	case TooOften:
		pause := f.wait
		if pause <= 0 {
			pause = coolDowns[min(max(f.streak.cooled, 1), len(coolDowns))-1]
		}
		r.Next = f.at.Add(pause)
		return verdict{row: r, pause: pause}
	case Suspicious:
		r.Next = f.at.Add(judgedPause)
		return verdict{row: r, pause: judgedPause}
	case Bad:
		if !f.alone {
			return verdict{row: r} // which of them was bad is not known: they are sent one by one
		}
		r.Attempts++
		if r.Attempts >= badTries {
			r.State = Dead
		}
	case Unsent:
	default: // Unsure, and what is not known
		r.Unsure++
		if r.Unsure > 1 {
			r.State = Dead
		}
	}
	if r.State == Retry {
		r.Next = f.at.Add(backoff(f.streak.failed, f.jitter))
	}
	return verdict{row: r}
}

// backoff grows from 5 s to 4 min, up to a fifth shorter by jitter.
func backoff(tries int, jitter float64) time.Duration {
	d := backoffFirst
	for range min(max(tries-1, 0), 10) {
		d = min(2*d, backoffLast)
	}
	return d - time.Duration(jitter*float64(d)/5)
}
