package emergency

import (
	"cascata/model"
	"cascata/sim/rng"
)

// origin is where calls come from. Each one has its own arrivals and its own draws in each district, so that leaving one out moves
// no other.
type origin uint8

const (
	originEmergency origin = iota // somebody needs help
	originOther                   // questions, false calls, calls about what is known already
	originPocket
	originCrowd // more callers about an emergency
	originECall
	originHand
	originAlarm
	originLift   // people in lifts of a dark district
	originCrash  // crashes at dark signals
	originDevice // medical devices whose battery ends
	originGas    // carbon monoxide from stoves and generators
	originWorry  // questions about the dark
	originFlood
	origins
)

// The classes of call at the desks.
const (
	classVoice = iota
	classPocket
	classECall
	classAlarm
	classFlood
)

// source is an origin in figures.
type source struct {
	name    string // of its streams
	sort    model.RequestSort
	class   uint8
	perYear float64 // calls per 100,000 residents and year, or per vehicle and year of an eCall; 0 if not by that
	daily   bool    // follows the hour of day
}

// received is the calls that 112 receives per 100,000 residents and year: Portugal 2023, 6.95 million (police figures in the press).
// Of these 1.39 million were emergencies, 1.26 million false, 0.14 million non-events and 2.02 million were never answered.
const received = 65_600

// Shares of the calls received.
const (
	shareEmergency = 1.39 / 6.95
	// sharePocket hang up by themselves before anybody can answer (0.05 to 0.15): about 10 % were abandoned in Memphis where 95 % of the
	// others were answered within 20 s, and some of these hung up because they waited.
	sharePocket = 0.08
	shareFalse  = 1.26 / 6.95
)

// crowdMean is the callers beyond the first about an emergency, on average: an assumption (0.1 to 1). They come with their emergency
// and are taken off the other calls, so that the total stays.
const crowdMean = 0.25

// Rates of eCall [per equipped vehicle and year] and of alarms [per 100,000 residents and year].
const (
	// About 75 eCalls per 100,000 residents and year in the UK since 2018 (350,000 in all), more than 85 % by hand; with 0.05 vehicles
	// per resident that is 0.015 a vehicle (0.005 to 0.05).
	ecallsPerVehicle = 0.015
	shareByHand      = 0.85
	shareTPS         = 0.15 // of eCalls go through a private call centre (0 to 0.4; general knowledge, uncertain)
	alarmsPerYear    = 280  // England 2022/23, false alarms due to apparatus (general knowledge, uncertain; 100 to 600)
)

func sources() [origins]source {
	other := 1 - shareEmergency - sharePocket - shareEmergency*crowdMean
	return [origins]source{
		originEmergency: {"emergency", model.RequestVoice, classVoice, received * shareEmergency, true},
		originOther:     {"other", model.RequestVoice, classVoice, received * other, true},
		originPocket:    {"pocket", model.RequestPocket, classPocket, received * sharePocket, true},
		originCrowd:     {"crowd", model.RequestVoice, classVoice, 0, false},
		originECall:     {"ecall", model.RequestECall, classECall, ecallsPerVehicle * (1 - shareByHand), true},
		originHand:      {"ecall-by-hand", model.RequestECallHand, classECall, ecallsPerVehicle * shareByHand, true},
		originAlarm:     {"alarm", model.RequestAlarm, classAlarm, alarmsPerYear, true},
		originLift:      {"lift", model.RequestVoice, classVoice, 0, false},
		originCrash:     {"crash", model.RequestVoice, classVoice, 0, false},
		originDevice:    {"device", model.RequestVoice, classVoice, 0, false},
		originGas:       {"gas", model.RequestVoice, classVoice, 0, false},
		originWorry:     {"worry", model.RequestVoice, classVoice, 0, false},
		originFlood:     {"flood", model.RequestFlood, classFlood, 0, false},
	}
}

// hourly is the calls of an hour by the mean hour: fewest before dawn, most in the early evening. A smooth curve of the shape that
// PSAPs publish (general knowledge, uncertain).
func hourly(hour int) float64 {
	return [24]float64{0.72, 0.60, 0.52, 0.46, 0.42, 0.42, 0.50, 0.68, 0.90, 1.06, 1.16, 1.22, 1.24, 1.22, 1.22, 1.24, 1.30, 1.38, 1.42, 1.40, 1.32,
		1.22, 1.08, 0.90}[hour] / hourlySum * 24
}

const hourlySum = 0.72 + 0.60 + 0.52 + 0.46 + 0.42 + 0.42 + 0.50 + 0.68 + 0.90 + 1.06 + 1.16 + 1.22 + 1.24 + 1.22 + 1.22 + 1.24 + 1.30 + 1.38 + 1.42 +
	1.40 + 1.32 + 1.22 + 1.08 + 0.90

// What a dark district asks for, per 100,000 people without power. All but the lifts are assumptions to be swept.
const (
	// 286 lift rescues in Madrid on 28 April 2025: 8.7 per 100,000; they call within the first hours.
	liftCalls = 8.7
	liftMean  = 1.0 // [h] after the power went
	// Crashes while signals are dark, by day [per hour]; 0.2 to 3.
	crashCalls = 1.0
	// About 100 people per 100,000 live with a ventilator or oxygen at home; batteries last some hours (0.3 to 3 calls an hour).
	deviceCalls = 1.0
	deviceAfter = 4.0 // [h]
	// Carbon monoxide, once people cook and heat as best they can (0.1 to 2 calls an hour).
	gasCalls = 0.2
	gasAfter = 5.0 // [h]
	// Questions: half as many calls again as usual at first, a tenth later. The Portuguese medical dispatch had no more calls on the day
	// of the Iberian blackout than on others, but 100 waiting at the worst.
	worryFirst = 0.5
	worryLater = 0.1
	worryHours = 2.0
)

// Classes are how calls of a region are handled, in the order voice, pocket, ecall, alarm, flood; each figure is an assumption in the range of its comment.
func Classes() []Class {
	return []Class{
		// 60 to 120 s of call-taking; 30 to 60 s more on paper. Patience (30 to 80 s): where 33 % of those answered are within 20 s 42 % are
		// abandoned, where 95 % are 12 %, pocket calls included (Memphis 2015: 45 %, since 2017: 10 %).
		{Name: "voice", Handling: rng.LogNormal{Median: 75, Sigma: 0.5}, Manual: rng.LogNormal{Median: 120, Sigma: 0.5},
			Patience: rng.LogNormal{Median: 45, Sigma: 1.2}},
		{Name: "pocket", Handling: rng.LogNormal{Median: 15, Sigma: 0.4}, Patience: rng.Exponential{Avg: 8}},
		// The MSD is read while nobody can talk (about 4 s), then people are asked as others are.
		{Name: "ecall", Handling: rng.LogNormal{Median: 85, Sigma: 0.5}, Manual: rng.LogNormal{Median: 140, Sigma: 0.5},
			Patience: rng.LogNormal{Median: 300, Sigma: 0.5}},
		{Name: "alarm", Handling: rng.LogNormal{Median: 40, Sigma: 0.4}, Manual: rng.LogNormal{Median: 80, Sigma: 0.4}},
		{Name: "flood", Handling: rng.LogNormal{Median: 15, Sigma: 0.5}, Patience: rng.Exponential{Avg: 60}},
	}
}
