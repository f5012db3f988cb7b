package transport

import "math"

// trips measures what the trips of an equilibrium take at given costs of links, on the paths they use.
type trips struct {
	roads *Roads
	time  []float64 // by pair: mean time of those who arrive [s]
	share []float64 // by pair: share that arrives
	mean  []float64 // by place in a bush
	part  []float64
	at    []int32 // by node: its place in the bush at hand

	around []around // closed links
}

// around is what it takes to drive around a closed link [s].
type around struct {
	link    int32
	seconds float64
}

func newTrips(r *Roads) *trips {
	n := r.spec.nodes
	t := &trips{roads: r, time: make([]float64, len(r.pairs.to)), share: make([]float64, len(r.pairs.to)), mean: make([]float64, n), part: make([]float64, n),
		at: make([]int32, n)}
	for v := range t.at {
		t.at[v] = -1
	}
	return t
}

// measure fills time and share. A link that nobody can pass or drive around costs +Inf.
func (t *trips) measure(a *Assignment, cost []float64) {
	p := &t.roads.pairs
	for i, o := range p.origins {
		b := &a.bushes[o]
		t.walk(b, cost)
		for place, v := range b.order {
			t.at[v] = int32(place)
		}
		for k := p.from[i]; k < p.from[i+1]; k++ {
			t.time[k], t.share[k] = 0, 0
			if place := t.at[p.to[k]]; place >= 0 {
				t.time[k], t.share[k] = t.mean[place], t.part[place]
			}
		}
		for _, v := range b.order {
			t.at[v] = -1
		}
	}
}

// walk goes along the bush: at each node the means of those who come in. Where nobody does it is the fastest way of the bush.
func (t *trips) walk(b *bush, cost []float64) {
	if len(b.order) == 0 {
		return
	}
	t.mean[0], t.part[0] = 0, 1
	for i := 1; i < len(b.order); i++ {
		flow, arrive, sum := 0.0, 0.0, 0.0
		best := math.Inf(1)
		for k := b.first[i]; k < b.first[i+1]; k++ {
			from, c, part := b.tailAt[k], cost[b.link[k]], t.part[b.tailAt[k]]
			if math.IsInf(c, 1) || part == 0 {
				flow += b.flow[k]
				continue
			}
			c += t.mean[from]
			best = min(best, c)
			flow, arrive, sum = flow+b.flow[k], arrive+float64(b.flow[k]*part), sum+float64(float64(b.flow[k]*part)*c)
		}
		switch {
		case arrive > 0:
			t.mean[i], t.part[i] = sum/arrive, arrive/flow
		case flow > 0 || math.IsInf(best, 1):
			t.mean[i], t.part[i] = 0, 0
		default:
			t.mean[i], t.part[i] = best, 1
		}
	}
}
