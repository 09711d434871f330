package main

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// ownSession keeps a process from the end of the console it was started in.
func ownSession() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.DETACHED_PROCESS | windows.CREATE_NEW_PROCESS_GROUP}
}
