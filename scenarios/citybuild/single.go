package citybuild

import (
	"cmp"
	"slices"

	"cascata/model"
)

// lostBelow is the level under which a service counts as lost.
const lostBelow = 0.5

// Loss is what the loss of one asset alone takes away, for good: buffers and tanks are taken as empty.
type Loss struct {
	Asset  model.AssetID
	Sector model.SectorID
	People int64 // residents whose service of the sector is lost, or runs at less than half
}

// probe finds the lasting consequences of losing one asset: the greatest levels, below the ones before, that all needs
// and all networks allow. Networks ask for a path from a source only.
type probe struct {
	city   *model.City
	level  []float64
	queue  []model.AssetID
	dirty  []model.AssetID // whose level differs from 1
	joint  []joint         // by network
	member []int           // network of an asset, -1 for none
}

// joint is the topology of one network.
type joint struct {
	sources []model.AssetID
	arcs    map[model.AssetID][]model.Edge
	members []model.AssetID
	reached map[model.AssetID]bool
	stale   bool
}

func newProbe(c *model.City) *probe {
	p := &probe{city: c, level: make([]float64, len(c.Assets)), member: make([]int, len(c.Assets))}
	for i := range c.Assets {
		p.level[i], p.member[i] = 1, -1
	}
	for n, net := range c.Networks {
		j := joint{arcs: map[model.AssetID][]model.Edge{}, reached: map[model.AssetID]bool{}}
		for _, e := range net.Edges {
			for _, a := range [3]model.AssetID{e.Asset, e.From, e.To} {
				if p.member[a] < 0 {
					p.member[a] = n
					j.members = append(j.members, a)
					if c.Kinds[c.Assets[a].Kind].Network == model.RoleSource {
						j.sources = append(j.sources, a)
					}
				}
			}
			if !e.Open {
				j.arcs[e.From] = append(j.arcs[e.From], e)
				if !e.Directed {
					j.arcs[e.To] = append(j.arcs[e.To], model.Edge{Asset: e.Asset, From: e.To, To: e.From})
				}
			}
		}
		p.joint = append(p.joint, j)
	}
	return p
}

// lose takes one asset out and settles; the levels stay until the next call.
func (p *probe) lose(a model.AssetID) {
	for _, d := range p.dirty {
		p.level[d] = 1
	}
	p.dirty = p.dirty[:0]
	p.lower(a, 0)
	for len(p.queue) > 0 {
		for k := 0; k < len(p.queue); k++ {
			for _, in := range p.city.Dependants(p.queue[k]) {
				p.settle(p.city.Needs[in.Need].Asset)
			}
		}
		p.queue = p.queue[:0]
		for n := range p.joint {
			if p.joint[n].stale {
				p.joint[n].stale = false
				p.reach(&p.joint[n])
			}
		}
	}
}

// lower sets a smaller level and notes what has to follow.
func (p *probe) lower(a model.AssetID, to float64) {
	if to >= p.level[a] {
		return
	}
	if p.level[a] == 1 {
		p.dirty = append(p.dirty, a)
	}
	p.level[a] = to
	p.queue = append(p.queue, a)
	if n := p.member[a]; n >= 0 && to == 0 {
		p.joint[n].stale = true
	}
}

// settle lowers an asset to what its needs allow.
func (p *probe) settle(a model.AssetID) {
	level := 1.0
	from, to := p.city.NeedsOf(a)
	for i := from; i < to; i++ {
		n := &p.city.Needs[i]
		supply := p.combine(n)
		if supply < n.Threshold.Share() {
			supply = 0
		}
		level = min(level, n.Without.Share()+(1-n.Without.Share())*supply)
	}
	p.lower(a, level)
}

func (p *probe) combine(n *model.Need) float64 {
	switch n.Rule {
	case model.Weighted:
		missing := 0.0
		for _, s := range n.Suppliers {
			missing += s.Weight * (1 - p.level[s.Asset])
		}
		return max(0, 1-missing)
	case model.All, model.Any, model.KOfN:
		levels := make([]float64, len(n.Suppliers))
		for i, s := range n.Suppliers {
			levels[i] = p.level[s.Asset]
		}
		slices.Sort(levels)
		k := map[model.Rule]int{model.All: len(levels), model.Any: 1, model.KOfN: n.K}[n.Rule]
		return levels[len(levels)-k]
	}
	return 0
}

// reach takes out every member of a network that no source reaches.
func (p *probe) reach(j *joint) {
	clear(j.reached)
	var order []model.AssetID
	visit := func(a model.AssetID) {
		if !j.reached[a] && p.level[a] > 0 {
			j.reached[a] = true
			order = append(order, a)
		}
	}
	for _, s := range j.sources {
		visit(s)
	}
	for k := 0; k < len(order); k++ {
		for _, e := range j.arcs[order[k]] {
			if p.level[e.Asset] > 0 {
				j.reached[e.Asset] = true
				visit(e.To)
			}
		}
	}
	for _, a := range j.members {
		role := p.city.Kinds[p.city.Assets[a].Kind].Network
		if role == model.RoleNode && !j.reached[a] { // an edge or a storage without supply still exists
			p.lower(a, 0)
		}
	}
}

// lost counts, by sector, the people whose service is lost.
func (p *probe) lost() []int64 {
	people := make([]int64, len(p.city.Sectors))
	for _, place := range p.city.Places {
		for _, s := range place.Serving {
			if p.level[s.Asset] < lostBelow {
				people[s.Sector] += int64(place.Residents)
			}
		}
	}
	return people
}

// SingleLosses are, for each sector that serves people, the losses of one asset alone that take its service from anybody,
// largest first. A city of 6,000 assets takes about a second.
func SingleLosses(c *model.City) [][]Loss {
	p, all := newProbe(c), make([][]Loss, len(c.Sectors))
	for a := range c.Assets {
		p.lose(model.AssetID(a))
		for s, people := range p.lost() {
			if people > 0 {
				all[s] = append(all[s], Loss{model.AssetID(a), model.SectorID(s), people})
			}
		}
	}
	for s := range all {
		slices.SortStableFunc(all[s], func(x, y Loss) int {
			return cmp.Or(cmp.Compare(y.People, x.People), cmp.Compare(rank(c, y), rank(c, x)))
		})
	}
	return all
}

func rank(c *model.City, l Loss) int { return c.Kinds[c.Assets[l.Asset].Kind].Rank }
