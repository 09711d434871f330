package remote

import "ncmtui/player"

// stage is a player that does nothing and tells what it was asked.
type stage struct {
	sub  *player.Subscription
	cmds chan player.Command
}

func newStage(snap player.Snapshot) *stage {
	return &stage{sub: player.NewSubscription(snap, nil), cmds: make(chan player.Command, 100)}
}

func (s *stage) Do(c player.Command) { s.cmds <- c }
func (s *stage) Subscribe() *player.Subscription {
	return player.NewSubscription(s.sub.Snapshot(), nil)
}
