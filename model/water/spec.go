package water

import (
	"fmt"
	"math"
	"slices"
)

// missing is the setting of a link whose status is fixed.
const missing = -1e10

// Spec is a network ready to be solved: feet, cubic feet a second, arrays by number. It is immutable and may be shared by any
// number of runs at once.
//
// Inside, junctions are numbered in the order of elimination and the nodes of fixed head follow.
type Spec struct {
	net   *Network
	unit  units
	times Times
	set   Settings

	place     []int32 // number inside of each node of the network
	outside   []int32 // node of the network of each number
	junctions int     // how many; the rest has a fixed head
	elevation []float64
	demands   []demandTerm
	firstTerm []int32 // the terms of junction i begin here
	emitters  []emitter
	emitterAt []int32 // of each junction, or -1
	tanks     []tank
	sources   []source // reservoirs whose head has a pattern

	links    []linkSpec
	pipes    []pipeSpec
	others   []int32 // links that are no pipes
	pumps    []pumpSpec
	valves   []valveSpec // links that are PRV, PSV or FCV
	ends     [][2]int32
	entry    []int32 // of the matrix, by link; -1 when an end has a fixed head
	atSource []int32 // links with an end of fixed head
	deciding []int32 // links whose status may follow heads and flow
	tankAt   []int32 // of each node of fixed head: its tank, or -1
	matrix   *symbolic
	exponent float64   // of flow in the formula of friction
	city     bool      // valves are throttled from outside, links tire of changing status, zones that no source reaches rest
	leaving  [][]int32 // links by node, of a city
	ridge    float64   // [cfs/ft] keeps heads where they are that nothing determines; the solution is the same with it
	controls []controlSpec
	rules    []Rule
}

// Settings replace what the options of the file say. The zero value changes nothing but the accuracy, which is 1e-6.
type Settings struct {
	Accuracy float64 // sum of flow changes over sum of flows at which a solution counts
	Trials   int     // 0: 500, or the file's when it has more
	Duration int64   // [s]; 0: the file's; negative: none
	PDA      *PDA
	Close    []Closing
}

// PDA makes demands depend on pressure, in the file's unit.
type PDA struct{ Min, Required, Exponent float64 }

// Closing shuts a link for good.
type Closing struct {
	Link int
	At   int64 // [s]
}

type linkSpec struct {
	kind     LinkKind
	diameter float64 // [ft]
	r, minor float64
	rough    float64 // relative, with Darcy-Weisbach; else unused
	viscous  float64 // viscosity times diameter
	status   Status
	setting  float64
	own      int32 // its pump, else its curve
}

// valveSpec is a valve that can fix a head or a flow, with the other links at the node whose head it fixes.
type valveSpec struct {
	link   int32
	others []int32
}

type demandTerm struct {
	base    float64 // [cfs] at factor 1
	pattern int32
}

type emitter struct {
	node int32
	k    float64 // head = k q^n
}

type source struct{ node, pattern int32 }

// NewSpec compiles a network.
func NewSpec(net *Network, set Settings) (*Spec, error) { return newSpec(net, set, false) }

func newSpec(net *Network, set Settings, city bool) (*Spec, error) {
	if set.Accuracy == 0 {
		set.Accuracy = 1e-6
	}
	if set.Trials == 0 {
		set.Trials = max(500, net.Options.Trials)
	}
	if err := set.check(net); err != nil {
		return nil, err
	}
	copied := *net
	if p := set.PDA; p != nil {
		o := &copied.Options
		o.PressureDriven, o.MinPressure, o.ReqPressure, o.PressureExponent = true, p.Min, p.Required, p.Exponent
	}
	s := &Spec{net: &copied, unit: net.Options.factors(), set: set, exponent: [...]float64{1.852, 2, 2}[net.Options.Headloss]}
	s.times, s.city = net.Times, city
	if set.Duration != 0 {
		s.times.Duration = max(0, set.Duration)
	}
	s.times = s.times.settled()
	s.number()
	s.compileNodes()
	for i := range net.Links {
		s.compileLink(i)
	}
	if city {
		s.listLeaving()
	}
	s.compileValves()
	s.compileControls()
	return s, nil
}

func (set Settings) check(net *Network) error {
	switch p := set.PDA; {
	case !(set.Accuracy >= 1e-10 && set.Accuracy <= 0.1):
		return fmt.Errorf("accuracy %g: write 1e-10 to 0.1", set.Accuracy)
	case set.Trials < 1:
		return fmt.Errorf("trials %d: write 1 or more", set.Trials)
	case p != nil && !(p.Required > p.Min && p.Exponent > 0 && p.Exponent < 10 && p.Min > -largest && p.Required < largest):
		return fmt.Errorf("pressure-driven demand %g, %g, %g: the required pressure must exceed the minimum, the exponent lies between 0 and 10", p.Min, p.Required, p.Exponent)
	}
	for _, c := range set.Close {
		if c.Link < 0 || c.Link >= len(net.Links) || c.At < 0 {
			return fmt.Errorf("closing of link %d at %d s: no such link or time", c.Link, c.At)
		}
	}
	return nil
}

