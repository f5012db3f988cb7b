package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// mature applies factors to the defence that the estates describe.
func (c *compiler) mature(list []Maturity) {
	c.maturity = map[model.OperatorID]Maturity{}
	for i := range list {
		m := &list[i]
		o := slices.IndexFunc(c.spec.city.Operators, func(o model.Operator) bool { return o.Name == m.Operator })
		if o < 0 || !(m.Monitoring >= 0 && m.Delay >= 0 && m.Lost >= 0) {
			c.p.add("maturity."+m.Operator, model.DidYouMean(m.Operator, c.operatorNames()), "no such operator, or a factor below 0")
			continue
		}
		c.maturity[model.OperatorID(o)] = *m
		for _, z := range c.spec.estates[o].zones {
			c.spec.zones[z].monitoring = min(1, c.spec.zones[z].monitoring*m.Monitoring)
		}
		c.spec.hits[o].mature(m, &Response{})
	}
}

// mature applies factors to what was not stated.
func (r *response) mature(m *Maturity, stated *Response) {
	for _, x := range []struct {
		to     *rng.Dist
		stated string
	}{{&r.notice, stated.Notice}, {&r.escalate, stated.Escalate}, {&r.decide, stated.Decide}, {&r.eradicate, stated.Eradicate}} {
		if x.stated == "" && *x.to != nil && m.Delay != 1 {
			*x.to = stretched{*x.to, m.Delay}
		}
	}
	if stated.Lost == nil {
		r.lost = min(1, r.lost*m.Lost)
	}
}

// Attackers are the campaigns that can touch an operator. Without one it never becomes aware of anything.
func (s *Spec) Attackers(o model.OperatorID) []model.EntityID {
	var list []model.EntityID
	for i := range s.campaigns {
		if c := &s.campaigns[i]; slices.Contains(c.operators, o) {
			list = append(list, c.entity)
		}
	}
	return list
}

// Customers are the operators whose estates an operator has access to as a supplier, ascending.
func (s *Spec) Customers(o model.OperatorID) []model.OperatorID {
	var list []model.OperatorID
	for i := range s.zones {
		z := &s.zones[i]
		if slices.ContainsFunc(z.in, func(k conduit) bool { return k.link && s.zones[k.from].operator == o }) {
			list = append(list, z.operator)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
