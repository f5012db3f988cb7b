// Package scale measures how cost grows with the city and with the attack: time to load, memory, time to run and size of the
// record for cities of a thousand to a million assets in one regional blackout, and for attacks on one to a million assets.
//
// It must not know how the figures are shown or which are good enough (bench/table).
//
// The nouns: a case (a city of a size, as the text that a user would load), a cost (what loading and running it took).
package scale
