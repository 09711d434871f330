// Package mpris owns the player's place on the D-Bus session bus: the MPRIS
// interfaces (freedesktop.org, version 2.2), by which desktops, media keys and
// remote controls command the player and show what plays. It never plays, and
// nothing waits for it: without a bus the music is the same.
package mpris

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// The names on the bus.
const (
	busName    = "org.mpris.MediaPlayer2.ncmtui"
	objectPath = dbus.ObjectPath("/org/mpris/MediaPlayer2")

	rootFace  = "org.mpris.MediaPlayer2"
	playFace  = "org.mpris.MediaPlayer2.Player"
	listFace  = "org.mpris.MediaPlayer2.TrackList"
	propsFace = "org.freedesktop.DBus.Properties"
)

// How long a bus that is not there is left alone.
const (
	firstWait = time.Second
	mostWait  = time.Minute
)

// Options of a Service. Player is needed.
type Options struct {
	Player player.Controller
	// Quit ends the player; it must return at once. nil: it cannot be ended from
	// outside.
	Quit func()
	// Lyrics gives the words of a song as plain text, "" none; nil: they are not
	// told.
	Lyrics func(ctx context.Context, song int64) (string, error)
	// Address is the session bus's, "" for none; nil: that of the environment.
	Address func() string
	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: none
}

// Service is the player on the bus, as long as there is one.
type Service struct {
	opts  Options
	sub   *player.Subscription
	stop  context.CancelFunc
	group safe.Group

	mu    sync.Mutex
	snap  player.Snapshot
	words lyrics
	mode  player.Mode // the last one that was no shuffle
}

// lyrics are a song's words as far as they are known.
type lyrics struct {
	song int64
	text string
}

// Start looks for the bus and serves it until Close. It returns at once.
func Start(o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Address == nil {
		o.Address = address
	}
	s := &Service{opts: o, sub: o.Player.Subscribe()}
	s.take(s.sub.Snapshot())
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.group.Go("mpris", func() { s.run(ctx) })
	return s
}

// Close leaves the bus and waits for the service's goroutines.
func (s *Service) Close() {
	s.stop()
	s.group.Wait()
	s.sub.Close()
}

// address is the session bus of the environment. None is started: who has none
// wants none.
func address() string {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" {
		return a
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		if info, err := os.Stat(dir + "/bus"); err == nil && info.Mode().Type() == os.ModeSocket {
			return "unix:path=" + dir + "/bus"
		}
	}
	return ""
}

// run serves one connection after the other.
func (s *Service) run(ctx context.Context) {
	said := "" // once: a machine without a bus has none all day
	for wait := firstWait; ; wait = min(2*wait, mostWait) {
		begun := s.opts.Now()
		err := s.serve(ctx)
		if ctx.Err() != nil {
			return
		}
		if why := err.Error(); why != said {
			said = why
			s.opts.Log.Info("mpris", "err", err)
		}
		if s.opts.Now().Sub(begun) > wait {
			wait = firstWait
		}
		if !s.rest(ctx, wait) {
			return
		}
	}
}

// rest waits, and follows the player meanwhile: what it did then is in no
// signal later. false: it is over.
func (s *Service) rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return true
		case <-s.sub.Wake:
			s.sub.Events()
			s.take(s.sub.Snapshot())
		case <-ctx.Done():
			return false
		}
	}
}

var (
	errNoBus = errors.New("there is no session bus")
	errLeft  = errors.New("the bus has closed the connection")
)

// serve is one connection, from its beginning to its end.
func (s *Service) serve(ctx context.Context) error {
	at := s.opts.Address()
	if at == "" {
		return errNoBus
	}
	conn, err := dbus.Connect(at, dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("session bus: %w", err)
	}
	defer func() { _ = conn.Close() }()
	if err := s.export(conn); err != nil {
		return err
	}
	if err := claim(conn); err != nil {
		return err
	}
	var group safe.Group
	defer group.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	found := make(chan lyrics, 1)
	told := s.view()
	for {
		if song := s.wordless(); song != 0 {
			group.Go("mpris lyrics", func() { s.read(ctx, song, found) })
		}
		select {
		case <-s.sub.Wake:
			s.sub.Events()
			s.take(s.sub.Snapshot())
		case l := <-found:
			s.know(l)
		case <-ctx.Done():
			return ctx.Err()
		case <-conn.Context().Done():
			return errLeft
		}
		now := s.view()
		if err := tell(conn, told, now); err != nil {
			return err
		}
		told = now
	}
}

// claim takes the player's name; when another ncmtui has it, one of its own.
func claim(conn *dbus.Conn) error {
	for _, name := range []string{busName, fmt.Sprintf("%s.instance%d", busName, os.Getpid())} {
		got, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		if err != nil {
			return fmt.Errorf("session bus: %w", err)
		}
		if got == dbus.RequestNameReplyPrimaryOwner {
			return nil
		}
	}
	return errors.New("session bus: the player's names are taken")
}

// take keeps the player's latest state.
func (s *Service) take(snap player.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snap = snap
	if snap.Mode != player.Shuffle {
		s.mode = snap.Mode
	}
}

// know keeps words, unless another song plays by now.
func (s *Service) know(l lyrics) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words.song == l.song {
		s.words = l
	}
}

// wordless gives the song whose words are to be asked for, once; 0 none.
func (s *Service) wordless() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opts.Lyrics == nil || s.snap.Track == nil || s.snap.Status == player.Stopped || s.words.song == s.snap.Track.ID {
		return 0
	}
	s.words = lyrics{song: s.snap.Track.ID}
	return s.words.song
}

// lyricsLimit bounds asking for them; maxWords what is told of them, in bytes.
const (
	lyricsLimit = 30 * time.Second
	maxWords    = 64 << 10
)

func (s *Service) read(ctx context.Context, song int64, found chan<- lyrics) {
	ctx, cancel := context.WithTimeout(ctx, lyricsLimit)
	defer cancel()
	text, err := s.opts.Lyrics(ctx, song)
	if err != nil || text == "" || len(text) > maxWords {
		return
	}
	select {
	case found <- lyrics{song, text}:
	case <-ctx.Done():
	}
}
