package water

// patience is how often a link of a city may change its status within one solution.
const patience = 6

// primed is where a pump begins that starts, as a share of its design flow: from much more, Newton's method would first find a head
// out of reach; from nothing, a flow without bounds.
const primed = 0.7

// tire counts a change of status. A city in trouble opens and closes dozens of pumps, check valves and tanks at once; a link that
// has lost patience stays shut for this instant, a flow control valve open: else they would chase each other for ever.
func (r *Run) tire(k int32, was Status) {
	if !r.spec.city || r.status[k] == was {
		return
	}
	if c := &r.spec.links[k]; c.kind == Pump && was == tooHigh && r.flips[k]+1 < patience {
		r.flow[k] = primed * r.setting[k] * r.spec.pumps[c.own].q0
	}
	r.flips[k]++
	switch fcv := r.spec.links[k].kind == FCV; {
	case r.flips[k] < patience:
	case r.flips[k] > patience: // it was put to rest already
		r.status[k] = was
	case fcv:
		r.status[k] = freeFlow
	default:
		r.status[k] = tooHigh
	}
}

// tankLets reports whether a node lets water out and in: a tank may not.
func (r *Run) tankLets(node int32) (out, in bool) {
	s := r.spec
	if int(node) < s.junctions {
		return true, true
	}
	at := s.tankAt[int(node)-s.junctions]
	if at < 0 {
		return true, true
	}
	t, h := &s.tanks[at], r.head[node]
	return h > t.hmin && !r.isDry(at), h < t.hmax || t.overflow
}

// rest finds the junctions that no source reaches along links that would let water through, and takes their demand and pressure.
func (r *Run) rest() {
	s := r.spec
	r.queue = r.queue[:0]
	for i := range s.junctions {
		r.reached[i] = false
	}
	for n := s.junctions; n < len(s.elevation); n++ {
		r.reached[n] = true
		if out, _ := r.tankLets(int32(n)); out {
			r.queue = append(r.queue, int32(n))
		}
	}
	for at := 0; at < len(r.queue); at++ {
		n := r.queue[at]
		for _, k := range s.leaving[n] {
			e := s.ends[k]
			c := &s.links[k]
			to := e[1]
			if to == n {
				to = e[0]
			}
			if r.reached[to] || r.held[k] || to == e[0] && c.kind != Pipe || c.kind == Pump && r.setting[k] <= 0 {
				continue
			}
			r.reached[to] = true
			r.queue = append(r.queue, to)
		}
	}
	for i := range s.junctions {
		if r.reached[i] {
			continue
		}
		r.demand[i], r.delivered[i] = 0, 0
		r.head[i], r.low[i] = s.elevation[i], 0
	}
}

// listLeaving lists the links at each node.
func (s *Spec) listLeaving() {
	s.leaving = make([][]int32, len(s.elevation))
	for k, e := range s.ends {
		s.leaving[e[0]] = append(s.leaving[e[0]], int32(k))
		s.leaving[e[1]] = append(s.leaving[e[1]], int32(k))
	}
}
