package cascade_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/modeltest"
	"cascata/sim"
)

// office notes what reaches it and when.
type office struct {
	got []model.Msg
	at  []sim.Time
}

func (o *office) Handle(ctx *model.Context, m *model.Msg) error {
	o.got, o.at = append(o.got, *m), append(o.at, ctx.Now())
	return nil
}

func TestWorkOrdersAndListeners(t *testing.T) {
	city, err := site(model.Need{}).City()
	require.NoError(t, err)
	spec, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)
	require.Equal(t, 2, spec.Groups())
	require.Equal(t, "p in district-0", spec.GroupName(0))

	e := sim.New(sim.Options[model.Msg, model.Change]{})
	first := e.Add("before", &office{})
	crews, ear := &office{}, &office{}
	w := cascade.Wiring{First: first + 1, Crews: func(o model.OperatorID) (model.Address, bool) {
		return model.Address{Process: 3, Entity: 70 + model.EntityID(o)}, o == 0
	}}
	siteID, _ := city.Asset("t/site")
	w.Listeners = []model.Listener{{Asset: siteID, To: model.Address{Process: 4, Entity: 80}}}
	for i, p := range spec.Processes(w) {
		e.Add(spec.GroupName(i), p)
	}
	e.Add("crews", crews)
	e.Add("ear", ear)
	feed, _ := city.Asset("p/a")
	hand := model.EntityID(99).Source()
	for i, op := range []model.Op{model.OpOpen, model.OpOpen, model.OpDamage, model.OpStop, model.OpRepair, model.OpRepair, model.OpStart, model.OpClose} {
		c := model.Command{Op: op, Asset: feed, By: 99}
		e.Post(&hand, first+1+sim.ProcessID(spec.GroupOf(feed)), sim.Time(i), c.Msg())
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)

	at := sim.Time(second)
	require.Equal(t, []sim.Time{at, at + 2, at + 4, at + 7}, crews.at, "one order for each impairment that is a crew's, and word when it is lifted")
	for i, op := range []model.Op{model.OpClose, model.OpRepair, model.OpRepair, model.OpClose} {
		require.Equal(t, op, crews.got[i].Op)
		require.Equal(t, i >= 2, crews.got[i].Level == model.Full)
	}
	require.Equal(t, model.EntityID(70), crews.got[0].To)
	require.Equal(t, feed.Entity(), crews.got[0].From)
	require.Equal(t, sim.RecordID{Process: 1, N: 1}, crews.got[0].Cause)

	require.Equal(t, []sim.Time{2 * at, 2*at + 7}, ear.at)
	require.Equal(t, model.Msg{Kind: model.MsgSupply, To: 80, From: siteID.Entity(), Need: model.Absent, Slot: model.Absent,
		Cause: sim.RecordID{Process: 2, N: 1}}, ear.got[0])
}

func TestRefuses(t *testing.T) {
	town := water()
	town.Wires = append(town.Wires, modeltest.Wire{Name: "q/edge", From: "w/zone", To: "w/source"})
	city, err := town.City()
	require.NoError(t, err)
	_, err = cascade.Compile(city, cascade.Options{})
	require.ErrorContains(t, err, `asset "w/zone" is in networks "q" and "w"`)

	city, err = site(model.Need{}).City()
	require.NoError(t, err)
	for name, m := range map[string]model.Msg{
		"unknown kind":      {Kind: model.MsgRequest},
		"unknown operation": {Kind: model.MsgCommand, Op: 99},
		"foreign asset":     {Kind: model.MsgCommand, Op: model.OpStop, To: 2},
		"level too high":    {Kind: model.MsgCommand, Op: model.OpSet, Level: model.Full + 1},
		"reading too high":  {Kind: model.MsgReading, Level: model.Full + 1},
		"foreign reading":   {Kind: model.MsgReading, To: 2},
		"foreign supply":    {Kind: model.MsgSupply, From: 2},
	} {
		t.Run(name, func(t *testing.T) {
			spec, err := cascade.Compile(city, cascade.Options{})
			require.NoError(t, err)
			e := sim.New(sim.Options[model.Msg, model.Change]{})
			for i, p := range spec.Processes(cascade.Wiring{}) {
				e.Add(spec.GroupName(i), p)
			}
			src := model.EntityID(9).Source()
			e.Post(&src, 0, 0, m)
			_, err = e.Run(context.Background())
			require.ErrorContains(t, err, "cascade:")
		})
	}
}
