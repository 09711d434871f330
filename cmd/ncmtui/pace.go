package main

import (
	"reflect"
	"sync"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/term"
)

// Bubble Tea's renderer looks at a fixed rate whether there is a new frame, so
// that a program that does nothing wakes up thirty times a second. Here it
// looks often only after a frame was drawn. The slow looks stay as a net: a
// frame that came while the terminal did not take any is late, never lost. They
// become rare while there is no other frame.
const (
	firstFrames = 120                   // looks a second before the first frame: the most that can be
	firstLook   = time.Millisecond      // until the screen is up; the first frame is of a screen without a size
	firstFor    = 40 * time.Millisecond // of the first looks
	quickLook   = 16 * time.Millisecond // after a frame
	quickFor    = 40 * time.Millisecond // when nothing came of the frame
	slowLook    = time.Second           // when that is over, for the first time; each one after it takes twice as long,
	rareLook    = time.Minute           // but no longer than this
	stored      = 5 * time.Millisecond  // a frame is with the renderer that long after it was made
)

// pace sets how often the renderer of a program looks for a frame.
type pace struct {
	program *tea.Program // set before it runs

	mu     sync.Mutex
	ticker *time.Ticker
	begun  time.Time // the first frame; the zero time once the looks are not the first ones
	quick  bool
	look   time.Duration // between two looks that are not quick
	last   time.Time     // the newest frame
	calm   *time.Timer
}

// watched is the terminal, whose frames the pace sees.
type watched struct {
	*term.Gate
	pace *pace
}

func (w watched) Write(b []byte) (int, error) {
	n, err := w.Gate.Write(b)
	w.pace.written()
	return n, err
}

// tickerOf is the one whose ticks let the renderer look, nil before the
// program runs. It is not part of Bubble Tea's interface: when a later version
// has none of the name, or another thing, the pace is that of the options. A
// test sees that.
func tickerOf(program *tea.Program) *time.Ticker {
	f := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return *(**time.Ticker)(unsafe.Pointer(f.UnsafeAddr()))
}

// frame says that a frame was made. It is called by the program's goroutine,
// the only one that sets the ticker.
func (p *pace) frame() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = time.Now()
	if p.ticker == nil {
		if p.ticker = tickerOf(p.program); p.ticker != nil {
			p.quick, p.begun = true, p.last
			p.ticker.Reset(firstLook)
			p.calm = time.AfterFunc(quickFor, p.slow)
		}
		return
	}
	if first := !p.begun.IsZero(); first && p.last.Sub(p.begun) > firstFor {
		p.begun, p.quick = time.Time{}, false
	}
	if !p.quick { // a quick one is left alone, or a flood of frames would stop it
		p.quick = true
		p.ticker.Reset(quickLook)
	}
	p.calm.Reset(quickFor)
}

// written says that a frame reached the terminal: without a newer one there is
// nothing to look for. It is called by the renderer's goroutine, between two
// looks.
func (p *pace) written() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.quick || !p.begun.IsZero() || time.Since(p.last) < stored || !p.calm.Stop() {
		return
	}
	p.rest()
}

// slow is called when nothing came of a frame, and when a slow look is over.
func (p *pace) slow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.quick && time.Since(p.last) < quickFor {
		return // a frame was faster
	}
	p.rest()
}

// rest lets the looks be slow, and slower the longer there is no frame.
func (p *pace) rest() {
	p.look = min(2*p.look, rareLook)
	if p.quick {
		p.look = slowLook
	}
	p.quick = false
	p.ticker.Reset(p.look)
	if p.look < rareLook {
		p.calm.Reset(p.look * 3 / 2)
	}
}
