package transport

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

// desk is whom the travellers ask.
type desk struct{ heard []model.Msg }

func (d *desk) Handle(ctx *model.Context, m *model.Msg) error {
	if m.Kind == model.MsgDemand {
		m.Level = model.Level(ctx.Now().Sub(0) / time.Minute) // to see when
		d.heard = append(d.heard, *m)
	}
	return nil
}

// travel lets the levels of the public transport of the first district be heard, at minutes, and gathers what is asked.
func travel(t *testing.T, o ShiftOptions, hear map[int]model.Level, horizon time.Duration) (*ShiftSpec, []model.Msg) {
	c := town(t, 4)
	s, err := CompileShift(&model.Roster{City: c}, morning(), o)
	require.NoError(t, err)
	w := &ShiftWiring{Asset: make([]sim.ProcessID, len(c.Assets)), Self: 1}
	d := &desk{}
	e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: sim.Time(horizon)})
	e.Add("roads", d)
	e.Add("travellers", s.Live(w))
	list := s.Listeners(w)
	require.Len(t, list, 4)
	require.EqualValues(t, 1, list[0].To.Process)
	hand := s.entity + 1
	src := hand.Source()
	for minute := range int(horizon / time.Minute) {
		if level, ok := hear[minute]; ok {
			e.Post(&src, 1, sim.Time(time.Duration(minute)*time.Minute), model.Msg{Kind: model.MsgSupply, From: list[0].Asset.Entity(), Level: level,
				Cause: sim.RecordID{Process: 0, N: uint32(minute + 1)}})
		}
	}
	_, err = e.Run(context.Background())
	require.NoError(t, err)
	return s, d.heard
}

func TestTravellersDrive(t *testing.T) {
	s, heard := travel(t, ShiftOptions{}, map[int]model.Level{10: model.Full / 2, 100: model.Full}, 5*time.Hour)
	require.Len(t, heard, 4)
	// 1,600 residents, 1.1063 tours, 0.136 of them out or home between seven and eight, 15.8 % by public transport; half of it runs,
	// 30 % of the others drive, 1.6 in a car.
	people := 1600.0
	cars := func(share float64) int64 { return 1000 * int64(people*0.851*2.6/2*share*0.158*0.5*0.3/1.6) }
	assert.Equal(t, cars(0.130+0.006), heard[0].Amount)
	assert.EqualValues(t, 40, heard[0].Level, "half an hour after")
	assert.Equal(t, s.services[0].flow.Entity(), heard[0].To)
	assert.Equal(t, s.services[0].asset.Entity(), heard[0].From)
	assert.EqualValues(t, 11, heard[0].Cause.N)
	assert.Equal(t, cars(0.185+0.015)-cars(0.130+0.006), heard[1].Amount, "the next hour has more")
	assert.EqualValues(t, 60, heard[1].Level)
	assert.Equal(t, cars(0.105+0.020)-cars(0.185+0.015), heard[2].Amount)
	assert.Equal(t, -cars(0.105+0.020), heard[3].Amount)
	assert.EqualValues(t, 130, heard[3].Level)
	assert.EqualValues(t, 101, heard[3].Cause.N)
}

func TestTravellersWaitForWhatComesBackSoon(t *testing.T) {
	_, heard := travel(t, ShiftOptions{}, map[int]model.Level{10: model.None, 20: model.Full}, 5*time.Hour)
	assert.Empty(t, heard)
}

func TestShiftOptionsAreChecked(t *testing.T) {
	_, err := CompileShift(&model.Roster{City: town(t, 4)}, morning(), ShiftOptions{Share: 2, Carried: -1, Reaction: -1})
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	assert.Len(t, faults, 3)
}
