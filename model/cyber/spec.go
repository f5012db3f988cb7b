package cyber

import (
	"time"

	"cascata/model"
	"cascata/sim/rng"
)

// Dense numbers of what estates hold, over all operators, in the order of names.
type (
	ZoneID    int32
	DeviceID  int32
	accountID int32
	storeID   int32
)

// Spec is the immutable half of the cyber layer: estates, techniques and campaigns, compiled for one city. All replications
// share it.
type Spec struct {
	city       *model.City
	techniques []Technique // by id
	estates    []estate    // by operator
	zones      []zone
	devices    []device
	accounts   []string
	stores     []store
	campaigns  []campaign
	fleets     []Population
	place      map[model.EntityID]ZoneID // the zone of a device, zone or store
	hits       []response                // by operator
	socNames   [][socStreams]rng.Name    // by operator: the streams of its people
	teams      []team                    // incident teams that operators share
	teamIn     []int32                   // by operator: its team, or none; nil without any
	weights    []int64                   // by operator: how critical it is to a team
	forum      *forum                    // nil: operators do not warn each other
	hard       *hardener                 // what measures change; nil without any
}

// estate is what an operator has.
type estate struct {
	operator model.OperatorID
	name     string // name of the template; empty if the operator has none
	entity   model.EntityID
	zones    []ZoneID
	devices  []DeviceID
	stores   []storeID
}

type zone struct {
	name, title string // name within the estate
	kind        string
	operator    model.OperatorID
	entity      model.EntityID
	monitoring  float64
	in          []conduit
	devices     []DeviceID
	seen        []float64 // by technique: factor of measures on the chance that it is seen; nil = 1
}

// conduit is a way into a zone.
type conduit struct {
	from   ZoneID
	filter float64
	link   bool // from another operator
	closed bool // by a measure: nothing passes
}

type device struct {
	name, title   string
	kind          string
	zone          ZoneID
	entity        model.EntityID
	traits        []string
	holds, admits []accountID
	controls      []model.AssetID // ascending
	stores        []storeID
}

type store struct {
	name, title string
	class       string
	device      DeviceID
	entity      model.EntityID
	records     int64
	persons     int64
}

// response is a Response with its texts read.
type response struct {
	notice, calls, escalate, decide, eradicate, restore, rebuild rng.Dist
	lost, precaution                                             float64
	isolate, shutdown                                            []ZoneID
	book                                                         *playbook
	failed, missed, manual                                       float64
	dwell                                                        rng.Dist
	perHour                                                      float64
	analysts                                                     int
	triage                                                       time.Duration
	alarms                                                       alarmDesk
}

// Store is a data store as the data ledger shows it.
type Store struct {
	Entity   model.EntityID
	Operator model.OperatorID
	Class    string // "personal", "health", "location", "operational"
	Records  int64
	Persons  int64 // natural persons in it
}

// Stores are the data stores of all operators, by entity.
func (s *Spec) Stores() []Store {
	list := make([]Store, len(s.stores))
	for i := range s.stores {
		t := &s.stores[i]
		list[i] = Store{Entity: t.entity, Operator: s.zones[s.devices[t.device].zone].operator, Class: t.class, Records: t.records, Persons: t.persons}
	}
	return list
}

// Campaigns is the number of campaigns.
func (s *Spec) Campaigns() int { return len(s.campaigns) }

// Steps is the number of nodes in the attack graph of campaign i, steps and facts together.
func (s *Spec) Steps(i int) int { return len(s.campaigns[i].graph.Nodes) }

// Operator is the entity of an operator's people; Absent when it has no estate.
func (s *Spec) Operator(o model.OperatorID) model.EntityID { return s.estates[o].entity }

// Listeners are the assets whose level an operator's people watch: their control centre. soc is the process of each operator.
func (s *Spec) Listeners(w *Wiring) []model.Listener {
	var list []model.Listener
	for o := range s.estates {
		if control := s.city.Operators[o].Control; control != model.Absent && s.estates[o].entity != model.Absent {
			list = append(list, model.Listener{Asset: control, To: model.Address{Process: w.SOC[o], Entity: s.estates[o].entity}})
		}
	}
	return list
}

// pace is the time between two commands; what could not be read is none and was reported.
func pace(text string) time.Duration {
	d, _ := rng.ParseDuration(text)
	return d
}
