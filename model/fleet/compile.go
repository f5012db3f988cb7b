package fleet

import (
	"math"
	"slices"
	"strconv"

	"cascata/model"
	"cascata/sim/rng"
)

// MostDevices is how many devices all fleets of a scenario may have together: at some 20 bytes each, 400 MB a replication.
const MostDevices = 20_000_000

// usualBehind is how many legacy devices a gateway has (a data concentrator of meters serves a few hundred; general knowledge).
const usualBehind = 200

// mostMakes is how many makes a plot can number.
const mostMakes = 255

// compiler is a Spec under construction.
type compiler struct {
	spec     *Spec
	roster   *model.Roster
	problems []model.Problem
}

// Compile resolves fleets and worms for a city and registers their actors. The Spec is nil when there is nothing to simulate or something
// is wrong, all of which is returned at once.
func Compile(roster *model.Roster, d Definitions) (*Spec, []model.Problem) {
	c := compiler{spec: &Spec{city: roster.City, wardOf: map[model.EntityID]int32{}}, roster: roster}
	for i := range d.Fleets {
		c.fleet(&d.Fleets[i])
	}
	for i := range d.Worms {
		c.worm(&d.Worms[i], i, d.Fleets)
	}
	c.size()
	if len(c.problems) > 0 || len(d.Fleets) == 0 {
		return nil, c.problems
	}
	for i := range c.spec.fleets {
		if f := &c.spec.fleets[i]; f.group < 0 {
			f.group = int32(len(c.spec.groups))
			c.spec.groups = append(c.spec.groups, group{entity: model.Absent, fleets: []int32{int32(i)}})
		}
	}
	c.settle()
	for i := range d.Worms {
		c.begin(&c.spec.groups[i], checker{&c.problems, "worm[" + strconv.Itoa(i) + "]"})
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return c.spec, nil
}

// fleet resolves one fleet and counts its devices.
func (c *compiler) fleet(d *Fleet) {
	k, city := checker{&c.problems, "fleet." + d.Name}, c.spec.city
	f := fleet{Fleet: d, group: -1, operator: c.operator(k, d.Operator), kind: c.kind(k, "kind", d.Kind)}
	f.cuts = f.kind
	if d.Cuts != "" {
		f.cuts = c.kind(k, "cuts", d.Cuts)
	}
	checkFleet(k, d)
	c.spec.fleets = append(c.spec.fleets, f)
	if f.operator == model.Absent || f.kind == model.Absent || f.cuts == model.Absent {
		return
	}
	for _, x := range []struct {
		key  string
		kind model.KindID
	}{{"kind", f.kind}, {"cuts", f.cuts}} {
		if !slices.ContainsFunc(city.Assets, func(a model.Asset) bool { return a.Kind == x.kind && a.Operator == f.operator }) {
			k.add(x.key, model.DidYouMean(city.Kinds[x.kind].Name, c.kindsOf(f.operator)), "operator %s has no assets of kind %s", d.Operator, city.Kinds[x.kind].Name)
			return
		}
	}
	for i := range c.spec.fleets[:len(c.spec.fleets)-1] {
		if x := &c.spec.fleets[i]; x.kind == f.kind && x.operator == f.operator {
			k.add("kind", "make one fleet of them, with several makes", "fleet %s stands for the same assets", x.Name)
		}
	}
	c.share(k, &c.spec.fleets[len(c.spec.fleets)-1])
}

func checkFleet(k checker, d *Fleet) {
	k.within("legacy", d.Legacy, 0, 1)
	k.within("weak", d.Weak, 0, 1)
	k.within("per_1000", d.Per1000, 0, 1e6)
	if d.Count < 0 {
		k.add("count", "1 or more", "%d devices", d.Count)
	}
	if d.Count > 0 && d.Per1000 > 0 {
		k.add("per_1000", "write count or per_1000, not both", "the number of devices is given twice")
	}
	if d.Behind < 0 {
		k.add("behind", "1 or more", "%d devices behind a gateway", d.Behind)
	}
	sum := 0.0
	for i, m := range d.Makes {
		at := "makes[" + strconv.Itoa(i) + "]"
		k.within(at+".share", m.Share, 0, 1)
		k.within(at+".patched", m.Patched, 0, 1)
		if m.Patched > 0 && !m.Vulnerable {
			k.add(at+".patched", "leave patched out, or write vulnerable = true", "make %s has nothing to patch", m.Name)
		}
		sum += m.Share
	}
	if len(d.Makes) > 0 && math.Abs(sum-1) > 1e-6 {
		k.add("makes", "shares that add up to 1", "the shares add up to %.6g", sum)
	}
	if len(d.Makes) > mostMakes-1 {
		k.add("makes", "254 makes at most", "%d makes", len(d.Makes))
	}
}

func (c *compiler) operator(k checker, name string) model.OperatorID {
	var names []string
	for o := range c.spec.city.Operators {
		if c.spec.city.Operators[o].Name == name {
			return model.OperatorID(o)
		}
		names = append(names, c.spec.city.Operators[o].Name)
	}
	k.add("operator", model.DidYouMean(name, names), "unknown operator %q", name)
	return model.Absent
}

func (c *compiler) kind(k checker, key, name string) model.KindID {
	var names []string
	for i := range c.spec.city.Kinds {
		if c.spec.city.Kinds[i].Name == name {
			return model.KindID(i)
		}
		names = append(names, c.spec.city.Kinds[i].Name)
	}
	k.add(key, model.DidYouMean(name, names), "unknown kind of asset %q", name)
	return model.Absent
}

// kindsOf are the kinds of an operator's assets.
func (c *compiler) kindsOf(o model.OperatorID) []string {
	var names []string
	for i := range c.spec.city.Assets {
		if a := &c.spec.city.Assets[i]; a.Operator == o {
			names = append(names, c.spec.city.Kinds[a.Kind].Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// share spreads the devices of a fleet over the districts as its assets' capacity is, or their number where they have none, to
// the device (largest remainders).
func (c *compiler) share(k checker, f *fleet) {
	city := c.spec.city
	weights, capacity, number := make([]float64, len(city.Districts)), 0.0, make([]float64, len(city.Districts))
	residents := 0.0
	for i := range city.Assets {
		if a := &city.Assets[i]; a.Kind == f.kind && a.Operator == f.operator {
			weights[a.District] += a.Capacity
			number[a.District]++
			capacity += a.Capacity
		}
	}
	for i := range city.Districts {
		residents += float64(city.Districts[i].Residents)
	}
	n := capacity
	switch {
	case f.Count > 0:
		n = float64(f.Count)
	case f.Per1000 > 0:
		n = float64(f.Per1000 * residents / 1000)
	}
	if capacity == 0 {
		weights = number
	}
	if n > MostDevices {
		k.add("count", "at most 20,000,000 devices in all fleets together", "%.0f devices take more memory than a run may have", n)
		return
	}
	if n = math.Round(n); n < 1 {
		k.add("count", "write count or per_1000", "the fleet has no devices: the assets of its kind have no capacity to go by")
		return
	}
	f.count = apportion(int(n), weights)
	f.legacy = make([]int32, len(f.count))
	for i, x := range f.count {
		f.legacy[i] = int32(math.Round(float64(x) * f.Legacy))
	}
}

// apportion divides n by weights, the remainders to the largest fractions, the first among equals.
func apportion(n int, weights []float64) []int32 {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	out, order, left := make([]int32, len(weights)), make([]int, len(weights)), n
	rest := make([]float64, len(weights))
	for i, w := range weights {
		x := float64(n) * w / total
		out[i], order[i] = int32(x), i
		rest[i] = x - float64(out[i])
		left -= int(out[i])
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rest[a] > rest[b]:
			return -1
		case rest[a] < rest[b]:
			return 1
		}
		return 0
	})
	for _, i := range order[:max(0, left)] {
		out[i]++
	}
	return out
}

// size refuses more devices than memory has room for.
func (c *compiler) size() {
	n := 0
	for i := range c.spec.fleets {
		for _, x := range c.spec.fleets[i].count {
			n += int(x)
		}
	}
	if n > MostDevices {
		c.problems = append(c.problems, model.Problem{Path: "fleet", What: "the fleets have " + strconv.Itoa(n) + " devices together, which takes more memory than a run may have", Want: "at most 20,000,000"})
	}
}

// settle makes the devices of every district.
func (c *compiler) settle() {
	s := c.spec
	for d := range s.city.Districts {
		w := ward{district: model.DistrictID(d)}
		for g := range s.groups {
			if p, any := c.plot(int32(g), model.DistrictID(d), int32(len(s.wards))); any {
				s.groups[g].doors = append(s.groups[g].doors, door{int32(len(s.wards)), int32(len(w.plots)), p.cells[0].entity})
				w.plots = append(w.plots, p)
			}
		}
		if len(w.plots) > 0 {
			s.wards = append(s.wards, w)
		}
	}
}

// seed is the root of what devices are: the city's, not the run's.
func seed() rng.Root { return rng.NewRoot(0, 0) }
