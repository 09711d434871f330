package player

import "sync"

// Subscription is one reader's view of the player. Wake gets a token when
// there is something new; then Snapshot has the latest state and Events all
// events since the last call, in order.
type Subscription struct {
	Wake <-chan struct{}

	mu     sync.Mutex
	snap   Snapshot
	events []Event
	wake   chan struct{}
	close  func()
}

// NewSubscription makes one; publishers call Publish on it. onClose may be nil.
func NewSubscription(first Snapshot, onClose func()) *Subscription {
	wake := make(chan struct{}, 1)
	return &Subscription{Wake: wake, wake: wake, snap: first, close: onClose}
}

// Publish stores the latest snapshot and adds events. It never blocks.
func (s *Subscription) Publish(snap Snapshot, events ...Event) {
	s.mu.Lock()
	s.snap = snap
	s.events = append(s.events, events...)
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Snapshot gives the latest state.
func (s *Subscription) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snap
}

// Events takes the events since the last call.
func (s *Subscription) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	ev := s.events
	s.events = nil
	return ev
}

// Close ends the subscription; Wake is not closed.
func (s *Subscription) Close() {
	if s.close != nil {
		s.close()
	}
}
