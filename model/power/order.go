package power

import "math"

// graph is who is next to whom: the neighbours of i are adj[ptr[i]:ptr[i+1]], each once, i itself not.
type graph struct{ ptr, adj []int32 }

func (g *graph) n() int { return len(g.ptr) - 1 }

func (g *graph) of(i int32) []int32 { return g.adj[g.ptr[i]:g.ptr[i+1]] }

// newGraph is the graph of edges; edges given twice count once.
func newGraph(n int, from, to []int32) *graph {
	count := make([]int32, n+1)
	for i := range from {
		count[from[i]+1]++
		count[to[i]+1]++
	}
	for i := range n {
		count[i+1] += count[i]
	}
	all := make([]int32, 2*len(from))
	at := append([]int32(nil), count...)
	for i := range from {
		f, t := from[i], to[i]
		all[at[f]], all[at[t]] = t, f
		at[f]++
		at[t]++
	}
	g := &graph{ptr: make([]int32, n+1), adj: all[:0]}
	seen := make([]int32, n)
	for i := range int32(n) {
		for _, j := range all[count[i]:count[i+1]] { // reads stay ahead of writes
			if seen[j] != i+1 && j != i {
				seen[j] = i + 1
				g.adj = append(g.adj, j)
			}
		}
		g.ptr[i+1] = int32(len(g.adj))
	}
	return g
}

// ordering eliminates the vertex of least degree, again and again (Tinney and Walker 1967): neighbours of an eliminated vertex
// become neighbours of one another. Eliminated neighbours are dropped from a list when it is next read.
type ordering struct {
	pool        []int32 // all lists; a list that outgrows its place moves to the end
	start       []int32
	length, cap []int32
	degree      []int32 // -1 when eliminated or set aside
	seen        []int32
	stamp       int32
	head        []int32 // first vertex of each degree
	after, prev []int32
	least       int32
}

// minimumDegree is an elimination order with little fill: order[k] is eliminated as number k. Vertices with very many neighbours
// come last, lest one hub cost quadratic time.
func minimumDegree(g *graph) []int32 {
	n := g.n()
	o := &ordering{pool: make([]int32, len(g.adj), 4*len(g.adj)+16), start: make([]int32, n), length: make([]int32, n), cap: make([]int32, n),
		degree: make([]int32, n), seen: make([]int32, n), head: make([]int32, n+1), after: make([]int32, n), prev: make([]int32, n)}
	copy(o.pool, g.adj)
	for i := range o.head {
		o.head[i] = -1
	}
	hub := int32(max(100, 10*math.Sqrt(float64(n))))
	order := make([]int32, 0, n)
	var hubs []int32
	for i := range int32(n) {
		o.start[i], o.length[i] = g.ptr[i], g.ptr[i+1]-g.ptr[i]
		o.cap[i] = o.length[i]
		o.degree[i] = o.length[i]
		if o.length[i] > hub {
			o.degree[i] = -1
			hubs = append(hubs, i)
		}
	}
	for _, h := range hubs {
		for _, u := range g.of(h) {
			if o.degree[u] >= 0 {
				o.degree[u]--
			}
		}
	}
	for i := int32(n) - 1; i >= 0; i-- {
		if o.degree[i] >= 0 {
			o.link(i)
		}
	}
	for len(order) < n-len(hubs) {
		order = append(order, o.eliminate())
	}
	return append(order, hubs...)
}

func (o *ordering) link(i int32) {
	d := o.degree[i]
	first := o.head[d]
	o.after[i], o.prev[i] = first, -1
	if first >= 0 {
		o.prev[first] = i
	}
	o.head[d] = i
	o.least = min(o.least, d)
}

func (o *ordering) unlink(i int32) {
	if o.prev[i] >= 0 {
		o.after[o.prev[i]] = o.after[i]
	} else {
		o.head[o.degree[i]] = o.after[i]
	}
	if o.after[i] >= 0 {
		o.prev[o.after[i]] = o.prev[i]
	}
}

// live drops eliminated vertices from a list.
func (o *ordering) live(i int32) []int32 {
	list := o.pool[o.start[i] : o.start[i]+o.length[i]]
	k := 0
	for _, j := range list {
		if o.degree[j] >= 0 {
			list[k] = j
			k++
		}
	}
	o.length[i] = int32(k)
	return list[:k]
}

func (o *ordering) eliminate() int32 {
	for o.head[o.least] < 0 {
		o.least++
	}
	v := o.head[o.least]
	o.unlink(v)
	o.degree[v] = -1
	around := o.live(v)
	for _, u := range around {
		o.unlink(u)
		if len(around) == 1 {
			o.degree[u]--
		} else {
			o.join(u, v)
		}
		o.link(u)
	}
	return v
}

// join makes the neighbours of v, just eliminated, neighbours of u.
func (o *ordering) join(u, v int32) {
	o.stamp++
	list := o.live(u)
	for _, j := range list {
		o.seen[j] = o.stamp
	}
	o.seen[u] = o.stamp
	needed := o.length[u] + o.length[v]
	if needed > o.cap[u] {
		o.move(u, 2*needed)
	}
	end := o.start[u] + o.length[u]
	for _, j := range o.pool[o.start[v] : o.start[v]+o.length[v]] {
		if o.seen[j] != o.stamp {
			o.pool[end] = j
			end++
		}
	}
	o.length[u] = end - o.start[u]
	o.degree[u] = o.length[u]
}

// move gives a list a larger place at the end of the pool.
func (o *ordering) move(u, room int32) {
	at := len(o.pool)
	if at+int(room) > cap(o.pool) {
		grown := make([]int32, at, 2*cap(o.pool)+int(room))
		copy(grown, o.pool)
		o.pool = grown
	}
	o.pool = o.pool[:at+int(room)]
	copy(o.pool[at:], o.pool[o.start[u]:o.start[u]+o.length[u]])
	o.start[u], o.cap[u] = int32(at), room
}
