// Package emergency is the call taking of a public safety answering point (PSAP): who is put through, who waits, who hangs up
// and who finds no trunk.
//
// It must not know where calls come from (networks, vehicles, buildings), what becomes of an answered one (dispatch), nor files.
//
// The nouns: a Desk is positions, trunks and the queue, without a clock; a PSAP is a desk in time, with handling, patience and
// redials drawn for each call by its number; a Source is a Poisson stream of calls; a Process runs both in the kernel; a Load is
// a steady load to be solved by simulation.
//
// Every call ends in exactly one of answered, abandoned (hung up while waiting) and blocked (no trunk, or the trunk failed before
// the answer). A call that a position has taken is answered, whatever happens to it afterwards.
//
// Sources: Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges",
// 1917 (M/M/c, M/M/c/K); Palm, "Research on telephone traffic carried by full availability groups", Tele 1, 1957, and Garnett,
// Mandelbaum and Reiman, "Designing a call center with impatient customers", MSOM 4(3), 2002 (M/M/c+M, called Erlang A);
// Kiefer and Wolfowitz, "On the theory of queues with many servers", 1955 (first come first served: one more position lengthens
// no wait); Schmeiser, "Batch size effects in the analysis of simulation output", Operations Research 30(3), 1982.
package emergency
