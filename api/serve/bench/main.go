//go:build linux

// Command bench compares servers of the documented addresses: it is both the
// upstream they call and the callers they answer, on loopback. docs/PERFORMANCE.md
// says how to run it. It starts and installs nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	upstream := set.String("upstream", "", "be the upstream at this `ADDRESS`, nothing else")
	size := set.Int("size", 8<<10, "bytes of an upstream answer")
	target := set.String("target", "", "call this `URL`; % is replaced by a number that never comes again")
	clients := set.Int("clients", 32, "callers at a time")
	length := set.Duration("time", 10*time.Second, "how long")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *upstream != "" {
		return beUpstream(ctx, *upstream, *size)
	}
	u, err := url.Parse(*target)
	if err != nil || u.Host == "" {
		return fmt.Errorf("-target %q is no address", *target)
	}
	got, err := load(u, *clients, *length)
	if err != nil {
		return err
	}
	if len(got.took) == 0 {
		return errors.New("no call succeeded")
	}
	_, err = fmt.Fprintln(out, got)
	return err
}
