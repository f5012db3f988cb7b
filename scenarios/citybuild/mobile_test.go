package citybuild

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
)

// Of the sites 40 % have the radio of one operator, 30 % of two, 30 % of three.
func TestSitesAreShared(t *testing.T) {
	c := lisboa(t)
	hosts, owned := map[string]int{}, map[string]int{}
	for _, a := range assetsOf(c, "telecom/cell") {
		from, to := c.NeedsOf(a)
		require.EqualValues(t, 2, to-from, "a site and a core")
		for _, n := range c.Needs[from:to] {
			for _, s := range n.Suppliers {
				if n.Name == "site" {
					site := &c.Assets[s.Asset]
					require.Equal(t, site.At, c.Assets[a].At)
					hosts[site.Name]++
					if site.Operator == c.Assets[a].Operator {
						owned[site.Name]++
					}
				} else {
					require.Equal(t, c.Assets[a].Operator, c.Assets[s.Asset].Operator, "each its own core")
				}
			}
		}
	}
	sites, n := assetsOf(c, "telecom/site"), [4]float64{}
	owners := map[model.OperatorID]float64{}
	for _, a := range sites {
		n[hosts[c.Assets[a].Name]]++
		owners[c.Assets[a].Operator]++
		require.Equal(t, 1, owned[c.Assets[a].Name], c.Assets[a].Name)
	}
	near := func(share, got float64) { // four standard deviations of a binomial
		total := float64(len(sites))
		require.InDelta(t, share*total, got, 4*math.Sqrt(total*share*(1-share)))
	}
	for k, share := range []float64{0, hostsOne, hostsTwo, 1 - hostsOne - hostsTwo} {
		near(share, n[k])
	}
	for i := range c.Operators {
		for _, o := range carriers() {
			if c.Operators[i].Name == o.name {
				near(o.share, owners[model.OperatorID(i)])
			}
		}
	}
}

// The customers of all operators are the residents, district by district; the cells of each can serve 1.4 of them and more; either site of a
// core can sign all of them on.
func TestEverybodyHasAnOperator(t *testing.T) {
	eachInvention(t, func(t *testing.T, _ Plan, c *model.City, _ *Statistics) { checkOperators(t, c) })
	checkOperators(t, lisboa(t))
}

func checkOperators(t *testing.T, c *model.City) {
	customers, districts := map[model.OperatorID]float64{}, make([]float64, len(c.Districts))
	for _, a := range assetsOf(c, "telecom/mobile") {
		x := &c.Assets[a]
		require.True(t, strings.HasPrefix(x.Name, "telecom/mobile-"+c.Operators[x.Operator].Name+"-"), x.Name)
		customers[x.Operator] += x.Capacity
		districts[x.District] += x.Capacity
	}
	require.Len(t, customers, len(carriers()))
	for d := range districts {
		require.InEpsilon(t, float64(c.Districts[d].Residents), districts[d], 0.001, "capacities have four digits")
		for _, name := range []string{"telecom/area-", "telecom/reach-", "telecom/lines-"} {
			_, found := c.Asset(name + c.Districts[d].Name)
			require.True(t, found, name)
		}
	}
	cells := map[model.OperatorID]float64{}
	for _, a := range assetsOf(c, "telecom/cell") {
		require.GreaterOrEqual(t, c.Assets[a].Capacity, cellLeast)
		cells[c.Assets[a].Operator] += c.Assets[a].Capacity
	}
	for o, people := range customers {
		require.GreaterOrEqual(t, cells[o], 0.999*cellMargin*people)
	}
	for _, a := range assetsOf(c, "telecom/core") {
		if people, mobile := customers[c.Assets[a].Operator]; mobile {
			require.InEpsilon(t, coreMargin*people, c.Assets[a].Capacity, 0.001)
		}
	}
}

// The networks of the mobile operators are a network of members, without edges.
func TestTelecomIsANetwork(t *testing.T) {
	c := lisboa(t)
	n := networkNamed(t, c, "telecom")
	require.Empty(t, c.Networks[n].Edges)
	kinds := map[string]int{}
	for _, a := range c.Networks[n].Members {
		kinds[c.Kinds[c.Assets[a].Kind].Name]++
	}
	require.Equal(t, map[string]int{"telecom/cell": len(assetsOf(c, "telecom/cell")), "telecom/core": 6, "telecom/register": 3, "telecom/emergency-route": 3,
		"telecom/legacy": 3, "telecom/mobile": 72, "telecom/area": 24, "telecom/reach": 24, "telecom/site": len(assetsOf(c, "telecom/site"))}, kinds)
}
