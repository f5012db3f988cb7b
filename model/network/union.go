package network

// Union is a union-find over the numbers 0..n-1 whose sets are named by their smallest member, so that names do not depend
// on the order of joining. Tarjan, "Efficiency of a good but not linear set union algorithm", J. ACM 22(2), 1975, with path
// halving; without ranks, since the smallest member must lead: O(log n) amortised.
type Union struct{ parent []int32 }

// NewUnion is n sets of one member each.
func NewUnion(n int) Union {
	u := Union{parent: make([]int32, n)}
	for i := range u.parent {
		u.parent[i] = int32(i)
	}
	return u
}

// Alone makes i a set of its own. Legal only for all members of a set, before any is joined again.
func (u Union) Alone(i int32) { u.parent[i] = i }

// Find is the smallest member of i's set.
func (u Union) Find(i int32) int32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// Join makes one set of the sets of i and j.
func (u Union) Join(i, j int32) {
	i, j = u.Find(i), u.Find(j)
	if i < j {
		u.parent[j] = i
	} else {
		u.parent[i] = j
	}
}
