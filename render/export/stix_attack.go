package export

import (
	"slices"
	"strconv"
	"strings"

	"cascata/model"
)

// describeCampaigns adds one campaign for each attacker.
func (b *bundle) describeCampaigns() {
	for i := range b.campaigns {
		c := &b.campaigns[i]
		made, failed, last := 0, 0, c.told[len(c.told)-1]
		for k := range b.deeds {
			d := &b.deeds[k]
			if d.campaign != i {
				continue
			}
			last = max(last, d.change)
			switch {
			case d.step && d.made:
				made++
			case d.step:
				failed++
			}
		}
		text := []string{"SYNTHETIC: a simulated campaign. " + plural(made, "step") + " succeeded, " + strconv.Itoa(failed) + " failed."}
		for _, n := range c.told {
			text = append(text, lineOf(b.rec, n))
		}
		o := &object{Type: "campaign", Name: called(first(b.rec.Title(c.entity), b.rec.Name(c.entity)), c.entity), Aliases: b.alias(c.entity),
			Description: capped(text, mostLines), FirstSeen: b.at(c.told[0]), LastSeen: b.at(last)}
		b.attackers = append(b.attackers, b.add(o, "campaign", number(c.entity)))
	}
}

// alias is the path of an entity; none if it has no name.
func (b *bundle) alias(e model.EntityID) []string {
	if name := b.rec.Name(e); name != "" {
		return []string{plain(name)}
	}
	return nil
}

// attacker is the identifier of a campaign by its position; empty for none.
func (b *bundle) attacker(i int) string {
	if i == none {
		return ""
	}
	return b.attackers[i]
}

// describePatterns adds one attack pattern for each technique that was tried, and who used it.
func (b *bundle) describePatterns() {
	for _, u := range b.uses() {
		t := &b.techniques[u.technique]
		o := &object{Type: "attack-pattern", Name: first(strings.TrimSpace(t.id+" "+t.name), "a technique without a name"), Markings: []string{b.attackBy},
			Description: "SYNTHETIC. In this run it succeeded " + times(u.made) + ", failed " + times(u.failed) + " and was noticed " + times(u.seen) + "."}
		if t.id != "" {
			o.References = []reference{{"mitre-attack", t.id, t.url()}}
		}
		if t.tactic != "" {
			o.Phases = []phase{{t.killChain(), t.tactic}}
		}
		id := b.add(o, "technique", number(u.technique))
		b.patterns[u.technique] = id
		b.relateUsers(&u, id)
	}
}

// relateUsers says which campaigns used an attack pattern.
func (b *bundle) relateUsers(u *use, pattern string) {
	for i := range b.campaigns {
		var mine []int
		var lines []string
		for _, k := range u.deeds {
			if b.deeds[k].campaign == i {
				mine = append(mine, b.deeds[k].change)
				lines = append(lines, b.told(&b.deeds[k]))
			}
		}
		if len(mine) > 0 {
			b.relate(b.attackers[i], "uses", pattern, capped(lines, mostLines), mine[0], mine[len(mine)-1])
		}
	}
}

// describeDevices adds the devices and zones on which steps succeeded, with who compromised them.
func (b *bundle) describeDevices() {
	var order []model.EntityID
	deeds := map[model.EntityID][]int{}
	for i := range b.deeds {
		if d := &b.deeds[i]; d.made && d.entity >= 0 && b.rec.Entities[d.entity].Sort != model.SortCampaign {
			if deeds[d.entity] == nil {
				order = append(order, d.entity)
			}
			deeds[d.entity] = append(deeds[d.entity], i)
		}
	}
	for _, e := range order {
		list := deeds[e]
		lines := make([]string, 0, len(list))
		for _, k := range list {
			lines = append(lines, lineOf(b.rec, b.deeds[k].change))
		}
		begin, last := b.deeds[list[0]].change, b.deeds[list[len(list)-1]].change
		id := b.thing(e, nil, lines, begin, last)
		b.relate(b.attacker(b.deeds[list[0]].campaign), "compromises", id, "", begin, 0)
		b.targets(e, list)
	}
}

// targets notes the operator of a device as hit, with the campaigns and techniques that were turned against it.
func (b *bundle) targets(e model.EntityID, deeds []int) {
	o := b.rec.Entities[e].Operator
	who := b.operator(o)
	if who == "" {
		return
	}
	b.struck(o)
	for _, k := range deeds {
		d := &b.deeds[k]
		b.relate(b.attacker(d.campaign), "targets", who, "", d.change, 0)
		if d.technique != none {
			b.relate(b.patterns[d.technique], "targets", who, "", d.change, 0)
		}
	}
}

