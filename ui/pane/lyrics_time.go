package pane

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/lyrics"
	"ncmtui/player"
	"ncmtui/ui/lang"
)

// OffsetSource keeps by how much the texts of songs come later than their
// stamps say.
type OffsetSource interface {
	LyricOffsets(ctx context.Context) (map[int64]time.Duration, error)
	SetLyricOffset(ctx context.Context, song int64, by time.Duration) error
}

const (
	offsetStep   = 100 * time.Millisecond
	offsetLimit  = 10 * time.Second
	offsetsTopic = "offsets"
	offsetTopic  = "offset "
)

// timing is what moves texts in time: the songs' own offsets, and what a
// device adds.
type timing struct {
	offsets map[int64]time.Duration
	read    bool
}

// readOffsets reads what was kept, once.
func (l *Lyrics) readOffsets() tea.Cmd {
	if l.timing.read || l.Env.Offsets == nil {
		return nil
	}
	l.timing.read = true
	source := l.Env.Offsets
	return l.AskKept(offsetsTopic, askLimit, func(ctx context.Context) (any, error) { return source.LyricOffsets(ctx) })
}

// timed takes the answers about offsets.
func (l *Lyrics) timed(m Answer) bool {
	switch {
	case m.Topic == offsetsTopic && l.Accept(m):
		kept, _ := m.Value.(map[int64]time.Duration)
		for song, by := range kept {
			if _, moved := l.timing.offsets[song]; !moved {
				l.timing.offsets[song] = by
			}
		}
	case strings.HasPrefix(m.Topic, offsetTopic) && l.Accept(m) && m.Err != nil:
		l.Env.Post(Fail{m.Err})
	default:
		return m.Topic == offsetsTopic || strings.HasPrefix(m.Topic, offsetTopic)
	}
	return true
}

// offset is by how much the song's text comes later than its stamps say.
func (l *Lyrics) offset() time.Duration { return l.timing.offsets[l.song] }

// shift moves the song's text in time, and keeps that.
func (l *Lyrics) shift(by time.Duration) tea.Cmd {
	if l.line.Kind < lyrics.ByLine {
		l.Env.Post(Say{Text: l.notTimed(), Bad: true})
		return nil
	}
	d := min(max(l.offset()+by, -offsetLimit), offsetLimit)
	l.timing.offsets[l.song] = d
	l.Env.Post(Say{Text: fmt.Sprintf(l.Env.Texts.Lyrics.Offset, d.Seconds())})
	if l.Env.Offsets == nil {
		return nil
	}
	source, song := l.Env.Offsets, l.song
	return l.AskKept(offsetTopic+strconv.FormatInt(song, 10), writeLimit, func(ctx context.Context) (any, error) {
		return nil, source.SetLyricOffset(ctx, song, d)
	})
}

func (l *Lyrics) notTimed() string {
	if l.line.Kind == lyrics.Plain {
		return l.Env.Texts.Lyrics.Plain
	}
	return l.notice().What
}

// position is where the text is now.
func (l *Lyrics) position(now time.Time) time.Duration {
	return l.Env.Snap.Position(now) - l.offset() - l.Env.Delay()
}

// DelayLimit bounds what a device may add.
const DelayLimit = 5 * time.Second

// Delay is by how much the present sound device is heard later than it says
// itself, as the user set it: wireless ones say nothing of the air.
func (e *Env) Delay() time.Duration {
	if e.Memory == nil {
		return 0
	}
	if e.delayed.of != e.Snap.Output || !e.delayed.known {
		ms, _ := strconv.Atoi(e.Memory.Recall(DelayName(e.Snap.Output)))
		e.delayed = delayed{e.Snap.Output, min(max(time.Duration(ms)*time.Millisecond, -DelayLimit), DelayLimit), true}
	}
	return e.delayed.by
}

// SetDelay keeps it for the present device.
func (e *Env) SetDelay(by time.Duration) {
	e.Memory.Remember(DelayName(e.Snap.Output), strconv.FormatInt(by.Milliseconds(), 10))
	e.delayed.known = false
}

// DelayName is the name under which a device's delay, in ms, is remembered.
func DelayName(o player.Output) string {
	name := o.Device
	if name == "" {
		name = o.Name
	}
	return "delay." + name
}

// delayed is the delay of a device, as it was read last.
type delayed struct {
	of    player.Output
	by    time.Duration
	known bool
}

// DelayText says it.
func (e *Env) DelayText() string {
	t := lang.Lyric.In(e.Lang)
	o := e.Snap.Output
	name := o.Device
	if name == "" {
		name = o.Name
	}
	return fmt.Sprintf(t.Delay, name, e.Delay().Milliseconds())
}
