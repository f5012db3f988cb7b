package fleet

import (
	"context"
	"fmt"
	"time"

	"cascata/model"
	"cascata/model/fleet"
	"cascata/sim"
	"cascata/sim/rng"
)

// Worm is one run of a worm over a fleet that is spread evenly over districts of a city without anything else.
type Worm struct {
	Devices   int
	Districts int
	Horizon   time.Duration
	Workers   int
	Parallel  int // sim.Options.MinParallelEvents
	Seed      uint64
}

// Prepared is a worm that is ready to run; a second run starts anew.
type Prepared struct {
	worm Worm
	spec *fleet.Spec
	city *model.City
}

// Prepare makes the devices. The worm takes half of a million devices in about seven hours, four attempts of five at its own
// district; one captured device in ten is restarted each hour and can be taken again, so that it never comes to rest.
func (w Worm) Prepare() (*Prepared, error) {
	city := &model.City{Name: "districts", Sectors: []model.Sector{{Name: "power"}}, Kinds: []model.Kind{{Name: "power/meters", DrawKW: 1}},
		Operators: []model.Operator{{Name: "dso", Control: model.Absent}}, Places: []model.Place{{Residents: 1}}}
	for d := range w.Districts {
		city.Districts = append(city.Districts, model.District{Name: fmt.Sprintf("d%04d", d), Residents: 1})
		city.Assets = append(city.Assets, model.Asset{Name: fmt.Sprintf("power/meters-d%04d", d), District: model.DistrictID(d)})
	}
	if err := city.Finish(); err != nil {
		return nil, err
	}
	spec, problems := fleet.Compile(&model.Roster{City: city}, fleet.Definitions{
		Fleets: []fleet.Fleet{{Name: "meters", Kind: "power/meters", Operator: "dso", Count: w.Devices}},
		Worms:  []fleet.Worm{{Name: "worm", Fleets: []string{"meters"}, District: "d0000", PerHour: 2, Local: 0.8, Success: 1, Clean: 0.1}},
	})
	if len(problems) > 0 {
		return nil, fmt.Errorf("fleet: %v", problems)
	}
	return &Prepared{w, spec, city}, nil
}

// Result is what a run did.
type Result struct {
	sim.Stats
	Took time.Duration // of the run itself
	Held int           // devices, in the end
	Live any           // what the run still holds
}

// nobody takes the orders to assets, of which there are none.
type nobody struct{}

func (nobody) Handle(*model.Context, *model.Msg) error { return nil }

// Run runs the worm once.
func (p *Prepared) Run() (Result, error) {
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(0).Add(p.worm.Horizon), Workers: p.worm.Workers, MinParallelEvents: p.worm.Parallel})
	w := &fleet.Wiring{Root: rng.NewRoot(p.worm.Seed, 0), First: 1, Asset: make([]sim.ProcessID, len(p.city.Assets))}
	e.Add("assets", nobody{})
	var wards []*fleet.Ward
	for i := range p.spec.Wards() {
		ward := p.spec.Ward(i, w)
		ward.Start(e, e.Add(p.spec.WardName(i), ward))
		wards = append(wards, ward)
	}
	began := time.Now()
	stats, err := e.Run(context.Background())
	r := Result{Stats: stats, Took: time.Since(began), Live: []any{e, wards}}
	for _, ward := range wards {
		r.Held += ward.Held("meters")
	}
	return r, err
}
