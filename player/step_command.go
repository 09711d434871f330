package player

import (
	"time"

	"ncmtui/player/queue"
)

type playQueue = queue.Queue[Track]

// command does what the user asks for.
func (t *step) command(c Command) {
	switch c := c.(type) {
	case PlayList:
		t.replace(c.Tracks, c.At)
	case PlayFM:
		t.playFM()
	case Toggle:
		t.setPlay(!t.play)
	case Pause:
		t.setPlay(false)
	case Resume:
		t.setPlay(true)
	case Stop:
		t.count()
		t.halt(nil, EndLeft)
	case Next:
		t.userNext()
	case Previous:
		t.userPrevious()
	case JumpTo:
		t.jump(c.At)
	case SeekTo:
		t.seek(c.Pos)
	case SeekBy:
		t.seekBy(c.By)
	case SetOutput:
		t.switchOutput(c.Spec)
	case SetVolume, AddVolume, ToggleMute, SetMode, CycleMode:
		t.setting(c)
	case SetSpeed, SetEqualizer, SetCrossfade, SetNormalize, Sleep:
		t.effectCommand(c)
	case Prefetch:
		t.prefetch(c.Track)
	case Restore:
		t.restore(c.Kept)
	default:
		t.edit(c)
	}
}

// wished resets what a series of failures has built up.
func (t *step) wished(back bool) {
	t.back, t.mend, t.refused, t.passed = back, 0, 0, 0
}

func (t *step) replace(tracks []Track, at int) {
	if len(tracks) == 0 {
		return
	}
	if tracks, at = t.policy.admit(tracks, at); len(tracks) == 0 {
		t.emit(Halted{Err: ErrNoPlayable})
		return
	}
	t.count()
	t.wished(false)
	t.queue = t.queue.Replace(tracks, at, false, t.pos.at)
	t.play = true
	t.retrySink()
	t.startCurrent(0, EndInterrupted)
	t.resumeSink()
}

func (t *step) playFM() {
	t.wished(false)
	if t.queue.FM() {
		t.setPlay(true)
		return
	}
	t.count()
	t.queue = t.queue.Replace(nil, 0, true, t.pos.at)
	t.endCurrent(EndInterrupted)
	t.dropNext()
	t.play, t.stopped, t.await = true, false, true
	t.retrySink()
	t.resumeSink()
}

// setPlay pauses or plays on.
func (t *step) setPlay(play bool) {
	if !t.ended.IsZero() && play && !t.play && t.furtherOn() {
		return // not the last song again, when there are new ones behind it
	}
	t.ended = time.Time{}
	if play == t.play || t.cur.gen == 0 && !t.await {
		if play && !t.play {
			t.startFirst()
		}
		return
	}
	t.count()
	t.play = play
	if !play {
		t.pauseSink()
		return
	}
	t.stopped = false
	t.wished(t.back)
	t.retrySink()
	t.resumeSink()
}

// startFirst begins a queue of which nothing was chosen yet.
func (t *step) startFirst() {
	next, ok := t.queue.Next(true)
	if !ok {
		return
	}
	t.play = true
	t.retrySink()
	t.resumeSink()
	t.follow(next, ok, EndLeft)
}

func (t *step) userNext() {
	t.wished(false)
	if t.cur.gen == 0 && !t.await && len(t.queue.Tracks()) == 0 {
		return
	}
	next, ok := t.queue.Next(true)
	t.follow(next, ok, EndLeft)
	t.playOn()
}

func (t *step) userPrevious() {
	t.wished(true)
	prev, ok := t.queue.Previous()
	if !ok {
		t.seek(0)
		return
	}
	t.queue = prev
	t.startCurrent(0, EndLeft)
	t.playOn()
}

// playOn starts playing, as a choice of song does also in a pause.
func (t *step) playOn() {
	if t.cur.gen == 0 || t.stopped {
		return
	}
	t.play = true
	t.resumeSink()
}

