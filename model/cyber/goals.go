package cyber

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// campaign resolves one campaign of the scenario and compiles its graph.
func (c *compiler) campaign(d *CampaignSpec, number int) {
	k := checker{c.p, at("campaign", index(number))}
	faults := len(*c.p)
	x := campaign{name: d.Name, hands: 1, until: sim.Never, wander: d.Wander}
	if d.Hands != nil {
		x.hands = *d.Hands
	}
	c.campaignHead(d, &x, k)
	b := builder{spec: c.spec, choose: c.choose, index: map[string]int32{}, tempo: d.Tempo, avoid: d.Avoid, zone: none}
	if b.tempo == 0 {
		b.tempo = 1
	}
	k.share(b.tempo, 1e-6, 1e3, "tempo")
	skill, ok := parseSkill(d.Skill)
	if !ok {
		k.known("skill", d.Skill, skillNames(), true, "skill")
	}
	b.skill = skill
	k.knownAll("technique", d.Avoid.Techniques, c.techniqueIDs(), "avoid", "techniques")
	k.knownAll("operator", d.Avoid.Operators, c.operatorNames(), "avoid", "operators")
	c.entry(d, &b, k)
	if len(*c.p) > faults {
		return
	}
	c.goals(d, &b, &x, k)
	if len(*c.p) > faults {
		return
	}
	c.close(&b, &x, d, k)
}

// campaignHead reads what has nothing to do with the estates.
func (c *compiler) campaignHead(d *CampaignSpec, x *campaign, k checker) {
	if d.Name == "" {
		c.p.add(k.at("name"), "", "a campaign needs a name")
	}
	for i := range c.spec.campaigns {
		if c.spec.campaigns[i].name == d.Name {
			c.p.add(k.at("name"), "", "there are two campaigns called %q", d.Name)
		}
	}
	if x.hands < 0 {
		c.p.add(k.at("hands"), "1 or more, or 0 for no limit", "%d hands", x.hands)
	}
	for _, f := range []struct {
		text, key string
		into      *sim.Time
	}{{d.Start, "start", &x.start}, {d.Strike, "strike", &x.strike}, {d.Until, "until", &x.until}} {
		if f.text == "" {
			continue
		}
		span, err := rng.ParseDuration(f.text)
		if err != nil {
			c.p.add(k.at(f.key), "", "%v", err)
			continue
		}
		*f.into = sim.Time(span)
	}
	if x.until <= max(x.start, x.strike) {
		c.p.add(k.at("until"), "an instant after start and strike", "the campaign would be over before it strikes")
	}
	if len(d.Goals) == 0 {
		c.p.add(k.at("goals"), "", "a campaign needs at least one goal")
	}
}

func (c *compiler) techniqueIDs() []string {
	var list []string
	for i := range c.spec.techniques {
		list = append(list, c.spec.techniques[i].ID)
	}
	return list
}

// technique finds a technique by id.
func (c *compiler) technique(id string, k checker, keys ...string) *Technique {
	i, ok := slices.BinarySearchFunc(c.spec.techniques, id, func(t Technique, id string) int { return strings.Compare(t.ID, id) })
	if !ok {
		k.known("technique", id, c.techniqueIDs(), true, keys...)
		return nil
	}
	return &c.spec.techniques[i]
}

// operator finds the estate of an operator by its name.
func (c *compiler) operator(name string, k checker, keys ...string) *estate {
	for i := range c.spec.estates {
		if c.spec.estates[i].name != "" && c.spec.city.Operators[i].Name == name {
			return &c.spec.estates[i]
		}
	}
	k.known("operator", name, c.operatorNames(), true, keys...)
	return nil
}

// entry resolves where the attacker comes in.
func (c *compiler) entry(d *CampaignSpec, b *builder, k checker) {
	b.entry = c.technique(d.Entry.Technique, k, "entry", "technique")
	e := c.operator(d.Entry.Operator, k, "entry", "operator")
	if e == nil {
		return
	}
	zones := c.zonesNamed(e, []string{d.Entry.Zone})
	if len(zones) == 0 {
		var names []string
		for _, z := range e.zones {
			names = append(names, c.spec.zones[z].name)
		}
		k.known("zone", d.Entry.Zone, names, true, "entry", "zone")
		return
	}
	b.zone = zones[0]
	if b.entry == nil {
		return
	}
	if b.entry.Gives != givesFoothold {
		c.p.add(k.at("entry", "technique"), "", "%s gives %s, which is no way in", b.entry.ID, b.entry.Gives)
		return
	}
	if !slices.ContainsFunc(c.spec.zones[b.zone].devices, func(v DeviceID) bool { return b.fits(b.entry, v) }) {
		c.p.add(k.at("entry", "zone"), "", "zone %s has no device on which %s %s works", b.zoneName(b.zone), b.entry.ID, b.entry.Name)
	}
}

