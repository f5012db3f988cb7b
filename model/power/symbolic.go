package power

// pattern is the shape of L in L D L', found once for a network: which entries a factor of any of its sub-networks can have.
type pattern struct {
	n      int
	order  []int32 // vertex eliminated as number k
	place  []int32 // its inverse
	parent []int32 // elimination tree; -1 for a root
	colPtr []int32 // columns of L below the diagonal, rows ascending
	rowOf  []int32
	rowPtr []int32 // the same entries by row, columns ascending
	colOf  []int32
	entry  []int32 // and where they stand in the columns
	upPtr  []int32 // the matrix: entries above the diagonal of column k, by place
	upRow  []int32
}

// analyse orders a graph and finds the pattern of its factor.
func analyse(g *graph) *pattern {
	p := &pattern{n: g.n()}
	p.arrange(minimumDegree(g))
	p.tree(g)
	p.arrange(p.postorder())
	p.tree(g)
	p.columns()
	p.rows()
	return p
}

// arrange sets the order and its inverse.
func (p *pattern) arrange(order []int32) {
	p.order, p.place = order, make([]int32, p.n)
	for k, v := range order {
		p.place[v] = int32(k)
	}
}

// tree is Liu's elimination tree with path compression, over the entries above the diagonal, which it collects.
func (p *pattern) tree(g *graph) {
	p.parent, p.upPtr, p.upRow = make([]int32, p.n), make([]int32, p.n+1), make([]int32, 0, len(g.adj)/2)
	ancestor := make([]int32, p.n)
	for k := range int32(p.n) {
		p.parent[k], ancestor[k] = -1, -1
		for _, u := range g.of(p.order[k]) {
			i := p.place[u]
			if i >= k {
				continue
			}
			p.upRow = append(p.upRow, i)
			for i != -1 && i < k {
				next := ancestor[i]
				ancestor[i] = k
				if next == -1 {
					p.parent[i] = k
				}
				i = next
			}
		}
		p.upPtr[k+1] = int32(len(p.upRow))
	}
}

// postorder renumbers so that children come right before their parents: the same fill, in memory where it is needed next.
func (p *pattern) postorder() []int32 {
	first, sibling := make([]int32, p.n), make([]int32, p.n)
	for i := range first {
		first[i] = -1
	}
	for i := int32(p.n) - 1; i >= 0; i-- {
		if q := p.parent[i]; q >= 0 {
			sibling[i] = first[q]
			first[q] = i
		}
	}
	order := make([]int32, 0, p.n)
	var stack []int32
	for root := range int32(p.n) {
		if p.parent[root] >= 0 {
			continue
		}
		stack = append(stack, root)
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			if child := first[top]; child >= 0 {
				first[top] = sibling[child]
				stack = append(stack, child)
				continue
			}
			stack = stack[:len(stack)-1]
			order = append(order, p.order[top])
		}
	}
	return order
}

// columns finds the pattern row by row: row k of L is the union of the tree's paths from the entries of column k up to k.
func (p *pattern) columns() {
	flag, count := make([]int32, p.n), make([]int32, p.n)
	walk := func(visit func(j, k int32)) {
		for k := range int32(p.n) {
			flag[k] = k + 1
			for _, i := range p.upRow[p.upPtr[k]:p.upPtr[k+1]] {
				for ; flag[i] != k+1; i = p.parent[i] {
					flag[i] = k + 1
					visit(i, k)
				}
			}
		}
	}
	walk(func(j, _ int32) { count[j]++ })
	p.colPtr = make([]int32, p.n+1)
	for j, c := range count {
		p.colPtr[j+1] = p.colPtr[j] + c
		count[j] = p.colPtr[j]
	}
	p.rowOf = make([]int32, p.colPtr[p.n])
	clear(flag)
	walk(func(j, k int32) {
		p.rowOf[count[j]] = k
		count[j]++
	})
}

// rows lists the entries of L by row.
func (p *pattern) rows() {
	p.rowPtr = make([]int32, p.n+1)
	for _, i := range p.rowOf {
		p.rowPtr[i+1]++
	}
	for i := range p.n {
		p.rowPtr[i+1] += p.rowPtr[i]
	}
	p.colOf, p.entry = make([]int32, len(p.rowOf)), make([]int32, len(p.rowOf))
	at := append([]int32(nil), p.rowPtr...)
	for j := range int32(p.n) {
		for e := p.colPtr[j]; e < p.colPtr[j+1]; e++ {
			i := p.rowOf[e]
			p.colOf[at[i]], p.entry[at[i]] = j, e
			at[i]++
		}
	}
}
