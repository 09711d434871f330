// Package api is the client of the service: documented addresses by name
// through Call, and typed calls by domain on top of it, either from the service
// itself or from a server with those addresses. It never draws, plays
// or touches the disk; what must be kept goes out through Options.Save.
package api
