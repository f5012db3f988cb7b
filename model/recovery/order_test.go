package recovery

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

// The control centre is lost and one crew stands at it: first it drives to the switch 12 km away, then all of them wait.
func sites(t *testing.T, o Options, replication uint64) []string {
	t.Helper()
	const m = time.Minute
	x, _ := play(t, compile(t, 1, o), replication, []post{control(0, 0), request(0, 2, model.OpClose), request(m, 1, model.OpClose), request(m, 3, model.OpClose)})
	var names []string
	for _, d := range x.got {
		names = append(names, d.asset[len("power/switch-"):])
	}
	return names
}

func TestWhatComesFirst(t *testing.T) {
	cases := []struct {
		name   string
		order  Order
		weight []float64
		want   []string
	}{
		{"most people", ByPeople, nil, []string{"2", "3", "1"}},
		{"nearest, the first of equals by people", Nearest, nil, []string{"2", "3", "1"}},
		{"largest weight", ByWeight, []float64{0, 5, 0, 4, 0, 0}, []string{"2", "1", "3"}},
		{"equal weights by name", ByWeight, make([]float64, 6), []string{"2", "1", "3"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := exact()
			o.Order, o.Weight = c.order, c.weight
			assert.Equal(t, c.want, sites(t, o, 0))
		})
	}
}

func TestTheNearestComesFirstFromWhereTheCrewIs(t *testing.T) {
	o := exact()
	o.Order = Nearest
	s := compile(t, 1, o)
	x, _ := play(t, s, 0, []post{control(0, 0), request(0, 1, model.OpClose), request(time.Minute, 3, model.OpClose), request(time.Minute, 2, model.OpClose)})
	var last string
	for _, d := range x.got {
		last = d.asset
	}
	require.Len(t, x.got, 3)
	assert.Equal(t, "power/switch-3", last, "6, 12, 18 km: most people wait longest")
	// 10 to set off, 20 to drive, 30 of work for each.
	assert.Equal(t, 180*time.Minute+time.Second, x.got[2].at)
}

func TestLotsDifferByReplicationAndAreTheSameAgain(t *testing.T) {
	o := exact()
	o.Order = AtRandom
	first := map[string]int{}
	for r := range uint64(200) {
		got := sites(t, o, r)
		require.Len(t, got, 3)
		assert.Equal(t, got, sites(t, o, r))
		first[got[1]]++
	}
	assert.Greater(t, first["1"], 60, "half of 200, 5 standard deviations of 7")
	assert.Greater(t, first["3"], 60)
}

func TestOrderFaults(t *testing.T) {
	for name, o := range map[string]Options{
		"no such order":       {Order: 9},
		"weights are missing": {Order: ByWeight, Weight: []float64{1}},
	} {
		_, err := Compile(&model.Roster{City: town(t, 1)}, o)
		assert.Error(t, err, name)
	}
}
