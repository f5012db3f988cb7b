package scenarios

import (
	"time"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/emergency"
	"cascata/model/measure"
	"cascata/model/recovery"
	"cascata/model/trace"
	"cascata/sim"
)

// Scenario is everything a run needs, checked and immutable: any number of replications may share it.
type Scenario struct {
	Name       string // short name, as in folders of results: "blackout"
	Title      string
	Doc        string
	ModelledOn string   // what it is modelled on
	Invented   string   // what is invented in it
	Sets       []string // what was set on top of the file, "path=value"
	Hash       string   // SHA-256 of the file and of what was set on top of it [hex]
	Start      string   // the scenario's clock at time 0: "2025-12-23T15:30"
	Clock      trace.Clock
	Horizon    time.Duration // how long a run lasts
	Lookahead  time.Duration // coupling latency between processes
	Seed       int64         // >= 0
	Conditions model.Conditions
	Fidelity   []string // "power=physics": how each sector with a choice is simulated, ascending
	City       *model.City
	Attack     *cyber.Spec // estates, campaigns, defence
	Events     []Event
	Calls      emergency.RegionOptions // how 112 calls differ from what is usual
	Measures   []measure.InForce       // what was bought, by measure and strength
	Experiment *Experiment             // a sweep over it; nil if it has none

	// Warnings are what can be meant but hardly is: an event after the end, a tie that "until" closes. They stop nothing.
	Warnings model.Faults

	paces   []recovery.Pace  // by operator; nil: as usual
	repairs recovery.Options // Order and Weight
	world   world
}

// Event is something that happens to assets without an attacker.
type Event struct {
	Why    string // for people
	At     sim.Time
	Op     model.Op
	Level  model.Level // for OpSet
	Assets []model.AssetID
	Until  sim.Time // when Lift follows; sim.Never if it does not
	Lift   model.Op

	Pick  int             // so many of the Assets, drawn in every replication from the stream Lot; 0 = all
	Lot   string          // name of that stream
	After []model.AssetID // the event waits until one of these, which failed at At or later, is back; none = it does not wait
}
