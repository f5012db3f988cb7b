package citybuild

import (
	"fmt"
	"math"

	"cascata/model"
	"cascata/scenarios/defaults"
	"cascata/sim/rng"
)

// Plan says what city Generate invents. The zero values of all but Residents are filled in.
type Plan struct {
	Residents     int     // 1,000 to 20,000,000
	Seed          uint64  // of everything; 0 means DefaultSeed
	Districts     int     // 0 means one for every 22,742 residents, as in Lisbon, and at least two
	AssetsPer1000 float64 // assets per 1,000 residents; 0 means 100; Lisbon's arterial streets give 12.8
	Name, Title   string  // "" means invented-N for N residents
}

// The limits of a Plan, and what assets depend on besides street nodes: measured, so that the total comes within a tenth of what is asked.
const (
	leastResidents   = 1_000
	mostResidents    = 20_000_000
	mostDistricts    = 2_000
	usualAssets      = 100.0  // per 1,000 residents
	leastAssets      = 8.0    // with fewer, facilities and districts alone are more
	mostAssets       = 200.0  // from here on streets would have a house or two
	peopleDistrict   = 22_742 // residents of a parish of Lisbon, in the mean
	assetsAlways     = 200.0  // control rooms, suppliers, plants
	assetsDistrict   = 44.0   // per district
	assetsPeople     = 6.3    // facilities, substations, feeders, cells, per 1,000 residents
	assetsNode       = 5.7    // load, cable, junction, mains, signals, streets, per street node
	assetsHeat       = 4.0    // substation, controller, buildings, pipe, per heated street node
	leastNodes       = 64
	peopleHousehold  = 2.2 // 2021 census, Lisbon: 545,796 in about 250,000
	neverFewerPeople = 1   // a node with fewer than that has no load
)

// Check says what is impossible about a plan, everything at once.
func (p Plan) check() error {
	var f model.Faults
	if p.Residents < leastResidents || p.Residents > mostResidents {
		f.Add("residents", 0, 0, fmt.Sprintf("from %d to %d", leastResidents, mostResidents), "%d residents cannot be", p.Residents)
	}
	if p.Districts < 0 || p.Districts > mostDistricts || p.Districts > p.Residents/500 {
		f.Add("districts", 0, 0, fmt.Sprintf("from 1 to %d, each with 500 residents or more", mostDistricts), "%d districts cannot be", p.Districts)
	}
	if p.AssetsPer1000 != 0 && !(p.AssetsPer1000 >= leastAssets && p.AssetsPer1000 <= mostAssets) {
		f.Add("assets-per-1000", 0, 0, fmt.Sprintf("from %g to %g", leastAssets, mostAssets), "%g assets for 1,000 residents cannot be", p.AssetsPer1000)
	}
	return f.Err()
}

func (p Plan) filled() Plan {
	if p.Seed == 0 {
		p.Seed = DefaultSeed
	}
	if p.Districts == 0 {
		p.Districts = max(2, int(math.Round(float64(p.Residents)/peopleDistrict)))
	}
	if p.AssetsPer1000 == 0 {
		p.AssetsPer1000 = usualAssets
	}
	if p.Name == "" {
		p.Name = fmt.Sprintf("invented-%d", p.Residents)
	}
	if p.Title == "" {
		p.Title = fmt.Sprintf("Invented city of %d", p.Residents)
	}
	return p
}

// nodes is how many street nodes give the assets asked for.
func (p Plan) nodes() int {
	thousands := float64(p.Residents) / 1000
	left := p.AssetsPer1000*thousands - assetsAlways - assetsDistrict*float64(p.Districts) - assetsPeople*thousands
	heated := float64(heatedOf(p.Districts)) / float64(p.Districts)
	return max(leastNodes, int(left/(assetsNode+assetsHeat*heated)))
}

// Generate invents a whole city: ground, river, streets, people, facilities; then everything that Build adds to a real one, by the same rules. The
// same plan gives the same bytes; Hash is left empty. The error is model.Faults where the plan is impossible.
func Generate(p Plan) (*model.City, *Statistics, error) {
	if err := p.check(); err != nil {
		return nil, nil, err
	}
	p = p.filled()
	cat, err := defaults.Load()
	if err != nil {
		return nil, nil, err
	}
	o := Options{Seed: p.Seed, Name: p.Name, Title: p.Title}
	d := newDraft(invent(p), cat, o)
	d.city.Attribution = "Invented by Cascata"
	d.city.Synthetic = fmt.Sprintf("SYNTHETIC: the whole city is invented: ground, streets, people, facilities, networks, operators (seed %d).", p.Seed)
	d.generate()
	d.in = nil
	c, err := d.finish()
	if err != nil {
		return nil, nil, fmt.Errorf("generation of %s: %w", p.Name, err)
	}
	return c, Measure(c), nil
}

// invent makes what a data set would say.
func invent(p Plan) *input {
	root := rng.NewRoot(p.Seed, 0)
	g := &inventor{plan: p, root: root, land: newTerrain(p.Residents, root), in: &input{invented: true}}
	weight := layStreets(g.in, g.land, root, p.nodes())
	for i, n := range apportion(weight, p.Residents) {
		if n >= neverFewerPeople {
			g.in.streets[i].residents = n
		}
	}
	g.in.boundary, g.in.river = []ring{g.land.boundary()}, g.land.river()
	g.quarter()
	g.facilities()
	return g.in
}

// inventor fills in an input.
type inventor struct {
	plan Plan
	root rng.Root
	land *terrain
	in   *input
}

// quarter divides the city into districts of about as many people each: cells around the means of their people.
func (g *inventor) quarter() {
	points, people := make([]model.Point, len(g.in.streets)), make([]float64, len(g.in.streets))
	for i, s := range g.in.streets {
		points[i], people[i] = s.at, float64(s.residents)
	}
	s := g.root.Stream("citygenerate/districts")
	centres, of := clusters(points, people, g.plan.Districts, &s)
	find := newFinder(centres)
	g.in.districts = make([]district, len(centres))
	for i := range centres {
		d := &g.in.districts[i]
		number := numbered("", i, len(centres))[1:]
		d.name, d.title = "d"+number, "District "+number
		r := cell(g.in.boundary[0], centres, find, i)
		d.rings, d.shape = []ring{r}, shapeOf(r)
		d.bound = d.shape.Bound()
	}
	for i, k := range of {
		g.in.streets[i].district = k
		g.in.districts[k].residents += g.in.streets[i].residents
	}
	for i := range g.in.districts {
		d := &g.in.districts[i]
		d.households = int(math.Round(float64(d.residents) / peopleHousehold))
	}
}
