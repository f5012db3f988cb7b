package emergency

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// TestProcessIsThePSAP: in the kernel everything happens as it does outside, to the nanosecond, whatever the lookahead.
func TestProcessIsThePSAP(t *testing.T) {
	spec := one(3, 9, rng.Exponential{Avg: 90}, rng.LogNormal{Median: 40, Sigma: 0.7})
	spec.Classes = append(spec.Classes, Class{Name: "alarm", Handling: rng.Exponential{Avg: 40}})
	spec.Redial = Redial{Chance: 0.4, Delay: rng.Exponential{Avg: 60}}
	voice, alarm := []Rate{{PerHour: 80}, {From: hours(3), PerHour: 400}, {From: hours(5), PerHour: 80}}, []Rate{{From: hours(1), PerHour: 20}}
	feeds := func(root rng.Root) []Feed {
		return []Feed{{Source: NewSource(voice, root.Stream("voice"))}, {Source: NewSource(alarm, root.Stream("alarm")), Class: 1}}
	}
	const end = 10
	note := func(p *PSAP, lines *[]string) {
		p.Observe = func(what What, at sim.Time, c *Call) { *lines = append(*lines, fmt.Sprintln(what, at, *c)) }
	}

	var want []string
	root := rng.NewRoot(4, 2)
	p, in := New(spec, root), feeds(root)
	note(p, &want)
	for i := range in {
		in[i].draw()
	}
	for {
		next := &in[0]
		if in[1].next < next.next {
			next = &in[1]
		}
		if next.next >= hours(end) {
			break
		}
		p.Offer(next.next, next.Class, next.number)
		next.draw()
	}
	p.Advance(hours(end) - 1)
	require.Greater(t, len(want), 3000)

	for _, lookahead := range []time.Duration{time.Second, time.Hour} {
		var got []string
		e := sim.New(sim.Options[model.Msg, model.Change]{Horizon: hours(end), Lookahead: lookahead})
		q := NewProcess(New(spec, root), 7, feeds(root)...)
		note(q.PSAP, &got)
		q.Start(e, e.Add("psap", q))
		_, err := e.Run(context.Background())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// A PSAP that nobody calls does nothing.
func TestProcessWithoutCalls(t *testing.T) {
	e := sim.New(sim.Options[model.Msg, model.Change]{})
	q := NewProcess(New(one(1, 0, constant(60), nil), rng.NewRoot(1, 0)), 0)
	q.Start(e, e.Add("psap", q))
	stats, err := e.Run(context.Background())
	require.NoError(t, err)
	assert.Zero(t, stats.Events)
}
