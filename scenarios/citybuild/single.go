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
	number []int32         // its number there
}

// joint is the topology of one network. Its members are numbered; the ways from member i are ways[first[i]:first[i+1]].
type joint struct {
	sources []model.AssetID
	members []model.AssetID
	first   []int32
	ways    []way
	reached []bool
	stale   bool
}

// way leads along an edge to a member.
type way struct{ from, edge, to int32 }

func newProbe(c *model.City) *probe {
	p := &probe{city: c, level: make([]float64, len(c.Assets)), member: make([]int, len(c.Assets))}
	number := make([]int32, len(c.Assets))
	for i := range c.Assets {
		p.level[i], p.member[i] = 1, -1
	}
	for n, net := range c.Networks {
		j := joint{}
		for _, e := range net.Edges {
			for _, a := range [3]model.AssetID{e.Asset, e.From, e.To} {
				if p.member[a] < 0 {
					p.member[a], number[a] = n, int32(len(j.members))
					j.members = append(j.members, a)
					if c.Kinds[c.Assets[a].Kind].Network == model.RoleSource {
						j.sources = append(j.sources, a)
					}
				}
			}
			if !e.Open {
				j.ways = append(j.ways, way{number[e.From], number[e.Asset], number[e.To]})
				if !e.Directed {
					j.ways = append(j.ways, way{number[e.To], number[e.Asset], number[e.From]})
				}
			}
		}
		slices.SortStableFunc(j.ways, func(x, y way) int { return cmp.Compare(x.from, y.from) })
		j.first, j.reached = make([]int32, len(j.members)+1), make([]bool, len(j.members))
		for i, w := range j.ways {
			j.first[w.from+1] = int32(i + 1)
		}
		for i := range j.members {
			j.first[i+1] = max(j.first[i+1], j.first[i])
		}
		p.number = number
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
	var order []int32
	visit := func(i int32) {
		if !j.reached[i] && p.level[j.members[i]] > 0 {
			j.reached[i] = true
			order = append(order, i)
		}
	}
	for _, s := range j.sources {
		visit(p.number[s])
	}
	for k := 0; k < len(order); k++ {
		for _, w := range j.ways[j.first[order[k]]:j.first[order[k]+1]] {
			if p.level[j.members[w.edge]] > 0 {
				j.reached[w.edge] = true
				visit(w.to)
			}
		}
	}
	for i, a := range j.members {
		role := p.city.Kinds[p.city.Assets[a].Kind].Network
		if role == model.RoleNode && !j.reached[i] { // an edge or a storage without supply still exists
			p.lower(a, 0)
		}
	}
}

// lost counts, by sector, the people whose service is lost: those of the assets that are down.
func (p *probe) lost() []int64 {
	people := make([]int64, len(p.city.Sectors))
	for _, a := range p.dirty {
		if p.level[a] < lostBelow {
			people[p.city.SectorOf(a)] += int64(p.city.Assets[a].People)
		}
	}
	return people
}

// SingleLosses are, for each sector that serves people, the losses of one asset alone that take its service from anybody,
// largest first. At most so many assets are tried, those of the most important kinds, and of these the ones that serve most people; 0 tries all.
func SingleLosses(c *model.City, most int) [][]Loss {
	p, all := newProbe(c), make([][]Loss, len(c.Sectors))
	for _, a := range candidates(c, most) {
		p.lose(a)
		for s, people := range p.lost() {
			if people > 0 {
				all[s] = append(all[s], Loss{a, model.SectorID(s), people})
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

// candidates are the assets to try, ascending.
func candidates(c *model.City, most int) []model.AssetID {
	list := make([]model.AssetID, len(c.Assets))
	for i := range list {
		list[i] = model.AssetID(i)
	}
	if most <= 0 || most >= len(list) {
		return list
	}
	slices.SortStableFunc(list, func(a, b model.AssetID) int {
		x, y := &c.Assets[a], &c.Assets[b]
		return cmp.Or(cmp.Compare(c.Kinds[y.Kind].Rank, c.Kinds[x.Kind].Rank), cmp.Compare(y.People, x.People))
	})
	list = list[:most]
	slices.Sort(list)
	return list
}
