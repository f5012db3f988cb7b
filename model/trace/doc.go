// Package trace keeps the record of a run: what stood on the stage, what happened, and what it meant for people. It
// records while a run goes on (Recorder), answers what was the case at any instant and why (Recording), and writes and
// reads the run file trace.cascata (Write, Open).
//
// It must not know how anything is drawn, where files live, or how a run is simulated: a Recording holds everything needed
// to draw and explain a run and nothing needed to simulate it. Two replications of one city share their Stage.
//
// The nouns: Recorder, Recording, Stage, Series, Explanation.
//
// Sources: the file format is documented in docs/trace-format.md; compression is Zstandard (RFC 8878), checksums are
// CRC-32C (Castagnoli, as in RFC 3720).
package trace
