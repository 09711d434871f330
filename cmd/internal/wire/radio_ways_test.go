package wire

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui/text"
)

// client commands the player as a verb does.
func (r *rig) client() *remote.Client {
	r.t.Helper()
	if r.m.control == nil {
		r.m.serve(remote.NewServer(remote.Options{Player: r.m.Player, Host: r.m.Host("test", nil)}))
	}
	here, there := net.Pipe()
	r.m.control.Serve(there)
	c, err := remote.NewClient(here)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = c.Close() })
	return c
}

// must gives a call of a client its time and wants it done.
func (r *rig) must(what string, call func(context.Context) error) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	if err := call(ctx); err != nil {
		r.t.Errorf("%s: %v", what, err)
	}
}

// hint clicks on a text of the last row.
func (r *rig) hint(what string) {
	r.t.Helper()
	before, _, ok := strings.Cut(r.Row(47), what)
	if !ok {
		r.t.Fatalf("no %q to click on: %s", what, r.Row(47))
	}
	r.Click(text.Width(before), 47)
}

// fromBar chooses from the menu of the playing song, which a right click on the
// bar opens.
func (r *rig) fromBar(what string) {
	r.t.Helper()
	r.RightClick(60, 45).Wait(200 * time.Millisecond)
	r.ClickOn("│  " + what + " ")
}

// radioWay is a way to command the FM; nil is what it does not offer.
type radioWay struct {
	name                                          string
	like, trash, undo, next, previous, backToList func(*rig)
}

func press(keys ...string) func(*rig) { return func(r *rig) { r.Keys(keys...) } }

func tell(c player.Command) func(*rig) {
	return func(r *rig) {
		r.must("a command", func(ctx context.Context) error { return r.client().Tell(ctx, c) })
	}
}

func obey(c player.Command) func(*rig) { return func(r *rig) { r.m.Player.Do(c) } }

func radioWays() []radioWay {
	menu := func(what string) func(*rig) { return func(r *rig) { r.fromBar(what) } }
	click := func(what string) func(*rig) { return func(r *rig) { r.ClickOn(what) } }
	last := func(what string) func(*rig) { return func(r *rig) { r.hint(what) } }
	return []radioWay{
		{"keys", press(","), press("t"), press("u"), press("]"), press("["), press("g", "F")},
		{"the menu of the bar", menu("喜欢"), menu("不喜欢"), menu("撤销"), menu("下一首"), menu("上一首"), nil},
		{"the card, by mouse", click(", 喜欢"), click("t 不喜欢"), last("撤销"), click("] 下一首"), nil, nil},
		{"the last row, by mouse", last(", 喜欢"), last("t 不喜欢"), last("不再推荐"), last("] 下一首"), nil, nil},
		{
			"the control socket",
			func(r *rig) {
				r.must("like", func(ctx context.Context) error { return r.client().Like(ctx, true) })
			},
			func(r *rig) { r.must("trash", r.client().Trash) },
			func(r *rig) { r.must("untrash", r.client().Untrash) },
			tell(player.Next{}), tell(player.Previous{}), tell(player.UndoQueue{}),
		},
		{"media keys", nil, nil, nil, obey(player.Next{}), obey(player.Previous{}), nil},
	}
}

// onRadio runs a scenario with the FM playing, a list of thirty songs behind it.
func onRadio(t *testing.T, play func(r *rig)) {
	t.Helper()
	scenario(t, ncmfake.Options{LoggedIn: true, Radio: manySongs(60)}, func(r *rig) {
		r.Keys("enter")
		r.until("the list plays", 10*time.Second, func() bool { return r.snap().Moving })
		r.Keys("3", "enter")
		r.until("the radio plays", 20*time.Second, func() bool { s := r.snap(); return s.Queue.FM && s.Moving })
		r.Wait(3 * time.Second)
		play(r)
	}, func(o *Options) { o.Decode = openHollow })
}

// becomes does something and waits for the song that follows, another one or
// the one that is given.
func (r *rig) becomes(what string, do func(*rig), want int64) int64 {
	r.t.Helper()
	before := r.snap().Track.ID
	do(r)
	r.until(what, 10*time.Second, func() bool {
		s := r.snap()
		return s.Queue.FM && s.Moving && (want == 0 && s.Track.ID != before || s.Track.ID == want)
	})
	return r.snap().Track.ID
}

