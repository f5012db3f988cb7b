package law

import (
	"fmt"
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// rules checks the rules and keeps what is no duty.
func (c *compiler) rules() {
	r, s := &c.o.Rules, c.spec
	for i := range r.Duties {
		c.rule(&r.Duties[i], i)
	}
	for i, t := range r.Thresholds {
		at := fmt.Sprintf("rules.threshold[%d]", i)
		if !(t.Share > 0 && t.Share <= 1) {
			c.add(at+".share", "write a share above 0, at most 1", "%g is no share", t.Share)
		}
		if _, err := rng.ParseDuration(t.For); err != nil {
			c.add(at+".for", "", "%v", err)
		}
		c.regimes(at, t.Regimes)
	}
	s.discover = c.dist("rules.discover", r.Discover)
	s.pace, s.persons, s.sensitive = r.Pace, r.Persons, r.Sensitive
	for _, x := range []float64{r.Pace.Fighting, r.Pace.Restoring} {
		if !(x > 0 && x <= 1) {
			c.add("rules.pace", "write shares above 0, at most 1", "%g is no share", x)
		}
	}
	if r.Persons < 1 || r.Sensitive < 1 {
		c.add("rules.risk", "write numbers of persons from 1 up", "%d and %d are too few", r.Persons, r.Sensitive)
	}
}

func (c *compiler) dist(path, text string) rng.Dist {
	d, err := rng.Parse(text)
	if err != nil {
		c.add(path, "", "%v", err)
	}
	return d
}

func (c *compiler) regimes(at string, list []string) {
	known := slices.Concat(Statuses(), Roles())
	for _, r := range list {
		if !slices.Contains(known, r) {
			c.add(at+".regimes", model.DidYouMean(r, known), "unknown regime %q", r)
		}
	}
}

func (c *compiler) rule(d *Duty, i int) {
	at := "rules.duty." + d.ID
	if slices.ContainsFunc(c.o.Rules.Duties[:i], func(o Duty) bool { return o.ID == d.ID }) {
		c.add(at, "", "there are two duties of this name")
	}
	if !slices.Contains(Triggers(), d.Trigger) {
		c.add(at+".trigger", model.DidYouMean(d.Trigger, Triggers()), "unknown trigger %q", d.Trigger)
	}
	for _, ref := range []string{d.From, d.Follows} { // only backwards: no duty can wait for itself
		earlier := func(o Duty) bool { return o.ID == ref && o.Trigger == d.Trigger }
		if ref != "" && !slices.ContainsFunc(c.o.Rules.Duties[:i], earlier) {
			c.add(at, "name a duty that stands above this one and has the same trigger", "%q is no such duty", ref)
		}
	}
	if d.Running && d.From == "" {
		c.add(at+".from", "name the duty after which the incident may still be running", "a progress report follows another report")
	}
	c.regimes(at, d.Regimes)
	c.limits(at, d.Within, d.Prepare)
}

func (c *compiler) limits(at, within, prepare string) {
	if _, err := ParsePeriod(within); err != nil {
		c.add(at+".within", "", "%v", err)
	}
	c.dist(at+".prepare", prepare)
}

// clocks checks the changes of single clocks and returns them by operator and duty.
func (c *compiler) clocks() map[string]Clock {
	changes := map[string]Clock{}
	for i, k := range c.o.Clocks {
		at := fmt.Sprintf("clock[%d]", i)
		c.clock(at, k)
		if k.Within != "" {
			if _, err := ParsePeriod(k.Within); err != nil {
				c.add(at+".within", "", "%v", err)
			}
		}
		if k.Prepare != "" {
			c.dist(at+".prepare", k.Prepare)
		}
		if _, twice := changes[k.Operator+" "+k.Duty]; twice {
			c.add(at, "", "there are two clocks of operator %q for %s", k.Operator, k.Duty)
		}
		changes[k.Operator+" "+k.Duty] = k
	}
	return changes
}

// clock finds the operator and the duty of a changed clock. An operator without the regime has no such clock.
func (c *compiler) clock(at string, k Clock) {
	var names, ids []string
	for i := range c.roster.City.Operators {
		names = append(names, c.roster.City.Operators[i].Name)
	}
	for i := range c.o.Rules.Duties {
		ids = append(ids, c.o.Rules.Duties[i].ID)
	}
	o, d := slices.Index(names, k.Operator), slices.Index(ids, k.Duty)
	if o < 0 {
		c.add(at+".operator", model.DidYouMean(k.Operator, names), "the city has no operator %q", k.Operator)
	}
	if d < 0 {
		c.add(at+".duty", model.DidYouMean(k.Duty, ids), "there is no duty %q", k.Duty)
	}
	if o < 0 || d < 0 || meets(c.o.Rules.Duties[d].Regimes, c.o.Operators[o].Regimes) {
		return
	}
	has := "no regime"
	if list := c.o.Operators[o].Regimes; len(list) > 0 {
		has = strings.Join(list, ", ")
	}
	c.add(at+".duty", fmt.Sprintf("give [operators.%s] a regime that has it: %s", k.Operator, strings.Join(c.o.Rules.Duties[d].Regimes, ", ")),
		"a report clock without a regime: operator %q (%s) owes nobody %s", k.Operator, has, k.Duty)
}
