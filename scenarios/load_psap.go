package scenarios

import (
	"cascata/model/emergency"
	"cascata/scenarios/strict"
)

// psapEntry is how the places where 112 calls are answered differ from what is usual.
type psapEntry struct {
	Received  float64       `toml:"received" in:"(0,1e6]"`
	Positions int           `toml:"positions" in:"[1,100000]"`
	Backup    int           `toml:"backup" in:"[1,100000]"`
	Neighbour *int          `toml:"neighbour" in:"[0,100000]"`
	Night     float64       `toml:"night" in:"(0,1]"`
	Redial    *float64      `toml:"redial" in:"[0,1]"`
	Failover  failoverEntry `toml:"failover"`
}

// failoverEntry is how calls are switched to the second PSAP.
type failoverEntry struct {
	After  strict.Dist `toml:"after"`
	Again  strict.Dist `toml:"again"`
	Fails  int         `toml:"fails" in:"[0,1000]"`
	Chance *float64    `toml:"chance" in:"[0,1]"`
}

// psap reads who answers, and how many there are to answer.
func (l *loader) psap() {
	e := &l.file.PSAP
	l.s.Calls.Received, l.s.Calls.Redial = e.Received, e.Redial
	l.s.Calls.Staffing = emergency.Staffing{Positions: e.Positions, Backup: e.Backup, Neighbour: e.Neighbour, Night: e.Night,
		Failover: emergency.Failover{After: e.Failover.After.Dist, Again: e.Failover.Again.Dist, Fails: e.Failover.Fails, Chance: e.Failover.Chance}}
	if *e != (psapEntry{}) && !l.s.uses(callsSector) {
		l.fault("psap", "leave out fidelity = \"connectivity\" of sector emergency, or take a city with an emergency/psap", "no single calls are simulated here")
	}
}
