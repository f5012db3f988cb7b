package power

import (
	"math"

	"cascata/model"
)

const (
	reliefs = 32 // steps of relief in a solve
	shifts  = 8  // of them that may move sources
)

// relieve takes the overload off edges that have been overloaded too long, worst first: sources shift, then load is shed, where it
// helps most. The reliefs start anew at every solve, so that nothing stays shed longer than it must.
func (v *cityLife) relieve() error {
	for n := range reliefs {
		row := v.worst()
		if row == none {
			return nil
		}
		v.influence(row)
		excess := math.Abs(v.branch[row].flow) - v.branch[row].limit
		left := excess
		if n < shifts {
			left = v.shift(row, excess)
		}
		if left > float64(v.branch[row].limit*tolerance/2) {
			left = v.shed(row, left)
		}
		if left == excess {
			v.branch[row].helpless = v.round
		}
		if err := v.dispatch(); err != nil {
			return err
		}
	}
	return nil
}

// worst is the edge most overloaded of those to be relieved, or none.
func (v *cityLife) worst() int32 {
	worst, most := int32(none), 0.0
	for row := range v.branch {
		b := &v.branch[row]
		if !b.over() || b.helpless == v.round || !v.guarded(int32(row)) {
			continue
		}
		if m := b.load(); m > most {
			worst, most = int32(row), m
		}
	}
	return worst
}

// influence fills effect, by bus row, with what a megawatt more fed in there, against one less at the even mix of the sources, takes
// off the flow of a branch.
func (v *cityLife) influence(row int32) {
	s := v.s
	slot := s.g.slotOf[row]
	i, j := s.g.from[slot], s.g.to[slot]
	x := s.miss // zero in a settled state, and again at the end
	x[i], x[j] = 1, -1
	if s.lu != nil {
		s.lu.solve(x, s.f.work)
		clear(s.f.work)
	} else {
		s.f.forward(x, min(i, j))
		s.f.backward(x)
	}
	sign := -s.sus[slot]
	if v.branch[row].flow < 0 {
		sign = -sign
	}
	id := s.of[i]
	even := v.mix(id, x)
	for r, place := range v.grid.placeOf {
		v.effect[r] = 0
		if s.of[place] == id {
			v.effect[r] = sign * (x[place] - even)
		}
	}
	clear(x)
}

// mix is the mean of values by place over what balances an island: its sources, or its storages.
func (v *cityLife) mix(id int32, x []float64) float64 {
	p := &v.parts[id]
	sum, total := 0.0, 0.0
	for _, i := range v.sources {
		if row := v.elements[i].row; v.isle(row) == id && p.mode == grid {
			sum += float64(x[v.grid.placeOf[row]] * v.limit(i))
			total += v.limit(i)
		}
	}
	for k, i := range v.storages {
		if row := v.elements[i].row; v.isle(row) == id && p.mode == battery {
			sum += float64(x[v.grid.placeOf[row]] * v.gives(k))
			total += v.gives(k)
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

// shift moves output from the source that loads a branch most to the one that loads it least, as long as that helps, and returns
// the excess that is left [MW].
func (v *cityLife) shift(row int32, excess float64) float64 {
	id := v.isle(v.elements[v.elements[v.edge[row]].from].row)
	if v.parts[id].mode != grid {
		return excess
	}
	for range 2 * len(v.sources) {
		best, worst := none, none
		for k, i := range v.sources {
			src := &v.source[k]
			if v.isle(v.elements[i].row) != id {
				continue
			}
			e := v.effect[v.elements[i].row]
			if src.output < float64(v.limit(i)*(1-rounding)) && (best == none || e > v.effect[v.elements[v.sources[best]].row]) {
				best = k
			}
			if src.output > float64(v.limit(i)*rounding) && (worst == none || e < v.effect[v.elements[v.sources[worst]].row]) {
				worst = k
			}
		}
		if best == none || worst == none || excess <= 0 {
			break
		}
		gain := v.effect[v.elements[v.sources[best]].row] - v.effect[v.elements[v.sources[worst]].row]
		if gain < leastEffect {
			break
		}
		mw := min(excess/gain, v.limit(v.sources[best])-v.source[best].output, v.source[worst].output)
		v.move(best, mw)
		v.move(worst, -mw)
		excess -= mw * gain
	}
	return max(0, excess)
}

// move changes what a source gives beyond its even part.
func (v *cityLife) move(k int, mw float64) {
	v.source[k].output += mw
	v.source[k].shift += mw
}

// shed takes load off in proportion to how much it helps, and returns the excess that is left [MW].
func (v *cityLife) shed(row int32, excess float64) float64 {
	power, most := 0.0, 0.0
	for r, e := range v.effect {
		if take := v.shedable(int32(r)); take > 0 && e > leastEffect {
			power += float64(take * e * e)
			most = max(most, e)
		}
	}
	if power == 0 {
		return excess
	}
	v.explain(row, excess)
	a := min(excess/power, 1/most)
	for r, e := range v.effect {
		if v.shedable(int32(r)) > 0 && e > leastEffect {
			v.relief[r] = stepped(v.relief[r] * max(0, 1-float64(a*e)))
			v.shedBy[r] = row
		}
	}
	return max(0, excess-a*power)
}

// shedable is what a bus takes now and can do without [MW].
func (v *cityLife) shedable(row int32) float64 {
	if !v.canShed(row) {
		return 0
	}
	return v.asked[row] * v.kept[row] * v.relief[row]
}

// explain notes why load is shed for an edge: what is asked beyond the plan, or what comes back cold, if without it there were nothing
// to shed; else the edge itself is too narrow.
func (v *cityLife) explain(row int32, excess float64) {
	b := &v.branch[row]
	asked, cold, most := 0.0, 0.0, 0.0
	asker := int32(none)
	for r, i := range v.vertex {
		e := v.effect[r]
		if e <= leastEffect {
			continue
		}
		cold += float64(e * v.more[r])
		if x := float64(e * v.state[i].extra); x > 0 {
			asked += x
			if x > most {
				asker, most = i, x
			}
		}
	}
	b.why, b.because = model.WhyNetworkShort, v.edge[row]
	switch slack := excess * (1 - rounding); {
	case asked >= slack:
		b.why, b.because = model.WhyAsked, asker
	case cold >= slack:
		b.why = model.WhyColdLoad
	}
}
