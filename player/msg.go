package player

import (
	"time"

	"ncmtui/player/stream"
)

// Input is what the player's goroutine gives to Step: something that happened
// outside, or the user's wish, and when.
type Input struct {
	At  time.Time
	Msg Msg
	// Wall is the clock on the wall, which also runs while the machine is
	// suspended; zero: At's.
	Wall time.Time
}

// Msg is one thing that happened; the types below are the whole list.
type Msg interface{ msg() }

// Findings are what is known of a song once it is open.
type Findings struct {
	Delivered Delivered
	Duration  time.Duration // 0 unknown
	Rate      int           // Hz of the samples
	Refused   string        // the form of it that was not decoded; see Reformed
}

type (
	// Asked is the user's wish.
	Asked struct{ Cmd Command }
	// Tick says that the time that State.Wake gave has come.
	Tick struct{}
	// Opened says that the song of EffOpen is ready to be cut to.
	Opened struct {
		Gen   uint64
		Found Findings
	}
	// Named says what a song is that was queued without a title.
	Named struct{ Track Track }
	// OpenFailed says that it is not; Err decides what comes next.
	OpenFailed struct {
		Gen uint64
		Err error
	}
	// Loaded says that the download of a song went on.
	Loaded struct {
		Gen    uint64
		Stream stream.Status
	}
	// Marked says that from ring frame Frame on the samples are the song's from Pos on.
	Marked struct {
		Gen, Seq, Frame uint64
		Pos             time.Duration
		Estimated       bool // Pos is; a Settled corrects it
	}
	// Settled says by how much the estimated positions since the cut Seq were
	// short of the true ones.
	Settled struct {
		Gen, Seq uint64
		By       time.Duration
	}
	// RanOut says that the engine wrote its last frame (before Frame); Err nil is the
	// end of the song.
	RanOut struct {
		Gen, Seq, Frame uint64
		Err             error
	}
	// Stays says that a song which was dropped, but had been gone on to, could not
	// be taken back: the sound of it is about to be heard.
	Stays struct{ Gen, Seq uint64 }
	// Flowing says that after silence there is sound in the ring again.
	Flowing struct{ Seq uint64 }
	// Clocked says what is heard now.
	Clocked struct {
		Session uint64
		Frame   uint64
		Sound   bool
		Pace    float64       // of the song's time to the clock's, of what is heard
		Flowing bool          // the ring gives sound when asked
		Turn    time.Duration // until that changes between sound and silence; 0 unknown
	}
	// SinkOpened says that the output of EffSinkOpen takes samples.
	SinkOpened struct {
		Session uint64
		Output  Output
		Rate    int
	}
	// SinkFailed says that it could not be opened.
	SinkFailed struct {
		Session uint64
		Err     error
	}
	// SinkLost says that it died.
	SinkLost struct {
		Session uint64
		Err     error
	}
	// FMBrought is the answer to EffFM.
	FMBrought struct {
		Tracks []Track
		Err    error
	}
	// Quit says that the program ends; what plays is over.
	Quit struct{}
)

func (Asked) msg()      {}
func (Tick) msg()       {}
func (Opened) msg()     {}
func (Named) msg()      {}
func (OpenFailed) msg() {}
func (Loaded) msg()     {}
func (Marked) msg()     {}
func (Settled) msg()    {}
func (RanOut) msg()     {}
func (Stays) msg()      {}
func (Flowing) msg()    {}
func (Clocked) msg()    {}
func (SinkOpened) msg() {}
func (SinkFailed) msg() {}
func (SinkLost) msg()   {}
func (FMBrought) msg()  {}
func (Quit) msg()       {}

// Effect is something to be done; the types below are the whole list. None
// of them makes the player's goroutine wait.
type Effect interface{ effect() }

type (
	// EffOpen resolves, opens and prepares a song at a position. Media (or
	// nil) is an address that is already known.
	EffOpen struct {
		Gen   uint64
		Track Track
		At    time.Duration
		Media *stream.Media
		Whole bool // load it all, not only the head
	}
	// EffPromote loads all of a song.
	EffPromote struct{ Gen uint64 }
	// EffDrop gives a song up; a Bad one is not kept in the cache either.
	EffDrop struct {
		Gen uint64
		Bad bool
	}
	// EffCut throws away what was decoded and goes on with a song at At.
	EffCut struct {
		Gen, Seq uint64
		At       time.Duration
		Rate     int // Hz of the output
	}
	// EffFollow names the song behind the current one, 0 for none. With a Fade
	// they overlap by that much, and the mark is in the middle.
	EffFollow struct {
		Gen  uint64
		Fade time.Duration
	}
	// EffHush throws away what was decoded and stops decoding.
	EffHush struct{}
	// EffSinkOpen opens the output, or the one that stands in for it.
	EffSinkOpen struct {
		Session uint64
		Rate    int
		StandIn bool
		Spec    string  // "" is Options.Output
		Title   string  // see EffTitle
		Gain    float64 // see EffGain: the first sound is heard as loud as the rest
	}
	// EffTitle names the song in the mixer, in clean text.
	EffTitle struct{ Title string }
	// EffSinkPause makes the open output wait.
	EffSinkPause struct{}
	// EffSinkResume lets the output go on.
	EffSinkResume struct{}
	// EffSinkClose gives the output back.
	EffSinkClose struct{}
	// EffReconnect gives up connections to the network that may be dead.
	EffReconnect struct{}
	// EffSample asks for a Clocked.
	EffSample struct{}
	// EffGain sets the volume as a linear factor.
	EffGain struct{ Factor float64 }
	// EffSpeed sets the speed of what is heard.
	EffSpeed struct{ Rate float64 }
	// EffEqualize sets the equaliser.
	EffEqualize struct{ Gains Gains }
	// EffNormalize says how loud songs are made; see Effects.
	EffNormalize struct{ Mode string }
	// EffFM asks for more songs.
	EffFM struct{}
	// EffEmit tells the subscribers.
	EffEmit struct{ Event Event }
)

func (EffOpen) effect()       {}
func (EffPromote) effect()    {}
func (EffDrop) effect()       {}
func (EffCut) effect()        {}
func (EffFollow) effect()     {}
func (EffHush) effect()       {}
func (EffSinkOpen) effect()   {}
func (EffTitle) effect()      {}
func (EffSinkPause) effect()  {}
func (EffSinkResume) effect() {}
func (EffSinkClose) effect()  {}
func (EffReconnect) effect()  {}
func (EffSample) effect()     {}
func (EffGain) effect()       {}
func (EffSpeed) effect()      {}
func (EffEqualize) effect()   {}
func (EffNormalize) effect()  {}
func (EffFM) effect()         {}
func (EffEmit) effect()       {}
