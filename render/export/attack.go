package export

import (
	"slices"

	"cascata/model"
	"cascata/model/trace"
)

// attack is what the attackers of a run did and what was noticed of it, in the order in which it happened.
type attack struct {
	rec        *trace.Recording
	techniques []technique
	campaigns  []campaign
	deeds      []deed
	orders     []order
	alarms     []alarm
	data       []int // numbers of the Changes of the data ledger

	campaignOf map[int]int // by the number of a foothold's Change: position in campaigns
	deedOf     map[int]int // by the number of a Change: position in deeds
}

// campaign is one attacker.
type campaign struct {
	entity model.EntityID
	told   []int // numbers of the Changes of the campaign itself: begin and end
}

// deed is a step that was tried, or code on a device that came without a step of its own.
type deed struct {
	change    int
	entity    model.EntityID // the device or zone
	technique int            // position in techniques; none for devices that a worm holds
	campaign  int            // position in campaigns; none if unknown
	step      bool           // somebody worked on it
	made      bool           // it succeeded
	seen      bool           // the operator noticed it
}

// order is a command of the attacker that an asset carried out.
type order struct {
	change int
	deed   int            // position in deeds of the step it belongs to
	by     model.EntityID // the device; Absent if unknown
	asset  model.EntityID
}

// alarm is a moment in which an operator noticed a technique.
type alarm struct {
	change    int
	operator  model.OperatorID
	technique int
}

const none = -1

// attackOf reads the attack out of a recording.
func attackOf(rec *trace.Recording, opt Options) *attack {
	a := &attack{rec: rec, techniques: techniquesOf(rec, opt.Tactics), campaignOf: map[int]int{}, deedOf: map[int]int{}}
	for i := range rec.Changes {
		n, c := i+1, &rec.Changes[i]
		switch c.Kind {
		case model.KindFoothold:
			a.foothold(n, c)
		case model.KindCommand:
			a.command(n, c)
		case model.KindDetection:
			a.detection(n, c)
		case model.KindData:
			a.data = append(a.data, n)
		}
	}
	return a
}

// foothold takes in a Change of what attackers hold. Every one of them goes back to a campaign along first causes.
func (a *attack) foothold(n int, c *trace.Change) {
	who := none
	if a.rec.Entities[c.Entity].Sort == model.SortCampaign {
		who = a.campaign(c.Entity)
		a.campaigns[who].told = append(a.campaigns[who].told, n)
		a.campaignOf[n] = who
	} else if causes := a.rec.Causes(n); len(causes) > 0 {
		if k, known := a.campaignOf[int(causes[0].Number)]; known {
			who = k
			a.campaignOf[n] = who
		}
	}
	d := deed{change: n, entity: c.Entity, technique: none, campaign: who}
	switch {
	case c.Why.Code == model.WhyTechnique, c.Why.Code == model.WhyBlocked:
		d.step, d.made = true, c.Why.Code == model.WhyTechnique
		d.technique = a.technique(c)
	case c.To > c.From && a.rec.Entities[c.Entity].Sort != model.SortCampaign:
		d.made = true
	default:
		return
	}
	a.deedOf[n] = len(a.deeds)
	a.deeds = append(a.deeds, d)
}

// campaign is the position of a campaign, noted if it is new.
func (a *attack) campaign(e model.EntityID) int {
	i := slices.IndexFunc(a.campaigns, func(c campaign) bool { return c.entity == e })
	if i < 0 {
		i = len(a.campaigns)
		a.campaigns = append(a.campaigns, campaign{entity: e})
	}
	return i
}

// technique is the position of the technique that a Change names; none if the recording does not have it.
func (a *attack) technique(c *trace.Change) int {
	if k := c.Why.Amount; k >= 0 && k < int64(len(a.techniques)) {
		return int(k)
	}
	return none
}

// command takes in an order if a deed is its first cause: the others are those of operators, crews and events.
func (a *attack) command(n int, c *trace.Change) {
	causes := a.rec.Causes(n)
	if len(causes) == 0 {
		return
	}
	if d, known := a.deedOf[int(causes[0].Number)]; known {
		a.orders = append(a.orders, order{change: n, deed: d, by: c.Why.Other, asset: c.Entity})
	}
}

// detection takes in an alarm, and marks the deeds that gave rise to it.
func (a *attack) detection(n int, c *trace.Change) {
	if c.Why.Code != model.WhyDetected {
		return
	}
	for _, cause := range a.rec.Causes(n) {
		if d, known := a.deedOf[int(cause.Number)]; known {
			a.deeds[d].seen = true
		}
	}
	if k := a.technique(c); k != none {
		a.alarms = append(a.alarms, alarm{change: n, operator: a.rec.Entities[c.Entity].Operator, technique: k})
	}
}

// use is how a technique fared in a run.
type use struct {
	technique         int
	deeds             []int // positions, in the order of time
	made, failed      int
	seen              int // times it was noticed
	firstAt, latestAt int // numbers of Changes
}

// uses lists the techniques that were tried, in the order in which they first were.
func (a *attack) uses() []use {
	var list []use
	place := map[int]int{}
	for i := range a.deeds {
		d := &a.deeds[i]
		if d.technique == none {
			continue
		}
		k, known := place[d.technique]
		if !known {
			k = len(list)
			place[d.technique] = k
			list = append(list, use{technique: d.technique, firstAt: d.change})
		}
		u := &list[k]
		u.deeds, u.latestAt = append(u.deeds, i), d.change
		if d.made {
			u.made++
		} else {
			u.failed++
		}
	}
	for _, x := range a.alarms {
		if k, known := place[x.technique]; known {
			list[k].seen++
		}
	}
	return list
}
