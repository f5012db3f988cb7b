package transport

import (
	"context"
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/sim"
)

// Solve implements model.Solver. After a change drivers keep to their ways for Delay, on roads as they are; then they settle to the
// equilibrium of the hour, the state and what is asked for. It is solved from the one in force, which is two or three times as fast
// as from that of the quiet day; how it came about shows within the gap only, which the steps of levels are coarser than. One that
// does not converge is not taken: drivers stay on the ways they had.
func (v *Traffic) Solve(now sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	if len(v.touched) == 0 && now < v.next {
		return v.next
	}
	if v.now == nil {
		v.wake()
	}
	v.hourly = len(v.touched) == 0
	v.learn(now)
	v.lose(now)
	v.apply(now)
	v.compare(now)
	if v.disturbed() {
		v.settle(now)
		v.price()
	} else {
		v.view, v.slot, v.unsolved = nil, -1, false
	}
	v.tell(changed)
	v.next = v.following(now)
	v.touched = v.touched[:0]
	if !v.pending {
		v.mended = v.mended[:0]
	}
	v.round++
	return v.next
}

// learn lets drivers know how things were at the last Solve when their delay is over.
func (v *Traffic) learn(now sim.Time) {
	if v.pending && now >= v.due {
		copy(v.known, v.now)
		v.pending, v.stale, v.hourly = false, true, false
	}
}

// lose ends the patience of drivers at red signals.
func (v *Traffic) lose(now sim.Time) {
	for i, t := range v.since {
		if t != sim.Never && !v.dark[i] && now >= t.Add(RedPatience) {
			v.dark[i], v.hourly = true, false
			v.price1(int32(i))
		}
	}
}

// apply takes over what was Set.
func (v *Traffic) apply(now sim.Time) {
	for _, i := range v.touched {
		if v.roads.members[i].part == partSignal {
			switch red := !v.state[i].closed; {
			case red && v.since[i] == sim.Never:
				v.since[i], v.dark[i] = now, false
			case !red:
				v.since[i], v.dark[i] = sim.Never, false
			}
		}
		v.price1(i)
	}
}

// price1 gives the links of a member what they cost now.
func (v *Traffic) price1(i int32) {
	for _, l := range v.roads.members[i].links {
		v.now[l] = v.costOf(l)
	}
}

// compare finds out whether drivers are right about the roads, and who disturbs them.
func (v *Traffic) compare(now sim.Time) {
	right := slices.Equal(v.now, v.known)
	if !right && !v.pending {
		v.due = now.Add(Delay)
	}
	v.pending = !right
	v.broken = v.broken[:0]
	for i := range v.roads.members {
		if v.disturbs(int32(i)) {
			v.broken = append(v.broken, int32(i))
		} else if v.roads.members[i].part != partOther && v.state[i].touched == v.round && !slices.Contains(v.mended, int32(i)) {
			v.mended = append(v.mended, int32(i))
		}
	}
}

// disturbs says whether a member keeps its links from being as planned.
func (v *Traffic) disturbs(i int32) bool {
	switch s := &v.state[i]; v.roads.members[i].part {
	case partStreet:
		return !s.closed || s.available < model.Full
	case partSignal:
		return v.signal(i) != SignalWorks
	}
	return false
}

// disturbed says whether anything is not as on a quiet day.
func (v *Traffic) disturbed() bool {
	if v.pending || len(v.broken) > 0 {
		return true
	}
	for _, x := range v.extra {
		if x != 0 {
			return true
		}
	}
	return false
}

// settle brings the equilibrium in force up to date with the hour, what drivers know and what is asked for.
func (v *Traffic) settle(now sim.Time) {
	if slot := v.roads.slotAt(now); slot != v.slot {
		v.slot, v.stale = slot, true
		v.usual = v.roads.at(slot)
	}
	if !v.stale && !v.asked {
		return
	}
	v.stale, v.asked, v.unsolved = false, false, false
	if v.plain() {
		v.view = v.usual.a
		return
	}
	if a := v.equilibrium(); a != nil {
		v.view = a
	} else {
		v.unsolved = true
	}
	if v.view == nil { // nothing was accepted before
		v.view = v.usual.a
	}
}

