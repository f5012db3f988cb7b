package power

import "math"

// pin holds a second or further reference bus of an island at its angle: it gives what that takes.
type pin struct {
	place int32
	given float64 // [per unit]
}

// Settle brings angles and flows up to date with all changes.
func (s *State) Settle() error {
	if s.stale {
		if err := s.rebuild(); err != nil {
			return err
		}
	} else if s.again || s.solves >= settlings {
		s.refresh()
	}
	if s.solve() && len(s.pins) > 0 {
		s.hold()
	}
	for id := range s.isles {
		if isle := &s.isles[id]; isle.slack != none {
			isle.offset = s.g.bus(isle.slack).Va*math.Pi/180 - s.theta[isle.slack]
		}
	}
	s.flows()
	return nil
}

// solve corrects the angles for what they miss; false when they miss nothing.
func (s *State) solve() bool {
	if int(s.low) >= s.g.p.n {
		return false
	}
	s.solves++
	if s.lu != nil {
		s.lu.solve(s.miss, s.f.work)
		clear(s.f.work)
	} else {
		s.f.forward(s.miss, s.low)
		s.f.backward(s.miss)
	}
	for i, x := range s.miss {
		s.theta[i] += x
	}
	clear(s.miss)
	s.low = int32(s.g.p.n)
	return true
}

// flows sweeps the branches.
func (s *State) flows() {
	s.over = s.over[:0]
	theta := s.theta
	n := len(s.flow)
	from, to, sus, phi, rate := s.g.from[:n], s.g.to[:n], s.sus[:n], s.phi[:n], s.g.rate[:n]
	for k := range s.flow {
		x := sus[k]*(theta[from[k]]-theta[to[k]]) - phi[k]
		s.flow[k] = x
		if math.Abs(x) > rate[k] {
			s.over = append(s.over, int32(k))
		}
	}
}

// rebuild finds islands and factor from the switches and starts the angles at zero.
func (s *State) rebuild() error {
	s.findIslands()
	if err := s.Refactor(); err != nil {
		return err
	}
	s.stale, s.mods = false, 0
	s.refresh()
	return nil
}

// Refactor fills the matrix of the islands as they are and factorises it anew. Settle does so by itself when it must.
func (s *State) Refactor() error {
	f := s.f
	clear(f.diagonal)
	clear(f.upper)
	for k, on := range s.on {
		if !on {
			continue
		}
		b := s.g.sus[k]
		f.diagonal[s.g.from[k]] += b
		f.diagonal[s.g.to[k]] += b
		f.upper[s.g.entry[k]] -= b
	}
	for id := range s.isles {
		if isle := &s.isles[id]; !isle.gone {
			f.diagonal[isle.ground] += s.g.ground[isle.ground]
		}
	}
	for place, id := range s.of {
		if id == none {
			f.diagonal[place] = s.g.ground[place]
		}
	}
	s.lu = nil
	if !f.factorise() {
		m := f.full()
		s.lu = newLU(m)
		if !s.lu.factorise(m) {
			return ErrSingular
		}
	}
	return nil
}

// full is the factor's matrix by columns.
func (f *factor) full() *sparse {
	m := newTriplets(f.n)
	for k := range int32(f.n) {
		m.add(k, k, f.diagonal[k])
		for e := f.upPtr[k]; e < f.upPtr[k+1]; e++ {
			m.add(f.upRow[e], k, f.upper[e])
			m.add(k, f.upRow[e], f.upper[e])
		}
	}
	return m.compress()
}

// findIslands labels the islands by searching the network.
func (s *State) findIslands() {
	s.topology++
	dropped := len(s.isles) > 0
	for k := range s.on {
		s.on[k] = s.closed[k] && s.busOn[s.g.from[k]] && s.busOn[s.g.to[k]]
	}
	keep := int32(none) // KeepMain holds until Reset: a place of the main island remembers which
	if dropped = dropped && s.anyDropped(); dropped {
		keep = s.liveBus()
	}
	for i := range s.of {
		s.of[i] = none
	}
	s.isles, s.free = s.isles[:0], s.free[:0]
	q := &s.search
	for start := range int32(s.g.p.n) {
		if s.of[start] != none || !s.busOn[start] {
			continue
		}
		q.left = append(q.left[:0], start)
		id := int32(len(s.isles))
		s.of[start] = id
		isle := island{slack: none, ground: start}
		for x := 0; x < len(q.left); x++ {
			place := q.left[x]
			for k := s.g.near.ptr[place]; k < s.g.near.ptr[place+1]; k++ {
				if next := s.g.near.adj[k]; s.on[s.g.via[k]] && s.of[next] == none {
					s.of[next] = id
					q.left = append(q.left, next)
				}
			}
		}
		isle.buses, isle.slack = int32(len(q.left)), s.best(q.left)
		s.isles = append(s.isles, isle)
	}
	for id := range s.isles {
		if dropped && (keep == none || s.of[keep] != int32(id)) {
			s.isles[id].drop, s.isles[id].slack = true, none
		}
	}
	s.findPins()
}

