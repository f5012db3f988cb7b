package closure

import (
	"fmt"
	"math"
	"math/bits"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// Percolation describes Erdos-Renyi networks that need each other. The first one is A. With more than two they stand in a
// chain, each needing its neighbours; with Coupling 1 and no Supports any tree of networks gives the same (Gao et al. 2011).
// Nodes, Networks, Degree and P must be set.
type Percolation struct {
	Nodes    int     // of each network
	Networks int     // [1 to 26]
	Degree   float64 // mean degree of A: Degree*Nodes/2 random edges, repeats and self-loops not removed
	DegreeB  float64 // mean degree of the others; 0 means Degree
	Coupling float64 // share q of the nodes that need the neighbouring network [0 to 1]
	Supports float64 // 0: node i needs node i, mutually; else Supports*Nodes random supports each way, any of which will do
	P        float64 // a node survives the attack with this chance [0 to 1]
	Both     bool    // every network is attacked, each on its own; else A only
	Seed     uint64
}

// Outcome is what is left in the end.
type Outcome struct {
	Shares []float64 // by network: working nodes / Nodes
	Stages int       // rounds of all networks until nothing changes, the one that finds nothing included
}

// Workspace is the memory of one run after another. The zero value is ready.
type Workspace struct {
	spec  Spec
	state State
}

const (
	mostNetworks = 26 // A to Z
	mostEdges    = 1 << 30
)

// Validate says all that is out of range.
func (p Percolation) Validate() error {
	var bad []string
	refuse := func(wrong bool, format string, args ...any) {
		if wrong {
			bad = append(bad, fmt.Sprintf(format, args...))
		}
	}
	share := func(x float64) bool { return x >= 0 && x <= 1 }
	n := float64(p.Nodes)
	refuse(p.Networks < 1 || p.Networks > mostNetworks, "%d networks: write 1 to %d", p.Networks, mostNetworks)
	refuse(p.Nodes < 1 || n*float64(p.Networks) > mostEdges, "%d nodes in each of %d networks: write 1 to 2^30 in all", p.Nodes, p.Networks)
	refuse(!(p.Degree >= 0 && p.Degree*n <= 2*mostEdges), "mean degree %v: write 0 or more, at most 2^30 edges", p.Degree)
	refuse(!(p.DegreeB >= 0 && p.DegreeB*n <= 2*mostEdges), "mean degree %v of the others: write 0 or more, at most 2^30 edges", p.DegreeB)
	refuse(!share(p.Coupling), "coupling %v: write 0 to 1", p.Coupling)
	refuse(!(p.Supports >= 0 && 2*p.Supports*n*float64(p.Networks-1) <= mostEdges), "%v supports: write 0 or more, at most 2^30 in all", p.Supports)
	refuse(!share(p.P), "p %v: write 0 to 1", p.P)
	if len(bad) > 0 {
		return fmt.Errorf("percolation: %s", strings.Join(bad, "; "))
	}
	return nil
}

// Run builds the networks of a run, attacks them and settles what follows. Everything is drawn from (Seed, run, what it is
// for), and an attack with a smaller P takes the same nodes and more, so that runs with one number are comparable. p must be
// valid. O(stages x (nodes + edges left)) time; memory as Bytes says.
func (p Percolation) Run(w *Workspace, run uint64) Outcome {
	root := rng.NewRoot(p.Seed, run)
	w.spec.percolate(&p, root)
	w.state.Reset(&w.spec)
	attacked := 1
	if p.Both {
		attacked = p.Networks
	}
	for i := range attacked {
		stream := root.Stream(p.name("attack", i))
		for v := range p.Nodes {
			if stream.Float64() >= p.P {
				w.state.Fail(p.node(i, v))
			}
		}
	}
	out := Outcome{Stages: w.state.Settle() + 1, Shares: make([]float64, p.Networks)}
	for i := range out.Shares {
		works := p.Nodes
		for _, failed := range w.state.failed[p.node(i, 0):p.node(i+1, 0)] {
			works -= int(failed)
		}
		out.Shares[i] = float64(works) / float64(p.Nodes)
	}
	return out
}

// node is the number of node v of network i.
func (p *Percolation) node(i, v int) int32 { return int32(i*p.Nodes + v) }

// name of a stream: percolation/edges/b.
func (p *Percolation) name(what string, i int) string {
	return "percolation/" + what + "/" + string(rune('a'+i))
}

// percolate fills a Spec with the needs and networks of one run. Between networks i and i+1 every node has one need, numbered
// by direction and node; a node that is not coupled has one that always holds.
func (s *Spec) percolate(p *Percolation, root rng.Root) {
	s.of = sized(s.of, 2*(p.Networks-1)*p.Nodes)
	for need := range s.of {
		link, up, v := p.needs(need)
		s.of[need] = p.node(link+up, v)
	}
	s.link(p.Networks*p.Nodes, func(yield func(need, supplier, weight int32)) { p.inputs(root, yield) })
	p.loosen(root, s.spare)
	s.doom()
	s.networks = s.networks[:0]
	for i := range p.Networks {
		s.networks = append(s.networks, p.network(root, i))
	}
}

// needs splits the number of a need: the link between networks link and link+1, up 1 for the nodes of the later one, the node.
func (p *Percolation) needs(need int) (link, up, v int) {
	side := need / p.Nodes
	return side / 2, side % 2, need % p.Nodes
}

// inputs draws who supplies whom.
func (p *Percolation) inputs(root rng.Root, yield func(need, supplier, weight int32)) {
	for link := range p.Networks - 1 {
		if p.Supports > 0 {
			p.supports(root, 2*link, yield)
			p.supports(root, 2*link+1, yield)
			continue
		}
		earlier, later := int32(2*link*p.Nodes), int32((2*link+1)*p.Nodes) // first needs of the two networks
		stream := root.Stream(p.name("coupling", link))
		for v := range int32(p.Nodes) {
			if p.Coupling == 1 || stream.Float64() < p.Coupling { // the pair is mutual
				yield(later+v, p.node(link, 0)+v, 1)
				yield(earlier+v, p.node(link+1, 0)+v, 1)
			}
		}
	}
}

// supports draws the supports of the nodes of one side of a link by nodes of the other.
func (p *Percolation) supports(root rng.Root, side int, yield func(need, supplier, weight int32)) {
	link, up, _ := p.needs(side * p.Nodes)
	first, supplier := int32(side*p.Nodes), p.node(link+1-up, 0)
	stream := root.Stream(p.name("supports", side))
	for range int(math.Round(p.Supports * float64(p.Nodes))) {
		a, b := pair(&stream, p.Nodes)
		yield(first+a, supplier+b, 1)
	}
}

// loosen turns numbers of suppliers into how many may fail: all but one, or any number where a node is not coupled.
func (p *Percolation) loosen(root rng.Root, spare []int32) {
	for need, suppliers := range spare {
		spare[need] = suppliers - int32(model.Any.Quorum(0, int(suppliers)))
		if p.Supports == 0 && suppliers == 0 {
			spare[need] = math.MaxInt32
		}
	}
	if p.Supports == 0 || p.Coupling == 1 {
		return
	}
	for side := range 2 * (p.Networks - 1) {
		stream := root.Stream(p.name("coupling", side))
		for v := range p.Nodes {
			if stream.Float64() >= p.Coupling {
				spare[side*p.Nodes+v] = math.MaxInt32
			}
		}
	}
}

// edges is how many edges network i has.
func (p *Percolation) edges(i int) int {
	degree := p.Degree
	if i > 0 && p.DegreeB > 0 {
		degree = p.DegreeB
	}
	return int(math.Round(degree * float64(p.Nodes) / 2))
}

// network is network i of a run; its edges are drawn anew whenever they are asked for.
func (p *Percolation) network(root rng.Root, i int) *giant {
	edges := p.edges(i)
	return &giant{first: p.node(i, 0), nodes: int32(p.Nodes), count: edges, edges: func(yield func(a, b int32)) {
		stream := root.Stream(p.name("edges", i))
		for range edges {
			yield(pair(&stream, p.Nodes))
		}
	}}
}

// pair is two numbers below n from one draw: its two leading digits to the base n. A pair's chance is off by at most n^2/2^64 of
// itself, 5e-6 for ten million nodes.
func pair(stream *rng.Stream, n int) (a, b int32) {
	high, rest := bits.Mul64(stream.Uint64(), uint64(n))
	low, _ := bits.Mul64(rest, uint64(n))
	return int32(high), int32(low)
}
