// Package network is the stand-in for network physics: it asks whether there is a path and whether it is wide enough, and
// nothing about voltage, pressure or delay. A sector's own solver replaces it without the cascade noticing.
//
// It must not know needs, buffers, commands or the kernel's events: availabilities come in, levels go out.
//
// The nouns: Spec (a network of a city, compiled once and shared by all replications), Solver (one replication's state),
// element (an asset of the network: a vertex, which is a source, a storage or a node, or an edge), plan (what each element
// delivers with everything available and every switch in its normal position).
//
// The rules, in order:
//   - Reach: breadth-first trees from the live sources, then, for what these do not reach, from the storages that hold
//     something. Ties go by the order of assets.
//   - Flow: what is asked for downstream, summed up the tree. A bridge (an element on no loop) asked for more than its
//     capacity times its availability passes on that much; all beyond it get the same share of what they ask, unless
//     storages beyond it help. On a loop capacity is no limit, since the split of flow is physics. Capacity 0 is no limit
//     either; then the availability alone is the share.
//   - Balance: trees joined by a closed edge share their sources; what lies beyond an overloaded bridge with storages
//     balances alone, with what arrives through the bridge as its source. What sources cannot cover the storages cover, in
//     proportion to what they hold and each with at most its capacity; what is still missing is shared by all. Surplus fills
//     the storages in proportion to their room.
//   - Plan: the same computed once with everything available and no help from storages. Each demand is replaced by what the
//     plan delivers of it, so that a quiet day is exactly Full everywhere even where a city asks more than it can carry, and
//     a storage never drains on a quiet day. What the plan does not reach has no demand; its level is its availability.
//   - Members: an asset that belongs to the network without being an edge or an end of one has its availability as its level,
//     and takes part in nothing.
//
// Where this is simpler than the world: flow follows the shortest path by number of edges, not impedance; a directed edge
// joins the balance of both its ends; an area fed only by storages shares them whatever the direction of its edges; a
// storage's rate stays as it is between two solves.
//
// Sources: the reach-and-capacity view of infrastructure networks is that of Buldyrev et al., Nature 464 (2010) and
// Motter and Lai, Phys. Rev. E 66 (2002), with deterministic trees in place of their percolation and betweenness.
package network
