package transport

// strong marks the largest set of corners with a way from each to each along open streets, the one with the lowest corner of
// equals (Kosaraju's two searches, without recursion).
func (r *Roads) strong() []bool {
	n := len(r.city.Corners)
	ahead, back := r.adjacency(false), r.adjacency(true)
	seen, order := make([]bool, n), make([]int32, 0, n)
	for c := range n {
		if !seen[c] {
			order = ahead.search(int32(c), seen, order)
		}
	}
	clear(seen)
	set, best := make([]int32, 0, n), []int32(nil)
	for i := n - 1; i >= 0; i-- {
		if !seen[order[i]] {
			from := len(set)
			set = back.search(order[i], seen, set)
			if found := set[from:]; len(found) > len(best) || len(found) == len(best) && lowest(found) < lowest(best) {
				best = found
			}
		}
	}
	in := make([]bool, n)
	for _, c := range best {
		in[c] = true
	}
	return in
}

func lowest(list []int32) int32 {
	least := list[0]
	for _, x := range list {
		least = min(least, x)
	}
	return least
}

// fan is the corners that each corner leads to.
type fan struct{ first, head []int32 }

func (r *Roads) adjacency(back bool) fan {
	f := fan{first: make([]int32, len(r.city.Corners)+1), head: make([]int32, len(r.roads))}
	ends := func(x *road) (int32, int32) {
		if back {
			return x.to, x.from
		}
		return x.from, x.to
	}
	for i := range r.roads {
		a, _ := ends(&r.roads[i])
		f.first[a+1]++
	}
	for i := range r.city.Corners {
		f.first[i+1] += f.first[i]
	}
	next := append([]int32(nil), f.first...)
	for i := range r.roads {
		a, b := ends(&r.roads[i])
		f.head[next[a]] = b
		next[a]++
	}
	return f
}

// search appends what a corner leads to, each after all that it leads to itself.
func (f *fan) search(from int32, seen []bool, done []int32) []int32 {
	stack := []Arc{{from, f.first[from]}} // a corner and the next entry to look at
	seen[from] = true
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if top.To == f.first[top.From+1] {
			done = append(done, top.From)
			stack = stack[:len(stack)-1]
			continue
		}
		v := f.head[top.To]
		top.To++
		if !seen[v] {
			seen[v] = true
			stack = append(stack, Arc{v, f.first[v]})
		}
	}
	return done
}
