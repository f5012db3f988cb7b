package validation

import (
	"context"
	"fmt"
	"math"
	"time"

	"cascata/model"
	"cascata/model/fleet"
	"cascata/sim"
	"cascata/sim/rng"
)

// outbreak is a worm over devices that are spread evenly over districts of a city without anything else.
type outbreak struct {
	devices, districts int
	worm               fleet.Worm
	horizon            time.Duration
	city               *model.City
	spec               *fleet.Spec
}

// newOutbreak makes the devices. Every attempt of the worm meets one of them and takes it, if it is not taken.
func newOutbreak(devices, districts int, horizon time.Duration, w fleet.Worm) (*outbreak, error) {
	city := &model.City{Name: "town", Sectors: []model.Sector{{Name: "power"}}, Kinds: []model.Kind{{Name: "power/meters"}},
		Operators: []model.Operator{{Name: "dso", Control: model.Absent}}, Places: []model.Place{{Residents: 1}}}
	for d := range districts {
		city.Districts = append(city.Districts, model.District{Name: fmt.Sprintf("d%02d", d), Residents: 1})
		city.Assets = append(city.Assets, model.Asset{Name: fmt.Sprintf("power/meters-d%02d", d), District: model.DistrictID(d)})
	}
	if err := city.Finish(); err != nil {
		return nil, err
	}
	w.Name, w.Fleets, w.District, w.Success = "worm", []string{"meters"}, "d00", 1
	spec, problems := fleet.Compile(&model.Roster{City: city}, fleet.Definitions{
		Fleets: []fleet.Fleet{{Name: "meters", Kind: "power/meters", Operator: "dso", Count: devices}}, Worms: []fleet.Worm{w}})
	if len(problems) > 0 {
		return nil, fmt.Errorf("worm: %v", problems)
	}
	return &outbreak{devices, districts, w, horizon, city, spec}, nil
}

// epidemic is how an outbreak went.
type epidemic struct {
	at   []float64 // when so many devices were held, as asked for [h]; +Inf if they never were
	held float64   // share of the devices in the end
	ever float64   // share that is not free in the end
}

// run runs the outbreak once. Several districts are looked at after every window, one district change by change.
func (o *outbreak) run(replication uint64, marks ...float64) (epidemic, error) {
	c := epidemic{at: make([]float64, len(marks))}
	for i := range c.at {
		c.at[i] = math.Inf(1)
	}
	var wards []*fleet.Ward
	passed := func(held int, now sim.Time) {
		for i, m := range marks {
			if float64(held) >= m*float64(o.devices) {
				c.at[i] = min(c.at[i], now.Sub(0).Hours())
			}
		}
	}
	opt := sim.Options[model.Msg, model.Change]{Horizon: sim.Time(0).Add(o.horizon), Lookahead: time.Second}
	if o.districts == 1 {
		opt.Observe = func(batch []model.Record) error {
			for i := range batch {
				if r := &batch[i]; r.Value.Why.Code == model.WhyHeld {
					passed(int(r.Value.Why.Amount), r.At)
				}
			}
			return nil
		}
	} else if len(marks) > 0 {
		opt.OnWindow = func(now sim.Time) { passed(held(wards), now) }
	}
	e := sim.New(opt)
	w := &fleet.Wiring{Root: rng.NewRoot(31, replication)}
	for i := range o.spec.Wards() {
		ward := o.spec.Ward(i, w)
		ward.Start(e, e.Add(o.spec.WardName(i), ward))
		wards = append(wards, ward)
	}
	if _, err := e.Run(context.Background()); err != nil {
		return c, err
	}
	free := 0
	for _, ward := range wards {
		free += ward.Free("meters")
	}
	c.held, c.ever = float64(held(wards))/float64(o.devices), 1-float64(free)/float64(o.devices)
	return c, nil
}

func held(wards []*fleet.Ward) int {
	n := 0
	for _, w := range wards {
		n += w.Held("meters")
	}
	return n
}

// sample runs many replications and returns one figure of each.
func (o *outbreak) sample(n int, figure func(epidemic) float64, marks ...float64) ([]float64, error) {
	list := make([]float64, n)
	for r := range list {
		c, err := o.run(uint64(r), marks...)
		if err != nil {
			return nil, err
		}
		list[r] = figure(c)
	}
	return list, nil
}
