//go:build unix

package main

import "syscall"

// ownSession keeps a process from what ends or stops the terminal's own.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
