package cyber

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Wiring tells the processes of one replication where the others are.
type Wiring struct {
	Root     rng.Root
	Asset    []sim.ProcessID   // by asset: the process that owns it
	SOC      []sim.ProcessID   // by operator
	Campaign []sim.ProcessID   // by campaign, in the order of Definitions.Campaigns
	Fleet    [][]model.Address // by fleet, in the order of Definitions.Fleets: its devices, district by district
	Shared   sim.ProcessID     // what operators share, if Spec.Shares
	Desk     []model.Address   // by operator: who reports its incidents to authorities; Entity is Absent where nobody does. nil = nobody anywhere
}

// desk is who reports the incidents of an operator.
func (w *Wiring) desk(o model.OperatorID) (model.Address, bool) {
	if o < 0 || int(o) >= len(w.Desk) || w.Desk[o].Entity == model.Absent {
		return model.Address{}, false
	}
	return w.Desk[o], true
}

// Live is the moving half of a Spec: the processes of one replication.
type Live struct {
	SOCs      []*SOC      // by operator; one without an estate does nothing
	Campaigns []*Campaign // by campaign
	Shared    *Shared     // nil if operators share nothing
}

// Live makes the processes of one replication. Add them to the engine under the numbers that w gives, then call Start.
func (s *Spec) Live(w *Wiring) *Live {
	l := &Live{}
	for o := range s.estates {
		l.SOCs = append(l.SOCs, newSOC(s, model.OperatorID(o), w))
	}
	for i := range s.campaigns {
		l.Campaigns = append(l.Campaigns, newCampaign(&s.campaigns[i], s, w))
	}
	l.Shared = newShared(s, w)
	return l
}

// Start posts the beginning of every campaign.
func (l *Live) Start(e *model.Engine, w *Wiring) {
	for i, c := range l.Campaigns {
		c.Start(e, w.Campaign[i])
	}
}
