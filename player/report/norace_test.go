//go:build !race

package report

// usual is how many evenings a test run has.
const usual = 300
