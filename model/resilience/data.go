package resilience

import (
	"math"
	"slices"

	"cascata/model"
	"cascata/model/trace"
)

// ledger is the account of data incidents.
type ledger struct {
	stores, reached, copied, locked, altered int64 // stores; records
	persons, leaked                          int64 // natural persons in stores that were touched; whose records were copied out
}

// touch is what happened to one store: the most records at one time, by what happened to them.
type touch struct{ reached, copied, locked, altered int64 }

// data adds up the data ledger. Each record counts once; persons are counted as crowd says.
func (s *study) data() *ledger {
	if s.account != nil {
		return s.account
	}
	stores := s.touched()
	l := &ledger{}
	concerned, leaked := newCrowd(s.r), newCrowd(s.r)
	for _, e := range sortedEntities(stores) {
		t := stores[e]
		l.stores++
		l.reached += t.reached
		l.copied += t.copied
		l.locked += t.locked
		l.altered += t.altered
		concerned.add(e, 1)
		if t.reached > 0 && t.copied > 0 {
			leaked.add(e, float64(t.copied)/float64(t.reached))
		}
	}
	l.persons, l.leaked = concerned.count(), leaked.count()
	s.account = l
	return l
}

// touched is what happened to each store.
func (s *study) touched() map[model.EntityID]*touch {
	stores := make(map[model.EntityID]*touch)
	for i := range s.r.Changes {
		c := &s.r.Changes[i]
		if c.Kind != model.KindData || c.Why.Code == model.WhyDataBack {
			continue
		}
		t := stores[c.Entity]
		if t == nil {
			t = &touch{}
			stores[c.Entity] = t
		}
		n := c.Why.Amount
		t.reached = max(t.reached, n)
		switch c.Why.Code {
		case model.WhyExfiltrated:
			t.copied = max(t.copied, n)
		case model.WhyDataLocked:
			t.locked = max(t.locked, n)
		case model.WhyDataAltered:
			t.altered = max(t.altered, n)
		}
	}
	return stores
}

func sortedEntities(stores map[model.EntityID]*touch) []model.EntityID {
	list := make([]model.EntityID, 0, len(stores))
	for e := range stores {
		list = append(list, e)
	}
	slices.Sort(list)
	return list
}

// crowd counts the persons in several stores once. An operator's largest store is taken to hold everybody whom its others hold. How the customers
// of two operators overlap nobody has published: each operator is taken to know a random part of the residents, so that of N residents N(1 -
// product of (1 - n/N)) are known to at least one. The truth lies between the largest operator alone and the sum. More persons than
// there are residents live elsewhere: the largest such surplus is added.
type crowd struct {
	r     *trace.Recording
	known map[model.OperatorID]float64
}

func newCrowd(r *trace.Recording) crowd { return crowd{r, map[model.OperatorID]float64{}} }

// add takes in a share of the persons in a store.
func (c *crowd) add(store model.EntityID, share float64) {
	e := &c.r.Entities[store]
	if e.Operator < 0 || int(e.Operator) >= len(c.r.Operators) {
		return
	}
	c.known[e.Operator] = max(c.known[e.Operator], share*float64(c.persons(e)))
}

// persons are those in a store; a recording of an older version knows only its operator's.
func (c *crowd) persons(e *trace.Entity) int32 {
	for i := c.r.Assets; i < len(c.r.Entities); i++ {
		if o := &c.r.Entities[i]; o.Sort == model.SortStore && o.People > 0 {
			return e.People
		}
	}
	return c.r.Operators[e.Operator].Persons
}

// count is how many persons there are.
func (c *crowd) count() int64 {
	all := float64(c.r.Residents[c.r.AllDistricts()])
	unknown, surplus, only := 1.0, 0.0, 0.0
	for o := range c.r.Operators {
		n := c.known[model.OperatorID(o)]
		only = max(only, n)
		if all > 0 {
			unknown *= 1 - min(n, all)/all
			surplus = max(surplus, n-all)
		}
	}
	if all <= 0 {
		return int64(math.Round(only))
	}
	return int64(math.Round(all*(1-unknown) + surplus))
}
