package health

import (
	"cascata/model"
	"cascata/model/trace"
)

// What a hospital plans: general knowledge of England (some 4 million operations in theatres and 125 million outpatient attendances a year in 100,000
// beds), uncertain by half.
const (
	operationsPerBed   = 0.8 // [per bed and week]
	appointmentsPerBed = 24  // [per bed and week]
)

// Postponed is how many planned operations and outpatient appointments of all hospitals of a recorded run could not take place: what a
// week of full service has for each bed, times the lost share of theatres and clinics, from their Changes.
func Postponed(rec *trace.Recording) (operations, appointments float64) {
	return float64(operationsPerBed * lostWeeks(rec, model.WhyTheatres)), float64(appointmentsPerBed * lostWeeks(rec, model.WhyClinics))
}

// Beds is how many beds all hospitals of a recorded run have.
func Beds(rec *trace.Recording) (beds float64) {
	for e := range rec.Assets {
		if rec.Kinds[rec.Entities[e].Kind].Name == kindHospital {
			beds += rec.Entities[e].Capacity
		}
	}
	return beds
}

// lostWeeks adds up what was missing of a service [beds x weeks].
func lostWeeks(rec *trace.Recording, service model.WhyCode) float64 {
	lost := 0.0
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Kind != model.KindDecision || c.Why.Code != service {
			continue
		}
		left := rec.Header.End.Sub(min(c.At, rec.Header.End)).Hours() / (7 * 24) // until the end, taken back when it rises
		lost += float64(rec.Entities[c.Entity].Capacity * float64((c.From.Share()-c.To.Share())*left))
	}
	return max(0, lost)
}
