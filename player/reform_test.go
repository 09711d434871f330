package player

import (
	"context"
	"errors"
	"io"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"ncmtui/player/decode"
)

// forms is a service that gives its songs from 100 on in a form that is not
// decoded, and has most of them, by the id without the hundreds, in another.
type forms struct {
	*service
	other atomic.Int32 // questions for it
	err   error
}

func (f *forms) ResolveOther(ctx context.Context, id int64, refused Media) (Media, error) {
	f.other.Add(1)
	f.mu.Lock()
	err := f.err
	f.mu.Unlock()
	if err != nil {
		return Media{}, err
	}
	m, err := f.Resolve(ctx, id%100)
	m.Track, m.Level = id, "instead of "+refused.Format
	return m, err
}

// openForms knows the test format, and one that it refuses.
func openForms(in decode.Input, h decode.Hint) (decode.Decoder, error) {
	b := make([]byte, 4)
	if _, err := io.ReadFull(in, b); err != nil {
		return nil, err
	}
	if string(b) == "ODD!" {
		return nil, &decode.Unsupported{Codec: "alac"}
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return openWave(in, h)
}

func withForms(f **forms, err error) func(*rig) {
	return func(r *rig) {
		*f = &forms{service: r.svc, err: err}
		r.opts.Resolver, r.opts.Decode = *f, openForms
		r.svc.files[101], r.svc.files[102] = append([]byte("ODD!"), make([]byte, 5000)...), append([]byte("ODD!"), make([]byte, 5000)...)
	}
}

func reformed(events []Event) (list []Reformed) {
	for _, e := range events {
		if r, ok := e.(Reformed); ok {
			list = append(list, r)
		}
	}
	return list
}

func TestSongThatIsNotDecodedIsPlayedInAnotherForm(t *testing.T) {
	t.Parallel()
	var f *forms
	inRig(t, 3, 2*time.Second, withForms(&f, nil), func(r *rig) {
		r.do(PlayList{Tracks: tracks(101, 3, 102)})
		s := r.after(500 * time.Millisecond)
		if s.Delivered.Level != "instead of flac" {
			t.Errorf("delivered %+v", s.Delivered)
		}
		r.after(time.Minute)
		r.wantStory("S101 E101:playend S3 E3:playend S102 E102:playend H")
		if n := f.other.Load(); n != 2 {
			t.Errorf("asked %d times for another form", n)
		}
		if asked := r.svc.asked(); !slices.Equal(asked, []int64{101, 1, 3, 102, 2}) {
			t.Errorf("asked for %v", asked)
		}
		told := reformed(r.events)
		if len(told) != 2 || told[0].Track.ID != 101 || told[0].Refused != "alac" || told[1].Track.ID != 102 || told[1].Got.Format != "flac" {
			t.Errorf("told %+v", told)
		}
	})
}

func TestSongWithoutAnotherFormIsSkipped(t *testing.T) {
	t.Parallel()
	var f *forms
	inRig(t, 3, 2*time.Second, withForms(&f, &Unavailable{Why: MembersOnly}), func(r *rig) {
		r.do(PlayList{Tracks: tracks(101, 3)})
		r.after(10 * time.Second)
		r.wantStory("X101 S3 E3:playend H")
		if n := f.other.Load(); n != 1 {
			t.Errorf("asked %d times for another form", n)
		}
		for _, e := range r.events {
			if x, ok := e.(Skipped); ok && !errors.Is(x.Err, decode.ErrUnsupported) {
				t.Errorf("skipped for %v", x.Err)
			}
		}
	})
}

// TestOtherFormWaitsForTheNetwork: a network that fails between the two
// questions skips nothing.
func TestOtherFormWaitsForTheNetwork(t *testing.T) {
	t.Parallel()
	var f *forms
	inRig(t, 3, 2*time.Second, withForms(&f, errors.New("no route to host")), func(r *rig) {
		r.do(PlayList{Tracks: tracks(101, 3)})
		if s := r.after(4 * time.Second); s.Track.ID != 101 || s.Status != Waiting {
			t.Errorf("status %d of song %d", s.Status, s.Track.ID)
		}
		r.svc.set(func() { f.err = nil })
		r.after(20 * time.Second)
		r.wantStory("S101 E101:playend S3 E3:playend H")
	})
}
