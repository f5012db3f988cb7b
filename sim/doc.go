// Package sim is a deterministic, parallel discrete-event kernel: it keeps
// time, orders events and runs processes on several cores with the same result
// as on one.
//
// It knows nothing of cities, attacks or files; messages and records are type
// parameters that it only carries.
//
// Nouns: a Time is an instant of the run; a Process owns a part of the state
// and handles messages; a Source is an entity that sends them; a Context is
// what a handler may do; an Engine runs processes to a horizon.
//
// Order, the contract: a process sees its messages by (time, source id,
// source's sequence number), whatever the number of workers or the structure of
// the queues. A message sent with zero delay to its own process comes after the
// message being handled and takes its place among those still pending.
//
// Sources: the synchronous windows are those of Lubachevsky, "Efficient
// distributed event-driven simulations of multiple-loop networks", CACM 32(1),
// 1989, and of Nicol, "The cost of conservative synchronization in parallel
// discrete event simulations", JACM 40(2), 1993; the large event set follows
// the ladder queue of Tang, Goh and Thng, ACM TOMACS 15(3), 2005, with rungs
// cut at powers of two as in the radix heap of Ahuja, Mehlhorn, Orlin and
// Tarjan, JACM 37(2), 1990.
package sim
