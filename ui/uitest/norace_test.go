//go:build !race

package uitest

// frames is how many random frames a seed draws.
const frames = 100
