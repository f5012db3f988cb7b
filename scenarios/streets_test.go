package scenarios

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// closed is a city whose streets are closed: one by name, those of a district, some of all.
const closed = `
title = "Closed streets"
city = "CITY"
start = "2025-04-28T08:00"
horizon = "12h"

[[event]]
at = "1h"
until = "3h"
command = "stop"
targets = TARGETS
why = "the road is flooded"
`

func closedStreets(t *testing.T, city, targets string) *Scenario {
	return load(t, strings.NewReplacer("CITY", city, "TARGETS", targets).Replace(closed))
}

// The selectors of events find streets by kind, in a district, by name.
func TestStreetSelectors(t *testing.T) {
	for name, c := range map[string]struct {
		city, targets string
		want          int
	}{
		"by kind":       {"mini", `["traffic/street"]`, 16},
		"in a district": {"mini", `["traffic/street@south"]`, 6},
		"by name":       {"mini", `["=traffic/street-03"]`, 1},
		"by text":       {"mini", `["traffic/str*"]`, 16},
		"in Lisboa":     {"lisboa", `["traffic/street"]`, 1079}, // 1,082 streets, three of which are bridges
		"and bridges":   {"lisboa", `["traffic/street", "traffic/bridge"]`, 1082},
	} {
		t.Run(name, func(t *testing.T) { require.Len(t, closedStreets(t, c.city, c.targets).Events[0].Assets, c.want) })
	}
}

// A closed street is closed, and open again when the event is over. Nothing depends on it but physics.
func TestClosedStreet(t *testing.T) {
	s := closedStreets(t, "mini", `["=traffic/street-03"]`)
	rec := run(t, s, RunOptions{})
	street, found := s.City.Asset("traffic/street-03")
	require.True(t, found)
	for at, want := range map[time.Duration]model.Level{0: model.Full, 2 * time.Hour: model.None, 4 * time.Hour: model.Full} {
		for a, level := range rec.LevelsAt(sim.Time(at), nil) {
			if a == int(street) {
				require.Equal(t, want, level, "%s after %s", s.City.Assets[a].Name, at)
			} else {
				require.Equal(t, model.Full, level, s.City.Assets[a].Name)
			}
		}
	}
	require.Contains(t, rec.Entities[street].Title, "Street 03")
}

// What stands in for the physics of traffic is left out where there is some; then a signal that is out is no business of the
// flow's needs, and nothing else changes.
func TestTrafficWithoutItsStandIns(t *testing.T) {
	of := func(sets ...string) (all, standIns int) {
		s, err := loadText(small, sets...)
		require.NoError(t, err)
		for i := range s.City.Needs {
			if s.City.Needs[i].StandIn {
				standIns++
			}
		}
		return len(s.City.Needs), standIns
	}
	all, standIns := of("sector.traffic.fidelity=connectivity")
	require.Equal(t, 2, standIns, "the signals of two districts")
	left, none := of()
	require.Zero(t, none)
	require.Equal(t, all-2, left, "nothing else is left out")
}
