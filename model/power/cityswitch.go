package power

import (
	"cmp"
	"slices"

	"cascata/model"
)

// wish is what the operator wants of a normally open edge, and what was last told of that.
type wish struct{ want, told bool }

// region is a dark part of the grid: an island.
type region struct {
	load float64 // planned for this hour [MW]
	root int32   // its vertex that the plan reaches first, or none
	tied bool    // a tie that is to feed it waits for its crew
}

// Wishes implements model.Switching.
func (v *cityLife) Wishes(tell func(edge model.AssetID, closed bool)) {
	for k, i := range v.standby {
		if w := &v.wishes[k]; w.want != w.told {
			w.told = w.want
			tell(v.elements[i].asset, w.want)
		}
	}
}

// want makes up the operator's mind about the ties. Dark regions choose in the order of the load planned in them.
func (v *cityLife) want() {
	if len(v.standby) == 0 || v.fault != nil {
		return
	}
	v.listRegions()
	if v.still {
		for k := range v.wishes {
			v.wishes[k].want = false
		}
		return
	}
	clear(v.booked)
	for k := range v.standby {
		if w := &v.wishes[k]; w.want {
			w.want = v.stillWanted(k)
		}
	}
	slices.SortFunc(v.order, func(a, b int32) int {
		x, y := &v.region[a], &v.region[b]
		return cmp.Or(cmp.Compare(y.load, x.load), cmp.Compare(x.root, y.root))
	})
	for _, id := range v.order {
		if r := &v.region[id]; !r.tied && v.damaged(r.root) {
			v.choose(id)
		}
	}
}

// listRegions finds the dark islands that have something to feed.
func (v *cityLife) listRegions() {
	v.order = v.order[:0]
	if !v.short {
		return
	}
	n := len(v.s.isles)
	for id := range n {
		v.region[id] = region{root: none}
	}
	m := v.plan.Share[v.hour]
	for row, i := range v.vertex {
		if v.out(i) || !v.elements[i].planned || v.alive(i) {
			continue
		}
		r := &v.region[v.isle(int32(row))]
		r.load += max(0, float64(v.elements[i].demand*m)+v.state[i].extra)
		if r.root == none || v.rank[i] < v.rank[r.root] {
			r.root = i
		}
	}
	for id := range int32(n) {
		if v.region[id].load > 0 {
			v.order = append(v.order, id)
		}
	}
}

// damaged says whether what the plan feeds a vertex through is broken, not merely opened: then it stays dark for long.
func (v *cityLife) damaged(i int32) bool {
	edge := v.start[i].up
	if edge == none {
		return false
	}
	up := v.start[edge].up
	broken := func(x *elementState) bool { return x.closed && x.available == model.None }
	return broken(&v.state[edge]) || broken(&v.state[up])
}

// stillWanted says whether a tie that was wanted closed is needed. One that is closed is needed until its ends are joined
// without it; one that waits as long as it would feed a damaged region, which it then marks.
func (v *cityLife) stillWanted(k int) bool {
	i := v.standby[k]
	e, x := &v.elements[i], &v.state[i]
	if x.available == model.None {
		return false
	}
	if x.closed {
		return !v.joined(e.row)
	}
	a, b := v.alive(e.from), v.alive(e.to)
	if a == b || v.out(e.from) || v.out(e.to) {
		return false
	}
	end, live := e.from, e.to
	if a {
		end, live = live, end
	}
	r := &v.region[v.isle(v.elements[end].row)]
	if !v.short || r.root == none || !v.damaged(r.root) {
		return false
	}
	r.tied = true
	v.book(live, r.load)
	return true
}

// joined says whether the ends of a closed branch are joined without it.
func (v *cityLife) joined(row int32) bool {
	slot := v.grid.slotOf[row]
	if !v.s.on[slot] {
		return false
	}
	v.s.on[slot] = false
	apart := v.s.apart(v.grid.from[slot], v.grid.to[slot])
	v.s.on[slot] = true
	return apart == nil
}

// choose wants the tie that can feed a region with most to spare, the first among equals; none if none can.
func (v *cityLife) choose(id int32) {
	r, best, most, from := &v.region[id], none, 0.0, int32(none)
	for k, i := range v.standby {
		e, x := &v.elements[i], &v.state[i]
		if v.wishes[k].want || x.closed || x.available < model.Full || v.out(e.from) || v.out(e.to) || e.capacity < r.load {
			continue
		}
		dead, live := e.from, e.to
		if v.alive(dead) {
			dead, live = live, dead
		}
		if v.isle(v.elements[dead].row) != id || v.alive(dead) || !v.alive(live) {
			continue
		}
		if spare := v.spare(live); spare >= r.load && spare > most {
			best, most, from = k, spare, live
		}
	}
	if best == none {
		return
	}
	v.wishes[best].want = true
	v.book(from, r.load)
}

// book promises a load to a tie at a vertex: what feeds the vertex has that much less to spare.
func (v *cityLife) book(i int32, load float64) {
	for x := i; v.at[x].up != none; x = v.at[v.at[x].up].up {
		v.booked[v.elements[v.at[x].up].row] += load
	}
}

// spare is what the way that feeds a vertex could carry besides what it does [MW]; nothing where batteries hold the island.
func (v *cityLife) spare(i int32) float64 {
	p := &v.parts[v.isle(v.elements[i].row)]
	if p.mode != grid || p.share < 1 {
		return 0
	}
	spare := p.supply + p.local - p.asked
	for x := i; v.at[x].up != none; x = v.at[v.at[x].up].up {
		row := v.elements[v.at[x].up].row
		b := &v.branch[row]
		taken := b.flow // towards the vertex
		if v.edgeFrom(row) == x {
			taken = -taken
		}
		spare = min(spare, b.limit-max(0, taken)-v.booked[row])
	}
	return spare
}

// edgeFrom is the vertex at the beginning of a branch.
func (v *cityLife) edgeFrom(row int32) int32 { return v.elements[v.edge[row]].from }
