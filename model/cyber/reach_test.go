package cyber

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"cascata/model"
)

// Steps take an hour. Mail opens the office (1 h) and a password is found there (2 h); with both, a log-in in the office takes another hour,
// across the filter to the control room two. The reckoning pays for the mail twice: once to be there, once for the password.
func TestReachFromOutside(t *testing.T) {
	s, _ := compile(t, Definitions{})
	r := s.Reach(Intermediate)
	hours := func(a model.AssetID) float64 { return r[a].Days * 24 }
	assert.InDelta(t, 4, hours(0), 1e-9, "billing, in the office")
	assert.InDelta(t, 5, hours(2), 1e-9, "a pump, across the filter")
	assert.Equal(t, r[2], r[3], "by the same device")
	assert.Equal(t, 1, r[2].Customers, "the vendor's only one")
	assert.False(t, r[2].Exposed || r[2].Weak || r[2].Door)
}

func TestReachSeesTraits(t *testing.T) {
	list := estates()
	scada := list[2].Devices["scada"]
	scada.Traits = []string{"exposed", "weak"}
	list[2].Devices["scada"] = scada
	s, _ := compile(t, Definitions{Templates: list})
	r := s.Reach(Intermediate)
	assert.True(t, r[2].Exposed && r[2].Weak)
	assert.True(t, r[0].Door, "billing has not, but its operator has")
	assert.False(t, r[0].Exposed)
}

func TestReachOfWhatNobodyControls(t *testing.T) {
	list := estates()
	bill := list[0].Devices["bill"]
	bill.Controls = nil
	list[0].Devices["bill"] = bill
	s, _ := compile(t, Definitions{Templates: list})
	assert.True(t, math.IsInf(s.Reach(Expert)[0].Days, 1))
}

func TestAStrategyChoosesTargets(t *testing.T) {
	d := Definitions{Campaigns: []CampaignSpec{attack()}}
	d.Campaigns[0].Goals[0].Count, d.Campaigns[0].Goals[0].Strategy = 1, "first"
	asked := ""
	d.Choose = func(strategy string, among []model.AssetID, count int, reach func() []Reach) []model.AssetID {
		asked = strategy
		assert.Equal(t, []model.AssetID{2, 3}, among)
		assert.Len(t, reach(), 4)
		return among[:count]
	}
	s, _ := compile(t, d)
	assert.Equal(t, "first", asked)
	for i := range s.campaigns[0].moves {
		if m := &s.campaigns[0].moves[i]; len(m.targets) > 0 {
			assert.Equal(t, []model.AssetID{2}, m.targets, "most people would be pump 2")
		}
	}
}
