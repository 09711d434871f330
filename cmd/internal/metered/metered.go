// Package metered knows whether the machine's network costs by volume, and
// what it is called. It only looks: it sends nothing and changes nothing.
package metered

import (
	"context"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"
)

// State is what is known of the network that leads out now.
type State struct {
	Costs bool     // by volume, as far as the system says
	Names []string // of its connection (a Wi-Fi's, usually) and its interface; none: there is no network
}

// Named says whether one of the names fits a list: "AndroidAP, usb*". Letters
// count alike, large and small.
func (s State) Named(list string) bool {
	for pattern := range strings.SplitSeq(strings.ToLower(list), ",") {
		pattern = literal(strings.TrimSpace(pattern))
		if pattern != "" && slices.ContainsFunc(s.Names, func(name string) bool {
			is, err := path.Match(pattern, strings.ReplaceAll(strings.ToLower(name), "/", "\\"))
			return err == nil && is
		}) {
			return true
		}
	}
	return false
}

// literal leaves * the only letter with a meaning.
func literal(pattern string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "?", `\?`, "/", `\\`).Replace(pattern)
}

// Options of Watch; every zero value works.
type Options struct {
	Bus   string        // address of the system's message bus; "": the system's
	Every time.Duration // between looks where nobody tells of changes; 0: 15 s
	// Look finds the network by its interface; nil: as the system says.
	Look func() State
}

// askAgain is how many looks go by before the bus is tried again.
const askAgain = 8

// Watch tells what the network is, at once and after every change, until ctx
// ends: by NetworkManager where it runs, else by the kind of the interface.
func Watch(ctx context.Context, o Options, tell func(State)) {
	if o.Every <= 0 {
		o.Every = 15 * time.Second
	}
	if o.Look == nil {
		o.Look = look
	}
	var last State
	first := true
	say := func(s State) {
		if first || s.Costs != last.Costs || !slices.Equal(s.Names, last.Names) {
			first, last = false, s
			tell(s)
		}
	}
	for n := 0; ctx.Err() == nil; n++ {
		if n%askAgain == 0 && (o.Bus != "" || hasBus()) {
			follow(ctx, o.Bus, say) // returns when there is no manager, or no more
			if ctx.Err() != nil {
				return
			}
		}
		say(o.Look())
		select {
		case <-ctx.Done():
		case <-time.After(o.Every):
		}
	}
}

// hasBus says whether the system is of a kind that has the bus.
func hasBus() bool {
	switch runtime.GOOS {
	case "windows", "darwin", "ios", "android", "plan9", "js", "wasip1":
		return false
	}
	return true
}
