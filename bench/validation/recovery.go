package validation

import (
	"context"
	"fmt"
	"time"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/recovery"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/sim"
	"cascata/sim/rng"
)

const infraRisk = "InfraRisk (Balakrishnan and Cassottana 2022, MIT), network in2, notebook simple_network"

// in2 is what InfraRisk's smallest network tells of its crews. They start at junction T_J8; the ways that they take from there, over T_J5
// (4 min) and T_J3 (5 min more) to T_J2 (4 min more), lie on one line here, so that the straight way is the shortest one: a kilometre is a
// minute. The source prints that both water repairs take 432 min together; that the pump's takes 72 follows from its times (1,500 and 5,820 s).
var in2 = struct {
	hit                       time.Duration
	line, pump, pipe, segment time.Duration // repairs
	j5, j3, j2                float64       // [m] from T_J8
}{120 * time.Second, 300 * time.Minute, 72 * time.Minute, 360 * time.Minute, 360 * time.Minute, 4000, 9000, 13000}

// Recovery runs the faults of InfraRisk's smallest network through cascade and crews.
func Recovery() ([]Row, error) {
	city, err := in2City()
	if err != nil {
		return nil, err
	}
	r, err := in2Run(city)
	if err != nil {
		return nil, err
	}
	rows, err := in2Crews(r)
	if err != nil {
		return nil, err
	}
	return append(rows, in2Outage(r)...), nil
}

// in2City has InfraRisk's four consumers, of which line P_L5 feeds the motor of the pump, and what else is damaged, with a depot each.
func in2City() (*model.City, error) {
	c := &model.City{Name: "in2", Districts: []model.District{{Name: "all"}}}
	ids := make(map[string]model.AssetID)
	kind := func(sector int, name, unit, repair string, role model.NetworkRole) model.KindID {
		c.Kinds = append(c.Kinds, model.Kind{Name: name, Sector: model.SectorID(sector), Unit: unit, Repair: repair, Network: role})
		return model.KindID(len(c.Kinds) - 1)
	}
	add := func(sector int, name string, k model.KindID, at, demand float64) {
		ids[name] = model.AssetID(len(c.Assets))
		a := model.Asset{Name: name, Kind: k, Operator: model.OperatorID(sector), At: model.Point{X: at}, Demand: demand}
		if c.Kinds[k].Network == model.RoleSource {
			a.Capacity = 100
		}
		c.Assets = append(c.Assets, a)
	}
	for i, name := range []string{"power", "roads", "water"} {
		c.Sectors = append(c.Sectors, model.Sector{Name: name, Title: name})
		add(i, name+"/depot", kind(i, name+"/depot", "", "5h", model.RoleNone), 0, 0)
		c.Operators = append(c.Operators, model.Operator{Name: name, Sector: model.SectorID(i), Control: ids[name+"/depot"], Crews: 1})
		switch name {
		case "power":
			line := kind(i, "power/line", "MW", in2.line.String(), model.RoleEdge)
			load, grid := kind(i, "power/load", "MW", "5h", model.RoleNode), kind(i, "power/source", "MW", "10h", model.RoleSource)
			add(i, "power/grid", grid, 0, 0)
			for _, wire := range []string{"power/l1", "power/l2", "power/l3", "power/l5"} {
				add(i, wire, line, in2.j5, 0)
			}
			for _, consumer := range []string{"power/lo1", "power/lo2", "power/lo3"} {
				add(i, consumer, load, 0, 2)
			}
			add(i, "power/mp1", load, 0, 0.23)
		case "roads":
			add(i, "roads/l2", kind(i, "roads/link", "", in2.segment.String(), model.RoleNone), in2.j3, 0)
		case "water":
			add(i, "water/p21", kind(i, "water/pipe", "", in2.pipe.String(), model.RoleNone), in2.j5, 0)
			add(i, "water/wp9", kind(i, "water/pump", "", in2.pump.String(), model.RoleNone), in2.j2, 0)
		}
	}
	n := model.Network{Name: "power"}
	for _, w := range [][2]string{{"power/l1", "power/lo1"}, {"power/l2", "power/lo2"}, {"power/l3", "power/lo3"}, {"power/l5", "power/mp1"}} {
		n.Edges = append(n.Edges, model.Edge{Asset: ids[w[0]], From: ids["power/grid"], To: ids[w[1]]})
	}
	c.Networks = []model.Network{n}
	return c, c.Finish()
}

