// Package scale measures how cost grows with the city and with the attack: time to load, memory, time to run and size of the
// record for invented cities of a thousand to a million assets in one regional blackout of 72 h, and for attacks that stop one
// to a million devices.
//
// It must not know how the figures are shown or which are good enough (bench/table).
//
// The nouns: a load (a scenario and the city it takes place in, as files), a cost (what loading, running and recording it took).
package scale
