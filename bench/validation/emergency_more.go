package validation

import (
	"bytes"
	"context"
	"fmt"
	"math"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/scenarios/cityfile"
	"cascata/scenarios/defaults"
	"cascata/sim"
	"cascata/sim/batch"
	"cascata/sim/rng"
)

// More of what helps must not hurt: longer batteries and one position more, each against the same replications without.

// moreReplications is how many are paired, and moreQueues how many queues are run with one position more.
const (
	moreReplications = 200
	moreQueues       = 300
)

// surgeBlackout is the shipped blackout for sixteen hours, with a surge of calls from the minute in which the power fails. Everything is on, power, telecom,
// calls and patients with their physics; roads and water by their needs alone, whose equilibria and hydraulics would cost twenty times as much.
func surgeBlackout() []string {
	return []string{"horizon=16h", "sector.traffic.fidelity=connectivity", "sector.water.fidelity=connectivity",
		`calls=[{at="0d 11:34", until="0d 20:00", per_hour=200, sort="voice", why="people ask what is going on"}]`}
}

// moreRows are the what-ifs whose sign is known beforehand.
func moreRows(replications, queues int) ([]Row, error) {
	base, err := callersLost(replications, nil, 0)
	if err != nil {
		return nil, err
	}
	rows := []Row{}
	for _, c := range []struct {
		title     string
		sets      []string
		positions int
	}{
		{"batteries of mobile sites last 8 h instead of 4 h", []string{`needs."telecom/site.power".buffer=8h`}, 0},
		{"the PSAP has 6 positions instead of 5", nil, 6},
	} {
		with, err := callersLost(replications, c.sets, c.positions)
		if err != nil {
			return nil, err
		}
		r, err := moreRow(c.title, base, with)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	longer, err := longestDelay(queues, 1)
	if err != nil {
		return nil, err
	}
	return append(rows, Row{ID: "V18", Title: fmt.Sprintf("one position more: what it adds to the wait of the caller whom it serves worst, %d queues, first come first served, one class, no retrials, handling drawn by caller", queues),
		Source: "induction over callers (docs/psap.md)", Computed: longer, TolWhy: "exact: of each caller, the same draws", Unit: "s"}), nil
}

// moreRow is how much of the paired interval of callers lost lies above 0.
func moreRow(title string, base, with []float64) (Row, error) {
	d, err := resilience.Paired(base, with)
	if err != nil {
		return Row{}, err
	}
	if d.N != len(base) {
		return Row{}, fmt.Errorf("%s: only %d of %d pairs", title, d.N, len(base))
	}
	return Row{ID: "V18", Title: fmt.Sprintf("blackout with a surge of calls, %s: callers lost (redials are one caller) change by %.3g, 95 %% interval %.3g to %.3g over %d pairs; how much of it lies above 0", title, d.Mean, d.Low, d.High, d.N),
		Source: "monotony: more of what helps loses no more callers; common random numbers", Computed: max(0, d.High), TolWhy: "the upper end lies at or below 0; roads and water by needs alone", Unit: "callers"}, nil
}

// callersLost is, by replication, how many callers of the blackout nobody answered: no network, no line, or given up.
func callersLost(replications int, sets []string, positions int) ([]float64, error) {
	s, err := positioned(append(surgeBlackout(), sets...), positions)
	if err != nil {
		return nil, err
	}
	slots, err := batch.Run(context.Background(), batch.Options{Replications: replications}, func(ctx context.Context, n int) (float64, error) {
		rec, err := s.Run(ctx, scenarios.RunOptions{Replication: n})
		if err != nil {
			return math.NaN(), err
		}
		return lostCallers(rec), nil
	})
	values := make([]float64, len(slots))
	for i, slot := range slots {
		if slot.Err != nil {
			return nil, slot.Err
		}
		values[i] = slot.Value
	}
	return values, err
}

// lostCallers is how many callers nobody answered, without pocket calls.
func lostCallers(rec *trace.Recording) float64 {
	lost := 0.0
	for _, i := range rec.Calls() {
		q := &rec.Requests[i]
		if q.Sort == model.RequestPocket {
			continue
		}
		switch q.Outcome {
		case model.OutcomeLost, model.OutcomeAbandoned, model.OutcomeBlocked:
			lost++
		}
	}
	return lost
}

// positioned is the blackout with so many positions at the main PSAP; 0 leaves the city as it is.
func positioned(sets []string, positions int) (*scenarios.Scenario, error) {
	if positions == 0 {
		return scenarios.Load("blackout", sets, nil)
	}
	cat, err := defaults.Load()
	if err != nil {
		return nil, err
	}
	city, err := cities.LoadWith("lisboa", cat)
	if err != nil {
		return nil, err
	}
	psap, ok := city.Asset("emergency/psap-01")
	if !ok {
		return nil, fmt.Errorf("lisboa has no emergency/psap-01")
	}
	city.Assets[psap].Capacity = float64(positions)
	var text bytes.Buffer
	if err := cityfile.Write(&text, city, cat); err != nil {
		return nil, err
	}
	return scenarios.Load("blackout", append(sets, `city="./more.city"`), func(string) ([]byte, error) { return text.Bytes(), nil })
}

// longestDelay is the most that so many positions more lengthen the wait of any caller [s], over queues of 1 to 12 positions between half and
// one and a half times their capacity.
func longestDelay(queues, more int) (float64, error) {
	worst := 0.0
	for k := range queues {
		positions := 1 + k%12
		rate := (0.5 + float64(k%7)/6) * float64(positions) * 3600 / 90
		few, many := queueWaits(uint64(k), positions, rate), queueWaits(uint64(k), positions+more, rate)
		if len(few) != len(many) {
			return 0, fmt.Errorf("queue %d: %d callers answered, and %d with more positions", k, len(few), len(many))
		}
		for n := range few {
			worst = max(worst, float64(many[n]-few[n])*1e-9)
		}
	}
	return worst, nil
}

// queueWaits is how long each of 1,000 callers waited [ns].
func queueWaits(replication uint64, positions int, perHour float64) []sim.Time {
	const callers = 1000
	root := rng.NewRoot(18, replication)
	spec := &emergency.Spec{Name: "queue", Positions: positions, Classes: []emergency.Class{{Name: "voice", Handling: rng.LogNormal{Median: 75, Sigma: 0.6}}}}
	p, source := emergency.New(spec, root), emergency.NewSource([]emergency.Rate{{PerHour: perHour}}, root.Stream("arrivals"))
	waits, answered := make([]sim.Time, callers), 0
	p.Observe = func(what emergency.What, at sim.Time, c *emergency.Call) {
		if what == emergency.Answered {
			waits[c.Number] = at - c.Offered
			answered++
		}
	}
	for n := range uint64(callers) {
		at, _ := source.Next()
		p.Offer(at, 0, n)
	}
	for next := p.Next(); next != sim.Never; next = p.Next() {
		p.Advance(next)
	}
	return waits[:answered]
}
