package transport

import (
	"container/heap"
	"math"
)

// Plain is Dijkstra's algorithm (1959) with the standard library's heap, stopped at the goal.
type Plain struct {
	first, out []int32
	city       *City
	dist       []int32
	touched    []int32
	heap       labels
}

type label struct{ time, node int32 }

type labels []label

func (l labels) Len() int           { return len(l) }
func (l labels) Less(i, j int) bool { return l[i].time < l[j].time }
func (l labels) Swap(i, j int)      { l[i], l[j] = l[j], l[i] }
func (l *labels) Push(x any)        { *l = append(*l, x.(label)) }
func (l *labels) Pop() any {
	old := *l
	x := old[len(old)-1]
	*l = old[:len(old)-1]
	return x
}

// NewPlain prepares the graph.
func NewPlain(c *City) *Plain {
	p := &Plain{first: make([]int32, len(c.Points)+1), out: make([]int32, len(c.Arcs)), city: c, dist: make([]int32, len(c.Points))}
	for _, a := range c.Arcs {
		p.first[a.From+1]++
	}
	for v := range c.Points {
		p.first[v+1] += p.first[v]
		p.dist[v] = math.MaxInt32
	}
	at := append([]int32(nil), p.first...)
	for i, a := range c.Arcs {
		p.out[at[a.From]] = int32(i)
		at[a.From]++
	}
	return p
}

// Time is the fastest time [ms], or MaxInt32.
func (p *Plain) Time(from, to int32) int32 {
	for _, v := range p.touched {
		p.dist[v] = math.MaxInt32
	}
	p.touched, p.heap = append(p.touched[:0], from), append(p.heap[:0], label{0, from})
	p.dist[from] = 0
	for len(p.heap) > 0 {
		l := heap.Pop(&p.heap).(label)
		if l.node == to {
			break
		}
		if l.time > p.dist[l.node] {
			continue
		}
		for _, i := range p.out[p.first[l.node]:p.first[l.node+1]] {
			w := p.city.Arcs[i].To
			if t := l.time + p.city.Times[i]; t < p.dist[w] {
				p.dist[w] = t
				p.touched = append(p.touched, w)
				heap.Push(&p.heap, label{t, w})
			}
		}
	}
	return p.dist[to]
}
