package resilience

import (
	"math"
	"slices"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// hospital is the kind of assets that the figures of hospitals are about.
const hospital = "health/hospital"

// patientRules are the figures of emergency departments and hospitals.
func patientRules() []rule {
	of := func(name, title, unit, doc string, f func(s *study) result) rule {
		return rule{Metric{name, title, unit, Functions, doc, -1, false}, func(s *study, _ int) result { return f(s) }}
	}
	everybody := of("patients_count", "Patients of emergency departments", "count", "who came or set off, each once", func(s *study) result {
		return s.patients().count(func(p *patients) int { return p.all })
	})
	everybody.Better = 0
	return []rule{everybody,
		of("patients_left_share", "Patients who left without being seen", "share", "of all whose visit ended", func(s *study) result {
			p := s.patients()
			return p.count(func(*patients) int { return p.left }).over(p.ended)
		}),
		of("patient_wait_median_h", "Wait for a doctor, median", "h", "from arrival until treatment begins, of those who were seen",
			func(s *study) result { return quantileOf(s.patients().waits, 0.5) }),
		of("patient_wait_p90_h", "Wait for a doctor, 90th percentile", "h", "from arrival until treatment begins, of those who were seen",
			func(s *study) result { return quantileOf(s.patients().waits, 0.9) }),
		of("patient_stay_median_h", "Stay in the department, median", "h", "from arrival until leaving, of those who were treated",
			func(s *study) result { return quantileOf(s.patients().stays, 0.5) }),
		of("patients_diverted_count", "Patients diverted", "count", "who came to another hospital than the first one, because it diverted or was closed",
			func(s *study) result { return s.patients().count(func(p *patients) int { return p.diverted }) }),
		of("hospital_diversion_h", "Ambulances diverted", "h", "hours of diversion, added up over hospitals", func(s *study) result {
			return s.lost(model.WhyDiverts, model.WhyDivertsCrowd, model.WhyAccepts)
		}),
		of("hospitals_generator_peak_count", "Hospitals on generator, peak", "count", "hospitals without enough power from the grid at one time, whose generators run or have run dry",
			func(s *study) result { n, _ := s.generators(); return n }),
		of("hospital_fuel_lowest_h", "Least fuel left in a hospital", "h", "least time that the fuel of a hospital on its generator would still have lasted; no value when none was on it",
			func(s *study) result { _, h := s.generators(); return h }).better(1),
		of("oxygen_loss_h", "Medical oxygen lost", "h", "hours of full service, added up over hospitals", func(s *study) result { return s.lost(model.WhyOxygen) }),
		of("dialysis_loss_h", "Dialysis lost", "h", "hours of full service, added up over hospitals", func(s *study) result { return s.lost(model.WhyDialysis) }),
		of("theatres_loss_h", "Operating theatres lost", "h", "hours of full service, added up over hospitals", func(s *study) result { return s.lost(model.WhyTheatres) }),
		of("laboratory_loss_h", "Laboratory lost", "h", "hours of full service, added up over hospitals", func(s *study) result { return s.lost(model.WhyLaboratory) }),
		of("clinics_loss_h", "Outpatient clinics lost", "h", "hours of full service, added up over hospitals", func(s *study) result { return s.lost(model.WhyClinics) }),
		of("staff_loss_h", "Hospital staff missing", "h", "hours of full staff, added up over hospitals", func(s *study) result { return s.lost(model.WhyStaff) }),
	}
}

func (r rule) better(b int) rule { r.Better = b; return r }

// patients is a run's log of patients in numbers.
type patients struct {
	known                      bool // the run has such a log
	all, ended, left, diverted int
	waits, stays               []time.Duration // ascending
}

// patients counts the log once.
func (s *study) patients() *patients {
	if s.care != nil {
		return s.care
	}
	p := &patients{}
	s.care = p
	for i := range s.r.Requests {
		if s.r.Requests[i].Sort == model.RequestPatient {
			p.add(&s.r.Requests[i])
		}
	}
	slices.Sort(p.waits)
	slices.Sort(p.stays)
	return p
}

// add counts a patient. One who was taken elsewhere counts there.
func (p *patients) add(q *trace.Request) {
	p.known = true
	if q.Outcome == model.OutcomeTransfer {
		return
	}
	p.all++
	if q.Attempts > 1 {
		p.diverted++
	}
	arrived, seen := q.Steps[model.StepArrived], q.Steps[model.StepSeen]
	if seen != sim.Never {
		p.waits = append(p.waits, seen.Sub(arrived))
	}
	switch q.Outcome {
	case model.OutcomeLeft:
		p.left++
		p.ended++
	case model.OutcomeTreated:
		p.ended++
		p.stays = append(p.stays, q.Steps[model.StepLeft].Sub(arrived))
	}
}

func (p *patients) count(of func(p *patients) int) result {
	if !p.known {
		return none()
	}
	return some(float64(of(p)))
}

// over is a number as a share of n.
func (r result) over(n int) result {
	if !r.ok || n == 0 {
		return none()
	}
	return some(r.number / float64(n))
}

// quantileOf is the smallest of the ascending values that a share of them do not exceed [h].
func quantileOf(list []time.Duration, share float64) result {
	if len(list) == 0 {
		return none()
	}
	i := int(math.Ceil(share*float64(len(list)))) - 1
	return some(hours(list[max(i, 0)]))
}

// isHospital reports whether an entity is a hospital.
func (s *study) isHospital(e model.EntityID) bool {
	return e >= 0 && int(e) < s.r.Assets && s.r.Kinds[s.r.Entities[e].Kind].Name == hospital
}

// hospitals reports whether the city has any.
func (s *study) hospitals() bool {
	for e := range s.r.Assets {
		if s.isHospital(model.EntityID(e)) {
			return true
		}
	}
	return false
}

// lost adds up over hospitals what was missing of a level that decisions with these reasons set [h].
func (s *study) lost(codes ...model.WhyCode) result {
	if !s.hospitals() {
		return none()
	}
	sum := 0.0
	for i := range s.r.Changes {
		if c := &s.r.Changes[i]; c.Kind == model.KindDecision && s.isHospital(c.Entity) && slices.Contains(codes, c.Why.Code) {
			sum += float64((c.From.Share() - c.To.Share()) * hours(s.end.Sub(min(c.At, s.end)))) // until the end, taken back when it rises
		}
	}
	return some(max(0, sum))
}

// generators is the most hospitals without grid power at one time, and the least time that a generator's fuel still lasted [h].
func (s *study) generators() (peak, left result) {
	if !s.hospitals() {
		return none(), none()
	}
	until := map[model.EntityID]sim.Time{} // hospital without grid power: when its fuel is spent
	most, least := 0, time.Duration(0)
	found := false
	note := func(e model.EntityID, now sim.Time) {
		if rest := max(0, until[e].Sub(now)); !found || rest < least {
			least, found = rest, true
		}
	}
	for i := range s.r.Changes {
		c := &s.r.Changes[i]
		if c.Kind != model.KindSupply || !s.isHospital(c.Entity) || c.Why.Need < 0 || s.r.Needs[c.Why.Need].Name != "power" {
			continue
		}
		switch _, on := until[c.Entity]; {
		case c.Why.Code == model.WhyOnBuffer:
			until[c.Entity] = c.At.Add(time.Duration(c.Why.Amount))
			most = max(most, len(until))
		case on && c.Why.Code == model.WhyBufferEmpty:
			note(c.Entity, until[c.Entity])
		case on && c.Why.Code == model.WhySupplyBack:
			note(c.Entity, c.At)
			delete(until, c.Entity)
		}
	}
	for e := range until { // a minimum: the order does not matter
		note(e, s.end)
	}
	if !found {
		return some(float64(most)), none()
	}
	return some(float64(most)), some(hours(least))
}
