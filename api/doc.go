// Package api is the client of the service: documented addresses by name
// through Call, and typed calls by domain on top of it. It never draws, plays
// or touches the disk; what must be kept goes out through Options.Save.
package api
