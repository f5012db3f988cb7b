// Package modeltest is the conformance suite that every network solver, city and resilience measure passes, with small cities to try
// things on.
//
// It must not know any sector, nor the testing package: it reports through T, which *testing.T and *rapid.T are.
//
// The nouns: Town (a small city written down by names), Trial (one run of the cascade alone under some orders), Order (a
// Command at an instant), Maker (what makes solvers for a network of a city).
package modeltest
