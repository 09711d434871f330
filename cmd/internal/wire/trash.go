package wire

import (
	"context"
	"slices"
	"sync"
	"time"

	"ncmtui/api"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui"
	"ncmtui/ui/lang"
)

// trashUndo is how long a song that was thrown away from outside can be taken
// back. The service cannot do that: it is told when the time is over.
const trashUndo = 5 * time.Second

// trashLimit bounds what the service may take to hear of it.
const trashLimit = 15 * time.Second

// bin holds the song that was thrown away last, until then.
type bin struct {
	send   func(ctx context.Context, song int64, listened time.Duration) error
	failed func(error)
	ctx    context.Context // of what is sent; ends a moment after close
	stop   context.CancelFunc
	group  safe.Group

	mu     sync.Mutex
	last   *rubbish // nil: nothing can be taken back
	closed bool
}

// rubbish is a song in the bin. end is given false when it is taken back, true
// when it cannot wait any longer.
type rubbish struct {
	song     int64
	listened time.Duration
	skipped  bool
	end      chan bool
}

func newBin(send func(context.Context, int64, time.Duration) error, failed func(error)) *bin {
	b := &bin{send: send, failed: failed}
	b.ctx, b.stop = context.WithCancel(context.Background())
	return b
}

// throw puts a song in. The one before cannot be taken back any more.
func (b *bin) throw(r rubbish) {
	r.end = make(chan bool, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.empty(true)
	b.last = &r
	b.group.Go("fm trash", func() {
		timer := time.NewTimer(trashUndo)
		defer timer.Stop()
		gone := true
		select {
		case <-timer.C:
			gone = b.over(&r)
		case gone = <-r.end:
		}
		if !gone {
			return
		}
		ctx, cancel := context.WithTimeout(b.ctx, trashLimit)
		defer cancel()
		if err := b.send(ctx, r.song, r.listened); err != nil {
			b.failed(err)
		}
	})
}

// empty ends the wait of the last song. The caller has the lock.
func (b *bin) empty(gone bool) {
	if b.last != nil {
		b.last.end <- gone
		b.last = nil
	}
}

// over says that the time of a song is over, unless it was taken back just
// before.
func (b *bin) over(r *rubbish) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last == r {
		b.last = nil
		return true
	}
	return <-r.end
}

// back takes the last song out; of one that is named only that one.
func (b *bin) back(song int64) (rubbish, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.last == nil || song != 0 && b.last.song != song {
		return rubbish{}, false
	}
	r := *b.last
	b.empty(false)
	return r, true
}

// close tells the service at once of what is left, and waits for that.
func (b *bin) close() {
	b.mu.Lock()
	b.closed = true
	b.empty(true)
	b.mu.Unlock()
	late := time.AfterFunc(closeLimit, b.stop)
	defer late.Stop()
	b.group.Wait()
	b.stop()
}

// trashSong takes the song off the FM at once, and tells the service when
// nobody has taken it back.
func (m *Machine) trashSong(_ context.Context, song int64) error {
	if m.loggedOut() {
		return faultOf(api.ErrLoginNeeded)
	}
	snap := m.shown()
	m.bin.throw(rubbish{song: song, listened: snap.Position(time.Now()), skipped: snap.Queue.FM})
	if snap.Queue.FM {
		m.Player.Do(player.Next{})
	}
	m.board.post(ui.Notice{
		Text: lang.Both{
			ZH: "不再推荐这首歌（在别处）· 5 秒内可用 ncmtui trash --undo 撤销",
			EN: "Trashed elsewhere · ncmtui trash --undo takes it back within 5 s",
		},
		Thrown: &ui.ThrownNews{Song: song, Back: func() { m.takeBack(song) }},
	})
	return nil
}

// untrash takes the song back that was thrown away last.
func (m *Machine) untrash() error {
	if !m.takeBack(0) {
		return &remote.Fault{Code: remote.CodeNotHere, Text: "there is nothing to take back"}
	}
	return nil
}

// takeBack plays the song again that was skipped with that; 0 is the last one.
func (m *Machine) takeBack(song int64) bool {
	r, ok := m.bin.back(song)
	if !ok {
		return false
	}
	q := m.shown().Queue
	at := slices.IndexFunc(q.Tracks, func(t player.Track) bool { return t.ID == r.song })
	if r.skipped && q.FM && at >= 0 {
		m.Player.Do(player.JumpTo{At: at})
	}
	return true
}

// shown is the player's state.
func (m *Machine) shown() player.Snapshot {
	sub := m.Player.Subscribe()
	defer sub.Close()
	return sub.Snapshot()
}

// untold says that the service has not taken a song for its trash.
func (m *Machine) untold(err error) {
	m.log.Warn("the fm's trash", "err", err)
	m.board.post(ui.Notice{Bad: true, Text: lang.Both{
		ZH: "服务端没有记下“不再推荐”，这首歌还会出现 · 下次听到时再试一次",
		EN: "The service did not take the trashed song, it may come again · trash it again then",
	}})
}
