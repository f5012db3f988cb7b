package water

import (
	"math"

	"cascata/model"
)

// Steps of a city's runs [s].
const (
	cityStep = 3600          // between two solutions at most
	warmUp   = 3 * 24 * 3600 // before the beginning of a run, so that tanks and pumps are in their rhythm
)

// network makes the hydraulic network: ids are the assets' names, pressures in m, flows in m3/h. A plant is a reservoir, a short
// pipe that lets nothing back and a valve that lets its capacity through; a pressure reducing valve stands in the middle of its
// street. Runs of it begin warmUp before the city's.
func (p *cityPlan) network(city *model.City, c model.Conditions) *Network {
	n := &Network{Title: []string{"water network of " + city.Name}, Options: defaultOptions(), Times: defaultTimes()}
	o := &n.Options
	o.Units, o.Pressure, o.hasPressureUnit = CMH, Metres, true
	o.PressureDriven, o.MinPressure, o.ReqPressure, o.PressureExponent = true, least, required, 0.5
	o.Accuracy = cityAccuracy // an instant that misses it is begun again, not accepted loosely
	o.CheckFreq, o.MaxCheck = 5, 100
	week := int64(weekHours * 3600)
	n.Times.PatternStart = ((sinceSunday(c)-warmUp)%week + week) % week
	n.Times.HydraulicStep, n.Times.ReportStep = cityStep, cityStep
	n.Times.Duration = warmUp + int64(horizonOf(c).Seconds())
	n.Patterns = []Pattern{{ID: "week", Factors: demandOfWeek()}}
	b := &cityBuilder{p, city, n}
	for i := range p.parts {
		if x := &p.parts[i]; !x.kind.edge() {
			b.vertex(x)
		}
	}
	for i := range p.parts {
		if x := &p.parts[i]; x.kind.edge() {
			b.edge(x)
		}
	}
	return n
}

// cityBuilder adds parts to a network.
type cityBuilder struct {
	*cityPlan
	city *model.City
	net  *Network
}

func (b *cityBuilder) add(n Node) int {
	n.VolumeCurve = None
	b.net.Nodes = append(b.net.Nodes, n)
	return len(b.net.Nodes) - 1
}

func (b *cityBuilder) link(l Link) int {
	l.Pattern = None
	if l.Kind != Pump {
		l.Curve = None
	}
	b.net.Links = append(b.net.Links, l)
	return len(b.net.Links) - 1
}

// vertex adds a junction, a tank or a plant.
func (b *cityBuilder) vertex(x *cityPart) {
	name := b.city.Assets[x.asset].Name
	z := &b.zones[x.zone]
	if x.kind == isStore {
		x.node = b.add(Node{ID: name, Kind: Tank, Elevation: z.head - tankDepth, Pattern: None, InitLevel: tankDepth * firstShare, MaxLevel: tankDepth,
			Diameter: math.Sqrt(4 * x.stored / (math.Pi * tankDepth))})
		return
	}
	demand := 0.0
	if z.reached {
		demand = x.demand
	}
	x.node = b.add(Node{ID: name, Kind: Junction, Elevation: x.z, Pattern: None, Demands: []Demand{{Base: demand, Pattern: 0}}})
	if x.kind == isPlant {
		b.plant(x, name)
	}
}

// plant adds what feeds a plant's node. Without capacity it can give several times what everybody asks for.
func (b *cityBuilder) plant(x *cityPart, name string) {
	if x.capacity == 0 {
		x.capacity = math.Max(1, b.total*4)
	}
	bore := math.Max(smallestBore, boreFor(x.capacity, steepest))
	well := b.add(Node{ID: name + "/well", Kind: Reservoir, Elevation: b.zones[x.zone].head + plantHead, Pattern: None})
	gate := b.add(Node{ID: name + "/gate", Kind: Junction, Elevation: x.z, Pattern: None})
	b.link(Link{ID: name + "/main", Kind: CheckPipe, From: well, To: gate, Length: shortest, Diameter: bore, Roughness: hazen})
	x.link = b.link(Link{ID: name + "/valve", Kind: FCV, From: gate, To: x.node, Diameter: bore, MinorLoss: 1, Status: Active, Setting: x.capacity})
}

// plantHead is how far a plant's head lies over that of its zone [m].
const plantHead = 2.0

// edge adds a pipe, a pump or a valve.
func (b *cityBuilder) edge(x *cityPart) {
	from, to := &b.parts[x.from], &b.parts[x.to]
	l := Link{ID: b.city.Assets[x.asset].Name, Kind: Pipe, From: from.node, To: to.node, Length: x.length, Diameter: x.bore, Roughness: hazen}
	if x.open {
		l.Status = Closed
	}
	switch x.kind {
	case isCheck:
		l.Kind = CheckPipe
	case isPump:
		l.Kind, l.Setting, l.Curve = Pump, 1, b.pumpCurve(x, l.ID)
		if x.open {
			l.Setting = 0
		}
	case isReducer:
		in := b.add(Node{ID: l.ID + "/in", Kind: Junction, Elevation: to.z, Pattern: None})
		out := b.add(Node{ID: l.ID + "/out", Kind: Junction, Elevation: to.z, Pattern: None})
		half := l
		half.ID, half.To, half.Length, half.Status = l.ID+"/up", in, x.length/2, Opened
		b.link(half)
		half.ID, half.From, half.To = l.ID+"/down", out, to.node
		b.link(half)
		l.Kind, l.From, l.To, l.MinorLoss, l.Setting = PRV, in, out, 5, b.calm(x)-to.z
		if !x.open {
			l.Status = Active
		}
	}
	x.link = b.link(l)
}

// calm is the head that a valve holds while its zone is fed otherwise: just under the empty tanks', or that of a tank almost empty if
// it leads to one.
func (p *cityPlan) calm(x *cityPart) float64 {
	if p.parts[x.to].kind == isStore {
		return p.zones[x.zone].head - 0.8*tankDepth
	}
	return p.zones[x.zone].head - tankDepth - 2
}

// calledHead is the head that a valve holds when it feeds its zone.
func (p *cityPlan) calledHead(x *cityPart) float64 { return p.zones[x.zone].head + 1 }

// pumpCurve adds the curve of a pumping station: its capacity against the largest lift between the zones, 60 % more against
// none. Where the zone has no tanks the flow follows the demand and the head must not.
func (b *cityBuilder) pumpCurve(x *cityPart, name string) int {
	from, to := &b.zones[b.parts[x.from].zone], &b.zones[x.zone]
	h := math.Max(leastLift, to.head-from.head+tankDepth+zoneLoss/2)
	c := Curve{ID: name, X: []float64{0, x.capacity, 1.6 * x.capacity}, Y: []float64{h * 4 / 3, h, 0}}
	if len(to.tanks) == 0 {
		c.Y = []float64{1.15 * h, h, 0}
	}
	b.net.Curves = append(b.net.Curves, c)
	return len(b.net.Curves) - 1
}
