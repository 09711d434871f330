package effect

// Limits of the speed.
const (
	MinSpeed = 0.5
	MaxSpeed = 2.0
)
