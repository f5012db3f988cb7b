// Package closure measures the closure of needs on the layered dependency logic of the design notes: 100,000 nodes with
// 300,000 inputs, 64 replications per word beside one at a time in the same run, and equal results for both.
//
// It knows model/closure only through its API.
//
// Nouns: Layers is the synthetic system; Both runs one batch of 64 replications either way.
//
// Source: the layered case is that of the fault-tree literature (all-of-k and 2-of-k gates in topological order); the method,
// Creutz, Jacobs and Rebbi, Phys. Rev. Lett. 42, 1979 (multispin coding).
package closure
