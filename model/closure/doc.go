// Package closure answers what still works when these fail for good: the static half of needs, without time, levels or
// buffers. It is the greatest fixed point of "a node works if it has not failed, all its needs hold and its network holds
// it", found in rounds and counted, with no Changes.
//
// It must not know the kernel, the attacker or how an answer is shown.
//
// The nouns: System (nodes, needs, networks), Spec (a System compiled, shared by all replications), State (one replication:
// failures spread by a queue and by passes over networks), Lanes (64 replications in the bits of a word, for needs alone),
// Percolation (random networks that need each other, after Buldyrev and others).
//
// Sources: Buldyrev, Parshani, Paul, Stanley and Havlin, "Catastrophic cascade of failures in interdependent networks",
// Nature 464, 2010; Parshani, Buldyrev and Havlin, Phys. Rev. Lett. 105, 048701, 2010 (partial coupling); Gao, Buldyrev,
// Havlin and Stanley, Phys. Rev. Lett. 107, 195701, 2011 (n networks); Shao, Buldyrev, Havlin and Stanley, Phys. Rev. E 83,
// 036116, 2011 (several supports); Tarjan, SIAM J. Computing 1(2), 1972 (strong components); Tarjan and van Leeuwen, J. ACM
// 31(2), 1984 (union by size with path halving); Creutz, Jacobs and Rebbi, Phys. Rev. Lett. 42, 1979 (many replications in the
// bits of a word).
package closure