func (s *State) anyDropped() bool {
	for i := range s.isles {
		if s.isles[i].drop && !s.isles[i].gone {
			return true
		}
	}
	return false
}

// liveBus is a place in an island that was not dropped.
func (s *State) liveBus() int32 {
	for place, id := range s.of {
		if id != none && !s.isles[id].drop {
			return int32(place)
		}
	}
	return none
}

// findPins lists further reference buses with a generator in service.
func (s *State) findPins() {
	s.pins = s.pins[:0]
	for _, place := range s.g.placeOf {
		if id := s.of[place]; id != none && s.isles[id].slack != none && s.isles[id].slack != place && s.grade(place) == 0 {
			s.pins = append(s.pins, pin{place: place})
		}
	}
}

// refresh solves the angles from zero: everything given is missed.
func (s *State) refresh() {
	clear(s.theta)
	clear(s.miss)
	s.low, s.solves, s.again = 0, 0, false
	s.findPins()
	for id := range s.isles {
		s.isles[id].sum = 0
	}
	for place, id := range s.of {
		if id == none || s.isles[id].slack == none {
			continue
		}
		x := s.given(int32(place))
		s.isles[id].sum += x
		s.miss[place] += x
	}
	for id := range s.isles {
		if isle := &s.isles[id]; isle.slack != none && !isle.gone {
			s.miss[isle.slack] -= isle.sum
		}
	}
	for k, on := range s.on {
		id := s.of[s.g.from[k]]
		if !on || s.isles[id].slack == none {
			s.sus[k], s.phi[k] = 0, 0
			continue
		}
		s.sus[k], s.phi[k] = s.g.sus[k], s.g.phi[k]
		s.miss[s.g.from[k]] += s.phi[k]
		s.miss[s.g.to[k]] -= s.phi[k]
	}
}

// hold gives at every pin what keeps its angle, by solving for a unit from each slack: few, and rare.
func (s *State) hold() {
	n, k := s.g.p.n, len(s.pins)
	columns := make([]float64, n*k)
	m, want := make([]float64, k*k), make([]float64, k)
	slack := func(i int) int32 { return s.isles[s.of[s.pins[i].place]].slack }
	apart := func(x []float64, i int) float64 { return x[s.pins[i].place] - x[slack(i)] }
	for j := range k {
		x := columns[j*n : (j+1)*n]
		x[s.pins[j].place], x[slack(j)] = 1, -1
		if s.lu != nil {
			s.lu.solve(x, s.f.work)
			clear(s.f.work)
		} else {
			s.f.solve(x)
		}
		for i := range k {
			m[i*k+j] = apart(x, i)
		}
		want[j] = (s.g.bus(s.pins[j].place).Va-s.g.bus(slack(j)).Va)*math.Pi/180 - apart(s.theta, j)
	}
	if !gauss(m, want) {
		return
	}
	for j, give := range want {
		s.pins[j].given += give
		for i, x := range columns[j*n : (j+1)*n] {
			s.theta[i] += give * x
		}
	}
}

// gauss solves a small dense system by elimination with partial pivoting; x holds the right side and then the solution.
func gauss(m, x []float64) bool {
	n := len(x)
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(m[r*n+c]) > math.Abs(m[best*n+c]) {
				best = r
			}
		}
		if m[best*n+c] == 0 {
			return false
		}
		for k := range n {
			m[c*n+k], m[best*n+k] = m[best*n+k], m[c*n+k]
		}
		x[c], x[best] = x[best], x[c]
		for r := c + 1; r < n; r++ {
			q := m[r*n+c] / m[c*n+c]
			for k := c; k < n; k++ {
				m[r*n+k] -= q * m[c*n+k]
			}
			x[r] -= q * x[c]
		}
	}
	for c := n - 1; c >= 0; c-- {
		for k := c + 1; k < n; k++ {
			x[c] -= m[c*n+k] * x[k]
		}
		x[c] /= m[c*n+c]
	}
	return true
}
