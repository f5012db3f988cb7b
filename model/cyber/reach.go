package cyber

import (
	"math"
	"slices"

	"cascata/model"
)

// Reach is how hard an asset is to reach for an attacker from outside, by any way in that the estates leave.
type Reach struct {
	Days      float64 // least expected time to code on a device that controls it, one step after the other [days]; +Inf if there is no way
	Exposed   bool    // such a device can be reached from the internet
	Weak      bool    // such a device has a default or shared password
	Door      bool    // its operator has some device that can be reached from the internet
	Customers int     // operators to which those suppliers have access that have access to its operator, it included
}

// Reach looks at every asset from outside, as strategies and planners do; it needs no campaign. Ways in are the techniques that need
// nothing but themselves, on every device that they fit. One reckoning of the whole graph, O((steps + links) log steps).
func (s *Spec) Reach(skill Skill) []Reach {
	b := builder{spec: s, index: map[string]int32{}, tempo: 1, zone: none, skill: skill, anywhere: true}
	own := make([]int32, len(s.devices))
	for d := range s.devices {
		own[d] = b.own(DeviceID(d))
	}
	barred := make([]bool, len(b.graph.Nodes))
	for _, i := range b.closed {
		barred[i] = true
	}
	list := make([]Reach, len(s.city.Assets))
	for a := range list {
		list[a].Days = math.Inf(1)
	}
	if b.graph.Finish() != nil { // the names of two steps share a hash: a campaign would have been refused too
		return list
	}
	way := newPlan(len(b.graph.Nodes))
	way.reckon(&b.graph, make([]bool, len(b.graph.Nodes)), barred, false)
	for d := range s.devices {
		s.controlled(list, &s.devices[d], way.cost[own[d]]/day)
	}
	doors, customers := s.doors(), s.customers()
	for a := range list {
		o := s.city.Assets[a].Operator
		list[a].Door, list[a].Customers = doors[o], customers[o]
	}
	return list
}

// controlled notes what a device that can be had in so many days means for the assets it controls.
func (s *Spec) controlled(list []Reach, v *device, days float64) {
	for _, a := range v.controls {
		r := &list[a]
		r.Days = min(r.Days, days)
		r.Exposed = r.Exposed || slices.Contains(v.traits, "exposed")
		r.Weak = r.Weak || slices.Contains(v.traits, "weak")
	}
}

// doors says, by operator, whether a device can be reached from the internet.
func (s *Spec) doors() []bool {
	list := make([]bool, len(s.city.Operators))
	for d := range s.devices {
		if v := &s.devices[d]; slices.Contains(v.traits, "exposed") {
			list[s.zones[v.zone].operator] = true
		}
	}
	return list
}

// customers counts, by operator, those who share a supplier with it.
func (s *Spec) customers() []int {
	access := make([][]model.OperatorID, len(s.city.Operators)) // by supplier: its customers
	for z := range s.zones {
		for _, k := range s.zones[z].in {
			from, to := s.zones[k.from].operator, s.zones[z].operator
			if k.link && !k.closed && !slices.Contains(access[from], to) {
				access[from] = append(access[from], to)
			}
		}
	}
	count := make([]int, len(access))
	for o := range count {
		all := map[model.OperatorID]bool{}
		for _, customers := range access {
			if slices.Contains(customers, model.OperatorID(o)) {
				for _, c := range customers {
					all[c] = true
				}
			}
		}
		count[o] = len(all)
	}
	return count
}
