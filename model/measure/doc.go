// Package measure holds the resilience measures that a city could buy: what each moves, by how much, at what price, and how
// several of them combine.
//
// It changes the description of a city (needs, storages, crews) before anything is compiled from it, and says what is to change in
// the estates, which another room does. It must not know files, TOML, nor how an attack or a call is simulated; and it draws nothing at
// random, so that a measure moves nobody's luck.
//
// The nouns: Measure (an entry of the catalogue), Effect (a parameter it moves), Parameter (a row of the table of what can be
// moved, with the bounds of what several measures may come to), Use (a measure bought for somebody), Plan (all Uses of a
// scenario), InForce (what a Use came to, for people).
//
//	catalogue + uses + city -> Plan --City--> needs, storages, crews
//	                             |---Estates--> changes for the cyber layer
//	                             '---InForce--> report, check, list
//
// Sources stand in the catalogue, beside the numbers.
package measure
