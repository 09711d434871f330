package remote

import (
	"sync/atomic"

	"ncmtui/player"
)

// watch tells a client every change: of states the latest, of events all.
type watch struct {
	client *client
	sub    *player.Subscription
	queue  atomic.Bool // the songs of the queue too
	delta  atomic.Bool // of a queue that was told, what changed alone
	stir   chan struct{}
	quit   chan struct{}
	begun  bool

	notices []Notice // to be said; guarded by the server's mutex
}

// startWatch makes a watch, once; a second call may only ask for the queue.
func (c *client) startWatch(queue, delta bool) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.watch == nil {
		c.watch = &watch{
			client: c, sub: c.server.player.Subscribe(), stir: make(chan struct{}, 1), quit: make(chan struct{}),
		}
	}
	c.watch.delta.Store(delta)
	c.watch.queue.Store(queue)
	c.watch.again()
}

// begin starts to tell, after the answer to the request.
func (w *watch) begin() {
	if w == nil || w.begun {
		return
	}
	w.begun = true
	w.client.group.Go("control watch", w.run)
}

// again lets the state be told once more.
func (w *watch) again() {
	select {
	case w.stir <- struct{}{}:
	default:
	}
}

func (c *client) unwatch() {
	c.server.mu.Lock()
	w := c.watch
	c.watch = nil
	c.server.mu.Unlock()
	if w == nil {
		return
	}
	close(w.quit)
	c.group.Wait()
	w.sub.Close()
}

func (w *watch) run() {
	var told *player.Queue
	for {
		select { // what was stirred up by now is in what follows
		case <-w.stir:
		default:
		}
		events := w.sub.Events() // first: the state that follows shows what they did
		snap := w.sub.Snapshot()
		var lines []line
		switch now := &snap.Queue; {
		case !w.queue.Load() || told != nil && told.Rev == now.Rev:
		case told == nil || !w.delta.Load():
			lines, told = queueLines(*now), now
		default:
			lines, told = changeLines(*told, *now), now
		}
		for _, e := range events {
			if out := eventOf(e, w.client.server.host.Code); out != nil {
				lines = append(lines, line{Event: out})
			}
		}
		for _, n := range w.hear() {
			lines = append(lines, line{Notice: &n})
		}
		st := w.client.server.state(snap)
		if w.client.write(append(lines, line{State: &st})...) != nil {
			return
		}
		select {
		case <-w.sub.Wake:
		case <-w.stir:
		case <-w.quit:
			return
		}
	}
}

// Stir lets every watch tell the state again: something of the host has
// changed.
func (s *Server) Stir() { s.stir() }

// stir lets every watch tell the state again: something changed that is not
// the player's.
func (s *Server) stir() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		if c.watch != nil {
			c.watch.again()
		}
	}
}

// likes tells all who watch, but the one who said it, of a like.
func (s *Server) likes(song int64, on bool, but *client) {
	s.mu.Lock()
	var all []*client
	for c := range s.clients {
		if c.watch != nil && c != but {
			all = append(all, c)
		}
	}
	s.mu.Unlock()
	for _, c := range all {
		s.group.Go("control like", func() { _ = c.write(line{Like: &liking{song, on}}) })
	}
	s.stir()
}
