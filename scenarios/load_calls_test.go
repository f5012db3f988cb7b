package scenarios

import (
	"os"
	"strings"
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
	for _, want := range []string{`dir/test.toml:8:9: the calls end at 1h, not after they begin`, `10:8: calls[0].sort: unknown value "voic"`, `11:14: the city has no district "sout"`,
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
	assert.Equal(t, services(t, plain), services(t, with), "calls change nothing in the city")
}

// TestAmbulancesHaveABase: a city that answers 112 calls and has no ambulance station is refused, unless no single calls are wanted.
func TestAmbulancesHaveABase(t *testing.T) {
	mini, err := os.ReadFile("cities/mini.city")
	require.NoError(t, err)
	var kept []string
	for _, line := range strings.Split(string(mini), "\n") {
		if !strings.HasPrefix(line, "emergency/ambulance-station") && !(strings.HasPrefix(line, "emergency/service-") && strings.Contains(line, ",ambulance,")) {
			kept = append(kept, line)
		}
	}
	read := func(name string) ([]byte, error) {
		if strings.HasSuffix(name, ".city") {
			return []byte(strings.Join(kept, "\n")), nil
		}
		return []byte("title = \"T\"\ncity = \"./none.city\"\nstart = \"2025-12-22T08:00\"\n"), nil
	}
	_, err = Load("./none.toml", nil, read)
	require.EqualError(t, err, `./none.toml:2:8: the city mini answers 112 calls and has no ambulance station: ambulances have no base; `+
		`add an emergency/ambulance-station, or write fidelity = "connectivity" in [sector.emergency]`)
	_, err = Load("./none.toml", []string{"sector.emergency.fidelity=connectivity"}, read)
	require.NoError(t, err)
}

// TestLateThingsAreWarnings: what begins after the end stops nothing and is said.
func TestLateThingsAreWarnings(t *testing.T) {
	require.Empty(t, load(t, flooded).Warnings)
	late := load(t, strings.Replace(strings.Replace(flooded, `at = "1h"`, `at = "7h"`, 1), `"0d 11:30"`, `"8h"`, 1))
	require.Len(t, late.Warnings, 1)
	require.Contains(t, late.Warnings[0].String(), ":8:6: calls begin at 7h, after the run has ended (0d 14:00), so never")
}

// TestAMillionCallsAMinute: half a minute of it on a small town. Nearly all find no line, every one that began has an end, people with emergencies are among those who
// suffer, and the program goes on.
func TestAMillionCallsAMinute(t *testing.T) {
	s := load(t, `
title = "Flooded"
city = "mini"
start = "2025-12-22T08:00"
horizon = "2h"

[[calls]]
at = "1h"
until = "1h30s"
per_hour = 6e7
why = "a million telephones"
`)
	rec := run(t, s, RunOptions{})
	ends, floods := map[model.Outcome]int{}, 0
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if q.Sort != model.RequestFlood {
			continue
		}
		floods++
		ends[q.Outcome]++
		if q.Outcome != model.OutcomeOpen {
			require.Less(t, q.Steps[model.StepEnded], sim.Never)
		}
	}
	require.InDelta(t, 500_000, floods, 5*707, "Poisson")
	require.Zero(t, ends[model.OutcomeOpen], "an hour after the flood nobody is left")
	require.Greater(t, ends[model.OutcomeBlocked], floods*9/10)
	require.Equal(t, floods, ends[model.OutcomeBlocked]+ends[model.OutcomeAbandoned]+ends[model.OutcomeAnswered]+ends[model.OutcomeElsewhere]+ends[model.OutcomeLost])
}
