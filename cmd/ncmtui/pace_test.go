package main

import (
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// looks counts those of a second, from now on.
func looks(p *pace) (n int) {
	for end := time.After(time.Second - time.Millisecond); ; {
		select {
		case <-p.ticker.C:
			n++
		case <-end:
			return n
		}
	}
}

// running is a pace whose program has begun long ago and shows nothing new.
func running() *pace {
	p := &pace{ticker: time.NewTicker(slowLook)}
	p.calm = time.AfterFunc(quickFor, p.slow)
	p.calm.Stop()
	return p
}

func TestPaceLooksOnceForAFrameThatIsWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := running()
		p.frame()
		<-p.ticker.C
		p.written()
		if n := looks(p); n != 0 {
			t.Errorf("%d more looks after the frame was written", n)
		}
	})
}

func TestPaceLooksAgainForAFrameThatCameMeanwhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := running()
		p.frame()
		<-p.ticker.C
		p.frame() // while the one before is written
		p.written()
		begun := time.Now()
		<-p.ticker.C
		if waited := time.Since(begun); waited > quickLook {
			t.Errorf("the second frame waited %v", waited)
		}
	})
}

func TestPaceCalmsDownWithoutAnythingWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := running()
		p.frame()
		if n := looks(p); n != int(quickFor/quickLook) {
			t.Errorf("%d looks", n)
		}
	})
}

func TestPaceLooksEverMoreRarelyUntilTheNextFrame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := running()
		p.frame()
		<-p.ticker.C
		time.Sleep(stored)
		p.written()
		n := 0
		for range 10 * 60 {
			n += looks(p)
			time.Sleep(time.Millisecond)
		}
		if n < 10 || n > 20 {
			t.Errorf("%d looks in ten minutes without a frame", n)
		}
		p.frame()
		begun := time.Now()
		<-p.ticker.C
		if waited := time.Since(begun); waited > quickLook {
			t.Errorf("the frame after that waited %v", waited)
		}
	})
}

// TestPaceKnowsTheTicker fails when a later Bubble Tea keeps its ticker under
// another name or as another thing: then an idle program would wake up often.
func TestPaceKnowsTheTicker(t *testing.T) {
	t.Parallel()
	f, ok := reflect.TypeFor[tea.Program]().FieldByName("ticker")
	if !ok || f.Type != reflect.TypeFor[*time.Ticker]() {
		t.Fatalf("tea.Program has no ticker of type *time.Ticker: %v", f.Type)
	}
	if tickerOf(tea.NewProgram(nil)) != nil {
		t.Error("a program that does not run has a ticker")
	}
}
