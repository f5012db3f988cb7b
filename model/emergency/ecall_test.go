package emergency

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

// TestIVS walks the vehicle's part of the exchange (EN 16062 as public code has it): every way ends in talk or, before a connection, in nothing.
func TestIVS(t *testing.T) {
	for name, c := range map[string]struct {
		events []IVSEvent
		end    IVS
		least  time.Duration // of timers that run out on the way
	}{
		"all goes well":           {[]IVSEvent{IVSConnected, IVSAsked, IVSLinkAck, IVSAck}, IVSTalking, 0},
		"no network":              {[]IVSEvent{IVSTimeout}, IVSEnded, 2 * time.Minute},
		"nobody asks":             {[]IVSEvent{IVSConnected, IVSTimeout}, IVSTalking, 5 * time.Second},
		"the data do not arrive":  {[]IVSEvent{IVSConnected, IVSAsked, IVSTimeout}, IVSTalking, 20 * time.Second},
		"no application's answer": {[]IVSEvent{IVSConnected, IVSAsked, IVSLinkAck, IVSTimeout}, IVSTalking, 5 * time.Second},
		"answers before questions": {[]IVSEvent{IVSAck, IVSLinkAck, IVSConnected, IVSAck, IVSAsked, IVSConnected, IVSLinkAck, IVSAsked, IVSAck}, IVSTalking,
			0},
	} {
		s, spent := IVSDialling, time.Duration(0)
		for _, e := range c.events {
			if e == IVSTimeout {
				spent += s.Timer()
			}
			s = s.Next(e)
		}
		assert.Equal(t, c.end, s, name)
		assert.Equal(t, c.least, spent, name)
	}
}

// TestECallData: what reaches the PSAP. A modem down takes all data; 5 % of data are lost and 3 % of the rest tell no place.
func TestECallData(t *testing.T) {
	roster := townOf(t, 400_000)
	count := func(o RegionOptions, list ...news) map[model.DataState]float64 {
		r := live(t, roster, o, 4*24*time.Hour, list...)
		n, all := map[model.DataState]float64{}, 0.0
		for i := range r.log {
			if q := &r.log[i]; q.Data != model.DataNone && q.Outcome == model.OutcomeAnswered {
				n[q.Data]++
				all++
			}
		}
		for d := range n {
			n[d] /= all
		}
		require.Greater(t, all, 500.0)
		return n
	}
	n := count(RegionOptions{})
	assert.InDelta(t, modemFails, n[model.DataMissing], 0.02) // three standard errors of some 1,300
	assert.InDelta(t, (1-modemFails)*nowhere, n[model.DataNoLocation], 0.02)
	n = count(RegionOptions{NG: 1}, news{0, "psap-1", 0.6})
	assert.Zero(t, n[model.DataMissing], "next generation eCall has no modem")
	n = count(RegionOptions{}, news{0, "psap-1", 0.6})
	assert.InDelta(t, 1-0.6*(1-modemFails), n[model.DataMissing], 0.04)
}

func TestStrandedVehiclesReachNobody(t *testing.T) {
	r := live(t, townOf(t, 400_000), RegionOptions{Stranded: 1}, 48*time.Hour)
	seen := 0
	for i := range r.log {
		if q := &r.log[i]; q.Data != model.DataNone && q.Outcome != model.OutcomeOpen {
			seen++
			require.Equal(t, model.OutcomeLost, q.Outcome)
		}
	}
	assert.Positive(t, seen)
}

// TestNetworksOfVehicles: emergency access goes before coverage, and the last 2G and 3G layer takes nine of ten vehicles with it.
func TestNetworksOfVehicles(t *testing.T) {
	roster := townOf(t, 400_000)
	c := roster.City
	kinds := map[string]string{"area-west": "telecom/reach", "flow-east": "telecom/legacy"}
	for i := range c.Assets {
		if kind, ok := kinds[c.Assets[i].Name]; ok {
			c.Assets[i].Kind = model.KindID(len(c.Kinds))
			c.Kinds = append(c.Kinds, model.Kind{Name: kind})
		}
	}
	require.NoError(t, c.Finish())
	r := live(t, roster, RegionOptions{}, 4*24*time.Hour, news{0, "flow-east", 0}, news{0, "area-west", 0})
	lost, all := 0.0, 0.0
	for i := range r.log {
		switch q := &r.log[i]; {
		case q.Data != model.DataNone && q.Outcome != model.OutcomeOpen:
			all++
			if q.Outcome == model.OutcomeLost {
				lost++
				require.EqualValues(t, 1, q.Cause.N, "the layer")
			}
		case q.District == 1 && q.Outcome == model.OutcomeLost:
			require.EqualValues(t, 2, q.Cause.N, "emergency access")
		}
	}
	require.Greater(t, all, 500.0)
	assert.InDelta(t, vehiclesLegacy, lost/all, 0.03) // three standard errors
}
