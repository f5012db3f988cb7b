// Package power times power flow: compiling a case, factorising, one step of a cascade and the reference program's largest case; and the
// grid of a city, event by event and over a whole run.
//
// It must not know how a network is solved, only the calls of package model/power. Synthetic networks are those of the design
// notes on performance: a spanning tree among neighbours on a plane and 35 % more branches. Networks come from seeds, so that
// ratios between runs mean something.
package power
