package player

import (
	"time"

	"ncmtui/player/queue"
	"ncmtui/player/stream"
)

// State is everything the player's goroutine knows. It is a value: Step never
// changes what a State that it was given refers to.
type State struct {
	session   string // start of all play ids
	resamples bool   // songs of any rate may follow in the same output

	queue queue.Queue[Track]
	fm    queue.FM

	play    bool  // the user wants sound
	stopped bool  // and did not merely pause
	await   bool  // the FM has nothing to play yet; it goes on when it has
	fmOld   int   // the queue's entry that is played again next while the FM brings none
	fmLast  int64 // the song that played before the FM had nothing
	back    bool  // the last move was Previous
	mend    int   // broken songs in a row
	refused int   // unavailable ones in a row
	passed  int   // all that were passed over since something was heard
	policy  Policy
	ended   time.Time // when the queue came to its end by itself; zero: it did not

	cur, next deckState
	hint      deckState // of a Prefetch
	hintedAt  time.Time
	lastGen   uint64
	lastPlay  uint64
	openedAt  time.Time // of the last EffOpen
	tries     int       // to open cur, while the network is gone
	webPage   bool      // the last of them brought a web page

	seq      uint64 // of the last cut
	marks    []Marked
	end      *RanOut
	sounding bool // the engine has something to do
	followed uint64
	overlap  time.Duration // of the one that follows
	unmarked uint64        // the last one that the engine is to take back

	pos      place
	sink     sinkState
	sampling bool
	flowing  bool

	volume int
	muted  bool
	gain   float64 // as last sent

	fx            Effects
	speed         float64
	sentSpeed     float64
	sentGains     Gains
	sentNormalize string
	sleepAt       time.Time // zero: no timer
	sleepAtEnd    bool

	title  string // as last sent
	asleep time.Time
	last   time.Time // of the last Step
	wall   time.Time // the same on the wall
	wake   time.Time
}

// place is what is known of the heard position.
type place struct {
	at      time.Duration
	taken   time.Time
	moving  bool
	pace    float64       // of what is heard
	counted time.Duration // up to here it is in cur.heard
	silent  time.Time     // since when nothing is heard that should be; zero: it is
	turn    time.Time     // when sound or silence ends by itself; zero: unknown
	frame   uint64        // heard at the last sample
	since   time.Time     // of it: a device that hangs stays at one
}

// now is the position at t.
func (p place) now(t time.Time) time.Duration {
	if !p.moving {
		return p.at
	}
	return p.at + faster(t.Sub(p.taken), p.pace)
}

type stage uint8

const (
	none    stage = iota
	idle          // chosen, to be opened when sound is wanted
	waiting       // to be opened at openAt
	opening
	ready
	failed // a prefetch; tried again at its turn
)

// deckState is a song from being chosen to being over.
type deckState struct {
	gen       uint64
	key       uint64 // of the queue's entry
	track     Track
	stage     stage
	at        time.Duration // where to start
	openAt    time.Time
	media     *stream.Media
	found     Findings
	load      stream.Status
	whole     bool
	cut       bool   // the engine plays it
	estimated bool   // where it was sought to is
	play      string // set when its first sample was heard
	heard     time.Duration
	err       error // of a prefetch
	bad       bool  // its bytes are
	redone    int   // times it was opened anew in mid-song
}

// length is the duration as well as it is known; 0 unknown.
func (d *deckState) length() time.Duration {
	if d.found.Duration > 0 {
		return d.found.Duration
	}
	return d.track.Duration
}

type sinkStage uint8

const (
	sinkNone sinkStage = iota
	sinkOpening
	sinkOpen
	sinkGone // lost or not to be had; tried again at retryAt
)

type sinkState struct {
	stage   sinkStage
	session uint64
	asked   int // Hz
	rate    int
	fixed   bool   // it has a rate of its own
	spec    string // as chosen; "" is the one of the start
	former  string // the one before, while the chosen one is opened
	chosen  bool   // the one being opened is the user's new choice
	output  Output
	standIn bool // the one being opened
	corked  bool
	err     error
	lost    bool // it was there before
	since   time.Time
	opened  time.Time
	died    time.Time // when one was lost last
	retryAt time.Time
	told    Output
}

// Policy says what becomes of songs that are known not to be playable.
type Policy struct {
	SkipTrials bool // a clip is as good as nothing
	Hide       bool // they do not get into the queue
}

// unplayable says why a track is passed over, 0 for not.
func (p Policy) unplayable(t *Track) Why {
	switch {
	case t.Grey:
		return NoCopyright
	case t.Trial && p.SkipTrials:
		return MembersOnly
	}
	return 0
}

func (p Policy) describe(t Track) queue.Item {
	it := queue.Item{ID: t.ID, Grey: p.unplayable(&t) != 0}
	if len(t.Artists) > 0 {
		it.Artist = t.Artists[0]
	}
	return it
}

// admit gives the tracks that may come into the queue, and what becomes of
// the index at: the first of them from there on.
func (p Policy) admit(tracks []Track, at int) ([]Track, int) {
	if !p.Hide {
		return tracks, at
	}
	kept, place := make([]Track, 0, len(tracks)), 0
	for i := range tracks {
		if p.unplayable(&tracks[i]) == 0 {
			if i < at {
				place++
			}
			kept = append(kept, tracks[i])
		}
	}
	return kept, min(place, max(len(kept)-1, 0))
}

// with is the state under a policy.
func (s State) with(p Policy) State {
	s.policy = p
	s.queue = s.queue.Describe(p.describe)
	return s
}

// Wake is when Step wants a Tick; zero for never.
func (s State) Wake() time.Time { return s.wake }

// Recent gives the ids of the last 500 songs of the FM, oldest first, to be
// given again as Options.FMRecent.
func (s State) Recent() []int64 { return s.fm.Recent() }

// Saved is what is kept of a player between runs.
type Saved struct {
	Tracks  []Track
	Order   []int // of Shuffle; nil otherwise
	Current int
	FM      bool
	At      time.Duration
	Mode    Mode
	Volume  int // 0..100
	Muted   bool
	Former  *Saved // the queue before, for UndoQueue: Tracks, Order, Current and At; nil none
}

// NewState starts from what was kept, paused. The seed decides shuffles and
// play ids; resamples says that the engine can bring songs to the output's rate.
func NewState(kept Saved, recent []int64, session string, seed uint64, resamples bool) State {
	s := State{
		session: session, resamples: resamples, fm: queue.NewFM(recent), stopped: true, gain: -1,
		fx: Effects{}.valid(), speed: 1, sentSpeed: 1, sentNormalize: NormalizeOff,
	}
	s.queue = queue.New(Policy{}.describe, seed).SetMode(queue.Mode(min(kept.Mode, Shuffle)))
	s.volume, s.muted = min(max(kept.Volume, 0), 100), kept.Muted
	if len(kept.Tracks) == 0 {
		return s
	}
	s.queue = restored(s.queue, kept)
	if track, ok := s.queue.Track(); ok {
		s.lastGen++
		s.cur = deckState{gen: s.lastGen, key: s.queue.Key(), track: track, stage: idle, at: max(kept.At, 0)}
		s.pos.at, s.pos.counted = s.cur.at, s.cur.at // what was heard before was told before
		s.stopped = false
	}
	return s
}
