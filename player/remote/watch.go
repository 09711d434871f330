package remote

import (
	"ncmtui/player"
)

// watch tells a client every change: of states the latest, of events all.
type watch struct {
	client *client
	sub    *player.Subscription
	queue  bool // the songs of the queue too
	stir   chan struct{}
	quit   chan struct{}
	begun  bool
}

// startWatch makes a watch, once; a second call may only ask for the queue.
func (c *client) startWatch(queue bool) {
	if c.watch != nil {
		c.unwatch()
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.watch = &watch{
		client: c, sub: c.server.player.Subscribe(), queue: queue, stir: make(chan struct{}, 1), quit: make(chan struct{}),
	}
}

// begin starts to tell, after the answer to the request.
func (w *watch) begin() {
	if w == nil || w.begun {
		return
	}
	w.begun = true
	w.client.group.Go("control watch", w.run)
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
	var told uint64
	first := true
	for {
		events := w.sub.Events() // first: the state that follows shows what they did
		snap := w.sub.Snapshot()
		var lines []line
		if w.queue && (first || snap.Queue.Rev != told) {
			lines = queueLines(snap.Queue)
			told = snap.Queue.Rev
		}
		for _, e := range events {
			if out := eventOf(e); out != nil {
				lines = append(lines, line{Event: out})
			}
		}
		st := w.client.server.state(snap)
		if w.client.write(append(lines, line{State: &st})...) != nil {
			return
		}
		first = false
		select {
		case <-w.sub.Wake:
		case <-w.stir:
		case <-w.quit:
			return
		}
	}
}

// stir lets every watch tell the state again: something changed that is not
// the player's.
func (s *Server) stir() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		if c.watch == nil {
			continue
		}
		select {
		case c.watch.stir <- struct{}{}:
		default:
		}
	}
}
