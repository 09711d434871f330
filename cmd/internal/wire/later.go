package wire

import (
	"context"
	"strconv"
	"time"

	"ncmtui/store"
	"ncmtui/ui/pane"
)

// later is by how much a song's text comes later than its stamps say, on the
// device that plays: what the screen has of both. What cannot be read is none.
func (m *Machine) later(ctx context.Context, song int64) time.Duration {
	offsets, err := m.db.LyricOffsets(ctx)
	if err != nil {
		m.log.Warn("the lyrics' offsets were not read", "err", err)
	}
	kept, err := m.db.Memory(ctx)
	if err != nil {
		m.log.Warn("the device's delay was not read", "err", err)
	}
	sub := m.Player.Subscribe()
	defer sub.Close()
	ms, _ := strconv.Atoi(kept[store.Memo{UID: store.Everybody, Name: pane.DelayName(sub.Snapshot().Output)}])
	return offsets[song] + min(max(time.Duration(ms)*time.Millisecond, -pane.DelayLimit), pane.DelayLimit)
}