// in2Run damages what InfraRisk damages, at the same time; the pipe a millisecond later, so that the pump is first in the queue as there.
func in2Run(city *model.City) (*trace.Recording, error) {
	roster := &model.Roster{City: city}
	crews, err := recovery.Compile(roster, recovery.Options{Mobilise: "10m", Speed: 60, Spread: "1s"})
	if err != nil {
		return nil, err
	}
	hand := roster.Add(model.Actor{Name: "hand", Title: "hand", Operator: model.OperatorID(model.Absent), District: model.DistrictID(model.Absent)})
	physics, err := cascade.Compile(city, cascade.Options{})
	if err != nil {
		return nil, err
	}
	w := &recovery.Wiring{Root: rng.NewRoot(15, 0)}
	for a := range city.Assets {
		w.Asset = append(w.Asset, sim.ProcessID(physics.GroupOf(model.AssetID(a))))
	}
	for o := range city.Operators {
		w.Crews = append(w.Crews, sim.ProcessID(physics.Groups()+o))
	}
	rec := trace.NewRecorder(roster)
	end := sim.Time(24 * time.Hour)
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: end, Observe: rec.Observe})
	for i, p := range physics.Processes(cascade.Wiring{Root: w.Root, Listeners: crews.Listeners(w),
		Crews: func(o model.OperatorID) (model.Address, bool) { return crews.Address(w, o), true }}) {
		e.Add(physics.GroupName(i), p)
	}
	for _, p := range crews.Live(w) {
		e.Add("crews", p)
	}
	src := hand.Source()
	for _, name := range []string{"power/l5", "roads/l2", "water/wp9", "water/p21"} {
		a, ok := city.Asset(name)
		if !ok {
			return nil, fmt.Errorf("no asset %s", name)
		}
		at := in2.hit
		if name == "water/p21" {
			at += time.Millisecond
		}
		order := model.Command{Op: model.OpDamage, Asset: a, By: hand}
		e.Post(&src, w.Asset[a], sim.Time(at), order.Msg())
	}
	if _, err := e.Run(context.Background()); err != nil {
		return nil, err
	}
	return rec.Finish(end), nil
}

// job is one repair: when its crew was sent, got there and was done.
type job struct{ sent, there, done time.Duration }

// jobs are the repairs of a recording, by asset; work is how long each takes on site.
func jobs(r *trace.Recording, work map[string]time.Duration) map[string]job {
	all := make(map[string]job)
	for i := range r.Changes {
		if c := &r.Changes[i]; c.Why.Code == model.WhyCrewDone {
			name, done := r.Name(c.Why.Other), c.At.Sub(0)
			all[name] = job{done - time.Duration(c.Why.Amount), done - work[name], done}
		}
	}
	return all
}

// in2Crews are the crews' ways, when they get there, and the end of the power crew's work. When the pump's repair ends is no row: its
// length was taken from there.
func in2Crews(r *trace.Recording) ([]Row, error) {
	const step = "one step of 60 s, in which the source records"
	all := jobs(r, map[string]time.Duration{"power/l5": in2.line, "roads/l2": in2.segment, "water/wp9": in2.pump, "water/p21": in2.pipe})
	row := func(title string, reference, computed, tolerance float64, why, unit string) Row {
		return Row{ID: "V15", Title: title, Source: infraRisk, Reference: reference, Computed: computed, Tolerance: tolerance, TolWhy: why, Unit: unit}
	}
	var rows []Row
	for _, x := range []struct {
		asset, theirs string
		travel, there float64 // [min], [s]
	}{
		{"power/l5", "P_L5", 14, 1020}, {"roads/l2", "T_L2", 19, 1260}, {"water/wp9", "W_WP9", 23, 1500}, {"water/p21", "W_P21 from W_WP9", 19, 7020},
	} {
		j, ok := all[x.asset]
		if !ok {
			return nil, fmt.Errorf("nobody repaired %s", x.asset)
		}
		rows = append(rows,
			row("crew's way to "+x.theirs+": 10 min and the shortest time", x.travel, (j.there-j.sent).Minutes(), 1e-3, "whole minutes, no luck", "min"),
			row("crew reaches "+x.theirs, x.there, j.there.Seconds(), 60, step, "s"))
	}
	return append(rows, row("P_L5 repaired, between 18,900 and 19,020 s", 18960, all["power/l5"].done.Seconds(), 60, step, "s")), nil
}

// in2Outage are the equivalent outage hours of power.
func in2Outage(r *trace.Recording) []Row {
	values := make(map[string]float64)
	for _, v := range resilience.All(r) {
		if v.OK {
			values[v.Key()] = v.Number
		}
	}
	row := func(title, name string, reference float64) Row {
		return Row{ID: "V15", Title: title, Source: infraRisk, Reference: reference, Computed: values[name], Tolerance: 5e-4, TolWhy: "digits printed", Unit: "h"}
	}
	return []Row{
		row("power, equivalent outage hours by ECS: one of four consumers for 18,840 s", "power_consumers_outage_h", 1.308),
		row("power, equivalent outage hours by PCS: 0.23 of 6.23 MW for 18,840 s", "power_demand_outage_h", 0.193),
	}
}
