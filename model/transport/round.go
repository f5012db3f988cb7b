package transport

// prepare makes the bushes fit the network and the demand and loads them. It returns the trips that have no path.
func (a *Assignment) prepare() (unserved float64) {
	a.total()
	for z := range a.bushes {
		b := &a.bushes[z]
		if i := a.number[z]; i >= 0 {
			to, trips := a.demand.of(int(i))
			if len(b.order) == 0 || a.stale[z] {
				a.withdraw(b)
				a.plant(int32(z), b)
				unserved += a.work.load(b, to, trips)
				a.apply(b)
			} else {
				unserved += a.work.load(b, to, trips)
			}
		} else {
			clear(b.flow)
		}
	}
	a.total()
	return unserved
}

// total sums the flows of all bushes, which sheds the rounding of many small changes.
func (a *Assignment) total() {
	clear(a.flow)
	for z := range a.bushes {
		b := &a.bushes[z]
		for k, l := range b.link {
			a.flow[l] += b.flow[k]
		}
	}
	for l := range a.flow {
		a.cost[l], a.rise[l] = a.perf[l].at(a.flow[l])
	}
}

func (a *Assignment) withdraw(b *bush) {
	for k, l := range b.link {
		if b.flow[k] > 0 {
			a.add(l, -b.flow[k])
		}
	}
}

func (a *Assignment) apply(b *bush) {
	for k, l := range b.link {
		if b.flow[k] > 0 {
			a.add(l, b.flow[k])
		}
	}
}

// plant makes a bush of the tree of shortest paths at the present costs and of those links of the old bush that lead away
// from the origin in it.
func (a *Assignment) plant(origin int32, b *bush) {
	w, s := a.work, a.spec
	a.tree.grow(origin, a.cost, a.perf)
	w.place(a.tree.order)
	w.links, w.flows = w.links[:0], w.flows[:0]
	for _, v := range a.tree.order[1:] {
		l := a.tree.via[v]
		w.links, w.flows = append(w.links, l), append(w.flows, 0)
		w.mark[l] = int32(len(w.links))
	}
	for k, l := range b.link {
		i, j := w.at[s.tail[l]], w.at[s.head[l]]
		switch {
		case w.mark[l] > 0:
			w.flows[w.mark[l]-1] = b.flow[k]
		case i >= 0 && i < j && !a.perf[l].closed && b.flow[k] > 0:
			w.links, w.flows = append(w.links, l), append(w.flows, b.flow[k])
		}
	}
	for _, l := range w.links {
		w.mark[l] = 0
	}
	w.layOut(b, a.tree.order, s)
	a.stale[origin] = false
}

// settled says whether all bushes as good as this one would make less than a quarter of the excess allowed.
func (a *Assignment) settled(b *bush) bool {
	return 4*b.excess*float64(len(a.demand.origins)) < a.goal*a.last.TotalTime
}

// A round changes the bushes once and then equilibrates them in turn: passes over all of them, each with a few sweeps, for what
// one origin moves the next one feels. These numbers were the fastest on the public networks.
const (
	passes = 4
	sweeps = 2
)

// round improves and equilibrates every bush that is not good enough.
func (a *Assignment) round() {
	for pass := range passes {
		for z := range a.bushes {
			b := &a.bushes[z]
			if a.number[z] < 0 || a.settled(b) {
				continue
			}
			if pass == 0 {
				a.improve(int32(z), b)
			}
			for range sweeps {
				a.sweep(b)
			}
		}
	}
	for z := range a.bushes {
		if i := a.number[z]; i >= 0 {
			to, trips := a.demand.of(int(i))
			a.work.load(&a.bushes[z], to, trips)
		}
	}
	a.total()
}

// measure computes the gap as a sum of what each origin's flow pays above the cheapest path, which has no cancellation.
func (a *Assignment) measure(r *Result) {
	r.TotalTime, r.Shortest, r.Objective = 0, 0, 0
	for l, x := range a.flow {
		if x > 0 {
			r.TotalTime += x * a.cost[l]
			r.Objective += a.perf[l].integral(x)
		}
	}
	excess := 0.0
	for z := range a.bushes {
		if i := a.number[z]; i >= 0 {
			b := &a.bushes[z]
			a.shortest(int32(z), b)
			b.excess = a.excess(b)
			excess += b.excess
		}
	}
	r.Shortest = r.TotalTime - excess
	r.Gap = 0
	if r.TotalTime > 0 {
		r.Gap = excess / r.TotalTime
	}
}

// excess is what the origin's flow pays above the cheapest path.
func (a *Assignment) excess(b *bush) float64 {
	sum := 0.0
	dist := a.work.dist
	for k, l := range b.link {
		if b.flow[k] > 0 {
			sum += b.flow[k] * max(0, a.cost[l]+dist[a.spec.tail[l]]-dist[a.spec.head[l]])
		}
	}
	return sum
}

// shortest computes the cheapest cost to every node: that within the bush, mended where a link outside is cheaper.
func (a *Assignment) shortest(origin int32, b *bush) {
	w, s := a.work, a.spec
	w.label(b, a.cost)
	w.place(b.order)
	w.queue = w.queue[:0]
	for i, v := range b.order {
		w.dist[v], w.queued[v] = w.low[i], true
		w.queue = append(w.queue, v)
	}
	for i := 0; i < len(w.queue); i++ { // in topological order a second visit is rare
		v := w.queue[i]
		w.queued[v] = false
		if !s.through(origin, v) {
			continue
		}
		for _, l := range s.out[s.outFrom[v]:s.outFrom[v+1]] {
			h := s.head[l]
			if d := w.dist[v] + a.cost[l]; d < w.dist[h]*(1-1e-15) && w.at[h] >= 0 && !a.perf[l].closed {
				w.dist[h] = d
				if !w.queued[h] {
					w.queued[h] = true
					w.queue = append(w.queue, h)
				}
			}
		}
	}
}
