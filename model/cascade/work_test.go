package cascade_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/sim"
)

// TestWork: an asset gives at most what a reading says that those who work there get done, and no more than its needs let through; the reason
// is the reading's.
func TestWork(t *testing.T) {
	city, err := site(model.Need{}).City()
	require.NoError(t, err)
	spec, err := cascade.Compile(city, cascade.Options{})
	require.NoError(t, err)
	var got []model.Change
	e := sim.New(sim.Options[model.Msg, model.Change]{Observe: func(batch []model.Record) error {
		for i := range batch {
			got = append(got, batch[i].Value)
		}
		return nil
	}})
	for i, p := range spec.Processes(cascade.Wiring{}) {
		e.Add(spec.GroupName(i), p)
	}
	a, _ := city.Asset("t/site")
	feed, _ := city.Asset("p/a")
	hand := model.EntityID(99).Source()
	say := func(at sim.Time, l model.Level) {
		e.Post(&hand, sim.ProcessID(spec.GroupOf(a)), at*sim.Time(second), model.Msg{Kind: model.MsgReading, To: a.Entity(), From: 99, Level: l, Need: model.Absent,
			Slot: int32(model.CauseOverload)})
	}
	order := func(at sim.Time, op model.Op) {
		e.Post(&hand, sim.ProcessID(spec.GroupOf(feed)), at*sim.Time(second), model.Command{Op: op, Asset: feed, By: 99}.Msg())
	}
	half := model.Full / 2
	say(10, half)
	say(20, half)            // says nothing new
	order(30, model.OpStop)  // less than half
	say(40, model.Full)      // the supply is missing all the same
	order(50, model.OpStart) // all is well
	say(60, model.Full/4)    // and falls again
	say(70, model.Full)      // and rises
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	var levels []model.Level
	var why []model.WhyCode
	for _, c := range got {
		if c.Kind == model.KindService && c.Entity == a.Entity() {
			levels, why = append(levels, c.To), append(why, c.Why.Code)
		}
	}
	require.Equal(t, []model.Level{half, model.None, model.Full, model.Full / 4, model.Full}, levels)
	require.Equal(t, []model.WhyCode{model.WhyAnswers, model.WhySupplyLost, model.WhySupplyBack, model.WhyAnswers, model.WhyAnswers}, why)
}
