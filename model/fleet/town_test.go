package fleet

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// town is a city with chargers and lamps in so many districts.
func town(t testing.TB, districts int) *model.City {
	c := &model.City{
		Name:      "town",
		Sectors:   []model.Sector{{Name: "charging"}, {Name: "lighting"}},
		Kinds:     []model.Kind{{Name: "charging/points", DrawKW: 11}, {Name: "lighting/cabinets", Sector: 1}},
		Operators: []model.Operator{{Name: "charging", Control: model.Absent}, {Name: "lighting", Sector: 1, Control: model.Absent}},
	}
	for d := range districts {
		c.Districts = append(c.Districts, model.District{Name: fmt.Sprintf("d%02d", d), Residents: 1000})
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("charging/points-d%02d", d), District: model.DistrictID(d), Capacity: 10})
	}
	for d := range districts {
		c.Assets = append(c.Assets, model.Asset{Name: fmt.Sprintf("lighting/cabinets-d%02d", d), Kind: 1, Operator: 1, District: model.DistrictID(d)})
	}
	c.Places = []model.Place{{Residents: 10}}
	require.NoError(t, c.Finish())
	return c
}

// sink is the process of all assets: it notes the commands that it gets.
type sink struct{ got []order }

type order struct {
	at    sim.Time
	asset model.AssetID
	op    model.Op
	level model.Level
	cause sim.RecordID
}

func (s *sink) Handle(ctx *model.Context, m *model.Msg) error {
	s.got = append(s.got, order{ctx.Now(), model.AssetID(m.To), m.Op, m.Level, m.Cause})
	return nil
}

// outcome is what a run left behind.
type outcome struct {
	changes []model.Record
	orders  []order
	wards   []*Ward
	events  uint64
}

func (o *outcome) held(name string) int {
	n := 0
	for _, w := range o.wards {
		n += w.Held(name)
	}
	return n
}

// trial is a run of fleets alone.
type trial struct {
	spec        *Spec
	city        *model.City
	horizon     time.Duration
	lookahead   time.Duration
	workers     int
	minParallel int
	replication uint64
	post        func(e *model.Engine)
}

func (x trial) run(t testing.TB) *outcome {
	out := &outcome{}
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(0).Add(x.horizon), Lookahead: x.lookahead, Workers: x.workers,
		MinParallelEvents: x.minParallel, Observe: func(batch []model.Record) error {
			out.changes = append(out.changes, batch...)
			return nil
		}})
	assets := &sink{}
	w := &Wiring{Root: rng.NewRoot(7, x.replication), First: 1, Asset: make([]sim.ProcessID, len(x.city.Assets))}
	e.Add("assets", assets)
	for i := range x.spec.Wards() {
		ward := x.spec.Ward(i, w)
		ward.Start(e, e.Add(x.spec.WardName(i), ward))
		out.wards = append(out.wards, ward)
	}
	if x.post != nil {
		x.post(e)
	}
	stats, err := e.Run(context.Background())
	require.NoError(t, err)
	out.orders, out.events = assets.got, stats.Events
	return out
}

func compiled(t testing.TB, city *model.City, d Definitions) *Spec {
	s, problems := Compile(&model.Roster{City: city}, d)
	require.Empty(t, problems)
	require.NotNil(t, s)
	return s
}
