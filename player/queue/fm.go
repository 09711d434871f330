package queue

import (
	"slices"
	"time"
)

const (
	fmKeep  = 500              // ids that do not come again
	fmLow   = 2                // refill with that many or fewer left
	fmTries = 5                // in a row, then a rest
	fmRest  = 60 * time.Second // after them
)

// FM is the policy of the personal FM: when to ask for more songs and which
// of the answer to take. It is a value; the zero value is ready.
type FM struct {
	recent []int64
	tries  int
	busy   bool
	dry    bool
	until  time.Time // no request before
}

// NewFM starts with the ids that were had before, oldest first.
func NewFM(recent []int64) FM {
	return FM{recent: slices.Clone(recent[max(len(recent)-fmKeep, 0):])}
}

// Recent gives the last 500 ids taken, oldest first, to be kept for NewFM.
func (f FM) Recent() []int64 { return slices.Clone(f.recent) }

// Due says that it is time to ask, with left songs still to play.
func (f FM) Due(left int, now time.Time) bool {
	return !f.busy && left <= fmLow && !now.Before(f.until)
}

// RetryAt is when Due may become true by itself; zero while a request runs.
func (f FM) RetryAt() time.Time {
	if f.busy {
		return time.Time{}
	}
	return f.until
}

// Failing says that the last try brought nothing: until the next does, old
// songs must do where there are no others.
func (f FM) Failing() bool { return f.dry || f.tries > 0 }

// Asked notes that a request was sent.
func (f FM) Asked() FM {
	f.busy = true
	if f.tries >= fmTries {
		f.tries = 0
	}
	return f
}

// Got takes an answer: fresh are the indexes of the ids to play. An answer
// without any is a failed try.
func (f FM) Got(ids []int64, now time.Time) (after FM, fresh []int) {
	recent := slices.Clone(f.recent)
	for i, id := range ids {
		if !slices.Contains(recent, id) {
			recent = append(recent, id)
			fresh = append(fresh, i)
		}
	}
	if len(fresh) == 0 {
		return f.Failed(now), nil
	}
	f.recent = recent[max(len(recent)-fmKeep, 0):]
	f.busy, f.dry, f.tries, f.until = false, false, 0, time.Time{}
	return f, fresh
}

// Failed notes a request that brought nothing: 1, 2, 4, 8 s until the next,
// and a minute after the fifth.
func (f FM) Failed(now time.Time) FM {
	f.busy = false
	f.tries++
	wait := time.Second << (f.tries - 1)
	if f.tries >= fmTries {
		wait = fmRest
		f.dry = true
	}
	f.until = now.Add(wait)
	return f
}
