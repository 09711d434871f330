//go:build testhooks

package serve

import "os"

// hookLoopback opens loopback for the upstream of a test.
func hookLoopback() bool { return os.Getenv("NCMTUI_UPSTREAM") != "" }
