package main

import "os"

// swap exchanges two folders by three renames. Killed between them it leaves the old result beside the place of the new one.
func swap(a, b string) error {
	aside := b + ".old"
	if err := os.Rename(b, aside); err != nil {
		return err
	}
	if err := os.Rename(a, b); err != nil {
		return err
	}
	return os.Rename(aside, a)
}
