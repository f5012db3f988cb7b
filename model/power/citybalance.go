package power

import (
	"math"

	"cascata/model"
)

// settle finds what is asked for, balances every island, brings the flows up to date and relieves what is overloaded too long.
func (v *cityLife) settle() error {
	v.s.relabel()
	v.limits()
	v.demand()
	v.gather()
	for id := range v.s.isles {
		v.parts[id].hold()
	}
	v.darken()
	if err := v.dispatch(); err != nil {
		return err
	}
	v.mark()
	if v.chargingInVain() {
		for id := range v.s.isles {
			v.parts[id].charging = false
		}
		if err := v.dispatch(); err != nil {
			return err
		}
		v.mark()
	}
	if err := v.relieve(); err != nil {
		return err
	}
	v.watch()
	return nil
}

// isle is the island of a bus row.
func (v *cityLife) isle(row int32) int32 { return v.s.of[v.grid.placeOf[row]] }

// demand is what every bus asks for, and what local generation there could give.
func (v *cityLife) demand() {
	m, sun := v.plan.Share[v.hour], v.sun[v.hour]
	gain := m * coldGain(v.conditions.Temperature(v.now))
	for row, i := range v.vertex {
		x, st := &v.elements[i], &v.state[i]
		v.asked[row], v.local[row], v.more[row] = 0, 0, 0
		v.relief[row], v.shedBy[row] = 1, none
		if v.out(i) {
			continue
		}
		v.more[row] = float64(x.demand * gain * v.cold[row])
		v.asked[row] = max(0, float64(x.demand*m)+v.more[row]+st.extra) * st.available.Share()
	}
	for _, i := range v.generation {
		g := &v.locals[v.elements[i].local]
		give := float64(g.capacity * sun * v.state[i].available.Share())
		if v.out(i) {
			continue
		}
		for _, f := range v.feeds[g.from:g.to] {
			if !v.out(v.vertex[f.bus]) {
				v.local[f.bus] += float64(f.share * give)
			}
		}
	}
	for k := range v.source {
		v.source[k] = sourceState{}
	}
}

// gather sums up the islands.
func (v *cityLife) gather() {
	clear(v.parts[:len(v.s.isles)])
	for row, i := range v.vertex {
		p := &v.parts[v.isle(int32(row))]
		p.asked += v.asked[row]
		p.local += v.local[row]
		if v.asked[row] == 0 {
			continue
		}
		p.cold += v.more[row]
		p.extra += max(0, v.state[i].extra)
		if !v.canShed(int32(row)) {
			p.fixed += v.asked[row]
		}
	}
	for _, i := range v.sources {
		if mw := v.limit(i); mw > 0 {
			p := &v.parts[v.isle(v.elements[i].row)]
			p.supply += mw
			p.mode = grid
		}
	}
	for k, i := range v.storages {
		p, st := &v.parts[v.isle(v.elements[i].row)], &v.store[k]
		if p.mode == grid {
			st.readyAt, st.shed = 0, 0
		}
		p.power += v.gives(k)
		p.room += v.takes(k)
		if p.mode == dark && v.gives(k) > 0 {
			p.mode = battery
		}
	}
}

// limit is what a source or storage can give [MW].
func (v *cityLife) limit(i int32) float64 {
	if v.out(i) {
		return 0
	}
	return float64(v.elements[i].capacity * v.state[i].available.Share())
}

// canShed says whether the protection of a load, of its bay and of the vertex above the bay works: a load without it is not shed.
func (v *cityLife) canShed(row int32) bool {
	bay := v.bays[row]
	return !v.state[v.vertex[row]].disarmed && (bay[0] == none || !v.state[bay[0]].disarmed) && (bay[1] == none || !v.state[bay[1]].disarmed)
}

// hold sets an island's supply against its load. The share is what is left of the load that can be shed.
func (p *part) hold() {
	p.share, p.used = 1, 1
	if p.mode == dark {
		p.share, p.used = 0, 0
		return
	}
	back := p.supply // what the island can pass on or store when it has too much
	if p.mode == battery {
		back = p.room
	}
	if over := p.local - p.asked - back; over > 0 {
		p.used = 1 - over/p.local
	}
	missing := p.asked - p.local - p.supply - p.power
	switch {
	case missing <= float64(p.asked*rounding):
	case missing > float64((p.asked-p.fixed)*(1+rounding)): // nothing left to shed: it breaks down
		p.mode, p.share, p.used = dark, 0, 0
	default:
		p.share = stepped(1 - missing/(p.asked-p.fixed))
	}
	p.charging = p.mode == grid && p.share == 1 && p.room > 0
}

