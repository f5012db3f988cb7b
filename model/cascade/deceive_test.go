package cascade_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/sim"
)

// deceived runs commands against the town of the counter test, with a control that halves p/a when the park's sensor reads 90 % or more.
func deceived(t *testing.T, orders ...model.Command) ([]event, *office) {
	t.Helper()
	city, solver := counterTown(t)
	id := func(name string) model.AssetID {
		a, found := city.Asset(name)
		require.True(t, found)
		return a
	}
	spec, err := cascade.Compile(city, cascade.Options{
		Solvers:    func(*model.City, int) (func() model.Solver, error) { return func() model.Solver { return solver }, nil },
		Automatics: []cascade.Automatic{{Sensor: id("c/park"), Acts: id("p/a"), At: model.LevelOf(0.9), Level: half}},
	})
	require.NoError(t, err)
	crews := &office{}
	var records []model.Record
	e := sim.New(sim.Options[model.Msg, model.Change]{Observe: func(batch []model.Record) error {
		records = append(records, batch...)
		return nil
	}})
	for i, p := range spec.Processes(cascade.Wiring{Crews: func(model.OperatorID) (model.Address, bool) {
		return model.Address{Process: sim.ProcessID(spec.Groups()), Entity: 70}, true
	}}) {
		e.Add(spec.GroupName(i), p)
	}
	e.Add("crews", crews)
	hand := model.EntityID(99).Source()
	for i, c := range orders {
		e.Post(&hand, sim.ProcessID(spec.GroupOf(c.Asset)), sim.Time(time.Duration(i)*10*second), c.Msg())
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	return events(city, records), crews
}

// park and e1 are assets of the counter town in the order of names.
const (
	park = model.AssetID(0)
	e1   = model.AssetID(3)
)

func TestAFalsifiedSensorMovesWhatActsOnIt(t *testing.T) {
	all, _ := deceived(t,
		model.Command{Op: model.OpSpoof, Asset: park, Level: model.LevelOf(0.5)}, // 0 s: too low to act
		model.Command{Op: model.OpSpoof, Asset: park, Level: model.Full},         // 10 s
		model.Command{Op: model.OpSpoof, Asset: park, Level: model.Full},         // nothing new
		model.Command{Op: model.OpTrue, Asset: park},                             // 30 s
		model.Command{Op: model.OpTrue, Asset: park},                             // nothing new
	)
	require.Equal(t, []event{
		{0, "c/park", model.KindCommand, half, model.WhySpoofed},
		{10 * second, "c/park", model.KindCommand, model.Full, model.WhySpoofed},
		{30 * second, "c/park", model.KindCommand, model.Full, model.WhyTrue},
	}, of(all, "c/park"), "the sensor's own service is what it was")
	require.Equal(t, []event{
		{11 * second, "p/a", model.KindCommand, half, model.WhySetPoint},
		{31 * second, "p/a", model.KindCommand, model.Full, model.WhySetPoint},
	}, of(all, "p/a"))
}

func TestOnlyWithoutProtectionDoesForceDamage(t *testing.T) {
	all, crews := deceived(t,
		model.Command{Op: model.OpForce, Asset: e1}, // protection opens before anything happens
		model.Command{Op: model.OpDisarm, Asset: e1},
		model.Command{Op: model.OpForce, Asset: e1},
		model.Command{Op: model.OpForce, Asset: e1}, // nothing new
		model.Command{Op: model.OpRepair, Asset: e1},
	)
	require.Equal(t, []event{
		{10 * second, "p/e1", model.KindCommand, model.None, model.WhyDisarmed},
		{20 * second, "p/e1", model.KindCommand, model.None, model.WhyForced},
		{40 * second, "p/e1", model.KindCommand, model.Full, model.WhyRepaired},
	}, of(all, "p/e1"))
	require.Equal(t, []model.Op{model.OpRepair, model.OpRepair}, opsOf(crews))
}

func TestABlindOperatorSendsNobodyUntilItSees(t *testing.T) {
	all, crews := deceived(t,
		model.Command{Op: model.OpBlind, Asset: e1},
		model.Command{Op: model.OpOpen, Asset: e1},
		model.Command{Op: model.OpSee, Asset: e1}, // 20 s
	)
	require.Len(t, of(all, "p/e1"), 3)
	require.Equal(t, []model.Op{model.OpClose, model.OpRepair}, opsOf(crews), "what is open, and that nothing is damaged")
	require.Equal(t, []model.Level{model.None, model.Full}, []model.Level{crews.got[0].Level, crews.got[1].Level})
}

func TestALockedAssetTellsItsCrews(t *testing.T) {
	all, crews := deceived(t, model.Command{Op: model.OpLock, Asset: e1}, model.Command{Op: model.OpLock, Asset: e1}, model.Command{Op: model.OpUnlock, Asset: e1})
	require.Equal(t, []event{
		{0, "p/e1", model.KindControl, model.None, model.WhyLocked}, {20 * second, "p/e1", model.KindControl, model.Full, model.WhyUnlocked},
	}, all)
	require.Equal(t, []model.Op{model.OpUnlock, model.OpUnlock}, opsOf(crews))
}

func opsOf(x *office) []model.Op {
	var list []model.Op
	for _, m := range x.got {
		list = append(list, m.Op)
	}
	return list
}

func TestAutomaticsAreChecked(t *testing.T) {
	city, _ := counterTown(t)
	_, err := cascade.Compile(city, cascade.Options{Automatics: []cascade.Automatic{{Sensor: 0, Acts: 99}}})
	require.ErrorContains(t, err, "automatic 0 names no asset")
}
