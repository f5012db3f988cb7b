//go:build !unix

package main

func sayFull() {} // no such signal
