// Package engine is the yardstick of the kernel: PHOLD through the real process
// API, the hold model for event sets, and the textbook engine both are
// compared with in the same run.
//
// It knows package sim only through its API, and nothing of cities.
//
// Nouns: PHOLD is the synthetic model (entities that pass messages on at random
// delays); a Result is what a run of it did, with a hash that proves the order
// of every entity's events; the textbook engine is one goroutine and a
// container/heap of pointers to boxed events.
//
// Sources: Fujimoto, "Performance of Time Warp under synthetic workloads", SCS
// Multiconference on Distributed Simulation, 1990, in the form used by ROSS
// (Barnes, Carothers, Jefferson, LaPre, PADS 2013); Jones, "An empirical
// comparison of priority-queue and event-set implementations", CACM 29(4), 1986
// (hold model).
package engine
