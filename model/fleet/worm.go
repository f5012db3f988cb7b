package fleet

import (
	"fmt"
	"slices"
	"strconv"

	"cascata/model"
)

// mostPerHour is the fastest worm that can be told [attempts/h of a device]: Slammer's tens of thousands a second are within it.
const mostPerHour = 1e9

// worm resolves one worm and makes a group of its fleets.
func (c *compiler) worm(d *Worm, number int, fleets []Fleet) {
	k := checker{&c.problems, "worm[" + strconv.Itoa(number) + "]"}
	g := group{Worm: d}
	for i := range c.spec.groups {
		if c.spec.groups[i].Name == d.Name {
			k.add("name", "another name", "there are two worms called %q", d.Name)
		}
	}
	c.join(k, &g, number, fleets)
	k.within("local", d.Local, 0, 1)
	k.within("success", d.Success, 0, 1)
	k.within("immune", d.Immune, 0, 1)
	k.within("attempts_per_h", d.PerHour, 0, mostPerHour)
	k.within("clean_per_h", d.Clean, 0, mostPerHour)
	k.within("patch_per_h", d.Patch, 0, mostPerHour)
	if d.PerHour == 0 {
		k.add("attempts_per_h", "more than 0", "the worm makes no attempts")
	}
	if d.Devices < 0 {
		k.add("devices", "1 or more", "it begins with %d devices", d.Devices)
	}
	var names []string
	for i := range c.spec.city.Districts {
		names = append(names, c.spec.city.Districts[i].Name)
	}
	if !slices.Contains(names, d.District) {
		k.add("district", model.DidYouMean(d.District, names), "the city has no district %q", d.District)
	}
	c.strike(k, &g)
	c.spec.groups = append(c.spec.groups, g)
}

// join finds the fleets of a worm.
func (c *compiler) join(k checker, g *group, number int, fleets []Fleet) {
	if len(g.Fleets) == 0 {
		k.add("fleets", "", "a worm needs a fleet to spread over")
	}
	var names []string
	for i := range fleets {
		names = append(names, fleets[i].Name)
	}
	for n, name := range g.Fleets {
		found := false
		for i := range c.spec.fleets {
			f := &c.spec.fleets[i]
			if f.Name != name {
				continue
			}
			found = true
			if f.group >= 0 {
				k.add(fmt.Sprintf("fleets[%d]", n), "give each fleet to one worm", "fleet %s has a worm already", name)
				continue
			}
			f.group = int32(number)
			g.fleets = append(g.fleets, int32(i))
		}
		if !found {
			k.add(fmt.Sprintf("fleets[%d]", n), model.DidYouMean(name, names), "unknown fleet %q", name)
		}
	}
}

// strike looks at what the captured devices are to do.
func (c *compiler) strike(k checker, g *group) {
	x := g.Strike
	if x == nil {
		return
	}
	if x.Until <= x.At {
		k.add("strike.until", "an instant after at", "the strike ends before it begins")
	}
	if x.At < g.Start {
		k.add("strike.at", "an instant after start", "the worm strikes before it begins")
	}
	for _, i := range g.fleets {
		f := &c.spec.fleets[i]
		if x.Load == LoadOn && f.kind != model.Absent && c.spec.city.Kinds[f.kind].DrawKW == 0 {
			k.add("strike.load", "take a fleet of charging/points or power/meters, or load = \"off\"", "fleet %s has no load to switch on", f.Name)
		}
	}
}

// begin works out the rates of a worm and registers it. Its district must hold devices that it can take.
func (c *compiler) begin(g *group, k checker) {
	s, devices := c.spec, 0.0
	var weights []float64
	for _, w := range g.doors {
		p := s.plot(w)
		weights = append(weights, p.targets)
		g.total += p.targets
		devices += p.reachable()
	}
	if g.Space == 0 {
		g.Space = devices
	}
	if g.Space < devices {
		k.add("space", "leave it out, or write that or more", "the worm tries %g addresses, but its fleets have %g devices", g.Space, devices)
	}
	var names []string
	for _, w := range g.doors {
		names = append(names, s.city.Districts[s.wards[w.ward].district].Name)
		if p := s.plot(w); names[len(names)-1] == g.District && p.targets < float64(g.first()) {
			k.add("district", "a district with more of them, or fewer devices", "%s has %g vulnerable devices, the worm begins with %d", g.District, p.targets, g.first())
		}
	}
	if !slices.Contains(names, g.District) {
		k.add("district", model.DidYouMean(g.District, names), "the fleets have no devices in a district %q", g.District)
	}
	if g.total == 0 || len(c.problems) > 0 {
		return
	}
	g.reach = newAlias(weights)
	perSecond := g.PerHour / 3600
	g.perHit = perSecond * (1 - g.Local) * g.Success / g.Space
	g.within = perSecond * g.Local
	for _, w := range g.doors {
		p := s.plot(w)
		if n := p.reachable(); n > 0 {
			p.near = g.within * g.Success * devices / (g.Space * n)
		}
	}
	title := g.Title
	if title == "" {
		title = g.Name
	}
	g.entity = c.roster.Add(model.Actor{Name: "worm/" + g.Name, Title: title, Sort: model.SortCampaign, Operator: model.Absent, District: model.Absent})
}

// first is how many devices it begins with.
func (g *group) first() int { return max(1, g.Devices) }

// reachable is how many devices of a plot have an address that others can try.
func (p *plot) reachable() float64 { return float64(len(p.open.order) + len(p.gates.order)) }

// plot is the plot behind a door.
func (s *Spec) plot(d door) *plot { return &s.wards[d.ward].plots[d.slot] }
