package strategy

import (
	"cmp"
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// Strategy is a rule by which an attacker chooses.
type Strategy struct {
	Name string // "dependency-aware"
	Doc  string // one line for people
	// Waves says in how many strikes the choice is carried out: 2 means that the second half waits until the first begins to come back.
	Waves int
	// ByLot says that the choice is drawn: a run draws it anew in every replication, Pick once from the names.
	ByLot bool

	pick func(g *Ground, among []model.AssetID, count int) []model.AssetID
}

// All lists the strategies.
func All() []Strategy {
	return []Strategy{random(), degree(), betweenness(), dependencyAware(), minimumTime(), opportunistic(), sharedSupplier(), twoStage()}
}

// Names are the names of All.
func Names() []string {
	var list []string
	for _, s := range All() {
		list = append(list, s.Name)
	}
	return list
}

// Named finds a strategy.
func Named(name string) (Strategy, bool) {
	all := All()
	i := slices.IndexFunc(all, func(s Strategy) bool { return s.Name == name })
	if i < 0 {
		return Strategy{}, false
	}
	return all[i], true
}

// Ground is what strategies may look at. Fill all of it.
type Ground struct {
	City  *model.City
	Loss  func(failed []model.AssetID) int64 // service lost for good if these fail together [people x services]
	Reach func(a model.AssetID) Reach
}

// Reach is how hard an asset is to reach for an attacker from outside.
type Reach struct {
	Days      float64 // expected time to the control of it [days]; +Inf if there is no way
	Exposed   bool    // a device that controls it can be reached from the internet
	Weak      bool    // a device that controls it has a default or shared password
	Door      bool    // its operator has some device that can be reached from the internet
	Customers int     // operators to which those suppliers have access that have access to its operator, it included
}

// Pick chooses at most count of the assets offered, in the order of strikes; count 0 means all. Each is chosen once. Equals come in the order
// of names.
func (s *Strategy) Pick(g *Ground, among []model.AssetID, count int) []model.AssetID {
	among = slices.Clone(among)
	slices.Sort(among)
	among = slices.Compact(among)
	if count <= 0 || count > len(among) {
		count = len(among)
	}
	return s.pick(g, among, count)
}

// by sorts by one key after the other, each larger first, and cuts.
func by(among []model.AssetID, count int, keys ...func(model.AssetID) float64) []model.AssetID {
	slices.SortStableFunc(among, func(a, b model.AssetID) int {
		for _, key := range keys {
			if c := cmp.Compare(key(b), key(a)); c != 0 {
				return c
			}
		}
		return cmp.Compare(a, b)
	})
	return among[:count]
}

// random is every asset with the same chance. Pick takes the order of the hashes of names, which no other asset moves.
func random() Strategy {
	return Strategy{Name: "random", Doc: "by lot: every asset with the same chance", Waves: 1, ByLot: true,
		pick: func(g *Ground, among []model.AssetID, count int) []model.AssetID {
			slices.SortFunc(among, func(a, b model.AssetID) int {
				return cmp.Or(cmp.Compare(rng.NameOf(g.City.Assets[a].Name), rng.NameOf(g.City.Assets[b].Name)), cmp.Compare(a, b))
			})
			return among[:count]
		}}
}

// people is how many residents depend on an asset.
func (g *Ground) people(a model.AssetID) float64 { return float64(g.City.Assets[a].People) }

// days is the time to an asset with a minus, so that the shortest is the largest.
func (g *Ground) days(a model.AssetID) float64 { return -g.Reach(a).Days }
