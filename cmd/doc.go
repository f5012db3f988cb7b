// Package cmd holds the commands and, in deps_test.go, the rules of the house as tests: who may import whom, how long a
// file may be, what state is forbidden. The README is held true in readme_test.go. It has no code of its own.
package cmd
