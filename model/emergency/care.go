package emergency

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// service is who comes.
type service int8

const (
	ambulance service = iota
	fire
	police
	services
	nobody service = -1
)

// Units, and what they do: assumptions but for what comes with a source.
const (
	// ambulancesPerResident: 5 on duty day and night per 100,000 people in Norway's capital region, 9 in the country (2004-05); each station
	// has one at least.
	ambulancesPerResident = 5e-5
	fireUnits             = 2 // engines of a station (1 to 4)
	policeUnits           = 2 // patrols of a station (1 to 5)

	shareMedical   = 0.62 // of emergencies: 81 medical ones per 1,000 people and year (Bavarian cities) of 131 in all
	sharePolice    = 0.26 // of emergencies; the rest is for the fire brigade
	inVain         = 0.10 // of false calls, to which a patrol goes all the same
	shareTransport = 0.75 // of ambulance missions that end in a hospital
	alarmIsFire    = 0.05 // of fire alarms (0.01 to 0.1): nearly all are false

	searching = 180.0 // longer on the way, where the call told no place, mean [s]
)

// Triage of medical emergencies: about 9 % of incidents in England are of category 1; the other shares are general knowledge.
const (
	shareCategory1 = 0.09
	shareCategory2 = 0.55
	shareCategory3 = 0.32
)

func processing() rng.Dist { return rng.LogNormal{Median: 45, Sigma: 0.4} } // from answer to dispatch: 90 % within 60 s in NFPA 1225
func byHand() rng.Dist     { return rng.LogNormal{Median: 90, Sigma: 0.6} } // on top without dispatch system: "minutes" in London 2017
func asking() rng.Dist     { return rng.Uniform{Low: 30, High: 60} }        // on top where no place came with the call
func turnout() rng.Dist    { return rng.LogNormal{Median: 70, Sigma: 0.4} } // until the unit drives off
func handOver() rng.Dist   { return rng.LogNormal{Median: 20 * 60, Sigma: 0.5} }

// atScene is how long a unit stays.
func atScene(s service) rng.Dist {
	return [services]rng.Dist{ambulance: rng.LogNormal{Median: 20 * 60, Sigma: 0.5}, fire: rng.LogNormal{Median: 40 * 60, Sigma: 0.6},
		police: rng.LogNormal{Median: 30 * 60, Sigma: 0.6}}[s]
}

// incident is what a call is about, from its answer until its unit is free again.
type incident struct {
	number   uint64
	log      int32
	origin   origin
	service  service
	category uint8
	hoax     bool
	lost     bool // no place came with the call
	at       model.Point
	done     bool  // its first unit has done its work
	refs     uint8 // units and queues that know it
	there    uint8 // units that have been at the scene
	wanted   [services]uint8
	sent     [services]uint8
	district model.DistrictID
	cause    sim.RecordID
}

// judge is the triage: who is sent, and the category.
func (r *Region) judge(c *call) (service, uint8) {
	u := r.chance(c, drawNeed)
	switch c.origin {
	case originEmergency:
		switch {
		case u < shareMedical:
			return ambulance, r.triage(c)
		case u < shareMedical+sharePolice:
			return police, r.triage(c)
		}
		return fire, r.triage(c)
	case originOther:
		if u < inVain*shareFalse/(1-shareEmergency-sharePocket) {
			return police, 3
		}
	case originECall:
		if !c.hoax {
			return ambulance, 1
		}
	case originHand:
		if !c.hoax {
			return ambulance, 2
		}
	case originAlarm:
		return fire, 2
	case originLift:
		return fire, 3
	case originCrash:
		return ambulance, 2
	case originDevice, originGas:
		return ambulance, 1
	}
	return nobody, 0
}

func (r *Region) triage(c *call) uint8 {
	switch u := r.chance(c, drawCategory); {
	case u < shareCategory1:
		return 1
	case u < shareCategory1+shareCategory2:
		return 2
	case u < shareCategory1+shareCategory2+shareCategory3:
		return 3
	}
	return 4
}

// The purposes of an incident's draws.
const (
	carePlace uint64 = iota
	careTurnout
	careScene
	careTransport
	careHandOver
	careSearch
	careByHand
	careAsking
	careExtent
	careTrapped
)

// fate puts the dice at an incident's draws for a purpose.
func (r *Region) fate(in *incident, purpose uint64) *rng.Stream {
	r.dice = r.care[in.origin].From(in.number<<4 | purpose)
	return &r.dice
}

// fateOf is fate for one of several units; that of unit 0 is the incident's.
func (r *Region) fateOf(in *incident, purpose uint64, part uint8) *rng.Stream {
	if part == 0 {
		return r.fate(in, purpose)
	}
	r.sub = r.care[in.origin].Sub(uint64(part))
	r.dice = r.sub.From(in.number<<4 | purpose)
	return &r.dice
}
