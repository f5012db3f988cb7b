package cyber

import (
	"fmt"

	"cascata/sim/rng"
)

// Node is a step of an attack, or a fact that follows from steps at once.
type Node struct {
	Name    string   // path, unique in the graph; names the step's random streams
	All     bool     // true: AND, all parents are needed (with none it is open from the start); false: OR, one of them is enough
	Parents []int32  // positions in Graph.Nodes
	Time    rng.Dist // time to compromise [s]; nil = none
	Factor  float64  // factor on the time; 0 means 1
	Fail    float64  // chance that the step turns out impossible, once its time is spent [0 to 1]
	Retry   bool     // a failure is not for good: the step can be tried again
}

// step reports whether somebody has to work on the node. Other nodes are facts: true as soon as their parents allow.
func (n *Node) step() bool { return n.Time != nil || n.Fail > 0 }

func (n *Node) factor() float64 {
	if n.Factor == 0 {
		return 1
	}
	return n.Factor
}

// mean is what the attacker reckons with [s]: the mean time, stretched by the chance of failing.
func (n *Node) mean() float64 {
	if n.Time == nil {
		return 0
	}
	return n.Time.Mean() * n.factor() / max(1-n.Fail, 1e-6)
}

// Graph is an AND/OR graph of attack steps in the sense of the Meta Attack Language: a step can be worked on once its parents
// are compromised, all of them or one of them, and is compromised when its time to compromise has passed. Cycles are allowed.
type Graph struct {
	Nodes []Node
	Goals []int32 // what the attacker wants: all of them

	children [][]int32
}

// Finish checks the references and prepares the graph for walking.
func (g *Graph) Finish() error {
	names := make([]string, 0, len(g.Nodes))
	g.children = make([][]int32, len(g.Nodes))
	for i := range g.Nodes {
		n := &g.Nodes[i]
		names = append(names, n.Name)
		if !(n.Fail >= 0 && n.Fail <= 1) || !(n.Factor >= 0) {
			return fmt.Errorf("step %q fails with %v and takes %v times as long: neither may be negative, nor the first above 1", n.Name, n.Fail, n.Factor)
		}
		for _, p := range n.Parents {
			if p < 0 || int(p) >= len(g.Nodes) {
				return fmt.Errorf("step %q has a parent %d; there are %d steps", n.Name, p, len(g.Nodes))
			}
			g.children[p] = append(g.children[p], int32(i))
		}
	}
	for _, goal := range g.Goals {
		if goal < 0 || int(goal) >= len(g.Nodes) {
			return fmt.Errorf("goal %d is not among the %d steps", goal, len(g.Nodes))
		}
	}
	return rng.CheckNames(names)
}
