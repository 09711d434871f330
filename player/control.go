package player

import "time"

// Controller is all that a screen needs of a player: it works in-process and
// over the control socket alike. Every method returns at once.
type Controller interface {
	Do(Command)
	Subscribe() *Subscription
}

// Command is a request to the player; the types below are the whole list.
type Command interface{ command() }

type (
	// PlayList replaces the queue by Tracks and starts at index At. The old
	// queue can be had back with UndoQueue.
	PlayList struct {
		Tracks []Track
		At     int
	}
	// PlayFM replaces the queue by the personal FM; leaving it with any
	// PlayList keeps the queue that was there before for UndoQueue.
	PlayFM struct{}
	// Toggle pauses what plays and plays what is paused; on a stopped player
	// with a queue it starts the current track.
	Toggle struct{}
	// Pause and Resume are Toggle with a direction.
	Pause struct{}
	// Resume plays on.
	Resume struct{}
	// Stop ends playback and keeps the queue.
	Stop struct{}
	// Next goes to the next track, by the user's wish.
	Next struct{}
	// Previous goes back: through the order really played.
	Previous struct{}
	// JumpTo starts the queue's entry At (index into Queue.Tracks).
	JumpTo struct{ At int }
	// SeekTo moves to a position of the current track; clamped.
	SeekTo struct{ Pos time.Duration }
	// SeekBy moves by a signed distance; clamped, ahead to 1 s before the end.
	SeekBy struct{ By time.Duration }
	// SetVolume sets 0..100; clamped.
	SetVolume struct{ Percent int }
	// AddVolume changes by signed percent; clamped.
	AddVolume struct{ Percent int }
	// ToggleMute silences without losing the volume.
	ToggleMute struct{}
	// SetMode sets the order; it never interrupts the current track.
	SetMode struct{ Mode Mode }
	// CycleMode walks to the next Mode.
	CycleMode struct{}
	// PlayNext puts tracks behind the current one; Append at the end.
	PlayNext struct{ Tracks []Track }
	// Append puts tracks at the end of the queue.
	Append struct{ Tracks []Track }
	// Remove takes the queue's entry At out.
	Remove struct{ At int }
	// RemoveMany takes several out, as one change. Like everywhere here, Rows are
	// indexes into Queue.Tracks.
	RemoveMany struct{ Rows []int }
	// Move moves the queue's entry From to the place of To: in the list, or in the order
	// when that is a shuffled one.
	Move struct{ From, To int }
	// MoveMany moves several together, as they follow each other, so that the first one
	// gets the place of To, or as near as all of them fit.
	MoveMany struct {
		Rows []int
		To   int
	}
	// Clear removes all but the current track.
	Clear struct{}
	// SetOutput lets the sound go elsewhere, from the heard position on. Spec is what
	// output.Parse reads, as output.Devices gives it; "" is the output of the start. When
	// it cannot be opened, OutputRefused says so and the former one goes on.
	SetOutput struct{ Spec string }
	// UndoQueue takes the last change of the queue back, one of 20.
	UndoQueue struct{}
	// RedoQueue takes the last UndoQueue back.
	RedoQueue struct{}
)

func (PlayList) command()   {}
func (PlayFM) command()     {}
func (Toggle) command()     {}
func (Pause) command()      {}
func (Resume) command()     {}
func (Stop) command()       {}
func (Next) command()       {}
func (Previous) command()   {}
func (JumpTo) command()     {}
func (SeekTo) command()     {}
func (SeekBy) command()     {}
func (SetVolume) command()  {}
func (AddVolume) command()  {}
func (ToggleMute) command() {}
func (SetMode) command()    {}
func (CycleMode) command()  {}
func (PlayNext) command()   {}
func (Append) command()     {}
func (Remove) command()     {}
func (RemoveMany) command() {}
func (Move) command()       {}
func (MoveMany) command()   {}
func (Clear) command()      {}
func (UndoQueue) command()  {}
func (RedoQueue) command()  {}
func (SetOutput) command()  {}

// Status is what the player is doing.
type Status uint8

// The statuses. Loading: no sample of the track was heard yet. Buffering: it
// was, and the stream has run dry. Waiting: the output or the network is
// gone and is tried again; Problem says which.
const (
	Stopped Status = iota
	Loading
	Playing
	Paused
	Buffering
	Waiting
)

