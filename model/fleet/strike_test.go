package fleet

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/sim"
)

const hour = sim.Time(time.Hour)

// A strike begins at its hour with the share that is held, follows it, comes and goes, and ends.
func TestStrike(t *testing.T) {
	city := town(t, 2)
	spec := compiled(t, city, Definitions{
		Fleets: []Fleet{{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: 1000}},
		Worms: []Worm{{Name: "w", Fleets: []string{"chargers"}, District: "d00", PerHour: 20, Success: 1,
			Strike: &Strike{At: 5 * hour, Until: 7 * hour, Load: LoadOn, Period: time.Hour}}},
	})
	out := trial{spec: spec, city: city, horizon: 10 * time.Hour}.run(t)
	latency := sim.Time(time.Second)
	var got []order
	for _, o := range out.orders {
		if o.asset == 0 {
			assert.NotZero(t, o.cause)
			o.cause = sim.RecordID{}
			got = append(got, o)
		}
	}
	half := hour / 2
	assert.Equal(t, []order{
		{5*hour + latency, 0, model.OpDraw, model.Full, sim.RecordID{}}, {5*hour + half + latency, 0, model.OpDraw, model.None, sim.RecordID{}},
		{6*hour + latency, 0, model.OpDraw, model.Full, sim.RecordID{}}, {6*hour + half + latency, 0, model.OpDraw, model.None, sim.RecordID{}},
	}, got)
}

// Lamps that are switched off leave the rest on; what the worm takes later goes off later, by steps.
func TestStrikeFollowsTheShare(t *testing.T) {
	city := town(t, 1)
	spec := compiled(t, city, Definitions{
		Fleets: []Fleet{{Name: "lamps", Kind: "lighting/cabinets", Operator: "lighting", Count: 1000, Makes: []Make{{Share: 0.3, Vulnerable: true}, {Share: 0.7}}}},
		Worms: []Worm{{Name: "w", Fleets: []string{"lamps"}, District: "d00", PerHour: 4, Success: 1,
			Strike: &Strike{At: 0, Until: sim.Never, Load: LoadOff}}},
	})
	out := trial{spec: spec, city: city, horizon: 48 * time.Hour}.run(t)
	assert.GreaterOrEqual(t, len(out.orders), 5)
	last := model.Full
	for _, o := range out.orders {
		assert.Equal(t, model.OpSet, o.op)
		assert.Less(t, o.level, last)
		last = o.level
	}
	assert.InDelta(t, 0.7, last.Share(), 0.05)
}

// Who is in the head-end takes all devices with one order, or one after the other, and lets them go.
func TestHeadEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		pace  time.Duration
		after time.Duration
		held  int
	}{
		{"in bulk", 0, time.Minute, 110},
		{"one by one", time.Second, time.Minute, 60},
		{"one by one to the end", time.Second, 10 * time.Minute, 110},
	} {
		t.Run(c.name, func(t *testing.T) {
			city := town(t, 2)
			spec := compiled(t, city, Definitions{Fleets: []Fleet{{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: 100,
				Legacy: 0.5, Behind: 5, Pace: c.pace}}})
			post := func(at time.Duration, level model.Level) func(e *model.Engine) {
				return func(e *model.Engine) {
					for _, x := range spec.Cells("chargers") {
						src := sim.NewSource(sim.SourceID(1000 + at/time.Second + time.Duration(x)))
						e.Post(&src, sim.ProcessID(1+spec.WardOf(x)), sim.Time(at), model.Msg{Kind: model.MsgCommand, Op: model.OpDraw, To: x, Level: level,
							Cause: sim.RecordID{Process: 9, N: 9}})
					}
				}
			}
			out := trial{spec: spec, city: city, horizon: c.after, post: post(0, model.Full)}.run(t)
			assert.Equal(t, c.held, out.held("chargers"))
			if c.pace == 0 {
				assert.Len(t, out.changes, 2, "one for each district")
				assert.Len(t, out.orders, 2)
			}
			again := trial{spec: spec, city: city, horizon: c.after, post: func(e *model.Engine) {
				post(0, model.Full)(e)
				post(c.after/2, model.None)(e)
			}}.run(t)
			assert.Equal(t, 0, again.held("chargers"))
			assert.Equal(t, model.None, again.orders[len(again.orders)-1].level)
		})
	}
}

// Everything wrong is said at once.
func TestFaults(t *testing.T) {
	_, problems := Compile(&model.Roster{City: town(t, 2)}, Definitions{
		Fleets: []Fleet{
			{Name: "a", Kind: "charging/point", Operator: "chargin", Legacy: 1.5, Count: -1},
			{Name: "b", Kind: "lighting/cabinets", Operator: "charging", Count: 1, Per1000: 2, Makes: []Make{{Share: 0.5}, {Share: 0.6, Patched: 0.1}}},
			{Name: "c", Kind: "charging/points", Operator: "charging", Count: 30_000_000},
			{Name: "d", Kind: "lighting/cabinets", Operator: "lighting", Behind: -1},
		},
		Worms: []Worm{
			{Name: "w", Fleets: []string{"e"}, District: "d07", PerHour: -1, Local: 2, Devices: -1, Strike: &Strike{At: 2, Until: 1, Load: LoadOn}},
			{Name: "w", Fleets: []string{"d", "d"}, District: "d00", PerHour: 0, Strike: &Strike{Until: 1, Load: LoadOn}},
		},
	})
	var got []string
	for _, p := range problems {
		got = append(got, p.Path)
	}
	assert.ElementsMatch(t, []string{"fleet.a.operator", "fleet.a.kind", "fleet.a.legacy", "fleet.a.count", "fleet.b.per_1000", "fleet.b.makes[1].patched",
		"fleet.b.makes", "fleet.b.kind", "fleet.c.count", "fleet.d.behind", "fleet.d.count", "worm[0].fleets[0]", "worm[0].attempts_per_h", "worm[0].district",
		"worm[0].local", "worm[0].devices", "worm[0].strike.until", "worm[1].name", "worm[1].fleets[1]",
		"worm[1].attempts_per_h", "worm[1].strike.load"}, got)
	for _, p := range problems {
		assert.NotEmpty(t, p.What)
	}
}

// A worm needs a district with devices that it can take, and addresses for all of them.
func TestWormWithoutAWay(t *testing.T) {
	fleet := []Fleet{{Name: "lamps", Kind: "lighting/cabinets", Operator: "lighting", Count: 100, Makes: []Make{{Share: 1}}}}
	for path, w := range map[string]Worm{
		"worm[0].district": {Name: "w", Fleets: []string{"lamps"}, District: "d00", PerHour: 1},
		"worm[0].space":    {Name: "w", Fleets: []string{"lamps"}, District: "d00", PerHour: 1, Space: 50},
	} {
		_, problems := Compile(&model.Roster{City: town(t, 2)}, Definitions{Fleets: fleet, Worms: []Worm{w}})
		found := false
		for _, p := range problems {
			found = found || p.Path == path
		}
		assert.True(t, found, "%s in %v", path, problems)
	}
	_, problems := Compile(&model.Roster{City: town(t, 2)}, Definitions{Fleets: fleet, Worms: []Worm{{Name: "w", Fleets: []string{"lamps"}, District: "d0", PerHour: 1}}})
	assert.Contains(t, problems[len(problems)-1].Want, "d00")
}
