package power

// search is the scratch of graph searches.
type search struct {
	seen        []int32
	stamp       int32
	left, right []int32
}

func (s *search) init(n int) {
	s.seen, s.left, s.right = make([]int32, n), make([]int32, 0, n), make([]int32, 0, n)
}

// apart searches from both ends at once, a place from each side in turn. It returns the places of the side that ended first, or
// nil when the sides met: the cost is that of the smaller side, or of the way around.
func (s *State) apart(i, j int32) []int32 {
	q := &s.search
	q.stamp += 2
	a, b := q.stamp-1, q.stamp
	q.left, q.right = append(q.left[:0], i), append(q.right[:0], j)
	q.seen[i], q.seen[j] = a, b
	for x, y := 0, 0; ; {
		if x == len(q.left) {
			return q.left
		}
		if s.expand(&q.left, &x, a, b) {
			return nil
		}
		if y == len(q.right) {
			return q.right
		}
		if s.expand(&q.right, &y, b, a) {
			return nil
		}
	}
}

// expand visits the next place of a side; true when it meets the other.
func (s *State) expand(queue *[]int32, at *int, mine, others int32) bool {
	seen := s.search.seen
	place := (*queue)[*at]
	*at++
	for k := s.g.near.ptr[place]; k < s.g.near.ptr[place+1]; k++ {
		if !s.on[s.g.via[k]] {
			continue
		}
		next := s.g.near.adj[k]
		switch seen[next] {
		case others:
			return true
		case mine:
		default:
			seen[next] = mine
			*queue = append(*queue, next)
		}
	}
	return false
}

// open takes a branch out: its flow is handed back to its ends, the factor follows, and an island that falls apart gets a
// ground before the branch leaves the matrix, lest a pivot vanish.
func (s *State) open(slot int32) {
	i, j := s.g.from[slot], s.g.to[slot]
	if flow := s.sus[slot]*(s.theta[i]-s.theta[j]) - s.phi[slot]; flow != 0 {
		s.put(i, flow)
		s.put(j, -flow)
	}
	s.on[slot], s.sus[slot], s.phi[slot] = false, 0, 0
	if part := s.apart(i, j); part != nil {
		s.split(part, i, j)
	}
	s.modify(i, j, -s.g.sus[slot])
}

// close puts a branch in: inside an island the angles' difference drives a flow through it; two islands that it joins are made
// one by solving anew.
func (s *State) close(slot int32) {
	i, j := s.g.from[slot], s.g.to[slot]
	s.on[slot] = true
	if s.of[i] != s.of[j] {
		s.stale = true
		return
	}
	if s.isles[s.of[i]].slack != none {
		s.sus[slot], s.phi[slot] = s.g.sus[slot], s.g.phi[slot]
		flow := s.sus[slot]*(s.theta[i]-s.theta[j]) - s.phi[slot]
		s.put(i, -flow)
		s.put(j, flow)
	}
	s.modify(i, j, s.g.sus[slot])
}

// modify adds a susceptance between two places, or to the ground when j is none, to the factor.
func (s *State) modify(i, j int32, by float64) {
	if s.stale || by == 0 {
		return
	}
	s.mods++
	if s.mods > modifications || !s.f.modify(i, j, by) {
		s.stale = true
	}
}

// split makes a part of an island, its places given, an island of its own.
func (s *State) split(part []int32, i, j int32) {
	s.topology++
	old := s.of[part[0]]
	id := s.newIsland()
	was, isle := &s.isles[old], &s.isles[id]
	*isle = island{buses: int32(len(part)), slack: none, ground: none}
	was.buses -= isle.buses
	for _, place := range part {
		s.of[place] = id
		isle.sum += s.given(place)
	}
	rest := i
	if s.of[i] == id {
		rest = j
	}
	isle.ground = part[0]
	if s.of[was.ground] == id {
		isle.ground, was.ground = was.ground, rest
		s.modify(rest, none, s.g.ground[rest])
	} else {
		s.modify(part[0], none, s.g.ground[part[0]])
	}
	if was.slack == none { // a dead island falls into dead islands
		isle.drop = was.drop
		return
	}
	total := was.sum
	was.sum -= isle.sum
	s.put(was.slack, total) // the old slack gives back what it took
	slack := was.slack
	s.setSlack(id, s.best(part))
	if s.of[slack] == id {
		slack = s.scan(old)
	}
	s.setSlack(old, slack)
	if len(s.pins) > 0 {
		s.again = true
	}
}

