package modeltest

import (
	"slices"

	"cascata/model"
	"cascata/sim"
)

// City checks the cascade of a trial's city: without orders nothing happens; with them levels stay in [0, 1] and every Change
// follows from the last of its asset and has a cause that came before it, a command excepted; any number of workers gives
// the same records, twice; with everything stopped all levels are 0.
func City(t T, trial Trial) {
	t.Helper()
	quiet := trial
	quiet.Orders = nil
	if records := run(t, quiet); len(records) > 0 {
		t.Errorf("a quiet run emits %d records, the first %+v", len(records), records[0])
	}
	records := run(t, trial)
	chain(t, trial.City, records)
	for _, workers := range []int{1, 2, 3, 8} {
		again := trial
		again.Workers = workers
		if !slices.Equal(run(t, again), records) {
			t.Errorf("with %d workers the records differ", workers)
		}
	}
	stopAll(t, trial)
}

func run(t T, trial Trial) []model.Record {
	t.Helper()
	records, err := trial.Run()
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	return records
}

// chain checks the form of the records.
func chain(t T, city *model.City, records []model.Record) {
	t.Helper()
	levels := Levels(city, nil)
	seen := map[sim.RecordID]bool{}
	for _, r := range records {
		v := &r.Value
		name := city.Assets[v.Entity].Name
		if v.From < model.None || v.From > model.Full || v.To < model.None || v.To > model.Full {
			t.Errorf("at %v: %s goes from %d to %d of 2^20", r.At, name, v.From, v.To)
		}
		if v.Kind == model.KindService {
			if v.From != levels[v.Entity] || v.To == v.From {
				t.Errorf("at %v: %s goes from %v to %v but stood at %v", r.At, name, v.From, v.To, levels[v.Entity])
			}
			levels[v.Entity] = v.To
		}
		if v.Kind != model.KindCommand && v.Causes[0].Ref == (sim.RecordID{}) {
			t.Errorf("at %v: Change of %s from %v to %v for reason %d has no cause", r.At, name, v.From, v.To, v.Why.Code)
		}
		for _, c := range v.Causes {
			if c.Ref != (sim.RecordID{}) && !seen[c.Ref] {
				t.Errorf("at %v: Change of %s has a cause that comes later or never", r.At, name)
			}
		}
		seen[r.ID] = true
	}
}

// stopAll stops every asset at once.
func stopAll(t T, trial Trial) {
	t.Helper()
	trial.Orders = nil
	for i := range trial.City.Assets {
		trial.Orders = append(trial.Orders, Order{Op: model.OpStop, Asset: trial.City.Assets[i].Name})
	}
	records := run(t, trial)
	for i, level := range Levels(trial.City, records) {
		if level != model.None {
			t.Errorf("with everything stopped %s has level %v", trial.City.Assets[i].Name, level)
		}
	}
}
