package cityfile

import (
	"cmp"
	"slices"

	"cascata/model"
)

// maxBore bounds the inner diameter of a pipe [mm].
const maxBore = 20_000

func (b *builder) readNetworks() {
	for r := range b.take(secNetworks) {
		b.filled(secNetworks, r)
		sector := model.SectorID(b.find(&b.sectors, r, r.cells[networkSector]))
		b.city.Networks = append(b.city.Networks, model.Network{Name: cloned(r.cells[networkName].text), Sector: sector})
	}
	lines := make([]int32, len(b.city.Assets)) // by asset
	for r := range b.take(secEdges) {
		b.readEdge(r, lines)
	}
	b.readMembers()
	for i := range b.city.Networks {
		slices.SortStableFunc(b.city.Networks[i].Edges, func(x, y model.Edge) int { return cmp.Compare(x.Asset, y.Asset) })
	}
}

func (b *builder) readEdge(r row, lines []int32) {
	b.filled(secEdges, r)
	c := r.cells
	n := b.find(&b.networks, r, c[edgeNetwork])
	e := model.Edge{
		Asset: model.AssetID(b.find(&b.assets, r, c[edgeAsset])), From: model.AssetID(b.find(&b.assets, r, c[edgeFrom])), To: model.AssetID(b.find(&b.assets, r, c[edgeTo])),
		Directed: b.flag(r, c[edgeDirected], "directed"), Open: b.flag(r, c[edgeOpen], "open"),
		Length: b.number(r, c[edgeLength], "length", 0, extent), Bore: b.number(r, c[edgeBore], "bore", 0, maxBore),
	}
	if n == model.Absent || e.Asset == model.Absent || e.From == model.Absent || e.To == model.Absent {
		return
	}
	if first := lines[e.Asset]; first > 0 {
		b.fault(r, c[edgeAsset], "an asset is one edge", "%q joins two pairs of nodes, first in line %d", c[edgeAsset].text, first)
	}
	if e.From == e.To {
		b.fault(r, c[edgeTo], "", "%q joins %q with itself", c[edgeAsset].text, c[edgeTo].text)
	}
	lines[e.Asset] = int32(r.line)
	sector := b.city.Networks[n].Sector
	b.role(r, c[edgeAsset], e.Asset, sector, true)
	b.role(r, c[edgeFrom], e.From, sector, false)
	b.role(r, c[edgeTo], e.To, sector, false)
	b.city.Networks[n].Edges = append(b.city.Networks[n].Edges, e)
}

// role checks that an asset may stand where an edge puts it.
func (b *builder) role(r row, c cell, a model.AssetID, sector model.SectorID, edge bool) {
	id := b.city.Assets[a].Kind
	if id == model.Absent {
		return
	}
	k := &b.city.Kinds[id]
	if k.Sector != sector && sector != model.Absent {
		b.fault(r, c, "a network joins assets of its own sector", "%q is a %s", c.text, k.Name)
	}
	switch isEdge := k.Network == model.RoleEdge; {
	case edge && !isEdge:
		b.fault(r, c, "an edge needs an asset whose kind has the role edge", "%q is a %s, which joins nothing", c.text, k.Name)
	case !edge && (isEdge || k.Network == model.RoleNone):
		b.fault(r, c, "an edge ends at a source, a storage or a node", "%q is a %s, where no edge can end", c.text, k.Name)
	}
}

// readMembers reads who belongs to a network without being a part of its topology.
func (b *builder) readMembers() {
	networks := make([]int32, len(b.city.Assets)) // of each asset, counted from 1
	for i := range b.city.Networks {
		for _, e := range b.city.Networks[i].Edges {
			networks[e.Asset], networks[e.From], networks[e.To] = int32(i+1), int32(i+1), int32(i+1)
		}
	}
	for r := range b.take(secMembers) {
		b.filled(secMembers, r)
		c := r.cells
		n, a := b.find(&b.networks, r, c[memberNetwork]), b.find(&b.assets, r, c[memberAsset])
		if n == model.Absent || a == model.Absent {
			continue
		}
		if other := networks[a]; other > 0 {
			b.fault(r, c[memberAsset], "an asset is one edge, one end of edges or one member, of one network", "%q is in network %q already",
				c[memberAsset].text, b.city.Networks[other-1].Name)
			continue
		}
		networks[a] = int32(n + 1)
		net := &b.city.Networks[n]
		if k := b.city.Assets[a].Kind; k != model.Absent && net.Sector != model.Absent && b.city.Kinds[k].Sector != net.Sector {
			b.fault(r, c[memberAsset], "a network has members of its own sector", "%q is a %s", c[memberAsset].text, b.city.Kinds[k].Name)
		}
		net.Members = append(net.Members, model.AssetID(a))
	}
	for i := range b.city.Networks {
		slices.Sort(b.city.Networks[i].Members)
	}
}
