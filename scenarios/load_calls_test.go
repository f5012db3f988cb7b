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

const manned = `
title = "Manned"
city = "mini"
start = "2025-12-22T08:00"
horizon = "6h"

[psap]
received = 500_000
redial = 0
positions = 3
backup = 2
neighbour = 0
night = 1
failover = { after = "0s", again = "lognormal(20m, 0.5)", fails = 2, chance = 1 }

[[calls]]
at = "1h"
until = "3h"
per_hour = 300
because = ["=emergency/fire-station-n"]
why = "the station is closed"

[[event]]
at = "2h"
command = "stop"
targets = ["emergency/fire-station"]
why = "strike"
`

func TestPSAPIsRead(t *testing.T) {
	s := load(t, manned)
	x := &s.Calls.Staffing
	assert.InDelta(t, 500_000, s.Calls.Received, 0)
	assert.InDelta(t, 0, *s.Calls.Redial, 0)
	assert.Equal(t, []int{3, 2, 0, 2}, []int{x.Positions, x.Backup, *x.Neighbour, x.Failover.Fails})
	assert.InDelta(t, 1, x.Night, 0)
	assert.InDelta(t, 0, x.Failover.After.Mean(), 0)
	assert.InDelta(t, 1, *x.Failover.Chance, 0)
	assert.InDelta(t, 1200*1.1331, x.Failover.Again.Mean(), 0.1) // exp(0.5 * 0.5 / 2)

	rec := run(t, s, RunOptions{})
	n := 0
	for i := range rec.Requests {
		q := &rec.Requests[i]
		if q.Sort != model.RequestFlood {
			continue
		}
		n++
		require.EqualValues(t, 0, q.District, "the other district has no such station")
		require.GreaterOrEqual(t, q.Steps[model.StepTrigger], sim.Time(2*time.Hour), "before, it was open")
		require.Equal(t, "emergency/fire-station-n", rec.Name(rec.Change(int(q.Cause)).Entity))
	}
	assert.InDelta(t, 150, n, 4*12.2) // an hour of 300 calls an hour, half of the people; four standard deviations
}

func TestFaultsOfPSAP(t *testing.T) {
	_, err := loadText(manned, "psap.night=1.5", "psap.positions=-1", "psap.neighbour=-1", "psap.redial=2", "psap.received=-1", "psap.failover.chance=2", "psap.failover.fails=-1",
		"psap.failover.again=soon", `calls[0].because=["siren"]`, "psap.fallback=1")
	for _, want := range []string{"night", "positions", "neighbour", "redial", "received", "chance", "fails", "soon", `no asset fits "siren"`, "fallback"} {
		assert.ErrorContains(t, err, want)
	}
	_, err = loadText(manned, `sector.emergency.fidelity="connectivity"`)
	assert.ErrorContains(t, err, "dir/test.toml:7:2: no single calls are simulated here")
}

// TestAmbulancesHaveABase: a city that answers 112 calls, has hospitals and no ambulance station is refused, unless no single calls are wanted.
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
	require.EqualError(t, err, `./none.toml:2:8: the city mini answers 112 calls, has hospitals and no ambulance station: ambulances have no base; `+
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
