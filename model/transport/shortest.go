package transport

import "math"

// tree finds shortest paths in a Spec by Dijkstra's algorithm with a heap of four children (Dijkstra 1959). Its memory is reused.
type tree struct {
	spec  *Spec
	dist  []float64
	via   []int32 // link by which a node is reached, -1 for none
	place []int32 // in the heap, -1 outside
	heap  []int32
	order []int32 // nodes in the order they were settled
}

func newTree(s *Spec) *tree {
	return &tree{spec: s, dist: make([]float64, s.nodes), via: make([]int32, s.nodes), place: make([]int32, s.nodes)}
}

// grow settles every node that open links reach from the origin.
func (t *tree) grow(origin int32, cost []float64, perf []perf) {
	s := t.spec
	for v := range t.dist {
		t.dist[v], t.via[v], t.place[v] = math.Inf(1), -1, -1
	}
	t.order, t.heap = t.order[:0], t.heap[:0]
	t.dist[origin] = 0
	t.push(origin)
	for len(t.heap) > 0 {
		v := t.pop()
		t.order = append(t.order, v)
		if !s.through(origin, v) {
			continue
		}
		for _, a := range s.out[s.outFrom[v]:s.outFrom[v+1]] {
			w := s.head[a]
			if d := t.dist[v] + cost[a]; d < t.dist[w] && !perf[a].closed {
				t.dist[w], t.via[w] = d, a
				if t.place[w] < 0 {
					t.push(w)
				} else {
					t.up(t.place[w])
				}
			}
		}
	}
}

func (t *tree) push(v int32) {
	t.heap = append(t.heap, v)
	t.up(int32(len(t.heap) - 1))
}

func (t *tree) up(i int32) {
	v := t.heap[i]
	d := t.dist[v]
	for i > 0 {
		parent := (i - 1) / 4
		u := t.heap[parent]
		if t.dist[u] <= d {
			break
		}
		t.heap[i], t.place[u] = u, i
		i = parent
	}
	t.heap[i], t.place[v] = v, i
}

func (t *tree) pop() int32 {
	first := t.heap[0]
	last := len(t.heap) - 1
	v := t.heap[last]
	t.heap = t.heap[:last]
	t.place[first] = -1
	if last == 0 {
		return first
	}
	d, i := t.dist[v], 0
	for {
		best, least := -1, d
		for c := 4*i + 1; c < min(4*i+5, last); c++ {
			if x := t.dist[t.heap[c]]; x < least {
				best, least = c, x
			}
		}
		if best < 0 {
			break
		}
		t.heap[i] = t.heap[best]
		t.place[t.heap[i]] = int32(i)
		i = best
	}
	t.heap[i], t.place[v] = v, int32(i)
	return first
}
