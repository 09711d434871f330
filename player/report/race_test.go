//go:build race

package report

// usual is how many evenings a test run has. The race detector's own memory of
// stacks breaks down (a fault inside of it, Go 1.26) about once in 6,000
// bubbles of fake time.
const usual = 30