func TestTheRadioIsCommandedInEveryWay(t *testing.T) {
	t.Parallel()
	for _, w := range radioWays() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			onRadio(t, func(r *rig) {
				first := r.snap().Track.ID
				if w.like != nil {
					w.like(r)
					r.until("it is liked", 10*time.Second, func() bool { return slices.Contains(r.svc.Likes(), first) })
					r.Wait(4 * time.Second)
				}
				second := r.becomes("the next song", w.next, 0)
				if w.previous != nil {
					r.becomes("the song before", w.previous, first)
					r.becomes("the next song again", w.next, second)
				}
				r.Wait(2 * time.Second)
				if w.trash != nil {
					r.throws(w, second)
				}
				if w.backToList != nil {
					w.backToList(r)
					r.until("the old queue", 10*time.Second, func() bool { s := r.snap(); return !s.Queue.FM && len(s.Queue.Tracks) == 30 && s.Moving })
				}
			})
		})
	}
}

// throws throws the playing song away and takes it back in time, then throws it
// away for good.
func (r *rig) throws(w radioWay, song int64) {
	r.t.Helper()
	r.becomes("another one than the trashed", w.trash, 0)
	r.Wait(2 * time.Second)
	r.becomes("what was taken back", w.undo, song)
	r.Wait(10 * time.Second)
	if got := r.svc.Trash(); len(got) > 0 {
		r.t.Errorf("taken back, and in the trash: %v", got)
	}
	r.becomes("another one than the trashed", w.trash, 0)
	r.Wait(4 * time.Second)
	if got := r.svc.Trash(); len(got) > 0 {
		r.t.Errorf("told at once: %v", got)
	}
	r.Wait(3 * time.Second)
	if got := r.svc.Trash(); !slices.Equal(got, []int64{song}) {
		r.t.Errorf("in the trash are %v, want %d", got, song)
	}
}

func TestASongToComeThatIsTrashedDoesNotCome(t *testing.T) {
	t.Parallel()
	onRadio(t, func(r *rig) {
		q := r.snap().Queue
		now, coming := r.snap().Track.ID, q.Tracks[q.Current+1].ID
		has := func() bool {
			return slices.ContainsFunc(r.snap().Queue.Tracks, func(t player.Track) bool { return t.ID == coming })
		}
		r.Keys("T").Wait(time.Second)
		if has() || r.snap().Track.ID != now {
			r.t.Errorf("%d is still to come, or something else plays", coming)
		}
		r.Keys("u").Wait(10 * time.Second)
		if !has() || len(r.svc.Trash()) > 0 {
			r.t.Errorf("taken back: to come %v, in the trash %v", has(), r.svc.Trash())
		}
		r.Keys("g", "g", "T").Wait(10 * time.Second)
		if has() || !slices.Equal(r.svc.Trash(), []int64{coming}) || r.snap().Track.ID != now {
			r.t.Errorf("to come %v, in the trash %v", has(), r.svc.Trash())
		}
	})
}

func TestWhatACommandTrashedIsTakenBackOnTheScreen(t *testing.T) {
	if apart {
		t.Skip("a screen of another process has no say in it")
	}
	t.Parallel()
	onRadio(t, func(r *rig) {
		song := r.snap().Track.ID
		c := r.client()
		r.becomes("another one than the trashed", func(r *rig) { r.must("trash", c.Trash) }, 0)
		r.Wait(time.Second).Expect("不再推荐这首歌 · u 撤销")
		r.becomes("what was taken back", press("u"), song)
		r.Wait(10 * time.Second)
		if got := r.svc.Trash(); len(got) > 0 {
			r.t.Errorf("in the trash: %v", got)
		}
		var f *remote.Fault
		if err := c.Untrash(r.t.Context()); !errors.As(err, &f) || f.Code != remote.CodeNotHere {
			r.t.Errorf("taken back twice: %v", err)
		}
	})
}

func TestWhatACommandTrashedIsToldAtTheEnd(t *testing.T) {
	t.Parallel()
	onRadio(t, func(r *rig) {
		song := r.snap().Track.ID
		r.must("trash", r.client().Trash)
		r.Wait(time.Second)
		r.stop()
		if got := r.svc.Trash(); !slices.Equal(got, []int64{song}) {
			r.t.Errorf("in the trash are %v, want %d", got, song)
		}
	})
}
