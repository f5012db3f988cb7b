package cyber

import (
	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Wiring tells the processes of one replication where the others are.
type Wiring struct {
	Root     rng.Root
	Asset    []sim.ProcessID // by asset: the process that owns it
	SOC      []sim.ProcessID // by operator
	Campaign []sim.ProcessID // by campaign, in the order of Definitions.Campaigns
}

// Live is the moving half of a Spec: the processes of one replication.
type Live struct {
	SOCs      []model.Process // by operator; one without an estate does nothing
	Campaigns []model.Process // by campaign
}
