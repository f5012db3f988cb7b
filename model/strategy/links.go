package strategy

import (
	"slices"

	"cascata/model"
)

// degree is most links first, in the graph of needs and networks.
func degree() Strategy {
	return Strategy{Name: "degree", Doc: "most links first: needs in both directions and edges of networks", Waves: 1,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			links := Links(g.City)
			return by(among, count, func(a model.AssetID) float64 { return float64(len(links[a])) }, g.people)
		}}
}

// betweenness is most shortest paths first.
func betweenness() Strategy {
	return Strategy{Name: "betweenness", Doc: "most shortest paths through needs and networks first", Waves: 1,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			load := Betweenness(Links(g.City))
			return by(among, count, func(a model.AssetID) float64 { return load[a] }, g.people)
		}}
}

// Links are, by asset, the assets it is tied to, ascending: what it needs, what needs it, and along its networks (the edge between two nodes is
// an asset of its own).
func Links(city *model.City) [][]model.AssetID {
	links := make([][]model.AssetID, len(city.Assets))
	tie := func(a, b model.AssetID) {
		if a != b {
			links[a], links[b] = append(links[a], b), append(links[b], a)
		}
	}
	for i := range city.Needs {
		for _, s := range city.Needs[i].Suppliers {
			tie(city.Needs[i].Asset, s.Asset)
		}
	}
	for i := range city.Networks {
		for _, e := range city.Networks[i].Edges {
			tie(e.From, e.Asset)
			tie(e.Asset, e.To)
		}
	}
	for a := range links {
		slices.Sort(links[a])
		links[a] = slices.Compact(links[a])
	}
	return links
}

// Betweenness is, by asset, the share of all shortest paths that run through it, summed over all ordered pairs of other assets (Brandes 2001;
// O(assets x links)). gonum has the same for graphs behind an interface, with a map for each source: two orders of magnitude too slow for a
// city; a test holds this against it.
func Betweenness(links [][]model.AssetID) []float64 {
	n := len(links)
	load, back := make([]float64, n), make([]float64, n)
	paths, depth, queue := make([]float64, n), make([]int32, n), make([]model.AssetID, 0, n)
	for from := range links {
		for i := range depth {
			depth[i], paths[i], back[i] = -1, 0, 0
		}
		queue = append(queue[:0], model.AssetID(from))
		depth[from], paths[from] = 0, 1
		for at := 0; at < len(queue); at++ {
			v := queue[at]
			for _, w := range links[v] {
				if depth[w] < 0 {
					depth[w] = depth[v] + 1
					queue = append(queue, w)
				}
				if depth[w] == depth[v]+1 {
					paths[w] += paths[v]
				}
			}
		}
		for at := len(queue) - 1; at > 0; at-- {
			w := queue[at]
			for _, v := range links[w] {
				if depth[v] == depth[w]-1 {
					back[v] += float64(paths[v] / paths[w] * (1 + back[w]))
				}
			}
			load[w] += back[w]
		}
	}
	return load
}
