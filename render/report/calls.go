package report

import (
	"math"
	"slices"
	"strconv"
	"time"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// callRow is the 112 calls that begin within some hours.
type callRow struct {
	Clock, Calls, Prompt, P90, Longest, Lost, Given, Elsewhere, Response string
	Bar                                                                  int // share of the busiest row [per cent]
}

// mostCallRows is how many rows the table of calls has at most.
const mostCallRows = 36

// callBin gathers calls.
type callBin struct {
	calls, reached, prompt, lost, given, elsewhere int
	waits, responses                               []float64
	longest                                        float64
}

// callRows is the table of calls; nil for a run without.
func callRows(rec *trace.Recording) []callRow {
	list := rec.Calls()
	if len(list) == 0 {
		return nil
	}
	hours := int(math.Ceil(rec.Header.End.Sub(0).Hours()))
	step := sim.Time(max(1, (hours+mostCallRows-1)/mostCallRows)) * sim.Time(time.Hour)
	bins := make([]callBin, int(rec.Header.End/step)+1)
	for _, i := range list {
		q := &rec.Requests[i]
		bins[q.Steps[model.StepTrigger]/step].add(q)
	}
	if n := len(bins); bins[n-1].calls == 0 {
		bins = bins[:n-1]
	}
	most := 1
	for i := range bins {
		most = max(most, bins[i].calls)
	}
	rows := make([]callRow, len(bins))
	for i := range bins {
		rows[i] = bins[i].row()
		rows[i].Clock, rows[i].Bar = clock(rec, sim.Time(i)*step), 100*bins[i].calls/most
	}
	return rows
}

func (b *callBin) add(q *trace.Request) {
	b.calls++
	if q.Sort == model.RequestPocket {
		return // nobody needs help, whatever becomes of it
	}
	switch q.Outcome {
	case model.OutcomeLost:
		b.lost++
	case model.OutcomeAbandoned, model.OutcomeBlocked:
		b.given++
	case model.OutcomeElsewhere:
		b.elsewhere++
	}
	connected, answered := q.Steps[model.StepConnected], q.Steps[model.StepAnswered]
	if connected == sim.Never || q.Sort == model.RequestFlood {
		return
	}
	b.reached++
	if answered == sim.Never {
		return
	}
	w := answered.Sub(connected).Seconds()
	if w <= 10 {
		b.prompt++
	}
	b.waits, b.longest = append(b.waits, w), max(b.longest, w)
	if scene := q.Steps[model.StepOnScene]; scene != sim.Never && (q.Category == 1 || q.Category == 2) {
		b.responses = append(b.responses, scene.Sub(answered).Minutes())
	}
}

func (b *callBin) row() callRow {
	slices.Sort(b.waits)
	slices.Sort(b.responses)
	of := func(list []float64, p float64, unit string) string {
		if len(list) == 0 {
			return "-"
		}
		return strconv.FormatFloat(resilience.Quantile(list, p), 'f', 1, 64) + unit
	}
	r := callRow{Calls: scene.Count(int64(b.calls)), Prompt: "-", P90: of(b.waits, 0.9, " s"), Longest: of(b.waits, 1, " s"), Lost: scene.Count(int64(b.lost)),
		Given: scene.Count(int64(b.given)), Elsewhere: scene.Count(int64(b.elsewhere)), Response: of(b.responses, 0.9, " min")}
	if b.reached > 0 {
		r.Prompt = scene.Percent(float64(b.prompt) / float64(b.reached))
	}
	return r
}
