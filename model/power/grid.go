package power

import (
	"fmt"
	"math"
	"strings"
)

// none stands for no bus, no island.
const none = -1

// Grid is the immutable description of a case for DC power flow, shared by all replications: topology, ordering, shape of the
// factor, and the solved state of the case as the file has it. Inside, buses go by place (in the elimination order) and branches
// by slot (sorted by place, so that a sweep reads angles almost in order).
type Grid struct {
	c       *Case
	p       *pattern
	placeOf []int32 // of a bus row
	rowAt   []int32 // bus row of a place
	slotOf  []int32 // of a branch row
	branch  []int32 // branch row of a slot
	from    []int32 // place, by slot
	to      []int32
	sus     []float64 // susceptance [per unit] by slot
	phi     []float64 // flow a shifter takes off [per unit]
	rate    []float64 // [per unit], +Inf when none
	entry   []int32   // of pattern.upRow, by slot
	near    graph     // places next to a place, with every slot (parallel ones too)
	via     []int32   // the slot of each near.adj
	genAt   []int32   // place of each generator
	gens    graph     // generator rows at a place, in row order
	ground  []float64 // what grounds a place [per unit]
	base    *State
}

// NewGrid compiles a case. Branches in service without reactance have no place in a DC power flow and are an error.
func NewGrid(c *Case) (*Grid, error) {
	g := &Grid{c: c}
	rows := c.rowsOfBuses()
	from, to := c.ends(rows)
	if err := c.reactances(); err != nil {
		return nil, err
	}
	g.p = analyse(newGraph(len(c.Buses), from, to))
	g.placeOf, g.rowAt = g.p.place, g.p.order
	g.sortBranches(from, to)
	g.values()
	g.neighbours()
	g.generators(rows)
	g.base = g.fresh()
	if err := g.base.Settle(); err != nil {
		return nil, err
	}
	return g, nil
}

// rowsOfBuses finds the row of a bus number.
func (c *Case) rowsOfBuses() map[int]int32 {
	rows := make(map[int]int32, len(c.Buses))
	for i := range c.Buses {
		rows[c.Buses[i].ID] = int32(i)
	}
	return rows
}

// ends are the bus rows of every branch.
func (c *Case) ends(rows map[int]int32) (from, to []int32) {
	from, to = make([]int32, len(c.Branches)), make([]int32, len(c.Branches))
	for i := range c.Branches {
		from[i], to[i] = rows[c.Branches[i].From], rows[c.Branches[i].To]
	}
	return from, to
}

func (c *Case) reactances() error {
	var wrong []string
	for i := range c.Branches {
		if b := &c.Branches[i]; b.Status != 0 && b.X == 0 {
			wrong = append(wrong, fmt.Sprint(i+1))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("branch rows %s are in service without reactance: DC power flow divides by it", clip(strings.Join(wrong, ", ")))
	}
	return nil
}

// sortBranches gives every branch its slot: by the lower place of its ends, then by the higher, then by row.
func (g *Grid) sortBranches(from, to []int32) {
	n := len(from)
	g.slotOf, g.branch, g.from, g.to = make([]int32, n), make([]int32, n), make([]int32, n), make([]int32, n)
	rows := make([]int32, n)
	for i := range rows {
		rows[i] = int32(i)
	}
	count := make([]int32, g.p.n+1)
	spread(rows, g.branch, count, func(row int32) int32 { return max(g.placeOf[from[row]], g.placeOf[to[row]]) })
	spread(g.branch, rows, count, func(row int32) int32 { return min(g.placeOf[from[row]], g.placeOf[to[row]]) })
	copy(g.branch, rows)
	for s, row := range g.branch {
		g.slotOf[row] = int32(s)
		g.from[s], g.to[s] = g.placeOf[from[row]], g.placeOf[to[row]]
	}
}

// spread sorts rows by a key below len(count)-1, equal keys as they come.
func spread(rows, out, count []int32, key func(int32) int32) {
	clear(count)
	for _, r := range rows {
		count[key(r)+1]++
	}
	for i := 1; i < len(count); i++ {
		count[i] += count[i-1]
	}
	for _, r := range rows {
		k := key(r)
		out[count[k]] = r
		count[k]++
	}
}

// values fills in what each slot and place weighs.
func (g *Grid) values() {
	n := len(g.branch)
	g.sus, g.phi, g.rate, g.entry = make([]float64, n), make([]float64, n), make([]float64, n), make([]int32, n)
	g.ground = make([]float64, g.p.n)
	for row := range g.c.Branches { // in the file's order, which is how they lie in memory
		b, s := &g.c.Branches[row], g.slotOf[row]
		if b.X != 0 {
			g.sus[s] = 1 / (b.X * b.tap())
		}
		g.phi[s] = g.sus[s] * b.Shift * math.Pi / 180
		g.rate[s] = math.Inf(1)
		if b.RateA > 0 && !unlimited(b.RateA) {
			g.rate[s] = b.RateA / g.c.BaseMVA
		}
	}
	for s := range g.from {
		g.ground[g.from[s]] += math.Abs(g.sus[s])
		g.ground[g.to[s]] += math.Abs(g.sus[s])
		low, high := min(g.from[s], g.to[s]), max(g.from[s], g.to[s])
		for e := g.p.upPtr[high]; e < g.p.upPtr[high+1]; e++ {
			if g.p.upRow[e] == low {
				g.entry[s] = e
			}
		}
	}
	for i, x := range g.ground {
		if x == 0 {
			g.ground[i] = 1
		}
	}
}

// neighbours lists the branches at every place.
func (g *Grid) neighbours() {
	n := g.p.n
	g.near.ptr = make([]int32, n+1)
	for s := range g.from {
		g.near.ptr[g.from[s]+1]++
		g.near.ptr[g.to[s]+1]++
	}
	for i := range n {
		g.near.ptr[i+1] += g.near.ptr[i]
	}
	g.near.adj, g.via = make([]int32, 2*len(g.from)), make([]int32, 2*len(g.from))
	at := append([]int32(nil), g.near.ptr...)
	for s := range g.from {
		f, t := g.from[s], g.to[s]
		g.near.adj[at[f]], g.via[at[f]] = t, int32(s)
		g.near.adj[at[t]], g.via[at[t]] = f, int32(s)
		at[f]++
		at[t]++
	}
}

func (g *Grid) generators(rows map[int]int32) {
	g.genAt = make([]int32, len(g.c.Gens))
	g.gens.ptr, g.gens.adj = make([]int32, g.p.n+1), make([]int32, len(g.c.Gens))
	for i := range g.c.Gens {
		g.genAt[i] = g.placeOf[rows[g.c.Gens[i].Bus]]
		g.gens.ptr[g.genAt[i]+1]++
	}
	for i := range g.p.n {
		g.gens.ptr[i+1] += g.gens.ptr[i]
	}
	at := append([]int32(nil), g.gens.ptr...)
	for i, place := range g.genAt {
		g.gens.adj[at[place]] = int32(i)
		at[place]++
	}
}

// bus is the bus at a place.
func (g *Grid) bus(place int32) *Bus { return &g.c.Buses[g.rowAt[place]] }

// Case is what the grid was made of. It must not be changed.
func (g *Grid) Case() *Case { return g.c }
