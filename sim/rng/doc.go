// Package rng deals random draws that stay put when the model around them changes.
//
// Its job: turn (seed, replication, name, index) into a number, and a number into a time.
// It must not know what the draws are for: no assets, no attackers, no clock.
//
// Nouns:
//   - Root: one replication of one seed.
//   - Name: the 64-bit hash by which a stream is keyed.
//   - Stream: the row of draws that belongs to one name.
//   - Dist: a distribution, an immutable value that turns one draw into one variate.
//
// There is no state but a position. Draw k of a stream is a pure function of (seed, replication, name, k), so
// adding an actor, a measure or an attack moves nobody else's draws, and any worker may ask for any draw in any
// order. Every variate takes exactly one draw and never falls as it rises, so two runs that differ in one parameter stay
// coupled draw by draw (common random numbers).
//
// Numbers are equal on one architecture. Between architectures the last bit of a logarithm may differ,
// because Go lets the compiler fuse a multiplication with an addition; the integer draws never differ.
//
// Sources:
//   - Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11,
//     doi 10.1145/2063384.2063405: Philox2x64-10. Known answers: file kat_vectors of their Random123 library.
//   - Fowler, Noll, Vo, FNV-1a with 64 bits (IETF draft-eastlake-fnv): the hash of a name.
//   - Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
//     doi 10.1145/2660193.2660195: the finaliser (variant 13 of D. Stafford) that mixes seed and replication.
//   - Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019, doi 10.1145/3230636.
//   - Wichura, "Algorithm AS 241", Applied Statistics 37(3), 1988, doi 10.2307/2347330: the normal quantile, as math.Erfinv has it.
//   - NIST Digital Library of Mathematical Functions 8.7.1, 8.9.2: incomplete gamma function;
//     Wilson, Hilferty, "The distribution of chi-square", PNAS 17, 1931: the first guess of its inverse.
package rng
