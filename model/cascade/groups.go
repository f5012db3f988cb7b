package cascade

import (
	"fmt"
	"slices"

	"cascata/model"
)

// group deals the assets to processes: one per network in the order of the city, then one per sector and district that has
// assets left, ascending.
func (s *Spec) group() error {
	for i := range s.homes {
		s.homes[i].group = -1
	}
	var f model.Faults
	for i := range s.city.Networks {
		n := &s.city.Networks[i]
		s.groups = append(s.groups, groupSpec{name: n.Name})
		for _, e := range n.Edges {
			for _, a := range [3]model.AssetID{e.Asset, e.From, e.To} {
				s.claim(int32(i), a, &f)
			}
		}
		for _, a := range n.Members {
			s.claim(int32(i), a, &f)
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	s.groupRest()
	s.number()
	return nil
}

// claim gives an asset to the group of a network.
func (s *Spec) claim(network int32, a model.AssetID, f *model.Faults) {
	h := &s.homes[a]
	if h.group >= 0 && h.group != network {
		f.Add(s.city.Name, 0, 0, "one network for each asset", "asset %q is in networks %q and %q",
			s.city.Assets[a].Name, s.groups[h.group].name, s.groups[network].name)
		return
	}
	h.group = network
}

// groupRest deals what is in no network.
func (s *Spec) groupRest() {
	type key struct {
		sector   model.SectorID
		district model.DistrictID
	}
	keyOf := func(a int) key { return key{s.city.SectorOf(model.AssetID(a)), s.city.Assets[a].District} }
	index := map[key]int32{}
	var keys []key
	for a := range s.homes {
		if k := keyOf(a); s.homes[a].group < 0 {
			if _, seen := index[k]; !seen {
				index[k] = 0
				keys = append(keys, k)
			}
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.sector != b.sector {
			return int(a.sector) - int(b.sector)
		}
		return int(a.district) - int(b.district)
	})
	for _, k := range keys {
		index[k] = int32(len(s.groups))
		s.groups = append(s.groups, groupSpec{
			name: fmt.Sprintf("%s in %s", s.city.Sectors[k.sector].Name, s.city.Districts[k.district].Name)})
	}
	for a := range s.homes {
		if s.homes[a].group < 0 {
			s.homes[a].group = index[keyOf(a)]
		}
	}
}

// number gives the assets of each group their local numbers, ascending by asset.
func (s *Spec) number() {
	sizes := make([]int, len(s.groups))
	for a := range s.homes {
		sizes[s.homes[a].group]++
	}
	for g := range s.groups {
		s.groups[g].assets = make([]assetSpec, 0, sizes[g])
	}
	for a := range s.homes {
		h := &s.homes[a]
		g := &s.groups[h.group]
		h.local = int32(len(g.assets))
		x := &s.city.Assets[a]
		step := x.Step
		if step == 0 {
			step = max(1, x.Inertia/100)
		}
		local := assetSpec{id: model.AssetID(a)}
		if x.Inertia > 0 {
			if len(g.slow) == 0 {
				g.slow = append(g.slow, slowSpec{}) // nobody's
			}
			local.slow = int32(len(g.slow))
			g.slow = append(g.slow, slowSpec{x.Inertia, step})
		}
		g.assets = append(g.assets, local)
	}
	for i := range s.city.Networks {
		for _, e := range s.city.Networks[i].Edges {
			if e.Open {
				s.groups[i].assets[s.homes[e.Asset].local].standby = true
			}
		}
	}
}

// compileFeeds groups the inputs of a group by supplier.
func (s *Spec) compileFeeds(group int32) {
	g := &s.groups[group]
	g.fed = make([]int32, len(g.inputs))
	for i := range g.fed {
		g.fed[i] = int32(i)
	}
	slices.SortStableFunc(g.fed, func(a, b int32) int { return int(g.inputs[a].supplier) - int(g.inputs[b].supplier) })
	g.feeds = make([]feed, 0, distinct(g))
	for i, in := range g.fed {
		supplier := g.inputs[in].supplier
		if n := len(g.feeds); n == 0 || g.feeds[n-1].supplier != supplier {
			g.feeds = append(g.feeds, feed{supplier: supplier, from: int32(i)})
		}
		g.feeds[len(g.feeds)-1].to = int32(i + 1)
	}
}

// distinct is the number of suppliers of a group whose inputs are sorted.
func distinct(g *groupSpec) (n int) {
	for i := range g.fed {
		if i == 0 || g.inputs[g.fed[i]].supplier != g.inputs[g.fed[i-1]].supplier {
			n++
		}
	}
	return n
}

// compileOuts tells every asset which groups depend on it, ascending.
func (s *Spec) compileOuts() {
	first := make([]int32, len(s.homes)+1) // by asset: where its outs begin; while filling, where the next goes
	each := func(do func(supplier model.AssetID, o out)) {
		for g := range s.groups {
			for f := range s.groups[g].feeds {
				do(s.groups[g].feeds[f].supplier, out{int32(g), int32(f)})
			}
		}
	}
	each(func(a model.AssetID, _ out) { first[a+1]++ })
	for a := range s.homes {
		first[a+1] += first[a]
	}
	all := make([]out, first[len(s.homes)])
	each(func(a model.AssetID, o out) {
		all[first[a]] = o
		first[a]++
	})
	for g := range s.groups {
		x := &s.groups[g]
		for local := range x.assets {
			a := &x.assets[local]
			if a.id > 0 {
				a.outs0 = first[a.id-1]
			}
			a.outs1 = first[a.id]
		}
		x.outs = all
	}
}
