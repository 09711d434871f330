// Package serve offers every documented address over HTTP as the documented
// server does, to programs of the same machine unless told otherwise. It keeps
// no session: a call acts with the cookies that came with it, and never logs a
// query, a cookie or a body.
package serve
