package water

import "math"

// What the pipes, pumps and tanks of a city are designed for. Where no source is given it is general knowledge, uncertain.
const (
	peakFactor   = 2.0   // largest demand of an hour over the average; the Portuguese decree 23/95 has 2 + 70/sqrt(people)
	fastest      = 1.0   // [m/s] at peak; the decree has 0.127 D^0.4 with D in mm: 0.8 at 100 mm, 1.2 at 300 mm
	steepest     = 0.004 // loss of head at peak [m/m]
	flattest     = 0.001 // what even long pipes may lose
	zoneLoss     = 10.0  // what a way through a zone may lose at peak [m]
	smallestBore = 100.0 // [mm]
	hazen        = 130.0 // Hazen-Williams roughness: lined iron some years old
	tankDepth    = 5.0   // of water in a full tank [m]
	required     = 20.0  // pressure at which a junction gets all it asks for [m]; the decree has 10 m and 4 m a floor
	least        = 5.0   // and at which it gets nothing [m]
	leastLift    = 15.0  // a pump is built for at least so much [m]
	reserve      = 12.0  // by which the zone that feeds another through a valve lies higher [m]
	refillHours  = 24.0  // an empty tank is to fill in [h], besides what its zone takes
	pumpLeast    = 20.0  // the smallest pump [m3/h]
)

// bores are the diameters that can be bought [mm].
var bores = [...]float64{100, 125, 150, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000, 1200, 1400, 1600, 1800, 2000, 2200, 2400, 2600, 2800, 3000}

// setHeads gives every zone the head of its full tanks: so much over its highest ground that the required pressure is left
// there when the tanks are almost empty and the pipes lose what they may. A zone that feeds another through a valve lies higher.
func (p *cityPlan) setHeads() {
	for i := range p.zones {
		z := &p.zones[i]
		z.head = z.ground + required + tankDepth + zoneLoss
	}
	for k := len(p.order) - 1; k >= 0; k-- {
		z := &p.zones[p.order[k]]
		for _, e := range z.duty {
			x := &p.parts[e]
			if from := p.parts[x.from].zone; x.kind == isReducer && p.rank(from) < k {
				p.zones[from].head = max(p.zones[from].head, z.head+reserve)
			}
		}
	}
}

// rank is the place of a zone in the order in which water reaches them.
func (p *cityPlan) rank(zone int32) int {
	for k, z := range p.order {
		if z == zone {
			return k
		}
	}
	return len(p.order)
}

// size gives every pipe a diameter from what it carries at peak in three cases: everything comes from what feeds the zone;
// everything comes from its tanks; the pumps fill the tanks.
func (p *cityPlan) size() {
	var feeds, stores []int32
	for i := range p.zones {
		z := &p.zones[i]
		feeds = append(feeds, z.plants...)
		for _, e := range z.duty {
			feeds = append(feeds, p.parts[e].to)
		}
		stores = append(stores, z.tanks...)
	}
	for i := range p.parts {
		if x := &p.parts[i]; x.kind == isPump && x.capacity == 0 {
			x.capacity = max(pumpLeast, x.flow*peakFactor)
		}
	}
	load := p.loads()
	peak := make([]float64, len(p.parts))
	up, order, far := p.tree(feeds)
	p.feed = up
	p.carry(up, order, load, peak)
	for i := range p.parts {
		load[i] -= p.parts[i].stored / refillHours
	}
	near, inwards, farStore := p.tree(stores)
	p.carry(near, inwards, load, peak)
	p.fillTanks(near, peak)
	p.near = near
	for i := range p.parts {
		if farStore[i] < 0 {
			p.near[i] = up[i]
		}
	}
	p.chooseBores(peak, p.longest(far, farStore))
}

// loads are what leaves each vertex at peak: demand, what its pumps and valves draw, and what fills its tank.
func (p *cityPlan) loads() []float64 {
	load := make([]float64, len(p.parts))
	for i := range p.parts {
		load[i] = p.parts[i].demand*peakFactor + p.parts[i].stored/refillHours
	}
	for i := range p.zones {
		for _, e := range p.zones[i].duty {
			x := &p.parts[e]
			load[x.from] += max(x.capacity, x.flow*peakFactor)
		}
	}
	return load
}

// carry adds up the loads towards the roots of a tree and keeps the largest flow of every edge.
func (p *cityPlan) carry(up []way, order []int32, load, peak []float64) {
	sum := append([]float64(nil), load...)
	for k := len(order) - 1; k >= 0; k-- {
		if w := up[order[k]]; w.edge >= 0 {
			peak[w.edge] = max(peak[w.edge], sum[order[k]])
			sum[w.to] += sum[order[k]]
		}
	}
}

// fillTanks lets every pump push its capacity to the nearest tank.
func (p *cityPlan) fillTanks(near []way, peak []float64) {
	push := make([]float64, len(p.parts))
	for i := range p.zones {
		for _, e := range p.zones[i].duty {
			for w := near[p.parts[e].to]; w.edge >= 0; w = near[w.to] {
				push[w.edge] += p.parts[e].capacity
			}
		}
	}
	for i, q := range push {
		peak[i] = max(peak[i], q)
	}
}

// longest is the longest way through each zone.
func (p *cityPlan) longest(lengths ...[]float64) []float64 {
	most := make([]float64, len(p.zones))
	for _, far := range lengths {
		for i, l := range far {
			if !p.parts[i].kind.edge() {
				most[p.parts[i].zone] = max(most[p.parts[i].zone], l)
			}
		}
	}
	return most
}

// chooseBores gives the edges without a diameter one. A capacity given for a pipe counts as what it carries at peak.
func (p *cityPlan) chooseBores(peak, longest []float64) {
	for i := range p.parts {
		x := &p.parts[i]
		if !x.kind.edge() || x.bore > 0 {
			continue
		}
		q := peak[i]
		switch {
		case x.kind == isPump:
			q = x.capacity
		case x.kind == isReducer:
			q = max(x.flow*peakFactor, p.zones[x.zone].demand/2)
		case x.capacity > 0:
			q = x.capacity
		}
		slope := min(steepest, max(flattest, zoneLoss/max(1, longest[x.zone])))
		x.bore = boreFor(q, slope)
	}
}

// boreFor is the smallest diameter [mm] that carries a flow [m3/h] slowly enough and at a small enough loss [m/m].
func boreFor(flow, slope float64) float64 {
	q := flow / 3600
	for _, mm := range bores {
		d := mm / 1000
		speed := q / (math.Pi * d * d / 4)
		if mm >= smallestBore && speed <= fastest && 10.67*math.Pow(q/hazen, 1.852)/math.Pow(d, 4.871) <= slope {
			return mm
		}
	}
	return bores[len(bores)-1]
}