// stepped is a share in whole steps, so that a shortage that hardly moves changes nothing.
func stepped(share float64) float64 { return max(0, math.Floor(float64(share*steps)+rounding)/steps) }

// darken breaks down islands that batteries cannot carry over the first moment, and sets the share that every bus keeps.
func (v *cityLife) darken() {
	for k, i := range v.storages {
		id := v.isle(v.elements[i].row)
		p, st := &v.parts[id], &v.store[k]
		if p.mode != battery || v.gives(k) == 0 {
			continue
		}
		if v.sheds(p) > v.shedBefore(id)+sheddable {
			v.collapse(id)
			continue
		}
		st.shed = v.sheds(p)
	}
	for row := range v.vertex {
		p := &v.parts[v.isle(int32(row))]
		v.kept[row] = p.share
		if p.mode != dark && !v.canShed(int32(row)) {
			v.kept[row] = 1
		}
	}
}

// sheds is the share of an island's load that has to go.
func (v *cityLife) sheds(p *part) float64 {
	if p.asked == 0 {
		return 0
	}
	return (1 - p.share) * (p.asked - p.fixed) / p.asked
}

// dispatch lets loads take what they keep, local generation give what is used, sources and storages the rest, and solves.
func (v *cityLife) dispatch() error {
	for id := range v.s.isles {
		v.parts[id].net = 0
	}
	for row := range v.vertex {
		id := v.isle(int32(row))
		p := &v.parts[id]
		take := float64(v.asked[row] * v.kept[row] * v.relief[row])
		v.given[row] = float64(v.local[row] * p.used)
		p.net += take - v.given[row]
		v.s.SetLoad(row, take-v.given[row])
	}
	v.runStores()
	for k, i := range v.sources {
		p := &v.parts[v.isle(v.elements[i].row)]
		mw := 0.0
		if p.mode == grid {
			mw = v.source[k].shift + float64(p.net*(v.limit(i)/p.supply))
		}
		v.source[k].output = mw
		v.s.SetGen(k, mw)
	}
	if err := v.s.Settle(); err != nil {
		return err
	}
	return v.readFlows()
}

// readFlows notes the flow of every branch.
func (v *cityLife) readFlows() error {
	for row := range v.branch {
		b := &v.branch[row]
		b.flow = 0
		if b.on {
			b.flow = v.s.Flow(row)
		}
		if math.IsNaN(b.flow) || math.IsInf(b.flow, 0) {
			return ErrSingular
		}
	}
	return nil
}

// alive says whether a vertex has voltage.
func (v *cityLife) alive(i int32) bool {
	return !v.out(i) && v.parts[v.isle(v.elements[i].row)].mode != dark
}

// levelOf is delivered divided by asked for.
func (v *cityLife) levelOf(i int32) model.Level {
	e, x := &v.elements[i], &v.state[i]
	switch {
	case v.still:
		return model.Full
	case e.open && !x.closed:
		return x.available
	case v.out(i):
		return model.None
	case e.role == model.RoleNone:
		return x.available.Times(v.connected(i))
	case e.role == model.RoleSource, !e.planned:
		return x.available
	case e.role == model.RoleEdge:
		if !v.branch[e.row].on || !v.alive(e.from) {
			return model.None
		}
		return x.available
	case !v.alive(i):
		return model.None
	case e.demand > 0:
		return x.available.Times(nearlyFull(v.kept[e.row] * v.relief[e.row]))
	}
	return x.available
}

// nearlyFull is a level, Full when all but a rounding is delivered.
func nearlyFull(share float64) model.Level {
	if share > 1-rounding {
		return model.Full
	}
	return model.LevelOf(share)
}

// connected is the share of a local generation's capacity at buses with voltage.
func (v *cityLife) connected(i int32) model.Level {
	if v.elements[i].local == none {
		return model.Full
	}
	g := &v.locals[v.elements[i].local]
	lost := 0.0
	for _, f := range v.feeds[g.from:g.to] {
		if !v.alive(v.vertex[f.bus]) {
			lost += f.share
		}
	}
	return nearlyFull(1 - lost)
}
