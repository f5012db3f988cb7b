//go:build !linux

package main

// exchange swaps two folders.
func exchange(a, b string) error { return swap(a, b) }
