package transport

import "math"

// sweep moves the origin's flow from the dearest used to the cheapest path at every node of the bush, farthest first, one
// Newton step each.
func (a *Assignment) sweep(b *bush) {
	w := a.work
	w.label(b, a.cost)
	for i := len(b.order) - 1; i > 0; i-- {
		if w.maxIn[i] < 0 || b.first[i+1] == b.first[i]+1 || w.maxIn[i] == w.minIn[i] {
			continue
		}
		if d := w.high[i] - w.low[i]; d > 1e-15*w.high[i] {
			a.shift(b, int32(i))
		}
	}
}

// shift moves flow between the two paths to the node at place i, from where they part.
func (a *Assignment) shift(b *bush, i int32) {
	w := a.work
	w.dear, w.cheap = append(w.dear[:0], w.maxIn[i]), append(w.cheap[:0], w.minIn[i])
	p, q := b.tailAt[w.maxIn[i]], b.tailAt[w.minIn[i]]
	for p != q {
		if p > q {
			if w.maxIn[p] < 0 { // what flows on from here is the rounding of an earlier shift
				return
			}
			w.dear = append(w.dear, w.maxIn[p])
			p = b.tailAt[w.maxIn[p]]
		} else {
			w.cheap = append(w.cheap, w.minIn[q])
			q = b.tailAt[w.minIn[q]]
		}
	}
	most := math.Inf(1)
	var difference, rise float64
	for _, k := range w.dear {
		most = min(most, b.flow[k])
		difference += a.cost[b.link[k]]
		rise += a.rise[b.link[k]]
	}
	for _, k := range w.cheap {
		difference -= a.cost[b.link[k]]
		rise += a.rise[b.link[k]]
	}
	if difference <= 0 || most <= 0 {
		return
	}
	if step := difference / rise; step < most { // rise 0: all of it
		most = step
	}
	for _, k := range w.dear {
		b.flow[k] -= most
		a.add(b.link[k], -most)
	}
	for _, k := range w.cheap {
		b.flow[k] += most
		a.add(b.link[k], most)
	}
}

// add changes the flow of a link and what it costs.
func (a *Assignment) add(link int32, flow float64) {
	x := max(a.flow[link]+flow, 0)
	a.flow[link] = x
	a.cost[link], a.rise[link] = a.perf[link].at(x)
}

// load sends the origin's demand through the bush, split at every node as the flows of the bush say, so that flow is
// conserved to the last bit of rounding. It returns the trips that have no path.
func (w *workshop) load(b *bush, to []int32, trips []float64) (unserved float64) {
	clear(w.need)
	w.place(b.order)
	for i, v := range to {
		if at := w.at[v]; at >= 0 {
			w.need[at] += trips[i]
		} else {
			unserved += trips[i]
		}
	}
	for i := len(b.order) - 1; i > 0; i-- {
		w.split(b, i)
	}
	return unserved
}

func (w *workshop) split(b *bush, i int) {
	from, to, need := b.first[i], b.first[i+1], w.need[i]
	if to == from+1 || need == 0 {
		for k := from; k < to; k++ {
			b.flow[k] = need
			w.need[b.tailAt[k]] += need
		}
		return
	}
	sum := 0.0
	for k := from; k < to; k++ {
		sum += b.flow[k]
	}
	if sum <= 0 { // nothing flowed here: all by the first way, the tree's
		b.flow[from], sum = 1, 1
	}
	for k := from; k < to; k++ {
		if b.flow[k] < 1e-16*sum { // what rounding left
			b.flow[k] = 0
		} else {
			b.flow[k] *= need / sum
			w.need[b.tailAt[k]] += b.flow[k]
		}
	}
}
