package trace

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// people keeps what the levels of the assets mean for residents, exactly and step by step. Lost service is counted in
// residents x 2^-20, as integers, so sums do not drift; it is rounded to whole people, half up, only when it is written.
type people struct {
	stage  *Stage
	index  *index
	levels []model.Level // of every asset

	missing []int64       // by cell
	city    []int64       // by sector
	served  []int64       // by sector
	low     []model.Level // by place: lowest essential level
	stale   []bool        // by place: low may have risen
	without []int64       // by place: residents x (1 - low)
	hit     []int64       // by district, then the city

	cellRows, cityRows, zoneRows []Service // the last row written for each key

	touched []model.AssetID // assets changed at this instant
	before  []model.Level   // their levels before it
	marked  []bool          // by asset
	cells   marks
	sectors marks
	places  marks
	zones   marks // districts and the city
}

// marks is a set of small numbers in the order of their first mark.
type marks struct {
	list []int32
	in   []bool
}

func (m *marks) add(i int32) {
	if !m.in[i] {
		m.in[i] = true
		m.list = append(m.list, i)
	}
}

func (m *marks) clear() {
	for _, i := range m.list {
		m.in[i] = false
	}
	m.list = m.list[:0]
}

func newMarks(n int) marks { return marks{in: make([]bool, n)} }

func newPeople(s *Stage) *people {
	p := &people{
		stage: s, index: s.look(),
		levels:  make([]model.Level, s.Assets),
		missing: make([]int64, len(s.Served)),
		city:    make([]int64, len(s.Sectors)),
		served:  make([]int64, len(s.Sectors)),
		low:     make([]model.Level, len(s.Places)),
		stale:   make([]bool, len(s.Places)),
		without: make([]int64, len(s.Places)),
		hit:     make([]int64, len(s.Residents)),
		marked:  make([]bool, s.Assets),
		cells:   newMarks(len(s.Served)), sectors: newMarks(len(s.Sectors)),
		places: newMarks(len(s.Places)), zones: newMarks(len(s.Residents)),
	}
	for i := range p.levels {
		p.levels[i] = model.Full
	}
	for i := range p.low {
		p.low[i] = model.Full
	}
	p.cellRows, p.cityRows, p.zoneRows = planned(len(s.Served)), planned(len(s.Sectors)), planned(len(s.Residents))
	for cell, n := range s.Served {
		p.served[cell/max(1, len(s.Districts))] += n
	}
	return p
}

// planned is the service of n keys at time 0.
func planned(n int) []Service {
	out := make([]Service, n)
	for i := range out {
		out[i].Level = model.Full
	}
	return out
}

// set moves the level of an asset; what follows from it waits for settle.
func (p *people) set(a model.AssetID, to model.Level) {
	if !p.marked[a] {
		p.marked[a] = true
		p.touched = append(p.touched, a)
		p.before = append(p.before, p.levels[a])
	}
	p.levels[a] = to
}

// settle works out what the instant's moves mean and adds rows for what differs from before.
func (p *people) settle(at sim.Time, r *Recording) {
	for i, a := range p.touched {
		p.marked[a] = false
		if p.before[i] != p.levels[a] {
			p.spread(a, p.before[i])
		}
	}
	p.touched, p.before = p.touched[:0], p.before[:0]
	for _, i := range p.places.list {
		p.place(i)
	}
	p.write(at, r)
	p.cells.clear()
	p.sectors.clear()
	p.places.clear()
	p.zones.clear()
}

// spread books the new level of an asset with its cells and marks those of its places for which it decides, or decided.
func (p *people) spread(a model.AssetID, before model.Level) {
	now := p.levels[a]
	drop := int64(before - now)
	for _, c := range p.index.cellsOf(a) {
		sector := c.cell / int32(len(p.stage.Districts))
		p.missing[c.cell] += drop * c.residents
		p.city[sector] += drop * c.residents
		p.cells.add(c.cell)
		p.sectors.add(sector)
	}
	for _, i := range p.index.placesOf(a) {
		switch {
		case now < p.low[i]:
			p.low[i] = now
			p.places.add(i)
		case before == p.low[i]: // else something else is as bad or worse
			p.stale[i] = true
			p.places.add(i)
		}
	}
}

// place works out how many of a place's people lack their worst essential service.
func (p *people) place(i int32) {
	place := &p.stage.Places[i]
	if p.stale[i] {
		p.stale[i], p.low[i] = false, model.Full
		for _, a := range p.index.vitalTo(i) {
			p.low[i] = min(p.low[i], p.levels[a])
		}
	}
	now := int64(place.Residents) * int64(model.Full-p.low[i])
	if d := now - p.without[i]; d != 0 {
		p.without[i] = now
		all := p.stage.AllDistricts()
		p.hit[place.District] += d
		p.hit[all] += d
		p.zones.add(int32(place.District))
		p.zones.add(all)
	}
}

// write adds a row for every marked key whose level or people changed.
func (p *people) write(at sim.Time, r *Recording) {
	// The keys come in the order of the touched assets, which the Changes fix; rows are sorted to be in (time, key) order.
	slices.Sort(p.cells.list)
	slices.Sort(p.sectors.list)
	slices.Sort(p.zones.list)
	for _, c := range p.cells.list {
		r.Services.step(at, c, p.missing[c], p.stage.Served[c], &p.cellRows[c])
	}
	for _, c := range p.sectors.list {
		r.City.step(at, c, p.city[c], p.served[c], &p.cityRows[c])
	}
	for _, c := range p.zones.list {
		r.Affected.step(at, c, p.hit[c], p.stage.Residents[c], &p.zoneRows[c])
	}
}

// begin adds the rows of the instant 0: everything as planned.
func (p *people) begin(r *Recording) {
	for c, n := range p.stage.Served {
		if n > 0 {
			r.Services.add(0, int32(c), model.Full, 0)
		}
	}
	for c, n := range p.served {
		if n > 0 {
			r.City.add(0, int32(c), model.Full, 0)
		}
	}
	for c, n := range p.stage.Residents {
		if n > 0 {
			r.Affected.add(0, int32(c), model.Full, 0)
		}
	}
}
