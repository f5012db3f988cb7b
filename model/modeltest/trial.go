package modeltest

import (
	"context"
	"fmt"
	"time"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/sim"
	"cascata/sim/rng"
)

// Trial is one run of the cascade of a city alone. The zero value of all but City works.
type Trial struct {
	City    *model.City
	Spec    *cascade.Spec // compiled from City if nil
	Options cascade.Options
	Orders  []Order
	Root    rng.Root
	Horizon sim.Time // 0: until nothing more happens
	Workers int
	Watch   func(model.Record) // called with every record, in order, instead of keeping them
}

// Order is a Command at an instant, by the name of the asset.
type Order struct {
	At    time.Duration
	Op    model.Op
	Asset string
	Level model.Level // for OpSet
}

// Run runs the trial and returns its records.
func (t Trial) Run() ([]model.Record, error) {
	records, _, err := t.RunStats()
	return records, err
}

// RunStats is Run with the kernel's counts.
func (t Trial) RunStats() ([]model.Record, sim.Stats, error) {
	if t.Spec == nil {
		var err error
		if t.Spec, err = cascade.Compile(t.City, t.Options); err != nil {
			return nil, sim.Stats{}, err
		}
	}
	var records []model.Record
	watch := t.Watch
	if watch == nil {
		watch = func(r model.Record) { records = append(records, r) }
	}
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: t.Horizon, Workers: t.Workers, MinParallelEvents: -1,
		Observe: func(batch []model.Record) error {
			for _, r := range batch {
				watch(r)
			}
			return nil
		}})
	for i, p := range t.Spec.Processes(cascade.Wiring{Root: t.Root}) {
		e.Add(t.Spec.GroupName(i), p)
	}
	hand := model.EntityID(len(t.City.Assets))
	src := hand.Source()
	for _, o := range t.Orders {
		id, ok := t.City.Asset(o.Asset)
		if !ok {
			return nil, sim.Stats{}, fmt.Errorf("order for unknown asset %q", o.Asset)
		}
		c := model.Command{Op: o.Op, Asset: id, Level: o.Level, By: hand}
		e.Post(&src, sim.ProcessID(t.Spec.GroupOf(id)), sim.Time(o.At), c.Msg())
	}
	stats, err := e.Run(context.Background())
	return records, stats, err
}

// Lines writes records with names instead of numbers, one a line, so that runs of different cities can be compared.
func Lines(c *model.City, records []model.Record) []string {
	lines := make([]string, len(records))
	at := make(map[sim.RecordID]int, len(records))
	for i, r := range records {
		at[r.ID] = i
	}
	for i, r := range records {
		v := &r.Value
		line := fmt.Sprintf("%v %s kind %d %d->%d why %d %s", r.At, c.Assets[v.Entity].Name, v.Kind, v.From, v.To, v.Why.Code, nameOf(c, v.Why.Other))
		if v.Why.Need >= 0 {
			line += " " + c.Needs[v.Why.Need].Name
		}
		for _, cause := range v.Causes {
			if j, ok := at[cause.Ref]; ok {
				w := &records[j]
				line += fmt.Sprintf(" <- %d %v %s %d", cause.Kind, w.At, c.Assets[w.Value.Entity].Name, w.Value.To)
			}
		}
		lines[i] = line
	}
	return lines
}

func nameOf(c *model.City, e model.EntityID) string {
	if e >= 0 && int(e) < len(c.Assets) {
		return c.Assets[e].Name
	}
	return "-"
}

// Levels are the service levels of all assets after the records.
func Levels(c *model.City, records []model.Record) []model.Level {
	levels := make([]model.Level, len(c.Assets))
	for i := range levels {
		levels[i] = model.Full
	}
	for _, r := range records {
		if r.Value.Kind == model.KindService {
			levels[r.Value.Entity] = r.Value.To
		}
	}
	return levels
}