// goals adds the goals to the graph.
func (c *compiler) goals(d *CampaignSpec, b *builder, x *campaign, k checker) {
	alike := map[string]int{}
	for i := range d.Goals {
		g := &d.Goals[i]
		t := c.technique(g.Technique, k, "goals", index(i), "technique")
		e := c.operator(g.Operator, k, "goals", index(i), "operator")
		if g.Count < 0 {
			c.p.add(k.at("goals", index(i), "count"), "1 or more, or 0 for all", "%d targets", g.Count)
		}
		x.atOnce = append(x.atOnce, g.AtOnce)
		if t == nil || e == nil {
			continue
		}
		id, _ := b.node(goalName(g, alike), true, fact())
		b.graph.Goals = append(b.graph.Goals, id)
		if g.Fleet != "" || g.Load != "" {
			b.strikeFleet(t, e, g, int32(i), id, checker{c.p, k.at("goals", index(i))})
			continue
		}
		if b.strike(t, e, g, int32(i), id) == 0 {
			c.p.add(k.at("goals", index(i), "target"), c.wantTarget(e, t, g), "%s %s finds no target %q at %s", t.ID, t.Name, g.Target, g.Operator)
		}
	}
}

// goalName names a goal after what it is, not where it stands in the list: another goal must not move its random streams, nor
// must a wider target. Goals of one technique at one operator are numbered from the second on.
func goalName(g *GoalSpec, alike map[string]int) string {
	name := "goal " + g.Technique + " " + g.Operator
	alike[name]++
	if n := alike[name]; n > 1 {
		name += " " + strconv.Itoa(n)
	}
	return name
}

// wantTarget says what a goal could aim at.
func (c *compiler) wantTarget(e *estate, t *Technique, g *GoalSpec) string {
	var known []string
	if t.Gives == givesData {
		for _, s := range e.stores {
			known = append(known, c.spec.stores[s].name)
		}
	} else {
		for _, d := range e.devices {
			for _, a := range c.spec.devices[d].controls {
				known = append(known, c.spec.city.Kinds[c.spec.city.Assets[a].Kind].Name)
			}
		}
		slices.Sort(known)
		known = slices.Compact(known)
	}
	return model.DidYouMean(g.Target, known)
}

// strike adds the last steps of a goal below its node and returns how many targets they have.
func (b *builder) strike(t *Technique, e *estate, g *GoalSpec, goal, node int32) int {
	i := int32(slices.IndexFunc(b.spec.techniques, func(x Technique) bool { return x.ID == t.ID }))
	name := b.graph.Nodes[node].Name
	switch t.Gives {
	case givesFlood:
		return b.strikeFlood(i, t, e, g, goal, node)
	case givesQuiet:
		return b.strikeQuiet(i, t, e, g, goal, node)
	case givesData:
		n := 0
		for _, s := range e.stores {
			if st := &b.spec.stores[s]; b.fits(t, st.device) && (g.Target == "" || match(g.Target, st.name)) {
				b.parent(node, b.blow(i, t, st.device, goal, name+" data "+st.name, func(m *move) { m.store = s }))
				n++
			}
		}
		return n
	case givesBackups:
		any, _ := b.node(name+" backups", false, fact())
		b.parent(node, any)
		for _, d := range e.devices {
			if b.fits(t, d) {
				b.parent(any, b.blow(i, t, d, goal, name+" backups", func(m *move) { m.backups = true }))
			}
		}
		return len(b.graph.Nodes[any].Parents)
	}
	if _, ok := onAssets(t.Gives); ok {
		return b.strikeAssets(i, t, e, g, goal, node)
	}
	return 0
}

