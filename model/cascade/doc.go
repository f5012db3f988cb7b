// Package cascade is the live half of needs: who goes short when a supplier falls, after how long, and why.
//
// It must not know any sector's physics (that is a model.Solver's), attackers, crews beyond the address of their work orders,
// files, or how a run is shown.
//
// The nouns: Spec (a city compiled into dense tables, shared by all replications), Wiring (where messages go), group (the
// process that owns a network's assets, or those of a sector in a district, and the state of one replication), need (one
// group of suppliers with its delay, buffer and failover), feed (the inputs of a group that one supplier serves).
//
// Exact rules, in integer arithmetic on multiples of 2^-20 and nanoseconds, are in docs/cascade.md.
//
// Sources: Rinaldi, Peerenboom and Kelly, IEEE Control Systems Magazine 21(6), 2001 (needs); Haimes and Jiang, J.
// Infrastructure Systems 7(1), 2001, and Lian and Haimes, Systems Engineering 9(3), 2006 (weighted needs: the static and the
// dynamic inoperability input-output model).
package cascade
