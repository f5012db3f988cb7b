package model

import "cascata/sim"

// Request is one call or one patient, from what made it to how it ended, as the process that dealt with it keeps it. It holds no
// pointers so that keeping one allocates nothing.
type Request struct {
	Sort     RequestSort
	Outcome  Outcome
	Data     DataState
	Category uint8 // triage, 1 (life at risk) to 4; 0 = nobody judged it
	Attempts uint8 // of the caller
	Wanted   uint8 // units that the incident needs
	Units    uint8 // units that were sent
	Marks    Marks
	District DistrictID
	Asset    AssetID                // what took it or should have: a PSAP, a hospital; Absent if none
	Unit     AssetID                // station whose unit went, of several the first of the service that the incident is for; Absent if none
	Steps    [RequestSteps]sim.Time // sim.Never = not reached
	Cause    sim.RecordID           // the Change that made it, or that made it fail; zero if none
	Parent   sim.RecordID           // the request it follows from: process and position from 1 in the log of that process; zero if none
}

// RequestSort says what a request is.
type RequestSort uint8

// The sorts of request.
const (
	RequestVoice     RequestSort = iota + 1 // a person calls 112
	RequestPocket                           // a telephone calls by itself, nobody needs help
	RequestECall                            // a vehicle calls after a crash
	RequestECallHand                        // somebody in a vehicle presses the button
	RequestTPS                              // a vehicle's private call centre passes a call on
	RequestAlarm                            // a building's fire alarm
	RequestFlood                            // somebody floods the lines
	RequestPatient                          // somebody comes to an emergency department
	RequestSorts
)

// Outcome says how a request ended. Every call ends in exactly one of the first five.
type Outcome uint8

// The outcomes.
const (
	OutcomeOpen      Outcome = iota // still under way at the end of the run
	OutcomeAnswered                 // taken by a position of the PSAP of the region
	OutcomeElsewhere                // taken by another PSAP
	OutcomeAbandoned                // hung up while waiting
	OutcomeBlocked                  // no trunk
	OutcomeLost                     // no network reached
	OutcomeTreated                  // a patient was treated
	OutcomeLeft                     // a patient left without being seen
	OutcomeTransfer                 // a patient was taken to another hospital
	Outcomes
)

// DataState is what became of the minimum set of data of an eCall.
type DataState uint8

// The states of the data.
const (
	DataNone       DataState = iota // the request has none
	DataDelivered                   // received and acknowledged
	DataNoLocation                  // received, its position cannot be trusted
	DataMissing                     // not received: voice only
)

// Marks are what is worth knowing of a request beside its steps.
type Marks uint8

// The marks.
const (
	MarkMovedUp   Marks = 1 << iota // its unit had moved up from its own base to cover another
	MarkCallBack                    // the PSAP rang back who it had lost
	MarkStoodDown                   // not all units that were wanted were sent before the first had done its work
	markEnd
	MarksAll = markEnd - 1
)

// Step is a stage of a request.
type Step uint8

// The steps: of a call those of the first line, then those of the unit that is sent, then those in the hospital.
const (
	StepTrigger Step = iota
	StepConnected
	StepAnswered
	StepEnded // the call; of a patient the treatment
	StepDispatched
	StepOnScene
	StepArrived  // at the hospital
	StepSeen     // by a doctor; handed over by the ambulance
	StepLeft     // the department
	StepFirst    // the first of several units is at the scene, of whatever service
	StepComplete // all that were wanted are
	StepRungBack // the PSAP rang back
	RequestSteps
)

// Keeper is a process that keeps a log of requests.
type Keeper interface {
	// Requests is the log, in the order in which they were made.
	Requests() []Request
}
