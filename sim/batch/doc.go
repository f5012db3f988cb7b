// Package batch runs many replications of something on all cores and keeps
// each result in the slot of its replication number.
//
// It does not know what a replication is, nor a scenario or an engine.
//
// Nouns: a replication is a number that a function turns into a value; a Slot
// holds what became of one; Run fills the slots.
//
// Whatever happens to one replication (an error, a panic) stays in its slot;
// the end of the context keeps what is finished. Values do not depend on the
// number of workers.
package batch
