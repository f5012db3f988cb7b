package transport

import (
	"math"
	"slices"

	"cascata/model"
)

// draw is what brings people to a place.
type draw struct {
	kind   string
	share  float64 // of all trips
	spread bool    // one asset stands for a district: it lies where people live
}

// draws are the ends of trips. Work is 30.8 % (INE 2017), the others are assumptions in the order that such surveys find; what
// remains, and the share of kinds that the city lacks, is between homes.
func draws() []draw {
	return []draw{
		{"consumption/workplaces", 0.308, true},
		{"consumption/shops", 0.22, true},
		{"education/school", 0.17, false},
		{"health/hospital", 0.03, false},
		{"health/health-centre", 0.02, false},
		{"administration/town-hall", 0.01, false},
	}
}

// Traffic from outside, and how far people go.
const (
	// commuters are cars that come from outside and go back on a working day, per resident, where fast roads end at the rim: half
	// of the 370,000 cars that enter Lisboa, a city of 546,000 (counted by the city, Expresso, 3 September 2018). The rest is taken
	// as residents who come home and traffic that passes. At weekends a half comes: an assumption.
	commuters  = 0.34
	atWeekends = 0.5
	// deterrence of a trip [1/m]: where opportunities lie evenly on a plane, exp(-deterrence x) gives a mean of 2/deterrence, which
	// here is that of the survey. A city without its suburbs then has shorter trips by itself.
	deterrence = 2 / (MeanTripKM * 1000)
	// busiest is the flow over capacity that drivers meet at most on average, in the worst hour, were all to take the ways that are
	// fastest without traffic. Trips beyond it go by streets that the city does not have: Lisboa has its arterial streets only. With it
	// trips of a working day in Lisboa take a third longer than in empty streets; TomTom's index of 2019 says 33 % on all days.
	busiest = 0.9
)

// items are the places and facilities at their corners. The pull of all is as large as the residents.
func (r *Roads) items() []item {
	var list []item
	people := make([]float64, len(r.city.Districts))
	total := 0.0
	for _, p := range r.city.Places {
		n := float64(p.Residents)
		list = append(list, item{district: p.District, corner: r.near(p.At), at: p.At, residents: n})
		people[p.District] += n
		total += n
	}
	homes, left := len(list), 1.0
	for _, d := range draws() {
		weight, sum := r.weights(d.kind)
		if sum == 0 {
			continue
		}
		left -= d.share
		for _, a := range weight {
			x := &r.city.Assets[a.asset]
			pull := total * d.share * a.weight / sum
			if d.spread && people[x.District] > 0 {
				for i := range list[:homes] {
					if list[i].district == x.District {
						list[i].pull += pull * list[i].residents / people[x.District]
					}
				}
				continue
			}
			list = append(list, item{district: x.District, corner: r.near(x.At), at: x.At, pull: pull})
		}
	}
	for i := range list[:homes] {
		list[i].pull += left * list[i].residents
	}
	return list
}

type weighted struct {
	asset  model.AssetID
	weight float64
}

// weights are the assets of a kind by their capacity, 1 each where they have none.
func (r *Roads) weights(kind string) (list []weighted, sum float64) {
	k := slices.IndexFunc(r.city.Kinds, func(k model.Kind) bool { return k.Name == kind })
	for i := range r.city.Assets {
		if a := &r.city.Assets[i]; int(a.Kind) == k {
			w := a.Capacity
			if w == 0 {
				w = 1
			}
			list = append(list, weighted{model.AssetID(i), w})
			sum += w
		}
	}
	return list, sum
}

// pairs are the trips between zones, in the form of a Demand: origins in order, and what each sends where.
type pairs struct {
	origins []int32
	from    []int32
	to      []int32
	origin  []int32      // by pair
	out     [2][]float64 // by day type and pair: tours a day that set out this way
	home    [2][]float64 // and that come home this way
}

