package scale

import (
	"time"

	"cascata/model"
	"cascata/model/cascade"
	"cascata/model/trace"
	"cascata/scenarios"
)

// Work is what each process of a run had to do in each window, in Changes: the share of the work that can be told from a
// recording.
type Work struct {
	Processes int
	Windows   []map[int]int // by window that was not empty: Changes by process
	Changes   int
}

// WorkOf counts the Changes of the assets of a recording by window and process.
func WorkOf(s *scenarios.Scenario, rec *trace.Recording) (*Work, error) {
	spec, err := cascade.Compile(s.City, cascade.Options{})
	if err != nil {
		return nil, err
	}
	w := &Work{Processes: spec.Groups()}
	last := int64(-1)
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if !rec.Entities[c.Entity].IsAsset() {
			continue
		}
		if window := int64(time.Duration(c.At) / s.Lookahead); window != last {
			w.Windows, last = append(w.Windows, map[int]int{}), window
		}
		w.Windows[len(w.Windows)-1][spec.GroupOf(model.AssetID(c.Entity))]++
		w.Changes++
	}
	return w, nil
}

// Constants of a machine, as measured on it.
type Constants struct {
	Change  time.Duration // of a Change, all that led to it included
	Serial  float64       // share of that which one goroutine does for all: observing and recording
	Barrier time.Duration // of a window, for each doubling of the workers
}

// threshold is the work from which the kernel wakes the other workers [Changes].
const threshold = 64

// SpeedUp is how many times as fast so many workers would run the windows as one, with the processes dealt in turn as the
// kernel does.
func (w *Work) SpeedUp(workers int, k Constants) float64 {
	one, many := 0.0, 0.0
	change := k.Change.Seconds()
	load := make([]int, workers)
	doublings := 0
	for n := 1; n < workers; n *= 2 {
		doublings++
	}
	before := 0
	for _, window := range w.Windows {
		clear(load)
		sum, most := 0, 0
		for p, n := range window {
			load[p%workers] += n
			most = max(most, load[p%workers])
			sum += n
		}
		all := float64(sum) * change
		one += all
		if before < threshold {
			many += all
		} else {
			many += all*k.Serial + float64(most)*change*(1-k.Serial) + float64(doublings)*k.Barrier.Seconds()
		}
		before = sum
	}
	return one / many
}

// Limit is the speed-up with any number of workers and no barrier: what the busiest process of each window leaves.
func (w *Work) Limit(serial float64) float64 {
	one, many := 0.0, 0.0
	for _, window := range w.Windows {
		sum, most := 0, 0
		for _, n := range window {
			sum, most = sum+n, max(most, n)
		}
		one += float64(sum)
		many += float64(sum)*serial + float64(most)*(1-serial)
	}
	return one / many
}
