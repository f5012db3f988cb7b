package scenarios

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
)

// smallTown is a day of Lisboa by connectivity.
const smallTown = `
title = "Devices"
start = "2026-01-14T06:00"
horizon = "20h"
[sector]
emergency.fidelity = "connectivity"
health.fidelity = "connectivity"
power.fidelity = "connectivity"
telecom.fidelity = "connectivity"
traffic.fidelity = "connectivity"
water.fidelity = "connectivity"
`

const someFleets = `
[fleet.cameras]
kind = "surveillance/cameras"
operator = "surveillance"
per_1000 = 3.0
[fleet.lamps]
title = "Lamp controllers"
kind = "lighting/cabinets"
operator = "lighting"
legacy = 0.5
gateways = { devices = 100, vulnerable = 0.5 }
`

const someWorm = `
[[worm]]
name = "mirai"
fleets = ["cameras", "lamps"]
start = "10m"
entry = { district = "belem", devices = 2 }
attempts_per_h = 6.0
local = 0.5
strike = { at = "6h", until = "9h", load = "off" }
response = { after = "8h", clean_per_h = 1.0 }
`

// Fleets that nobody touches change nothing: the same Changes, the same services.
func TestFleetsAloneChangeNothing(t *testing.T) {
	const event = "[[event]]\nat = \"1h\"\nuntil = \"2h\"\ncommand = \"open\"\ntargets = [\"power/infeed\"]\nwhy = \"works\"\n"
	plain := run(t, load(t, smallTown+event), RunOptions{})
	with := run(t, load(t, smallTown+event+someFleets), RunOptions{})
	assert.NotEmpty(t, plain.Changes)
	assert.Equal(t, services(t, plain), services(t, with))
	require.Equal(t, len(plain.Changes), len(with.Changes))
	for n := range plain.Changes {
		require.Equal(t, plain.Line(n+1), with.Line(n+1))
	}
}

// Cameras are blind and lamps dark for the time of the strike, in proportion to what the worm holds, and the chain leads to it.
func TestWormBlindsCamerasAndSwitchesLampsOff(t *testing.T) {
	s := load(t, smallTown+someFleets+someWorm)
	rec := run(t, s, RunOptions{})
	assert.Equal(t, rec.Hash(), run(t, s, RunOptions{Workers: 3}).Hash())
	lowest := map[string]float64{}
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if name := rec.Name(c.Entity); c.Kind == model.KindService && (strings.HasPrefix(name, "surveillance/cameras") || strings.HasPrefix(name, "lighting/cabinets")) {
			kind := name[:strings.Index(name, "-")]
			if x, ok := lowest[kind]; !ok || c.To.Share() < x {
				lowest[kind] = c.To.Share()
			}
			chain := rec.Chain(i + 1)
			assert.Equal(t, model.WhyCampaignStart, rec.Change(chain[len(chain)-1]).Why.Code, rec.Line(i+1))
		}
	}
	assert.Less(t, lowest["surveillance/cameras"], 0.05, "every camera can be reached")
	assert.Greater(t, lowest["lighting/cabinets"], 0.05, "legacy lamps behind gateways that hold out go on")
	assert.Less(t, lowest["lighting/cabinets"], 0.6)
	for a, level := range rec.LevelsAt(rec.Header.End, nil) {
		require.Equal(t, model.Full, level, rec.Name(model.EntityID(a)))
	}
}

// headEnd is a campaign that takes the chargers through their platform, and people who throw it out.
const headEnd = `
[fleet.chargers]
kind = "charging/points"
operator = "charging"
[[campaign]]
name = "take"
skill = "expert"
tempo = 0.01
entry = { technique = "T1566", operator = "charging", zone = "office" }
goals = [{ technique = "T0855", operator = "charging", fleet = "chargers", load = "on" }]
[[defence]]
monitoring = { office = 0, dmz = 0, iot = 0 }
response = { calls = "1h", escalate = "10m", decide = "10m", eradicate = "1h" }
`

func draws(rec *trace.Recording) (on, off int) {
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Why.Code == model.WhyDraws && c.To > model.None {
			on++
		} else if c.Why.Code == model.WhyDraws {
			off++
		}
	}
	return on, off
}

func TestCampaignTakesAFleetThroughTheHeadEnd(t *testing.T) {
	rec := run(t, load(t, smallTown+headEnd), RunOptions{})
	on, off := draws(rec)
	assert.Equal(t, [2]int{24, 24}, [2]int{on, off}, "24 districts, on by the attacker and off when it is thrown out")
	one := run(t, load(t, smallTown+headEnd, `fleet.chargers.one_by_one="2s"`), RunOptions{})
	slow, _ := draws(one)
	assert.Greater(t, slow, 24*5, "by steps, as one after the other is taken")
}

// Everything that is wrong is said at once, with its place.
func TestFaultsOfFleetsHaveTheirPlaces(t *testing.T) {
	_, err := loadText(strings.Replace(smallTown+someFleets+someWorm+headEnd, `load = "on" }`, `load = "on" }, { technique = "T0855", operator = "charging", fleet = "charger", load = "on" }, { technique = "T1003", operator = "lighting", fleet = "chargers" }`, 1),
		`fleet.cameras.kind="surveillance/camera"`, `fleet.lamps.operator="lightin"`, `fleet.lamps.makes=[{name="a", share=0.5}]`, `worm[0].fleets=["camera", "lamps"]`, `worm[0].entry.district="belen"`,
		`worm[0].strike.at="9h30m"`, `fleet.chargers.count=30000000`)
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	text := faults.Error()
	for _, want := range []string{
		`unknown kind of asset "surveillance/camera"; did you mean "surveillance/cameras"?`, `unknown operator "lightin"; did you mean "lighting"?`,
		"the shares add up to 0.5", `unknown fleet "camera"; did you mean "cameras"?`, `the city has no district "belen"; did you mean "belem"?`,
		"the strike ends before it begins", "30000000 devices take more memory than a run may have", `unknown fleet "charger"; did you mean "chargers"?`,
		"fleet chargers is not one of operator lighting", "which is no order to devices",
	} {
		assert.Contains(t, text, want)
	}
	for _, f := range faults {
		assert.NotEmpty(t, f.File, f.What)
	}
	_, err = loadText(smallTown + someFleets + strings.Replace(someWorm, `at = "6h"`, `at = "6 o'clock"`, 1))
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 1, "what follows from a fault is not another one")
}