func (t *step) jump(i int) {
	if i < 0 || i >= len(t.queue.Tracks()) {
		return
	}
	t.wished(false)
	t.queue = t.queue.Jump(i)
	t.startCurrent(0, EndInterrupted)
	t.retrySink()
	t.playOn()
}

func (t *step) seek(to time.Duration) {
	if t.cur.gen == 0 {
		return
	}
	t.count()
	to = t.clamp(to)
	t.pos = place{at: to, taken: t.now, counted: to, silent: t.now}
	if t.cur.cut {
		t.cutTo(to)
		return
	}
	t.cur.at = to
}

// beforeEnd is where a seek ahead stops: who leans on the key gets to the end
// of the song, not through the next ones.
const beforeEnd = time.Second

func (t *step) seekBy(by time.Duration) {
	to := t.pos.now(t.now) + by
	if n := t.cur.length(); by > 0 && n > 0 {
		to = min(to, n-beforeEnd)
	}
	t.seek(to)
}

func (t *step) setting(c Command) {
	switch c := c.(type) {
	case SetVolume:
		t.volume = min(max(c.Percent, 0), 100)
	case AddVolume:
		t.volume = min(max(t.volume+c.Percent, 0), 100)
		t.muted = t.muted && c.Percent <= 0
	case ToggleMute:
		t.muted = !t.muted
	case SetMode:
		if c.Mode <= Shuffle {
			t.queue = t.queue.SetMode(queue.Mode(c.Mode))
		}
	case CycleMode:
		t.queue = t.queue.SetMode((t.queue.Mode() + 1) % (queue.Shuffle + 1))
	}
}

// edit changes the queue.
func (t *step) edit(c Command) {
	switch c := c.(type) {
	case PlayNext:
		tracks, _ := t.policy.admit(c.Tracks, 0)
		t.queue = t.queue.InsertNext(tracks)
		t.listenOn()
	case Append:
		tracks, _ := t.policy.admit(c.Tracks, 0)
		t.queue = t.queue.Append(tracks)
		t.listenOn()
	case Remove:
		t.remove(c.At)
	case RemoveMany:
		t.remove(c.Rows...)
	case Move:
		t.queue = t.queue.Move(c.From, c.To)
	case MoveMany:
		t.queue = t.queue.MoveMany(c.Rows, c.To)
	case Clear:
		t.queue = t.queue.Clear()
	case UndoQueue:
		t.goBackTo(t.queue.Undo)
	case RedoQueue:
		t.goBackTo(t.queue.Redo)
	}
}

// goBackTo makes the queue one that it was before.
func (t *step) goBackTo(take func(time.Duration) (playQueue, time.Duration, bool, bool)) {
	q, mark, current, ok := take(t.clamp(t.pos.now(t.now)))
	if !ok {
		return
	}
	t.queue = q
	if current {
		t.startCurrent(mark, EndInterrupted)
	}
}

// listensFor is how long after the end of the queue somebody still waits for
// more.
const listensFor = time.Minute

// listenOn goes on with what was added just after the queue had ended.
func (t *step) listenOn() {
	if !t.ended.IsZero() && t.now.Sub(t.ended) < listensFor {
		t.furtherOn()
	}
}

// furtherOn goes on from the end of the queue, if something is behind it now.
func (t *step) furtherOn() bool {
	next, ok := t.queue.Next(true)
	if !ok {
		return false
	}
	t.wished(false)
	t.play = true
	t.retrySink()
	t.follow(next, ok, EndLeft)
	t.resumeSink()
	return true
}

func (t *step) remove(rows ...int) {
	after, current := t.queue.Remove(rows...)
	t.queue = after
	if current {
		t.afterRemoval()
	}
}

// afterRemoval goes on when the current entry was taken out.
func (t *step) afterRemoval() {
	if t.queue.Current() < 0 {
		t.follow(t.queue, false, EndLeft)
		return
	}
	t.startCurrent(0, EndLeft)
}