// strikeAssets adds the steps against assets. Assets that the same devices control fall together: one of those devices is
// enough for all of them. Such a part has the names of its devices, so that it keeps its random streams whatever else is a target.
func (b *builder) strikeAssets(i int32, t *Technique, e *estate, g *GoalSpec, goal, node int32) int {
	var groups []string
	targets, able := map[string][]model.AssetID{}, map[string][]DeviceID{}
	chosen := b.chosen(t, e, g)
	for _, a := range chosen {
		var devices []DeviceID
		var names []string
		for _, d := range e.devices {
			if _, ok := slices.BinarySearch(b.spec.devices[d].controls, a); ok && b.fits(t, d) {
				devices, names = append(devices, d), append(names, b.spec.devices[d].name)
			}
		}
		name := "by " + strings.Join(names, "+")
		if targets[name] == nil {
			groups = append(groups, name)
		}
		targets[name], able[name] = append(targets[name], a), devices
	}
	for _, part := range groups {
		name := b.graph.Nodes[node].Name + " " + part
		any, _ := b.node(name, false, fact())
		b.parent(node, any)
		for _, d := range able[part] {
			b.parent(any, b.blow(i, t, d, goal, name, func(m *move) {
				m.op, _ = onAssets(t.Gives)
				m.level, m.pace, m.targets, m.backups = model.LevelOf(t.Level), pace(t.Pace), targets[part], t.Backups
			}))
		}
	}
	return len(chosen)
}

// chosen are the assets a goal aims at: those with most people first, cut at Count.
func (b *builder) chosen(t *Technique, e *estate, g *GoalSpec) []model.AssetID {
	selector := g.Target
	if selector == "" {
		selector = "*"
	}
	list := slices.DeleteFunc(Select(b.spec.city, e.operator, selector), func(a model.AssetID) bool {
		return !slices.ContainsFunc(e.devices, func(d DeviceID) bool {
			_, ok := slices.BinarySearch(b.spec.devices[d].controls, a)
			return ok && b.fits(t, d)
		})
	})
	if g.Strategy != "" && b.choose != nil {
		return b.choose(g.Strategy, list, g.Count, func() []Reach { return b.spec.Reach(b.skill) })
	}
	return b.foremost(list, g.Count)
}

// blow is the goal's own step on device d; what is the goal and its part.
func (b *builder) blow(i int32, t *Technique, d DeviceID, goal int32, what string, shape func(*move)) int32 {
	m := b.on(i, d)
	m.goal = goal
	shape(&m)
	id, made := b.node(b.spec.devices[d].name+"/"+t.ID+"/"+what, true, m)
	if made {
		b.work(id, t, 1)
		b.preconditions(id, t, d, conduit{from: none})
		if !slices.Contains(t.Needs, needPresence) && !slices.Contains(t.Needs, needEntry) {
			b.parent(id, b.own(d))
		}
	}
	return id
}

// close finishes the graph of a campaign, checks that there is a way to every goal, and registers it.
func (c *compiler) close(b *builder, x *campaign, d *CampaignSpec, k checker) {
	x.graph, x.moves, x.closed = b.graph, b.moves, b.closed
	if err := x.graph.Finish(); err != nil {
		c.p.add(k.root, "", "%v", err)
		return
	}
	n := len(x.graph.Nodes)
	way := newPlan(n)
	way.reckon(&x.graph, make([]bool, n), make([]bool, n), false)
	for i, g := range x.graph.Goals {
		if math.IsInf(way.cost[g], 1) {
			c.p.add(k.at("goals", index(i)), "", "no way leads from the entry to this goal: nothing gives %q", way.missing(&x.graph, g))
		}
	}
	x.nameStreams()
	c.streams = append(c.streams, x.name+"/"+wanderStream)
	for i := range x.graph.Nodes {
		x.graph.Nodes[i].Retry = d.Retry
		if m := &x.moves[i]; m.operator != model.Absent && !slices.Contains(x.operators, m.operator) {
			x.operators = append(x.operators, m.operator)
		}
		c.streams = append(c.streams, x.name+"/"+x.graph.Nodes[i].Name)
	}
	slices.Sort(x.operators)
	title := d.Title
	if title == "" {
		title = d.Name
	}
	x.entity = c.roster.Add(model.Actor{Name: "campaign/" + d.Name, Title: title, Sort: model.SortCampaign, Operator: model.Absent, District: model.Absent})
	c.spec.campaigns = append(c.spec.campaigns, *x)
}

// missing is what stands in the way of node i: the first thing on the way down that nothing gives.
func (p *plan) missing(g *Graph, i int32) string {
	seen := make([]bool, len(g.Nodes))
	for !seen[i] {
		seen[i] = true
		for _, q := range g.Nodes[i].Parents {
			if math.IsInf(p.cost[q], 1) && !seen[q] {
				i = q
				break
			}
		}
	}
	return g.Nodes[i].Name
}