func (s *State) newIsland() int32 {
	if n := len(s.free); n > 0 {
		id := s.free[n-1]
		s.free = s.free[:n-1]
		return id
	}
	s.isles = append(s.isles, island{})
	return int32(len(s.isles) - 1)
}

// given is what a place gives by schedule [per unit].
func (s *State) given(place int32) float64 {
	x := -s.load[place]
	if s.live[place] > 0 {
		for _, row := range s.g.gens.of(place) {
			if s.genOn[row] {
				x += s.gen[row]
			}
		}
	}
	return x
}

// setSlack makes a place take an island's imbalance, when none did; none kills the island.
func (s *State) setSlack(id, place int32) {
	isle := &s.isles[id]
	isle.slack = place
	if place == none {
		s.kill(id)
		return
	}
	s.put(place, -isle.sum)
}

// kill makes an island dead: no angles, no flows, nothing to balance.
func (s *State) kill(id int32) {
	s.topology++
	s.isles[id].slack = none
	for place := range int32(s.g.p.n) {
		if s.of[place] != id {
			continue
		}
		s.theta[place], s.miss[place] = 0, 0
		for k := s.g.near.ptr[place]; k < s.g.near.ptr[place+1]; k++ {
			if slot := s.g.via[k]; s.on[slot] {
				s.sus[slot], s.phi[slot] = 0, 0
			}
		}
	}
}

// grade of a place as a slack: lower is better; the row breaks ties.
func (s *State) grade(place int32) int {
	switch b := s.g.bus(place); {
	case s.live[place] == 0:
		return 3
	case b.Type == Ref:
		return 0
	case b.Type == PV:
		return 1
	}
	return 2
}

// better of two places as a slack; either may be none.
func (s *State) better(a, b int32) int32 {
	switch {
	case b == none || s.grade(b) == 3:
		return a
	case a == none:
		return b
	}
	if x, y := s.grade(a), s.grade(b); x < y || x == y && s.g.rowAt[a] < s.g.rowAt[b] {
		return a
	}
	return b
}

// best is the slack among places, or none.
func (s *State) best(places []int32) int32 {
	slack := int32(none)
	for _, p := range places {
		slack = s.better(slack, p)
	}
	return slack
}

// scan is the slack of an island, found by looking at every place.
func (s *State) scan(id int32) int32 {
	slack := int32(none)
	for place := range int32(s.g.p.n) {
		if s.of[place] == id && s.live[place] > 0 {
			slack = s.better(slack, place)
		}
	}
	return slack
}

// chooseSlack finds an island's slack again after its generators changed.
func (s *State) chooseSlack(id int32) {
	if id == none || s.isles[id].drop {
		return
	}
	isle := &s.isles[id]
	slack := s.scan(id)
	switch {
	case slack == isle.slack:
	case isle.slack == none:
		s.stale = true // it comes back to life: solve anew
	default:
		s.put(isle.slack, isle.sum)
		s.setSlack(id, slack)
	}
}

// relabel finds the islands when changes have left them behind.
func (s *State) relabel() {
	if s.stale {
		s.findIslands()
	}
}

// Islands is how many islands there are, dead ones included, buses out of service not.
func (s *State) Islands() int {
	s.relabel()
	return len(s.isles) - len(s.free)
}

// Main is the island with most buses, the one with the earliest bus row among equals; none when there is no bus.
func (s *State) Main() int32 {
	s.relabel()
	best := int32(none)
	for _, place := range s.g.placeOf {
		if id := s.of[place]; id != none && (best == none || s.isles[id].buses > s.isles[best].buses) {
			best = id
		}
	}
	return best
}

// KeepMain drops every island but the main one: no flow, no service, until the next Reset.
func (s *State) KeepMain() {
	main := s.Main()
	for id := range s.isles {
		isle := &s.isles[id]
		if int32(id) != main && !isle.gone {
			isle.drop = true
			if isle.slack != none {
				s.kill(int32(id))
			}
		}
	}
}