// equilibrium is that of what drivers know and what is asked for, nil if it does not converge. It leaves the one in force alone.
func (v *Traffic) equilibrium() *Assignment {
	start := v.usual.a
	if v.view != nil && v.view == v.own {
		v.own, v.spare = v.spare, v.own
		start = v.spare
	}
	if v.own == nil {
		v.own = NewAssignment(v.roads.spec, v.usual.demand)
	}
	a := v.own
	a.copyFrom(start)
	for l := range v.known {
		if v.known[l] != a.perf[l] {
			a.put(l, v.known[l])
		}
	}
	a.SetDemand(v.demand())
	if r, err := a.Solve(context.Background(), Options{Gap: v.roads.gap, Rounds: v.roads.rounds}); err != nil || !r.Converged {
		return nil
	}
	return a
}

// plain says whether drivers know of no disturbance and nothing is asked for.
func (v *Traffic) plain() bool {
	for _, x := range v.extra {
		if x != 0 {
			return false
		}
	}
	return slices.Equal(v.known, v.roads.plan)
}

// slotAt is the hour and the day type at an instant.
func (r *Roads) slotAt(now sim.Time) int { return slotOf(r.clock.Clock(now)) }

func slotOf(day time.Weekday, clock time.Duration) int {
	slot := int(clock / time.Hour)
	if day == time.Saturday || day == time.Sunday {
		slot += hours
	}
	return slot
}

// following is when the roads change by themselves.
func (v *Traffic) following(now sim.Time) sim.Time {
	next := sim.Never
	if v.pending {
		next = min(next, v.due)
	}
	for i, t := range v.since {
		if t != sim.Never && !v.dark[i] {
			next = min(next, t.Add(RedPatience))
		}
	}
	if v.disturbed() {
		_, clock := v.roads.clock.Clock(now)
		next = min(next, now.Add(time.Hour-clock%time.Hour))
	}
	return next
}

// price finds what links cost now with the traffic of the equilibrium in force. Until drivers settle, nobody has waited for longer
// than the delay, so that a link costs at most half of it more. Who comes to a closed street drives around it.
func (v *Traffic) price() {
	most := math.Inf(1)
	if v.pending {
		most = Delay.Seconds() / 2
	}
	for l := range v.now {
		c, _ := v.now[l].at(v.view.flow[l])
		v.cost[l] = min(c, v.view.cost[l]+most)
	}
	v.drive()
	v.trips.measure(v.view, v.cost)
}

// drive replaces the costs of closed links by those of the fastest ways around, +Inf where there is none.
func (v *Traffic) drive() {
	last := int32(-1)
	s := v.roads.spec
	for _, m := range v.broken {
		if v.roads.members[m].part != partStreet {
			continue
		}
		for _, l := range v.roads.members[m].links {
			if !v.now[l].closed {
				continue
			}
			v.trips.around = append(v.trips.around, around{l, math.Inf(1)})
			if v.view.flow[l] == 0 {
				continue
			}
			if s.tail[l] != last {
				last = s.tail[l]
				v.tree.grow(last, v.cost, v.now)
			}
			v.trips.around[len(v.trips.around)-1].seconds = v.tree.dist[s.head[l]]
		}
	}
	for _, x := range v.trips.around { // at the end, so that no way around leads over another
		v.cost[x.link] = x.seconds
	}
	v.trips.around = v.trips.around[:0]
}

// demand is the trips of the hour with the extra ones, which go where the others of the district go.
func (v *Traffic) demand() *Demand {
	p := &v.roads.pairs
	usual := v.usual.demand
	v.scaled = append(v.scaled[:0], usual.trips...)
	for i := range v.sums {
		v.sums[i] = [4]float64{}
	}
	for k := range p.to {
		a, b := v.ends(k)
		v.sums[a][0] += usual.trips[k]
		v.sums[b][0] += usual.trips[k]
	}
	for k := range p.to {
		a, b := v.ends(k)
		factor := 1.0
		for _, d := range [2]int32{a, b} {
			if d > 0 && v.sums[d][0] > 0 {
				factor += v.extra[d-1] / v.sums[d][0]
			}
		}
		v.scaled[k] *= max(factor, 0)
	}
	v.asks = *usual
	v.asks.trips, v.asks.total = v.scaled, 0
	for _, x := range v.scaled {
		v.asks.total += x
	}
	return &v.asks
}

// ends are the districts of a pair of zones, counted from 1; 0 is outside.
func (v *Traffic) ends(k int) (from, to int32) {
	r := v.roads
	return int32(r.zones[r.pairs.origin[k]].district) + 1, int32(r.zones[r.pairs.to[k]].district) + 1
}
