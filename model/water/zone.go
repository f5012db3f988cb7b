package water

// zones says which nodes are joined by links that are not closed. A zone without reservoir or tank is cut off.
type zones struct {
	root  []int32 // by node: after find, the number of a node that stands for the zone; that of a source where there is one
	open  []bool  // by link, when root was found
	known bool
	cut   bool // some zone is cut off
}

// update finds the zones again when a link has opened or closed.
func (r *Run) update() {
	z, same := &r.zones, r.zones.known
	for k, s := range r.status {
		if open := s > closedStatus; open != z.open[k] {
			z.open[k], same = open, false
		}
	}
	if same {
		return
	}
	for i := range z.root {
		z.root[i] = int32(i)
	}
	for k, e := range r.spec.ends {
		if z.open[k] {
			z.join(z.find(e[0]), z.find(e[1]))
		}
	}
	z.known, z.cut = true, false
	for i := range r.spec.junctions {
		if int(z.find(int32(i))) < r.spec.junctions {
			z.cut = true
		}
	}
}

// find is what stands for the zone of a node.
func (z *zones) find(i int32) int32 {
	for z.root[i] != i {
		z.root[i] = z.root[z.root[i]]
		i = z.root[i]
	}
	return i
}

// join makes two zones one. The higher number stands for it: nodes of fixed head have the highest.
func (z *zones) join(a, b int32) {
	z.root[min(a, b)] = max(a, b)
}

// starve takes the demand from junctions that no source reaches and reports whether it took any.
func (r *Run) starve() bool {
	r.update()
	if !r.zones.cut {
		return false
	}
	took := false
	for i := range r.spec.junctions {
		if r.delivered[i] > 0 && int(r.zones.find(int32(i))) < r.spec.junctions {
			r.delivered[i], took = 0, true
		}
	}
	return took
}

// Supplied reports whether a source reaches a node through links that are not closed. Where none does, nothing is delivered
// and the head says nothing.
func (r *Run) Supplied(node int) bool {
	r.update()
	return int(r.zones.find(r.spec.place[node])) >= r.spec.junctions
}
