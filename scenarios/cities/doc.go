// Package cities holds the cities that come with the program.
//
// Load reads one by its name; mini is small enough to follow by hand and serves tests, lisboa is the city of most of the shipped
// scenarios; prairie, bluff and realm are two cities and a country of nothing but people and PSAPs, for recorded loads of call
// centres. The package must not know what happens in a city.
//
// The nouns: none of its own. Sources and licences: lisboa/README.md and lisboa/NOTICE.
package cities
