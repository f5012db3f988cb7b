package fleet

import (
	"fmt"

	"cascata/model"
	"cascata/sim/rng"
)

// draft is a plot under construction.
type draft struct {
	plot
	vulnerable []bool // by device
}

// plot makes the devices of a group in a district; false if there are none. Their numbers are those of the open ones of all
// fleets first, then the gateways, then the legacy devices, gateway by gateway.
func (c *compiler) plot(g int32, d model.DistrictID, ward int32) (plot, bool) {
	p := draft{plot: plot{group: g}}
	for _, f := range c.spec.groups[g].fleets {
		if c.spec.fleets[f].count[d] > 0 {
			p.cells = append(p.cells, c.cell(f, d, ward))
		}
	}
	if len(p.cells) == 0 {
		return plot{}, false
	}
	makes := make([]uint8, len(p.cells)) // first make of each cell
	for i := range p.cells {
		makes[i] = uint8(len(p.fleetOf))
		for range max(1, len(c.spec.fleets[p.cells[i].fleet].Makes)) + 1 { // the last one is legacy
			p.fleetOf = append(p.fleetOf, uint8(i))
		}
		c.open(&p, i, d, makes[i])
	}
	for i := range p.cells {
		c.gates(&p, i, d, makes[i])
	}
	for i := range p.cells {
		c.behind(&p, i, d)
	}
	first, district := c.spec.fleets[p.cells[0].fleet].Name, c.spec.city.Districts[d].Name
	p.name = rng.NameOf("fleet/" + first + "/" + district)
	p.finish()
	return p.plot, true
}

// cell registers the devices of a fleet in a district.
func (c *compiler) cell(f int32, d model.DistrictID, ward int32) cell {
	x, city := &c.spec.fleets[f], c.spec.city
	title := x.Title
	if title == "" {
		title = x.Name
	}
	out := cell{fleet: f}
	var at model.Point
	for i := range city.Assets {
		a := &city.Assets[i]
		if a.District != d || a.Operator != x.operator {
			continue
		}
		if a.Kind == x.kind {
			out.assets = append(out.assets, model.AssetID(i))
			at = a.At
		}
		if a.Kind == x.cuts {
			out.cuts = append(out.cuts, model.AssetID(i))
		}
	}
	out.entity = c.roster.Add(model.Actor{Name: fmt.Sprintf("fleet/%s/%s", x.Name, city.Districts[d].Name), Title: title + " of " + city.Districts[d].Title,
		Sort: model.SortDevice, Operator: x.operator, District: d, At: at})
	x.cells = append(x.cells, out.entity)
	c.spec.wardOf[out.entity] = ward
	return out
}

// open adds the devices of cell i that can be reached from everywhere.
func (c *compiler) open(p *draft, i int, d model.DistrictID, first uint8) {
	x, f := &p.cells[i], &c.spec.fleets[p.cells[i].fleet]
	stream := seed().Stream("fleet/" + f.Name + "/" + c.spec.city.Districts[d].Name + "/open")
	from := int32(len(p.made))
	for range f.count[d] - f.legacy[d] {
		kind, vulnerable := f.draw(stream.Float64())
		p.made, p.vulnerable = append(p.made, first+kind), append(p.vulnerable, vulnerable)
	}
	x.rows[0] = block{from, int32(len(p.made))}
}

// draw turns a uniform number into a make, and into whether the device is vulnerable.
func (f *fleet) draw(u float64) (uint8, bool) {
	for i := range f.Makes {
		m := &f.Makes[i]
		if u < m.Share || i == len(f.Makes)-1 {
			return uint8(i), m.Vulnerable && u >= float64(m.Share*m.Patched)
		}
		u -= m.Share
	}
	return 0, true
}

// gates adds the gateways of cell i.
func (c *compiler) gates(p *draft, i int, d model.DistrictID, first uint8) {
	x, f := &p.cells[i], &c.spec.fleets[p.cells[i].fleet]
	stream := seed().Stream("fleet/" + f.Name + "/" + c.spec.city.Districts[d].Name + "/gateways")
	from, last := int32(len(p.made)), first+uint8(max(1, len(f.Makes)))
	for range (f.legacy[d] + f.behindOne() - 1) / f.behindOne() {
		p.made, p.vulnerable = append(p.made, last), append(p.vulnerable, stream.Float64() < f.Weak)
	}
	x.rows[1] = block{from, int32(len(p.made))}
}

func (f *fleet) behindOne() int32 {
	if f.Behind == 0 {
		return usualBehind
	}
	return int32(f.Behind)
}

// behind adds the legacy devices of cell i, as many behind each of its gateways as there is room for.
func (c *compiler) behind(p *draft, i int, d model.DistrictID) {
	x, f := &p.cells[i], &c.spec.fleets[p.cells[i].fleet]
	from, legacy := int32(len(p.made)), uint8(0)
	if x.rows[1].from < x.rows[1].to {
		legacy = p.made[x.rows[1].from]
	}
	for n := range f.legacy[d] {
		if n%f.behindOne() == 0 {
			at := int32(len(p.made))
			p.blocks = append(p.blocks, block{at, at + min(f.behindOne(), f.legacy[d]-n)})
		}
		p.gateOf = append(p.gateOf, int32(len(p.blocks)-1))
		p.made, p.vulnerable = append(p.made, legacy), append(p.vulnerable, true)
	}
	x.rows[2] = block{from, int32(len(p.made))}
}

// finish puts the devices into their classes.
func (p *draft) finish() {
	gates, behind := int32(len(p.made)-len(p.gateOf)-len(p.blocks)), int32(len(p.made)-len(p.gateOf))
	p.open, p.gates, p.behind = p.class(0, gates), p.class(gates, behind), p.class(behind, int32(len(p.made)))
	p.behind.first, p.behind.place = behind, make([]int32, len(p.gateOf))
	for at, id := range p.behind.order {
		p.behind.place[id-behind] = int32(at)
	}
	p.targets = float64(p.open.s + p.gates.s)
	for i := range p.cells {
		x := &p.cells[i]
		for _, r := range x.rows {
			x.devices += r.to - r.from
		}
		x.bands()
	}
}

// class lists the devices from one number to another, the vulnerable ones first.
func (p *draft) class(from, to int32) class {
	c := class{order: make([]int32, 0, to-from)}
	for _, vulnerable := range [2]bool{true, false} {
		for id := from; id < to; id++ {
			if p.vulnerable[id] == vulnerable {
				c.order = append(c.order, id)
			}
		}
		if vulnerable {
			c.s = int32(len(c.order))
		}
	}
	return c
}
