package strategy

import "cascata/model"

// minimumTime is the easiest first: least expected time to compromise.
func minimumTime() Strategy {
	return Strategy{Name: "minimum-ttc", Doc: "least expected time to compromise first", Waves: 1,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			return by(among, count, g.days, g.people)
		}}
}

// opportunistic takes what lies open: controlled by a device on the internet with a default password, then on the internet, then with a
// default password, then behind some open door; among equals what is quickest, as unpatched devices are.
func opportunistic() Strategy {
	return Strategy{Name: "opportunistic", Doc: "what is exposed and has default passwords first, then what takes least time", Waves: 1,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			open := func(a model.AssetID) float64 {
				r := g.Reach(a)
				score := 0.0
				for _, x := range []struct {
					is    bool
					worth float64
				}{{r.Exposed, 4}, {r.Weak, 2}, {r.Door, 1}} {
					if x.is {
						score += x.worth
					}
				}
				return score
			}
			return by(among, count, open, g.days, g.people)
		}}
}

// sharedSupplier hits the common cause: assets of operators that suppliers with most customers can reach, and among these what most operators
// depend on.
func sharedSupplier() Strategy {
	return Strategy{Name: "shared-supplier", Doc: "through the suppliers with most customers first, then what most operators depend on", Waves: 1,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			customers := func(a model.AssetID) float64 { return float64(g.Reach(a).Customers) }
			depend := func(a model.AssetID) float64 { return float64(dependents(g.City, a)) }
			return by(among, count, customers, depend, g.people)
		}}
}

// dependents is how many operators have an asset that needs a, directly.
func dependents(city *model.City, a model.AssetID) int {
	seen := map[model.OperatorID]bool{}
	for _, in := range city.Dependants(a) {
		seen[city.Assets[city.Needs[in.Need].Asset].Operator] = true
	}
	return len(seen)
}
