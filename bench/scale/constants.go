package scale

import (
	"context"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/sim"
)

// Run is one run and how long it took.
func Run(s *scenarios.Scenario, workers int) (*trace.Recording, time.Duration, error) {
	start := time.Now()
	rec, err := s.Run(context.Background(), scenarios.RunOptions{Workers: workers})
	return rec, time.Since(start), err
}

// Recorded is how long it takes to observe and record what a recording holds: the part of a run that one goroutine does.
func Recorded(rec *trace.Recording) (time.Duration, error) {
	batch := make([]model.Record, 0, 4096)
	to := rec.Stage.Recorder()
	start := time.Now()
	for i := range rec.Changes {
		c := &rec.Changes[i]
		r := model.Record{At: c.At, ID: sim.RecordID{N: uint32(i + 1)},
			Value: model.Change{Kind: c.Kind, Entity: c.Entity, From: c.From, To: c.To, Why: c.Why}}
		for _, cause := range rec.Causes(i + 1) {
			r.Value.Add(sim.RecordID{N: uint32(cause.Number)}, cause.Kind)
		}
		if batch = append(batch, r); len(batch) == cap(batch) || i == len(rec.Changes)-1 {
			if err := to.Observe(batch); err != nil {
				return 0, err
			}
			batch = batch[:0]
		}
	}
	to.Finish(rec.Header.End)
	return time.Since(start), nil
}

// tick is a process with one message in every window.
type tick struct{ src sim.Source }

func (t *tick) Handle(ctx *sim.Context[int32, int32], _ *int32) error {
	ctx.After(&t.src, ctx.Lookahead(), 0)
	return nil
}

// Barrier is what a window costs more with so many workers than with one, when there is next to nothing in it.
func Barrier(workers int) (time.Duration, error) {
	const windows = 100_000
	took := [2]time.Duration{}
	for k, n := range [2]int{1, workers} {
		e := sim.New(sim.Options[int32, int32]{Workers: n, MinParallelEvents: -1, Horizon: sim.Time(windows * time.Second)})
		for i := range workers {
			t := &tick{src: sim.NewSource(sim.SourceID(i))}
			e.Post(&t.src, e.Add("tick", t), 0, 0)
		}
		start := time.Now()
		if _, err := e.Run(context.Background()); err != nil {
			return 0, err
		}
		took[k] = time.Since(start)
	}
	return (took[1] - took[0]) / windows, nil
}
