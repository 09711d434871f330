//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"

	"ncmtui/internal/safe"
)

// beUpstream answers everything alike, so that only the servers differ. It
// speaks HTTP by hand, as the callers do: what it costs is taken from both
// servers, and more of it from the faster one.
func beUpstream(ctx context.Context, address string, size int) error {
	const item = `{"id":186016,"name":"晴天","ar":[{"id":6452,"name":"周杰伦"}],"al":{"id":18905,"name":"叶惠美"},"dt":269000}`
	body := `{"songs":[` + strings.Repeat(item+",", max(size/len(item), 1)-1) + item + `],"code":200}`
	answer := []byte("HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\n\r\n" + body)
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("upstream: %w", err)
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("upstream: %w", err)
		}
		safe.Go("upstream", func() {
			defer func() { _ = c.Close() }()
			in := bufio.NewReaderSize(c, 16<<10)
			for skipRequest(in) == nil {
				if _, err := c.Write(answer); err != nil {
					return
				}
			}
		})
	}
}

// skipRequest reads a request with a length, or without a body.
func skipRequest(in *bufio.Reader) error {
	length := 0
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			_, err = in.Discard(length)
			return err
		}
		if n, ok := lengthOf(line); ok {
			length = n
		}
	}
}

// lengthOf reads the header line of a body's length.
func lengthOf(line []byte) (int, bool) {
	const name = "content-length:"
	if len(line) < len(name) || !bytes.EqualFold(line[:len(name)], []byte(name)) {
		return 0, false
	}
	n, err := strconv.Atoi(string(bytes.TrimSpace(line[len(name):])))
	return n, err == nil && n >= 0
}