// distribute finds the tours between zones by a gravity model on the times of the quiet streets.
func (r *Roads) distribute() error {
	n := len(r.zones)
	p := &r.pairs
	p.from = []int32{0}
	if n < 2 {
		return nil
	}
	days := [2]Travel{Weekday(), Weekend()}
	var tours [2]Distribution
	metres := r.metres()
	for d := range days {
		g := Gravity{Out: make([]float64, n), In: make([]float64, n), Deterrence: deterrence}
		people := make([]float64, n)
		total := 0.0
		for i := range r.zones {
			people[i], g.In[i] = r.zones[i].residents, r.zones[i].pull
			total += people[i]
		}
		g.Out, g.Cost = days[d].Cars(people), metres
		for i := range r.zones {
			g.Out[i] += total * commuters * r.zones[i].outside * [2]float64{1, atWeekends}[d]
		}
		var err error
		if tours[d], err = g.Distribute(); err != nil {
			return err
		}
	}
	for i := range n {
		for j := range n {
			if i == j || tours[0].Trips[i*n+j]+tours[0].Trips[j*n+i] == 0 {
				continue
			}
			p.to, p.origin = append(p.to, int32(j)), append(p.origin, int32(i))
			for d := range days {
				p.out[d], p.home[d] = append(p.out[d], tours[d].Trips[i*n+j]), append(p.home[d], tours[d].Trips[j*n+i])
			}
		}
		if int(p.from[len(p.from)-1]) < len(p.to) {
			p.origins, p.from = append(p.origins, int32(i)), append(p.from, int32(len(p.to)))
		}
	}
	share := r.thin()
	for d := range days {
		for k := range p.to {
			p.out[d][k] *= share
			p.home[d][k] *= share
		}
	}
	return nil
}

// metres is the way between zones that is fastest without traffic. Within a zone it is two thirds of that to the nearest other one.
func (r *Roads) metres() []float64 {
	n := len(r.zones)
	all := make([]float64, n*n)
	free, metres := r.free(), make([]float64, r.spec.nodes)
	t := newTree(r.spec)
	for i := range n {
		t.grow(int32(i), free, r.plan)
		metres[i] = 0
		for _, v := range t.order[1:] {
			l := t.via[v]
			metres[v] = metres[r.spec.tail[l]]
			if int(l) < len(r.roads) {
				metres[v] += r.roads[l].length
			}
		}
		near := math.Inf(1)
		for j := range n {
			if all[i*n+j] = t.dist[j]; j != i && !math.IsInf(t.dist[j], 1) {
				all[i*n+j] = metres[j]
				near = min(near, metres[j])
			}
		}
		all[i*n+i] = near * 2 / 3
	}
	return all
}

// thin is the share of the trips that the streets are there for.
func (r *Roads) thin() float64 {
	var trips []float64
	most := 0.0
	for slot := range 2 * hours {
		if now := r.pairs.hourly(slot); sum(now) > most {
			trips, most = now, sum(now)
		}
	}
	if most == 0 {
		return 1
	}
	met, travelled := 0.0, 0.0
	for l, x := range r.load(trips) {
		met += x / r.roads[l].capacity * x * r.roads[l].length
		travelled += x * r.roads[l].length
	}
	if met == 0 {
		return 1
	}
	return min(1, busiest*travelled/met)
}

func sum(list []float64) (s float64) {
	for _, x := range list {
		s += x
	}
	return s
}

// load puts trips on the ways that are fastest without traffic, by direction of a street.
func (r *Roads) load(trips []float64) []float64 {
	p, t := &r.pairs, newTree(r.spec)
	flow, here := make([]float64, len(r.roads)), make([]float64, r.spec.nodes)
	free := r.free()
	for i, o := range p.origins {
		t.grow(o, free, r.plan)
		clear(here)
		for k := p.from[i]; k < p.from[i+1]; k++ {
			here[p.to[k]] += trips[k]
		}
		for j := len(t.order) - 1; j > 0; j-- {
			v := t.order[j]
			l := t.via[v]
			here[r.spec.tail[l]] += here[v]
			if int(l) < len(r.roads) {
				flow[l] += here[v]
			}
		}
	}
	return flow
}

// free is the time of each link without traffic.
func (r *Roads) free() []float64 {
	list := make([]float64, len(r.plan))
	for l := range r.plan {
		list[l] = r.plan[l].fixed
	}
	return list
}

// hourly is the trips within an hour of a day type.
func (p *pairs) hourly(slot int) []float64 {
	day, hour := slot/hours, slot%hours
	t := [2]Travel{Weekday(), Weekend()}[day]
	trips := make([]float64, len(p.to))
	for k := range trips {
		trips[k] = float64(t.Out[hour]*p.out[day][k]) + float64(t.Home[hour]*p.home[day][k])
	}
	return trips
}

// demand is trips in the form that an assignment takes.
func (p *pairs) demand(trips []float64) *Demand {
	d := &Demand{origins: p.origins, from: p.from, to: p.to, trips: trips}
	for _, x := range trips {
		d.total += x
	}
	return d
}
