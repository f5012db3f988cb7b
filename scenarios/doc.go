// Package scenarios turns a scenario file into a Scenario that is ready to run, and runs it.
//
// It is the one place that knows every room of the model, and the only one besides its own sub-packages that reads TOML. It
// must not know how a result is drawn, nor where results are kept: it reads through a function that is handed in.
//
// The nouns: Scenario (immutable: city, needs, estates, campaigns, events), its file (docs/scenario-format.md), the library
// of embedded scenarios.
//
//	library/NAME.toml or a file --strict--> file --defaults, city, estates--> Scenario --Run--> trace.Recording
package scenarios
