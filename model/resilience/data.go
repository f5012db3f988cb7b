package resilience

import "cascata/model"

// ledger is the account of data incidents.
type ledger struct {
	stores, reached, copied, persons int64
}

// data adds up the data ledger: of each store the most records that were within reach or copied at one time, of each
// operator its persons once.
func (s *study) data() *ledger {
	if s.account != nil {
		return s.account
	}
	r := s.r
	reached, copied := make(map[model.EntityID]int64), make(map[model.EntityID]int64)
	operators := make(map[model.OperatorID]bool)
	l := &ledger{}
	for i := range r.Changes {
		c := &r.Changes[i]
		if c.Kind != model.KindData {
			continue
		}
		if _, known := reached[c.Entity]; !known {
			l.stores++
			reached[c.Entity] = 0
		}
		if o := r.Entities[c.Entity].Operator; o >= 0 && !operators[o] {
			operators[o] = true
			l.persons += int64(r.Operators[o].Persons)
		}
		reached[c.Entity] = max(reached[c.Entity], c.Why.Amount)
		if c.Why.Code == model.WhyExfiltrated {
			copied[c.Entity] = max(copied[c.Entity], c.Why.Amount)
		}
	}
	for _, n := range reached { // a sum: the order does not matter
		l.reached += n
	}
	for _, n := range copied {
		l.copied += n
	}
	s.account = l
	return l
}
