//go:build !testhooks

package serve

func hookLoopback() bool { return false }
