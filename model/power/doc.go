// Package power is the physics of an electric network: cases in MATPOWER's format, power flow, optimal power flow and cascades.
//
// It knows nothing of attackers or files: a [Case] is read from any reader, a [Grid] is the immutable description made of
// it once (topology, ordering, factor), a [State] is what one replication may change (switches, generation, load), a
// [Cascade] drives a State through relays, frequency and shedding, and [City] puts a State under the grid of a city. A dead island,
// or one without buses or load, is a state like any other and never an error.
//
// Conventions (slack, reference angle, shunts, taps, shifters, islands) are MATPOWER's. Sources: Zimmerman, Murillo-Sanchez and
// Thomas, IEEE Trans. Power Syst. 26(1), 2011, and the MATPOWER manual; Davis, Direct Methods for Sparse Linear Systems, SIAM
// 2006; Gill, Golub, Murray and Saunders, Math. Comp. 28, 1974; Gilbert and Peierls, SIAM J. Sci. Stat. Comput. 9, 1988.
package power
