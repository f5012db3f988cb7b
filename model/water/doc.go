// Package water solves the hydraulics of water distribution networks over time.
//
// It reads and writes EPANET 2.2 and 2.3 input files ([Read], [Network.Write]), compiles them once ([NewSpec]) and runs
// them ([Run]): demands from patterns, heads and flows by the global gradient algorithm, tanks that fill and drain, simple
// controls and rules. [City] lays such a network out for the water network of a city and is its solver in the cascade. It
// knows no attacker, no need and no file system; water quality is not modelled.
//
// Nouns: a [Network] is what a file says, in the file's units. A [Spec] is a network ready to be solved, immutable and
// shared by all replications. A [Run] is the state of one simulation. A [Supply] is a city's network with its quiet day. A zone that no source reaches is a normal state: its
// nodes are not supplied, nothing else happens.
//
// Conventions are EPANET's on purpose, so that anybody's file gives the answer its author knows: feet and cubic feet a
// second inside with EPANET's rounded factors, a closed link as a resistance of 1e8, whole seconds, tanks by explicit Euler.
//
// Sources: Todini and Pilati, A gradient algorithm for the analysis of pipe networks, 1988 (the equations); Rossman et al.,
// EPANET 2.2 User Manual, EPA/600/R-20/133, 2020 (file format, controls, status logic); Wagner, Shamir and Marks, Water
// distribution reliability, J. Water Resour. Plan. Manage. 114(3), 1988 (demand that depends on pressure); Swamee and Jain
// 1976 and Dunlop 1991 (friction factor); George and Liu, The evolution of the minimum degree ordering algorithm, 1989.
package water
