//go:build race

package uitest

// frames is how many random frames a seed draws; the race detector makes each
// ten times as slow.
const frames = 8
