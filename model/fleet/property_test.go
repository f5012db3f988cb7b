package fleet

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

// Whatever the fleets and the worm: devices are held or free or neither, never more than there are; the states agree with the flags;
// levels ordered are those of the shares; two workers give what one gives.
func TestBooksAreInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		share := rapid.Float64Range(0, 1)
		city := town(t, rapid.IntRange(1, 5).Draw(r, "districts"))
		d := Definitions{
			Fleets: []Fleet{
				{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: rapid.IntRange(20, 300).Draw(r, "count"), Legacy: share.Draw(r, "legacy"),
					Behind: rapid.IntRange(1, 40).Draw(r, "behind"), Weak: share.Draw(r, "weak")},
				{Name: "lamps", Kind: "lighting/cabinets", Operator: "lighting", Count: rapid.IntRange(20, 300).Draw(r, "lamps"), Makes: []Make{{Share: 0.5, Vulnerable: true, Patched: 0.1}, {Share: 0.5}}},
			},
			Worms: []Worm{{Name: "w", Fleets: []string{"lamps", "chargers"}, District: "d00", PerHour: rapid.Float64Range(0.1, 30).Draw(r, "rate"), Local: share.Draw(r, "local"),
				Success: share.Draw(r, "success"), Respond: time.Hour, Clean: rapid.Float64Range(0, 5).Draw(r, "clean"), Immune: share.Draw(r, "immune"),
				Patch: rapid.Float64Range(0, 1).Draw(r, "patch"), Strike: &Strike{At: hour, Until: 4 * hour, Load: LoadOff, Period: 20 * time.Minute}}},
		}
		spec, problems := Compile(&model.Roster{City: city}, d)
		if len(problems) > 0 { // too few vulnerable devices in the first district
			r.Skip("no way in")
		}
		x := trial{spec: spec, city: city, horizon: 6 * time.Hour}
		out := x.run(t)
		for _, w := range out.wards {
			for i := range w.colonies {
				w.colonies[i].audit(t)
			}
		}
		for _, o := range out.orders {
			require.GreaterOrEqual(t, o.level, model.None)
			require.LessOrEqual(t, o.level, model.Full)
		}
		x.workers, x.minParallel = 2, -1
		assert.Equal(t, out.changes, x.run(t).changes)
	})
}

// audit holds the counts of a colony against its devices.
func (c *colony) audit(t *testing.T) {
	held, seen := make([]int32, len(c.cells)), make([]bool, len(c.flags))
	for _, x := range []*class{&c.open, &c.gates, &c.behind} {
		require.LessOrEqual(t, x.s+x.i, int32(len(x.order)))
		for at, id := range x.order {
			require.False(t, seen[id], "a device stands twice")
			seen[id] = true
			captured := int32(at) >= x.s && int32(at) < x.s+x.i
			require.Equal(t, captured, c.flags[id]&byWorm != 0)
			if c.flags[id] != 0 {
				held[c.cellOf(id)]++
			}
		}
	}
	for k := range c.cells {
		require.Equal(t, held[k], c.states[k].held)
		require.LessOrEqual(t, held[k], c.cells[k].devices)
		require.Equal(t, model.None, c.states[k].level, "the strike is over")
	}
	for _, s := range seen {
		require.True(t, s)
	}
}

// The head-end's order outlives a worm's strike, and the strike the order.
func TestStrikeAndOrderTogether(t *testing.T) {
	city := town(t, 1)
	spec := compiled(t, city, Definitions{
		Fleets: []Fleet{{Name: "chargers", Kind: "charging/points", Operator: "charging", Count: 100}},
		Worms: []Worm{{Name: "w", Fleets: []string{"chargers"}, District: "d00", PerHour: 100, Success: 1,
			Strike: &Strike{At: 2 * hour, Until: 3 * hour, Load: LoadOff}}},
	})
	cell := spec.Cells("chargers")[0]
	out := trial{spec: spec, city: city, horizon: 6 * time.Hour, post: func(e *model.Engine) {
		src := sim.NewSource(1000)
		for at, level := range map[sim.Time]model.Level{hour: model.Full, 4 * hour: model.None} {
			e.Post(&src, 1, at, model.Msg{Kind: model.MsgCommand, Op: model.OpDraw, To: cell, Level: level, Cause: sim.RecordID{Process: 9, N: 9}})
		}
	}}.run(t)
	type did struct {
		op    model.Op
		level model.Level
	}
	var got []did
	for _, o := range out.orders {
		got = append(got, did{o.op, o.level})
	}
	assert.Equal(t, []did{{model.OpDraw, model.Full}, {model.OpDraw, model.None}, {model.OpSet, model.None}, {model.OpSet, model.Full}, {model.OpDraw, model.Full},
		{model.OpDraw, model.None}}, got)
}
