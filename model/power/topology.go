package power

// topology is what is connected in a case: for solvers that take a case as it stands and solve it once.
type topology struct {
	rows     map[int]int32 // row of a bus number
	from, to []int32       // bus rows of a branch
	on       []bool        // branch in service between buses in service
	genAt    []int32       // bus row of a generator
	genOn    []bool
	first    []int32 // first generator row in service at a bus, or none
	of       []int32 // island of a bus row; none when isolated
	size     []int32 // buses of an island
	slack    []int32 // bus row of its slack; none when dead
}

func newTopology(c *Case) *topology {
	t := &topology{rows: c.rowsOfBuses()}
	t.from, t.to = c.ends(t.rows)
	n := len(c.Buses)
	t.first, t.of = make([]int32, n), make([]int32, n)
	for i := range t.first {
		t.first[i], t.of[i] = none, none
	}
	t.on = make([]bool, len(c.Branches))
	var from, to []int32
	for k := range c.Branches {
		t.on[k] = c.Branches[k].Status != 0 && c.Buses[t.from[k]].Type != Isolated && c.Buses[t.to[k]].Type != Isolated
		if t.on[k] {
			from, to = append(from, t.from[k]), append(to, t.to[k])
		}
	}
	t.genAt, t.genOn = make([]int32, len(c.Gens)), make([]bool, len(c.Gens))
	for k := range c.Gens {
		at := t.rows[c.Gens[k].Bus]
		t.genAt[k] = at
		t.genOn[k] = c.Gens[k].Status > 0 && c.Buses[at].Type != Isolated
		if t.genOn[k] && t.first[at] == none {
			t.first[at] = int32(k)
		}
	}
	t.islands(c, newGraph(n, from, to))
	return t
}

// islands searches the network and picks each island's slack: the first reference bus with a generator in service, else the
// first PV bus with one, else the first bus with one.
func (t *topology) islands(c *Case, g *graph) {
	var queue []int32
	for start := range int32(len(c.Buses)) {
		if t.of[start] != none || c.Buses[start].Type == Isolated {
			continue
		}
		id := int32(len(t.size))
		t.of[start] = id
		queue = append(queue[:0], start)
		for x := 0; x < len(queue); x++ {
			for _, next := range g.of(queue[x]) {
				if t.of[next] == none {
					t.of[next] = id
					queue = append(queue, next)
				}
			}
		}
		t.size, t.slack = append(t.size, int32(len(queue))), append(t.slack, none)
	}
	for _, kind := range []int{Ref, PV, PQ} {
		for i := range c.Buses {
			if id := t.of[i]; id != none && t.slack[id] == none && t.first[i] != none && (kind == PQ || c.Buses[i].Type == kind) {
				t.slack[id] = int32(i)
			}
		}
	}
}

// served says whether a bus row lies in an island with a generator.
func (t *topology) served(i int32) bool { return t.of[i] != none && t.slack[t.of[i]] != none }