// thing adds a device, zone or asset as infrastructure, and its operator; empty beyond mostThings.
func (b *bundle) thing(e model.EntityID, kinds, lines []string, begin, last int) string {
	if id, known := b.things[e]; known {
		return id
	}
	if len(b.things)-b.beyond >= mostThings {
		b.things[e] = ""
		b.beyond++
		return ""
	}
	x := &b.rec.Entities[e]
	o := &object{Type: "infrastructure", Name: nameOf(b.rec, e), Aliases: b.alias(e), Kinds: kinds,
		Description: "SYNTHETIC. " + capped(lines, mostLines), FirstSeen: b.at(begin), LastSeen: b.at(last)}
	b.things[e] = b.add(o, "entity", number(e))
	b.relate(b.things[e], "related-to", b.operator(x.Operator), "run by", 0, 0)
	return b.things[e]
}

// describeAssets adds the assets that carried out orders of attackers, with the devices that gave them.
func (b *bundle) describeAssets() {
	var list []model.EntityID
	orders := map[model.EntityID][]*order{}
	for i := range b.orders {
		x := &b.orders[i]
		if orders[x.asset] == nil {
			list = append(list, x.asset)
		}
		orders[x.asset] = append(orders[x.asset], x)
	}
	for _, e := range list {
		all := orders[e]
		var lines []string
		for _, x := range all {
			lines = append(lines, lineOf(b.rec, x.change))
		}
		id := b.thing(e, []string{"control-system"}, lines, all[0].change, all[len(all)-1].change)
		for _, x := range all {
			d := &b.deeds[x.deed]
			b.relate(b.things[b.giver(x)], "controls", id, lineOf(b.rec, x.change), x.change, 0)
			b.relate(b.attacker(d.campaign), "compromises", id, "", x.change, 0)
			b.targets(e, []int{x.deed})
		}
	}
}

// giver is the device that gave an order: the one that the order names if it is described, else that of the step.
func (b *bundle) giver(x *order) model.EntityID {
	if b.things[x.by] != "" {
		return x.by
	}
	return b.deeds[x.deed].entity
}

// describeAlarms adds a sighting for each technique that an operator noticed.
func (b *bundle) describeAlarms() {
	type key struct {
		operator  model.OperatorID
		technique int
	}
	var order []key
	alarms := map[key][]int{}
	for _, x := range b.alarms {
		k := key{x.operator, x.technique}
		if alarms[k] == nil {
			order = append(order, k)
		}
		alarms[k] = append(alarms[k], x.change)
	}
	for _, k := range order {
		pattern, list := b.patterns[k.technique], alarms[k]
		if pattern == "" {
			continue // noticed but never tried: a recording that contradicts itself
		}
		var lines []string
		for _, n := range list {
			lines = append(lines, lineOf(b.rec, n))
		}
		o := &object{Type: "sighting", SightingOf: pattern, Count: len(list), FirstSeen: b.at(list[0]), LastSeen: b.at(list[len(list)-1]),
			Description: "SYNTHETIC. " + capped(lines, mostLines)}
		if who := b.operator(k.operator); who != "" {
			o.Where = []string{who}
		}
		b.add(o, pattern, strings.Join(o.Where, ""))
	}
}

// describeIncidents adds an incident for each operator that was hit.
func (b *bundle) describeIncidents() {
	for _, o := range b.hit {
		name := called(first(b.rec.Operators[o].Title, b.rec.Operators[o].Name), o)
		x := &object{Type: "incident", Name: "Attack on " + name, Description: "SYNTHETIC. " + capped(b.course(o), manyLines)}
		id := b.add(x, "operator", number(o))
		b.incidents = append(b.incidents, id)
		b.relate(id, "related-to", b.operators[o], "happened at", 0, 0)
		for _, i := range b.attackersOf(o) {
			b.relate(id, "related-to", b.attackers[i], "part of", 0, 0)
		}
	}
}

// attackersOf are the campaigns that hit an operator: its devices and zones, or its assets through those of somebody else.
func (b *bundle) attackersOf(o model.OperatorID) []int {
	var list []int
	add := func(e model.EntityID, campaign int) {
		if campaign != none && b.rec.Entities[e].Operator == o && !slices.Contains(list, campaign) {
			list = append(list, campaign)
		}
	}
	for i := range b.deeds {
		add(b.deeds[i].entity, b.deeds[i].campaign)
	}
	for i := range b.orders {
		add(b.orders[i].asset, b.deeds[b.orders[i].deed].campaign)
	}
	return list
}

// course is how an incident went for the operator's people: alarms, awareness, decisions, eradication.
func (b *bundle) course(o model.OperatorID) []string {
	var lines []string
	for i := range b.rec.Changes {
		c := &b.rec.Changes[i]
		e := &b.rec.Entities[c.Entity]
		if e.Operator != o || e.Sort != model.SortOperator {
			continue
		}
		switch c.Kind {
		case model.KindDetection, model.KindAwareness, model.KindDecision, model.KindRepair:
			lines = append(lines, lineOf(b.rec, i+1))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "Nobody noticed anything in this run.")
	}
	return lines
}
