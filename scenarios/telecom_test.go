package scenarios

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/model/telecom"
	"cascata/model/trace"
	"cascata/sim"
)

// lowest is the lowest level that any asset whose name begins with prefix had, and the highest of the lowest of each.
func lowest(rec *trace.Recording, prefix string) (least, most float64) {
	least, most = 1, 0
	for e := range rec.Entities[:rec.Assets] {
		if !strings.HasPrefix(rec.Entities[e].Name, prefix) {
			continue
		}
		low := 1.0
		for i := range rec.Changes {
			if c := &rec.Changes[i]; int(c.Entity) == e && c.Kind == model.KindService {
				low = min(low, c.To.Share())
			}
		}
		least, most = min(least, low), max(most, low)
	}
	return least, most
}

// One operator of three is wiped (Kyivstar 2023): its customers have nothing, the others are overloaded, and everybody reaches 112.
func TestMobileCoreWiped(t *testing.T) {
	rec := run(t, shipped(t, "mobile-core-wipe"), RunOptions{})
	least, most := lowest(rec, "telecom/mobile-mno-a-")
	assert.Zero(t, least)
	assert.Zero(t, most)
	for _, o := range []string{"b", "c"} {
		least, most = lowest(rec, "telecom/mobile-mno-"+o+"-")
		assert.Greater(t, least, 0.8, "1.4 of 1.47 can be served, in the mean")
		assert.Less(t, most, 1.0)
	}
	least, _ = lowest(rec, "telecom/reach-")
	assert.Equal(t, 1.0, least)
	assert.Equal(t, telecom.WarningNormal, telecom.Warned(rec, 0, 1000))
	day, two := rec.Change(1).At.Add(24*time.Hour), rec.Change(1).At.Add(25*time.Hour)
	assert.InDelta(t, 0.55*telecom.WarningNormal, telecom.Warned(rec, day, two), 0.05, "of 60 % of the people nearly all")
}

// Emergency calls only fail (Optus 2025): 112 loses the operator's share of the mobile callers, and nothing else anybody could see.
func TestEmergencyCallsFail(t *testing.T) {
	rec := run(t, shipped(t, "emergency-calls-fail"), RunOptions{})
	least, most := lowest(rec, "telecom/reach-")
	assert.InDelta(t, 0.65, least, 0.001)
	assert.InDelta(t, 0.65, most, 0.001)
	for _, prefix := range []string{"telecom/area-", "telecom/mobile-", "telecom/cell-", "telecom/core-", "telecom/lines-", "banking/", "emergency/psap"} {
		least, _ = lowest(rec, prefix)
		assert.Equal(t, 1.0, least, prefix)
	}
	for i := range rec.Changes {
		assert.NotEqual(t, model.KindAwareness, rec.Changes[i].Kind, "no alarm is raised")
	}
}

// Other conditions of the networks, each as an event of its own.
func TestMobileEvents(t *testing.T) {
	for _, c := range []struct {
		name, targets, command string
		area, reach, fleet     float64 // lowest levels
	}{
		{"emergency calls only", `["telecom/register"]`, "stop", 0, 1, 1},
		{"2G and 3G of one operator off", `["=telecom/legacy-mno-c"]`, "stop", 1 - 0.25*telecom.PhonesLegacy, 1, 1},
		{"2G and 3G off", `["telecom/legacy"]`, "stop", 1 - telecom.PhonesLegacy, 1 - telecom.PhonesLegacy, 1 - telecom.VehiclesLegacy},
		{"signalling flood", `["=telecom/core-mno-a-01", "=telecom/core-mno-a-02"]`, "draw", 1 - 0.4*(1-2.4/10.6), 1, 1}, // 1 and 2 x 1.2 x 4 sign on, 2 x 1.2 can
	} {
		t.Run(c.name, func(t *testing.T) {
			sets := []string{"event[0].targets=" + c.targets, "event[0].command=" + c.command}
			if c.command == "draw" {
				sets = append(sets, "event[0].level=1")
			}
			rec := run(t, shipped(t, "emergency-calls-fail", sets...), RunOptions{})
			for prefix, want := range map[string]float64{"telecom/area-": c.area, "telecom/reach-": c.reach, "emergency/ecall-fleet-": c.fleet} {
				least, _ := lowest(rec, prefix)
				tolerance := 0.001
				if c.command == "draw" {
					tolerance = 0.06 // those who change over crowd the others
				}
				assert.InDelta(t, want, least, tolerance, prefix)
			}
		})
	}
}

// In the blackout a cell goes off the air at the very instant at which its mast's battery is empty, and comes back with it: both are in one
// network. In the evening telephones find their masts again before they have service: the last step of a storm comes after the last cell.
func TestBlackoutOfMasts(t *testing.T) {
	rec := run(t, shipped(t, "blackout"), RunOptions{})
	changes := map[string][]sim.Time{}
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Kind == model.KindService {
			name := rec.Entities[c.Entity].Name
			changes[name] = append(changes[name], c.At)
		}
	}
	compared := 0
	var cells, service sim.Time
	for name, at := range changes {
		if number, is := strings.CutPrefix(name, "telecom/cell-mno-a-"); is && changes["telecom/site-"+number] != nil {
			assert.Equal(t, changes["telecom/site-"+number], at, number)
			cells = max(cells, at[len(at)-1])
			compared++
		}
		if strings.HasPrefix(name, "telecom/mobile-mno-a-") {
			service = max(service, at[len(at)-1])
		}
	}
	assert.Greater(t, compared, 50)
	assert.GreaterOrEqual(t, service.Sub(cells), 3*time.Minute)
	assert.Less(t, service.Sub(cells), 90*time.Minute)
}
