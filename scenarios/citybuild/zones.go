package citybuild

import "container/heap"

// zonePart is a connected part of a pressure zone while parts are merged.
type zonePart struct {
	root, people int
	border       map[int]int // streets to each neighbour
}

// smallest is a heap of parts under the limit by people, then by root. Entries go stale when a part grows.
type smallest [][2]int // people, root

func (q smallest) Len() int { return len(q) }
func (q smallest) Less(i, j int) bool {
	return q[i][0] < q[j][0] || q[i][0] == q[j][0] && q[i][1] < q[j][1]
}
func (q smallest) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *smallest) Push(x any)   { *q = append(*q, x.([2]int)) }
func (q *smallest) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// mergeSmall joins the smallest part under the limit to the neighbour with the longest border, again and again.
func (w *water) mergeSmall(same sets) {
	parts, everyone := map[int]*zonePart{}, 0
	for i, s := range w.d.in.streets {
		root := same.find(i)
		if parts[root] == nil {
			parts[root] = &zonePart{root: root, border: map[int]int{}}
		}
		parts[root].people += s.residents
		everyone += s.residents
	}
	for _, e := range w.d.in.edges {
		if a, b := same.find(e.u), same.find(e.v); a != b {
			parts[a].border[b]++
			parts[b].border[a]++
		}
	}
	limit := min(smallZone, everyone/6)
	queue := &smallest{}
	for _, root := range sortedKeys(parts) {
		if parts[root].people < limit {
			*queue = append(*queue, [2]int{parts[root].people, root})
		}
	}
	heap.Init(queue)
	for queue.Len() > 0 {
		top := heap.Pop(queue).([2]int)
		p := parts[top[1]]
		if p == nil || p.people != top[0] {
			continue
		}
		into, longest := -1, 0
		for _, root := range sortedKeys(p.border) {
			if n := p.border[root]; n > longest {
				into, longest = root, n
			}
		}
		if into < 0 {
			return // nobody is left to join
		}
		same.join(p.root, into)
		if q := union(parts, p, parts[into]); q.people < limit {
			heap.Push(queue, [2]int{q.people, q.root})
		}
	}
}

// union makes one part of two, under the smaller root.
func union(parts map[int]*zonePart, p, q *zonePart) *zonePart {
	if len(p.border) > len(q.border) {
		p, q = q, p
	}
	root := min(p.root, q.root)
	delete(parts, p.root)
	delete(parts, q.root)
	delete(p.border, q.root)
	delete(q.border, p.root)
	for to, n := range p.border { // each neighbour on its own, so the order is free
		delete(parts[to].border, p.root)
		q.border[to] += n
		parts[to].border[q.root] = q.border[to]
	}
	if root != q.root {
		for to, n := range q.border {
			delete(parts[to].border, q.root)
			parts[to].border[root] = n
		}
	}
	q.root, q.people = root, p.people+q.people
	parts[root] = q
	return q
}