// Snapshot is the player's state at one moment. It is immutable: a receiver
// may keep it, nobody changes the slices.
type Snapshot struct {
	Rev        uint64 // grows with every change
	Status     Status
	Track      *Track // nil: nothing chosen
	Delivered  Delivered
	Duration   time.Duration // of what plays, from the stream when known; 0 unknown
	At         time.Duration // heard position at Taken
	Taken      time.Time     // monotonic
	Moving     bool          // the position advances with the clock from Taken
	Pace       float64       // and so many times as fast: the Speed of what is heard just now
	Estimated  bool          // At is: a place in a file of many bitrates that was not read up to; it is corrected
	Buffered   []Span        // parts of the file on disk, as fractions of the duration
	Volume     int           // 0..100
	Muted      bool
	Mode       Mode
	Speed      float64   // as set; 1 as recorded
	Effects              // as set
	SleepAt    time.Time // when Sleep pauses; zero: no timer
	SleepAtEnd bool      // it pauses at the end of the song
	Queue      Queue
	Output     Output
	Problem    string // one short machine word, "" none: offline, portal, no-device, lost-device, disk-full
}

// Position is the heard position at now, clamped to the duration.
func (s Snapshot) Position(now time.Time) time.Duration {
	p := s.At
	if s.Moving {
		p += faster(now.Sub(s.Taken), s.Pace)
	}
	if s.Duration > 0 && p > s.Duration {
		p = s.Duration
	}
	return max(p, 0)
}

// Lasts is how long a part of the song takes at its speed: not a nanosecond
// less, so that Position is not just before its end then.
func (s Snapshot) Lasts(part time.Duration) time.Duration {
	if s.Pace == 0 || s.Pace == 1 {
		return part
	}
	return slower(part, s.Pace) + 1
}

// faster is how far a song gets in a time at a speed; 0 stands for 1, so that
// a Snapshot made by hand moves.
func faster(d time.Duration, speed float64) time.Duration {
	if speed == 0 || speed == 1 {
		return d
	}
	return time.Duration(float64(d) * speed)
}

// slower is how long a part of a song takes at a speed.
func slower(d time.Duration, speed float64) time.Duration {
	if speed == 0 || speed == 1 {
		return d
	}
	return time.Duration(float64(d) / speed)
}

// Delivered is what the service really gave and the decoder found.
type Delivered struct {
	Format   string // mp3, flac, m4a
	Level    string
	Rate     int // Hz
	Bits     int // per sample; 0 for lossy
	Bitrate  int // bit/s
	Channels int
	Clip     *Clip
}

// Span is a half-open part of a whole, 0..1.
type Span struct{ From, To float64 }

// Queue is the queue as shown. Tracks is in play order as the list was given;
// Order is the order in which it is walked (the shuffled one in Shuffle mode),
// as indexes into Tracks; Current indexes Tracks, -1 for none.
type Queue struct {
	Rev     uint64 // grows when Tracks or Order change
	Tracks  []Track
	Order   []int
	Current int
	FM      bool
	CanUndo bool
	CanRedo bool
}

// Output names where the sound goes.
type Output struct {
	Name   string // pulse, alsa, exec, oto, wav, null
	Device string
	Spec   string // as chosen with SetOutput; "" is the output of the start
	Silent bool   // the null output stands in for a device that is not there
}

// Event is something that happened once; events are never dropped. The types
// below are the whole list.
type Event interface{ event() }

// Ending says how a play ended, in the words of the service's reports.
type Ending string

// The endings.
const (
	EndPlayed      Ending = "playend"   // to the end
	EndLeft        Ending = "ui"        // the user moved on
	EndInterrupted Ending = "interrupt" // another song was started
	EndFailed      Ending = "exception"
)

type (
	// Started says that the first sample of a track was heard, or swallowed by the
	// stand-in (Silent). Play is unique for each.
	Started struct {
		Play   string
		Track  Track
		At     time.Time
		Silent bool
	}
	// Ended says that a track that had started is over. Listened is the sound really
	// heard, pauses and skipped parts not counted, in time: at double speed half of
	// the song's, and of a crossfade each song up to or from its middle. Length is the
	// whole track's.
	Ended struct {
		Play     string
		Track    Track
		Listened time.Duration
		Length   time.Duration
		How      Ending
		At       time.Time
	}
	// Skipped says that a track was passed over; Err is a *Unavailable or a decode error.
	// Run counts how many were by now since something was heard, the ones that followed
	// Track without a word of their own included: rows known to be unplayable are told of
	// once.
	Skipped struct {
		Track Track
		Err   error
		Run   int
	}
	// Halted says that playback stopped by itself (too many failures, end of the queue).
	Halted struct{ Err error }
	// OutputChanged says that the sound goes elsewhere, or nowhere (Output.Silent;
	// Err says why, Lost that an output which had worked is gone).
	OutputChanged struct {
		Output Output
		Err    error
		Lost   bool
	}
	// OutputRefused says that the output of a SetOutput cannot be had.
	OutputRefused struct {
		Spec string
		Err  error
	}
)

func (Started) event()       {}
func (Ended) event()         {}
func (Skipped) event()       {}
func (Halted) event()        {}
func (OutputChanged) event() {}
func (OutputRefused) event() {}
