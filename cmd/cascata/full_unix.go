//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// sayFull lets a write beyond the largest size of a file that the system allows fail like one to a full disk, instead of ending the
// program with a dump.
func sayFull() { signal.Ignore(syscall.SIGXFSZ) }
