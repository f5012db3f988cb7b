package transport

import (
	"cmp"
	"math"
	"slices"

	"cascata/model"
)

// road is one direction of a street, a link of the equilibrium.
type road struct {
	from, to int32 // corners
	street   int32 // member
	signal   int32 // member of the signal at its end, -1 for none
	approach Approach
	free     float64 // time without traffic and signals [s]
	length   float64 // [m]
	capacity float64 // with a working signal [vehicles/h]
}

// ordered is the streets of the network in an order that does not depend on that of the city's list.
func (r *Roads) ordered() []model.Street {
	var list []model.Street
	for _, s := range r.city.Streets {
		if m := r.of(s.Asset); m >= 0 && s.From != s.To {
			r.members[m].part = partStreet
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b model.Street) int {
		return cmp.Or(cmp.Compare(a.Asset, b.Asset), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Length, b.Length),
			cmp.Compare(a.Speed, b.Speed), cmp.Compare(a.Lanes, b.Lanes))
	})
	return list
}

// What a lane carries without a signal where the asset does not say [vehicles/h], and how much it is disturbed at capacity (Akcelik
// 1991: 0.1 freeway, 0.4 interrupted arterial, 0.8 interrupted secondary). The lane figures are general knowledge, uncertain.
const (
	fastStreet, mainStreet     = 70.0, 50.0 // from these speeds on [km/h]
	fastLane, mainLane, anyL   = 1900.0, 1200.0, 800.0
	fastDelay, mainDelay, anyD = 0.1, 0.4, 0.8
	bprPower                   = 4
	signalGreen                = 0.45 // effective green of an approach, a share of the cycle
	access                     = 20.0 // between a zone and its corners, and a point and its corner [km/h]
)

// lane is the capacity of a lane and its delay parameter.
func lane(speed float64) (capacity, delay float64) {
	switch {
	case speed >= fastStreet:
		return fastLane, fastDelay
	case speed >= mainStreet:
		return mainLane, mainDelay
	}
	return anyL, anyD
}

// pave makes the directions of the streets. A street that leads to a signal carries what its green lets through.
func (r *Roads) pave(streets []model.Street) {
	best := make([]float64, len(r.city.Corners)) // importance of the greatest street at each corner
	for i := range streets {
		for _, c := range [2]int32{streets[i].From, streets[i].To} {
			best[c] = max(best[c], importance(&streets[i]))
		}
	}
	for i := range streets {
		s := &streets[i]
		r.direction(s, s.From, s.To, importance(s) >= best[s.To])
		if !s.OneWay {
			r.direction(s, s.To, s.From, importance(s) >= best[s.From])
		}
	}
}

func importance(s *model.Street) float64 { return s.Speed * float64(s.Lanes) }

func (r *Roads) direction(s *model.Street, from, to int32, main bool) {
	capacity, _ := lane(s.Speed)
	capacity *= float64(s.Lanes)
	if c := r.city.Assets[s.Asset].Capacity; c > 0 {
		capacity = c
	}
	x := road{from: from, to: to, street: r.of(s.Asset), signal: -1, free: s.Length / (s.Speed / 3.6), length: s.Length}
	if a := r.city.Corners[to].Signal; a != model.Absent {
		x.signal = r.of(a)
	}
	link := int32(len(r.roads))
	m := &r.members[x.street]
	m.links = append(m.links, link)
	if x.signal >= 0 {
		capacity = min(capacity, saturationFlow*signalGreen*float64(s.Lanes))
		x.approach = Approach{Lanes: s.Lanes, Green: signalGreen, Main: main, Coordinated: main && s.Lanes > 1}
		g := &r.members[x.signal]
		g.links = append(g.links, link)
		if g.part == partOther {
			g.part = partSignal
		}
	}
	x.capacity = capacity
	r.roads = append(r.roads, x)
}

// atCapacity is how much longer than in light traffic a road takes at capacity over an hour [s]: Akcelik's (1991) time-dependent
// delay there. A fourth power through this point stays within a factor of two of his curve from half to twice the capacity.
func (x *road) atCapacity(speed float64) float64 {
	_, delay := lane(speed)
	return 900 * math.Sqrt(8*delay/x.capacity)
}

// compile makes the network of roads and connectors. Zones come first, corners follow.
func (r *Roads) compile(streets []model.Street) error {
	first := int32(len(r.zones)) + 1
	n := &Network{Zones: len(r.zones), Nodes: len(r.zones) + len(r.city.Corners), FirstThru: int(first)}
	for i := range r.roads {
		x := &r.roads[i]
		speed := 3.6 * x.length / x.free
		n.Links = append(n.Links, Link{From: first + x.from, To: first + x.to, Capacity: x.capacity, Length: x.length, FreeFlow: x.free,
			B: x.atCapacity(speed) / x.free, Power: bprPower})
	}
	for z := range r.zones {
		for _, c := range r.zones[z].connectors {
			out := Link{From: int32(z) + 1, To: first + c.corner, FreeFlow: c.seconds}
			in := out
			in.From, in.To = out.To, out.From
			n.Links = append(n.Links, out, in)
		}
	}
	var err error
	if r.spec, err = Compile(n); err != nil {
		return err
	}
	r.plan = slices.Clone(r.spec.perf)
	for i := range r.roads {
		if x := &r.roads[i]; x.signal >= 0 {
			r.plan[i].fixed += x.approach.Effect(SignalWorks, 0).Delay
		}
	}
	return nil
}
