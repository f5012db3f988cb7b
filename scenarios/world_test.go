package scenarios

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

const miniBlackout = `
title = "Mini blackout"
city = "mini"
start = "2025-04-28T08:00"
horizon = "24h"

[[event]]
at = "1h"
until = "7h"
command = "stop"
targets = ["power/infeed*"]
why = "the transmission grid fails"
`

// load reads a scenario from a text.
func load(t *testing.T, text string, sets ...string) *Scenario {
	t.Helper()
	s, err := Load("./test.toml", sets, func(string) ([]byte, error) { return []byte(text), nil })
	require.NoError(t, err)
	return s
}

func run(t *testing.T, s *Scenario, o RunOptions) *trace.Recording {
	t.Helper()
	rec, err := s.Run(context.Background(), o)
	require.NoError(t, err)
	return rec
}

func TestRunIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	s := load(t, miniBlackout)
	want := run(t, s, RunOptions{Workers: 1}).Hash()
	for _, workers := range []int{1, 2, 3, 8} {
		for range 2 {
			assert.Equal(t, want, run(t, s, RunOptions{Workers: workers}).Hash(), "%d workers", workers)
		}
	}
}

func TestRunWithoutAnythingHappeningIsSilent(t *testing.T) {
	s := load(t, "title = \"Quiet\"\ncity = \"mini\"\nstart = \"2025-04-28T08:00\"\n")
	rec := run(t, s, RunOptions{})
	assert.Empty(t, rec.Changes)
	for _, level := range rec.LevelsAt(rec.Header.End, nil) {
		assert.Equal(t, model.Full, level)
	}
}

func TestEventIsTheRootOfWhatFollows(t *testing.T) {
	rec := run(t, load(t, miniBlackout), RunOptions{})
	require.NotEmpty(t, rec.Changes)
	assert.Equal(t, model.WhyEvent, rec.Change(1).Why.Code)
	assert.Equal(t, sim.Time(0).Add(3600e9), rec.Change(1).At)
	roots := 0
	for n := range rec.Changes {
		if len(rec.Causes(n+1)) == 0 {
			roots++
			assert.Equal(t, model.Full, rec.Change(n+1).To, "an event begins")
			assert.Equal(t, model.WhyEvent, rec.Change(n+1).Why.Code, "Change %d: %s", n+1, rec.Sentence(n+1))
		}
	}
	assert.Equal(t, 1, roots, "the event; its end follows from its beginning")
}

func TestAnEventThatEndsCallsItsCrewsBack(t *testing.T) {
	text := strings.Replace(strings.Replace(miniBlackout, `"stop"`, `"damage"`, 1), `"power/infeed*"`, `"power/substation*"`, 1)
	rec := run(t, load(t, strings.Replace(text, `"7h"`, `"1h30m"`, 1)), RunOptions{})
	codes := map[model.WhyCode]int{}
	for i := range rec.Changes {
		codes[rec.Changes[i].Why.Code]++
	}
	assert.Positive(t, codes[model.WhyCrewSent])
	assert.Equal(t, codes[model.WhyCrewSent], codes[model.WhyCrewRecalled], "everybody that was sent is called back")
	assert.Zero(t, codes[model.WhyCrewDone])
}

func TestRunStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	rec, err := load(t, miniBlackout).Run(ctx, RunOptions{})
	assert.True(t, errors.Is(err, context.Canceled))
	require.NotNil(t, rec)
	assert.Empty(t, rec.Changes)
}

// TestRecordingLetsTheScenarioGo: a recording of a large city has to fit where the city and the run were, so that it holds neither.
func TestRecordingLetsTheScenarioGo(t *testing.T) {
	s := load(t, miniBlackout)
	city, cascade := weak.Make(s.City), weak.Make(s.world.cascade)
	rec := run(t, s, RunOptions{})
	runtime.GC()
	require.NotNil(t, city.Value())
	require.NotEmpty(t, s.Name) // it has lived until here
	s = nil
	_ = s
	runtime.GC()
	require.Nil(t, city.Value())
	require.Nil(t, cascade.Value())
	require.NotEmpty(t, rec.Changes)
	require.NotEmpty(t, rec.Name(0))
}
