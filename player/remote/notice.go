package remote

// Notice is a sentence of the player's host for the people at its screens.
type Notice struct {
	ZH    string `json:"zh"`
	EN    string `json:"en"`
	Bad   bool   `json:"bad,omitempty"`
	Stays bool   `json:"stays,omitempty"` // until somebody has read it
}

// maxNotices bounds what waits for a screen.
const maxNotices = 16

// Tell says something on all screens. Where there is none, the first one that
// comes hears it.
func (s *Server) Tell(n Notice) {
	n.ZH, n.EN = cut(n.ZH, maxText), cut(n.EN, maxText)
	s.mu.Lock()
	defer s.mu.Unlock()
	told := false
	for c := range s.clients {
		if c.watch != nil && c.watch.queue.Load() {
			c.watch.notices = append(c.watch.notices, n)
			c.watch.again()
			told = true
		}
	}
	if !told && len(s.unsaid) < maxNotices {
		s.unsaid = append(s.unsaid, n)
	}
}

// hear takes what is to be said on this screen.
func (w *watch) hear() []Notice {
	s := w.client.server
	s.mu.Lock()
	defer s.mu.Unlock()
	out := w.notices
	w.notices = nil
	if w.queue.Load() {
		out = append(out, s.unsaid...)
		s.unsaid = nil
	}
	return out
}
