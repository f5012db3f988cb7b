package emergency

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"cascata/sim"
	"cascata/sim/rng"
)

// Load is a steady load on a PSAP: Poisson arrivals of one class, exponential handling and patience, first come first served.
type Load struct {
	ArrivalsPerHour float64 // [calls/h, above 0 to MaxRate]
	HandlingS       float64 // mean [s, above 0]
	PatienceS       float64 // mean [s, above 0; 0 = nobody hangs up]
	Positions       int     // [1 to MaxPositions]
	Trunks          int     // in service and waiting [Positions to MaxCalls; 0 = no limit]
	Calls           uint64  // simulated, the first tenth of which is discarded [MinCalls to MaxLoad]
	Batches         int     // of the calls that are left [2 to a tenth of Calls; 0 = DefaultBatches]
	Seed            uint64
	Within          []time.Duration // waits that Steady.Sums counts
}

// DefaultBatches is how many batches the calls are cut into. Schmeiser (1982) shows that beyond 30 the interval gains next to
// nothing, while each batch gets shorter, and what is left of the queue from one batch to the next makes the interval too narrow.
const DefaultBatches = 30

// The least and the most calls of a Load.
const (
	MinCalls = 1000
	MaxLoad  = 1e11
)

// ErrNoSteadyState is what a load is refused with whose queue grows for ever.
var ErrNoSteadyState = errors.New("no steady state")

// longest is the longest time a load may take in simulation [h]: 200 years, so that the clock, which holds 292, does not end.
const longest = 200 * 365.25 * 24

// Validate lists everything that is wrong with the numbers; then it refuses a load without a steady state.
func (l *Load) Validate() error {
	var faults []error
	bad := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	const day = 24 * 3600.0
	bad(!(l.ArrivalsPerHour > 0 && l.ArrivalsPerHour <= MaxRate), "%v arrivals per hour: write a number above 0, up to %g", l.ArrivalsPerHour, float64(MaxRate))
	bad(!(l.HandlingS >= 1e-3 && l.HandlingS <= day), "handling of %v s: write a mean of 0.001 to 86400", l.HandlingS)
	bad(!(l.PatienceS == 0 || l.PatienceS >= 1e-3 && l.PatienceS <= 365*day), "patience of %v s: write a mean of 0.001 to 31536000, or none where nobody hangs up", l.PatienceS)
	bad(l.Positions < 1 || l.Positions > MaxPositions, "%d positions: write 1 to %d", l.Positions, MaxPositions)
	bad(l.Trunks < 0 || l.Trunks > MaxCalls, "%d trunks: write the positions or more, up to %d, or none for no limit", l.Trunks, MaxCalls)
	bad(l.Trunks > 0 && l.Trunks < l.Positions, "%d trunks for %d positions: a call in service holds a trunk, so that %d positions could never be used",
		l.Trunks, l.Positions, l.Positions-l.Trunks)
	bad(l.Calls < MinCalls || l.Calls > MaxLoad, "%d calls: write %d to %d", l.Calls, MinCalls, uint64(MaxLoad))
	bad(l.Batches < 0 || l.Batches == 1 || uint64(l.Batches) > l.Calls/10, "%d batches: write 2 to a tenth of the calls", l.Batches)
	bad(len(l.Within) > MaxWithin, "%d waits to count, more than %d", len(l.Within), MaxWithin)
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if hours := float64(l.Calls) / l.ArrivalsPerHour; hours > longest {
		return fmt.Errorf("%d calls at %v an hour take %.0f years, more than the clock holds (200): fewer calls", l.Calls, l.ArrivalsPerHour, hours/365.25/24)
	}
	if l.PatienceS == 0 && l.Trunks == 0 && l.Offered() >= float64(l.Positions) {
		return fmt.Errorf("%w: %.6g erlangs are offered to %d positions, nobody hangs up and no call is blocked, so that the queue grows for ever; "+
			"more positions, patience, or a limit of trunks", ErrNoSteadyState, l.Offered(), l.Positions)
	}
	return nil
}

// Offered is the offered load [erlangs]: arrival rate times mean handling.
func (l *Load) Offered() float64 { return l.ArrivalsPerHour / 3600 * l.HandlingS }

// Relaxation is how many calls come while a disturbance of the queue falls to 1/e, where nobody hangs up and no call is blocked
// [calls]: rho / (1 - sqrt(rho))^2 for the utilisation rho (Morse, "Stochastic properties of waiting lines", 1955, for one
// server; the spectral gap of M/M/c under heavy load is the same). Elsewhere it is 0: not known, but shorter.
func (l *Load) Relaxation() float64 {
	if l.PatienceS > 0 || l.Trunks > 0 {
		return 0
	}
	rho := l.Offered() / float64(l.Positions)
	gap := 1 - math.Sqrt(rho)
	return rho / (gap * gap)
}

// spec is the PSAP under the load.
func (l *Load) spec() *Spec {
	class := Class{Name: "voice", Handling: rng.Exponential{Avg: l.HandlingS}}
	if l.PatienceS > 0 {
		class.Patience = rng.Exponential{Avg: l.PatienceS}
	}
	return &Spec{Name: "load", Positions: l.Positions, Trunks: l.Trunks, Classes: []Class{class}}
}

// between is how many calls are simulated between two looks at whether to stop.
const between = 1 << 16

// Solve simulates the load call by call and sums what became of the calls, batch by batch. Cost: some 200 ns a call.
func (l *Load) Solve(ctx context.Context) (*Steady, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	root := rng.NewRoot(l.Seed, 0)
	source := NewSource([]Rate{{PerHour: l.ArrivalsPerHour}}, root.Stream("psap/load/arrivals"))
	psap, s := New(l.spec(), root), newSteady(l)
	psap.Observe = s.observe
	for n := range l.Calls {
		at, _ := source.Next()
		if n == s.border {
			psap.Advance(at)
			s.cross(psap)
		}
		psap.Offer(at, 0, n)
		if n%between == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	// No later call can move the waits of these, so that none need come; the last batch ends when the next one would.
	at, _ := source.Next()
	psap.Advance(at)
	s.cross(psap)
	for next := psap.Next(); next != sim.Never; next = psap.Next() {
		psap.Advance(next)
	}
	return s, nil
}
