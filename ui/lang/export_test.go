package lang

// Pairs are the texts of all pairs.
func Pairs() [][2]any { return pairs }
