package transport

import "slices"

// bush is what one origin uses: an acyclic set of links that reaches every node the origin can reach, with the origin's flow
// on each (Dial 2006). Nodes stand in topological order; the links that enter node order[i] are first[i] to first[i+1].
type bush struct {
	order  []int32
	first  []int32
	link   []int32
	tailAt []int32 // place of the link's tail in order
	flow   []float64
	excess float64 // what its flow pays above the cheapest paths, as last measured
}

// workshop is the memory that all bushes of an assignment work in, one after the other.
type workshop struct {
	at          []int32   // by node: place in the order of the bush at hand, -1 if it is not there
	low, high   []float64 // by place: cheapest and dearest cost from the origin
	minIn       []int32   // by place: entering link (number within the bush) of the cheapest path, -1 for none
	maxIn       []int32   // of the dearest used path, -1 where nothing flows
	need        []float64 // by place: flow that must arrive
	mark        []int32   // by link: 1 + its number in links below
	links       []int32   // links of a bush that is laid out anew
	flows       []float64
	keys        []key
	order       []int32
	cheap, dear []int32 // the two segments of a shift
	queue       []int32
	queued      []bool
	dist        []float64 // by node
}

// key orders the nodes of a bush.
type key struct {
	high  float64
	place int32
}

func newWorkshop(s *Spec) *workshop {
	ints := func(n int) []int32 { return make([]int32, n) }
	reals := func(n int) []float64 { return make([]float64, n) }
	return &workshop{at: ints(s.nodes), low: reals(s.nodes), high: reals(s.nodes), minIn: ints(s.nodes), maxIn: ints(s.nodes), need: reals(s.nodes),
		mark: ints(len(s.tail)), queued: make([]bool, s.nodes), dist: reals(s.nodes)}
}

// place notes where the nodes of the order stand.
func (w *workshop) place(order []int32) {
	for v := range w.at {
		w.at[v] = -1
	}
	for i, v := range order {
		w.at[v] = int32(i)
	}
}

// layOut makes the bush of the order, the links and the flows collected in the workshop. place must have been called.
func (w *workshop) layOut(b *bush, order []int32, s *Spec) {
	b.order = append(b.order[:0], order...)
	b.first = slices.Grow(b.first[:0], len(order)+1)[:len(order)+1]
	clear(b.first)
	for _, a := range w.links {
		b.first[w.at[s.head[a]]+1]++
	}
	for i := range order {
		b.first[i+1] += b.first[i]
	}
	n := len(w.links)
	b.link, b.tailAt = slices.Grow(b.link[:0], n)[:n], slices.Grow(b.tailAt[:0], n)[:n]
	b.flow = slices.Grow(b.flow[:0], n)[:n]
	next := append(w.queue[:0], b.first[:len(order)]...)
	for i, a := range w.links {
		k := next[w.at[s.head[a]]]
		next[w.at[s.head[a]]]++
		b.link[k], b.tailAt[k], b.flow[k] = a, w.at[s.tail[a]], w.flows[i]
	}
	w.queue = next[:0]
}

// label computes the cheapest and, over links with flow, the dearest path to every node of the bush.
func (w *workshop) label(b *bush, cost []float64) {
	w.low[0], w.high[0], w.minIn[0], w.maxIn[0] = 0, 0, -1, -1
	for i := 1; i < len(b.order); i++ {
		k := b.first[i]
		if end := b.first[i+1]; end == k+1 { // most nodes have one way in
			t, c := b.tailAt[k], cost[b.link[k]]
			w.low[i], w.high[i], w.minIn[i], w.maxIn[i] = w.low[t]+c, w.high[t]+c, k, k
			continue
		}
		w.labelJunction(b, cost, i)
	}
}

func (w *workshop) labelJunction(b *bush, cost []float64, i int) {
	cheapest, dearest := int32(-1), int32(-1)
	var low, high float64
	for k := b.first[i]; k < b.first[i+1]; k++ {
		t, c := b.tailAt[k], cost[b.link[k]]
		if d := w.low[t] + c; cheapest < 0 || d < low {
			cheapest, low = k, d
		}
		if d := w.high[t] + c; b.flow[k] > 0 && (dearest < 0 || d > high) {
			dearest, high = k, d
		}
	}
	if dearest < 0 { // nothing flows: the path is the cheapest one
		high = w.high[b.tailAt[cheapest]] + cost[b.link[cheapest]]
	}
	w.low[i], w.high[i], w.minIn[i], w.maxIn[i] = low, high, cheapest, dearest
}

// prune collects the links that are used or the cheapest way to a node. label must have been called; it computes high anew
// over what is kept.
func (w *workshop) prune(b *bush, cost []float64) {
	w.links, w.flows = w.links[:0], w.flows[:0]
	for i := 1; i < len(b.order); i++ {
		w.high[i] = 0
		for k := b.first[i]; k < b.first[i+1]; k++ {
			if b.flow[k] > 0 || k == w.minIn[i] {
				w.links, w.flows = append(w.links, b.link[k]), append(w.flows, b.flow[k])
				w.high[i] = max(w.high[i], w.high[b.tailAt[k]]+cost[b.link[k]])
			}
		}
	}
}

// improve drops links that are of no use and adds those that shorten a path, which keeps the bush acyclic because the dearest
// cost rises along every link (Nie 2010). It reports how many were added.
func (a *Assignment) improve(origin int32, b *bush) int {
	w, s := a.work, a.spec
	w.label(b, a.cost)
	w.prune(b, a.cost)
	w.place(b.order)
	kept := len(w.links)
	for i, v := range b.order {
		if !s.through(origin, v) {
			continue
		}
		for _, l := range s.out[s.outFrom[v]:s.outFrom[v+1]] {
			j := w.at[s.head[l]]
			if j >= 0 && w.high[i] < w.high[j] && w.low[i]+a.cost[l] < w.low[j]*(1-1e-15) && !a.perf[l].closed {
				w.links, w.flows = append(w.links, l), append(w.flows, 0)
			}
		}
	}
	if len(w.links) == kept {
		w.layOut(b, b.order, s)
		return 0
	}
	w.keys, w.order = w.keys[:0], w.order[:0]
	for i := range b.order {
		w.keys = append(w.keys, key{w.high[i], int32(i)})
	}
	slices.SortFunc(w.keys[1:], func(x, y key) int { // the origin stays first
		switch {
		case x.high < y.high:
			return -1
		case x.high > y.high:
			return 1
		}
		return int(x.place - y.place)
	})
	for _, k := range w.keys {
		w.order = append(w.order, b.order[k.place])
	}
	w.place(w.order)
	w.layOut(b, w.order, s)
	return len(w.links) - kept
}
