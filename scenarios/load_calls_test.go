package scenarios

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

const flooded = `
title = "Flooded"
city = "mini"
start = "2025-12-22T08:00"
horizon = "6h"

[[calls]]
at = "1h"
until = "0d 11:30"
per_hour = 300
districts = ["south"]
why = "somebody floods the lines"

[ecall]
stranded = 0.25
ng = 0.5

[dispatch]
relocation = true
call_back = false
`

func TestCallsAreRead(t *testing.T) {
	s := load(t, flooded)
	require.Len(t, s.Calls.Floods, 1)
	f := s.Calls.Floods[0]
	assert.Equal(t, sim.Time(time.Hour), f.At)
	assert.Equal(t, sim.Time(3*time.Hour+30*time.Minute), f.Until)
	assert.Equal(t, []model.DistrictID{1}, f.Districts)
	assert.Equal(t, model.RequestFlood, f.Sort)
	assert.InDelta(t, 0.25, s.Calls.Stranded, 0)
	assert.True(t, s.Calls.Relocation)
	assert.True(t, s.Calls.NoCallBack)
	assert.False(t, load(t, miniBlackout).Calls.NoCallBack)
	assert.InDelta(t, 0.5, s.Calls.NG, 0)
	assert.Contains(t, s.Fidelity, "emergency=physics")

	rec := run(t, s, RunOptions{})
	n := 0
	for i := range rec.Requests {
		if q := &rec.Requests[i]; q.Sort == model.RequestFlood {
			n++
			require.EqualValues(t, 1, q.District)
			require.Equal(t, "scenario/calls-01", rec.Name(rec.Change(int(max(q.Cause, 1))).Entity))
		}
	}
	assert.InDelta(t, 750, n, 4*27.4) // four standard deviations of a Poisson number
	assert.Equal(t, rec.Hash(), run(t, s, RunOptions{Workers: 3}).Hash())
}

func TestFaultsOfCalls(t *testing.T) {
	_, err := loadText(`
title = "Bad"
city = "mini"
start = "2025-12-22T08:00"

[[calls]]
at = "2h"
until = "1h"
per_hour = 0
sort = "voic"
districts = ["sout"]
why = "x"

[[calls]]
at = "2h"

[ecall]
stranded = 1.5
`)
	for _, want := range []string{`dir/test.toml:8:9: the calls end at 1h, before they begin`, `10:8: calls[0].sort: unknown value "voic"`, `11:14: the city has no district "sout"`,
		"per_hour", "until", "why", "stranded"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = loadText(flooded, "ecall.ng=0.8")
	assert.ErrorContains(t, err, "0.25 of the vehicles are stranded and 0.8 are new")
	_, err = loadText(flooded + "\n[sector.emergency]\nfidelity = \"connectivity\"\n")
	assert.ErrorContains(t, err, "no single calls are simulated here")
}

func TestWithoutSingleCallsThereAreNone(t *testing.T) {
	s := load(t, miniBlackout, `sector.emergency.fidelity="connectivity"`)
	assert.Contains(t, s.Fidelity, "emergency=connectivity")
	plain, with := run(t, s, RunOptions{}), run(t, load(t, miniBlackout), RunOptions{})
	assert.Empty(t, plain.Calls())
	assert.NotEmpty(t, with.Calls())
	assert.Equal(t, services(t, plain), services(t, with), "calls change nothing in the city as long as they are answered")
}

// TestAnswersAreInTheRecord: sirens wake a town; its 112 service falls because of them and comes back, whatever the number of workers, and
// without single calls nothing is said.
func TestAnswersAreInTheRecord(t *testing.T) {
	const sirens = `
title = "Sirens"
city = "mini"
start = "2025-12-22T08:00"
horizon = "5h"

[[calls]]
at = "1h"
until = "0d 10:00"
per_hour = 2000
sort = "voice"
why = "sirens wake the town"
`
	s := load(t, sirens)
	rec := run(t, s, RunOptions{})
	var levels []float64
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Why.Code != model.WhyAnswers {
			continue
		}
		require.Equal(t, model.KindService, c.Kind)
		require.Equal(t, "emergency/service", rec.Kinds[rec.Entities[c.Entity].Kind].Name)
		chain := rec.Chain(i + 1)
		require.Equal(t, "scenario/calls-01", rec.Name(rec.Change(chain[len(chain)-1]).Entity), rec.Line(i+1))
		if rec.Name(c.Entity) == "emergency/service-north" {
			levels = append(levels, c.To.Share())
		}
	}
	require.NotEmpty(t, levels)
	assert.Less(t, levels[0], 0.9)
	assert.InDelta(t, 1, levels[len(levels)-1], 0)
	assert.Equal(t, rec.Hash(), run(t, s, RunOptions{Workers: 3}).Hash())
}
