// Package cities holds the cities that come with the program.
//
// Load reads one by its name; mini is small enough to follow by hand and serves tests, lisboa is the city of the shipped
// scenarios. The package must not know what happens in a city.
//
// The nouns: none of its own. Sources and licences: lisboa/README.md and lisboa/NOTICE.
package cities
