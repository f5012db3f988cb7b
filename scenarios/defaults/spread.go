package defaults

import (
	"cmp"
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

// unspread marks the buffer of a need that takes its share of a spread.
const unspread = time.Duration(math.MinInt64)

// readSpread reads "lognormal(median, sigma)"; whatever else is a buffer that all have, or a fault of it.
func readSpread(value string) (rng.LogNormal, bool) {
	d, err := rng.Parse(value)
	if err != nil {
		return rng.LogNormal{}, false
	}
	spread, is := d.(rng.LogNormal)
	return spread, is
}

// For is the need of an asset before its own fields are set.
func (n *Need) For(a model.AssetID) model.Need {
	d := n.Default
	d.Asset = a
	if n.Spread != nil {
		d.Buffer = unspread
	}
	return d
}

// SpreadBuffers gives the assets whose buffers are not alike theirs: of n assets in an order that depends on their names alone, the k-th one
// has the quantile (k - 1/2) / n, so that also few of them have the shares that the distribution says. Assets that say themselves how long
// they last keep that and do not count.
func (c *Catalog) SpreadBuffers(city *model.City) {
	for i := range c.needs {
		if c.needs[i].Spread != nil {
			c.needs[i].spread(city)
		}
	}
}

func (n *Need) spread(city *model.City) {
	var of []int
	for i := range city.Needs {
		x := &city.Needs[i]
		if x.Buffer == unspread && city.Kinds[city.Assets[x.Asset].Kind].Name+"."+x.Name == n.Key {
			of = append(of, i)
		}
	}
	name := func(i int) rng.Name { return rng.NameOf(city.Assets[city.Needs[i].Asset].Name) }
	slices.SortFunc(of, func(a, b int) int { return cmp.Compare(name(a), name(b)) })
	for k, i := range of {
		seconds := n.Spread.Quantile((float64(k) + 0.5) / float64(len(of)))
		city.Needs[i].Buffer = time.Duration(math.Round(min(seconds, rng.MaxDuration.Seconds()))) * time.Second
	}
}
