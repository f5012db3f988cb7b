package closure

import (
	"cmp"
	"slices"

	"cascata/model"
)

// FromCity is a city as a System: node a is asset a, and an asset works while at least bar of its level is left [a Level, 0
// means anything at all]. It is the city in the long run: buffers and storages are empty, failures have lasted every delay.
// Networks ask for a path from a source through switches in their normal positions; capacity does not count. bar > 0 judges a
// need by what its rule gives with each supplier at all or nothing.
func FromCity(city *model.City, bar model.Level) (*Spec, error) {
	sys := System{Nodes: len(city.Assets)}
	bar = max(bar, 1)
	for i := range city.Needs {
		n := &city.Needs[i]
		if n.Without >= bar {
			continue // the asset can do without
		}
		need := Need{Node: int32(n.Asset), Rule: n.Rule, K: n.K, Bar: max(leftFor(n.Without, bar), n.Threshold)}
		for _, s := range n.Suppliers {
			need.Suppliers = append(need.Suppliers, int32(s.Asset))
			if n.Rule == model.Weighted {
				need.Weights = append(need.Weights, s.Weight)
			}
		}
		sys.Needs = append(sys.Needs, need)
	}
	for i := range city.Networks {
		sys.Networks = append(sys.Networks, fromNetwork(city, &city.Networks[i]))
	}
	return Compile(sys)
}

// leftFor is the least supply with which a need that leaves so much without it still allows bar: without + (1 - without) s.
func leftFor(without, bar model.Level) model.Level {
	rest := int64(model.Full - without)
	return model.Level((int64(bar-without)*int64(model.Full) + rest - 1) / rest)
}

// fromNetwork turns the edges, which are assets, into nodes between their ends.
func fromNetwork(city *model.City, n *model.Network) Network {
	net := Network{Hold: Fed}
	for _, e := range n.Edges {
		for _, end := range [2]model.AssetID{e.From, e.To} {
			if city.Kinds[city.Assets[end].Kind].Network == model.RoleSource {
				net.Sources = append(net.Sources, int32(end))
			}
		}
		if e.Open {
			continue
		}
		from, edge, to := int32(e.From), int32(e.Asset), int32(e.To)
		net.Edges = append(net.Edges, [2]int32{from, edge}, [2]int32{edge, to})
		if !e.Directed {
			net.Edges = append(net.Edges, [2]int32{to, edge}, [2]int32{edge, from})
		}
	}
	return net
}

// Loss is what a city loses for good when one asset fails.
type Loss struct {
	Asset  model.AssetID
	Failed int   // assets that fail, the first included
	People int64 // residents who lose a service [an essential one, or that of the sector asked for]
}

// SinglePoints tries every asset of a city alone and returns what is lost, most people first, then by asset; assets whose
// failure reaches nobody are left out. sector is one sector, or Absent for any essential one. Errors: those of Compile.
// O(assets x what one failure reaches).
func SinglePoints(city *model.City, sector model.SectorID, bar model.Level) ([]Loss, error) {
	spec, err := FromCity(city, bar)
	if err != nil {
		return nil, err
	}
	served := placesOf(city, sector)
	seen := make([]int, len(city.Places)) // the asset, from 1, whose failure last reached a place
	s := NewState(spec)
	var losses []Loss
	for a := range city.Assets {
		s.Restore()
		s.Fail(int32(a))
		s.Settle()
		loss := Loss{Asset: model.AssetID(a), Failed: len(s.Failed())}
		for _, v := range s.Failed() {
			for _, p := range served[v] {
				if seen[p] != a+1 {
					seen[p] = a + 1
					loss.People += int64(city.Places[p].Residents)
				}
			}
		}
		if loss.People > 0 {
			losses = append(losses, loss)
		}
	}
	slices.SortFunc(losses, func(x, y Loss) int {
		return cmp.Or(cmp.Compare(y.People, x.People), cmp.Compare(x.Asset, y.Asset))
	})
	return losses, nil
}

// placesOf lists, by asset, the places it serves in a sector, or in any essential one.
func placesOf(city *model.City, sector model.SectorID) [][]int32 {
	served := make([][]int32, len(city.Assets))
	for p := range city.Places {
		for _, s := range city.Places[p].Serving {
			if s.Sector == sector || sector == model.Absent && city.Sectors[s.Sector].Essential {
				served[s.Asset] = append(served[s.Asset], int32(p))
			}
		}
	}
	return served
}