// number gives the nodes their numbers and finds the pattern of the matrix.
func (s *Spec) number() {
	n := s.net
	plain := make([]int32, len(n.Nodes)) // junctions in the order of the file
	for i := range n.Nodes {
		if n.Nodes[i].Kind == Junction {
			plain[i] = int32(s.junctions)
			s.junctions++
		}
	}
	var edges [][2]int32
	for _, l := range n.Links {
		if n.Nodes[l.From].Kind == Junction && n.Nodes[l.To].Kind == Junction {
			edges = append(edges, [2]int32{plain[l.From], plain[l.To]})
		}
	}
	matrix, place := newSymbolic(s.junctions, edges)
	s.matrix = matrix
	s.place, s.outside = make([]int32, len(n.Nodes)), make([]int32, len(n.Nodes))
	fixed := s.junctions
	for i := range n.Nodes {
		if n.Nodes[i].Kind == Junction {
			s.place[i] = place[plain[i]]
		} else {
			s.place[i] = int32(fixed)
			fixed++
		}
		s.outside[s.place[i]] = int32(i)
	}
	for i, l := range n.Links {
		a, b := s.place[l.From], s.place[l.To]
		s.ends = append(s.ends, [2]int32{a, b})
		entry := int32(-1)
		if int(max(a, b)) < s.junctions {
			entry = matrix.entry(a, b)
		} else {
			s.atSource = append(s.atSource, int32(i))
		}
		s.entry = append(s.entry, entry)
	}
}

func (s *Spec) compileNodes() {
	n, u := s.net, s.unit
	s.elevation = make([]float64, len(n.Nodes))
	s.firstTerm, s.emitterAt = make([]int32, s.junctions+1), make([]int32, s.junctions)
	flow := 1 / u.flow
	for k, outside := range s.outside {
		node := &n.Nodes[outside]
		s.elevation[k] = node.Elevation / u.head
		switch node.Kind {
		case Junction:
			for _, d := range node.Demands {
				s.demands = append(s.demands, demandTerm{d.Base * flow * n.Options.DemandMultiplier, int32(d.Pattern)})
			}
			s.firstTerm[k+1] = int32(len(s.demands))
			s.emitterAt[k] = -1
			if node.Emitter > 0 {
				s.emitterAt[k] = int32(len(s.emitters))
				q := 1 / n.Options.EmitterExponent
				c := math.Pow(u.flow, q) / u.pressure / math.Pow(node.Emitter, q)
				s.emitters = append(s.emitters, emitter{int32(k), max(smallCoefficient, c)})
			}
		case Reservoir:
			if node.Pattern != None {
				s.sources = append(s.sources, source{int32(k), int32(node.Pattern)})
			}
		case Tank:
			s.tanks = append(s.tanks, s.compileTank(int32(k), node))
		}
	}
}

func (s *Spec) compileLink(i int) {
	l, o := &s.net.Links[i], &s.net.Options
	d := l.Diameter / s.unit.diameter
	c := linkSpec{kind: l.Kind, diameter: d, own: int32(l.Curve), status: statusOf[l.Status], setting: l.Setting}
	switch l.Kind {
	case Pipe, CheckPipe:
		c.minor = minorLoss(l.MinorLoss, d)
		rough := l.Roughness
		if o.Headloss == DarcyWeisbach {
			rough /= 1000 * s.unit.head
			c.rough, c.viscous = rough/d, o.viscosity()*d
		}
		c.r = friction(o.Headloss, l.Length/s.unit.head, d, rough)
		c.setting = 0
	case Pump:
		if l.Status == Closed {
			c.setting = 0
		}
		c.own = int32(len(s.pumps))
		s.pumps = append(s.pumps, s.compilePump(i, l))
	default:
		c.minor = minorLoss(l.MinorLoss, d)
		c.setting = s.valveSetting(l.Kind, l.Setting)
		if l.Status != Active {
			c.setting = missing
		}
		if l.Kind == PSV || l.Kind == FCV || l.Kind == PRV && !s.city {
			s.valves = append(s.valves, valveSpec{link: int32(i)})
		}
		if l.Kind == GPV {
			c.setting = 0
		}
	}
	s.links = append(s.links, c)
	if l.Kind > Pipe {
		s.others = append(s.others, int32(i))
		return
	}
	p := pipeSpec{link: int32(i), a: s.ends[i][0], b: s.ends[i][1], entry: s.entry[i], k: c.r, minor: c.minor}
	if o.Headloss != DarcyWeisbach {
		p.k *= s.exponent
	}
	s.pipes = append(s.pipes, p)
}

// compileValves finds the links around valves.
func (s *Spec) compileValves() {
	for i := range s.valves {
		v := &s.valves[i]
		at := s.ends[v.link][1]
		if s.links[v.link].kind == PSV {
			at = s.ends[v.link][0]
		}
		for k, e := range s.ends {
			if int32(k) != v.link && (e[0] == at || e[1] == at) {
				v.others = append(v.others, int32(k))
			}
		}
	}
}

// valveSetting turns a setting in the file's units into the inside's.
func (s *Spec) valveSetting(kind LinkKind, x float64) float64 {
	switch kind {
	case PRV, PSV, PBV:
		return x / s.unit.pressure
	case FCV:
		return x / s.unit.flow
	}
	return x
}

// Network is what was compiled.
func (s *Spec) Network() *Network { return s.net }

// Duration is how long a run lasts [s].
func (s *Spec) Duration() int64 { return s.times.Duration }

// Link is the number of a link by name, or None.
func (s *Spec) Link(id string) int {
	return slices.IndexFunc(s.net.Links, func(l Link) bool { return l.ID == id })
}

// Node is the number of a node by name, or None.
func (s *Spec) Node(id string) int {
	return slices.IndexFunc(s.net.Nodes, func(n Node) bool { return n.ID == id })
}
