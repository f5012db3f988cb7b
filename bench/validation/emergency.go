package validation

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/stat/distuv"

	"cascata/model/emergency"
)

// Emergency compares the call taking of a PSAP with queueing theory: steady loads by batch means, surges by an ensemble. Then come the
// what-ifs whose sign is known.
func Emergency() ([]Row, error) {
	rows, err := emergencyRows(callEffort{share: 1, batches: 400, surges: 48_000, widest: 1})
	if err != nil {
		return nil, err
	}
	more, err := moreRows(moreReplications, moreQueues)
	return append(rows, more...), err
}

// callEffort is how much simulation the comparison may cost.
type callEffort struct {
	share   float64 // of the calls of each load
	least   uint64  // calls of a load
	batches int     // of each load
	surges  int     // replications of each surge
	widest  float64 // interval of a probability, in what is wanted
	wrong   int     // positions too many in the simulation, for a test that this is noticed
}

func emergencyRows(e callEffort) ([]Row, error) {
	families, err := queueFamilies()
	if err != nil {
		return nil, err
	}
	if err := e.solve(families); err != nil {
		return nil, err
	}
	surges, err := e.surgeGroups()
	if err != nil {
		return nil, err
	}
	tests := 0
	for _, f := range families {
		for _, l := range f.loads {
			tests += len(l.figures)
		}
	}
	for _, g := range surges {
		tests += len(g.samples)
	}
	var rows []Row
	for _, f := range families {
		rows = append(rows, f.rows(tests, e)...)
	}
	for _, g := range surges {
		rows = append(rows, g.row(tests, e.surges))
	}
	return append(rows, widestSurge(surges, tests, e)), nil
}

// rows are one for each load, its worst figure, and two for the widest intervals of all.
func (f *family) rows(tests int, e callEffort) []Row {
	var rows []Row
	quantile := familyQuantile(tests, e.batches-linear+1)
	for _, l := range f.loads {
		if l.refused {
			rows = append(rows, l.refusal(f))
			continue
		}
		worst := 0.0
		for _, x := range l.figures {
			worst = max(worst, x.t())
		}
		rows = append(rows, Row{ID: f.id, Title: fmt.Sprintf("%s, %d figures of %.4g million calls: largest |t|", l.title, len(l.figures), float64(l.load.Calls)/1e6),
			Source: f.source, Computed: worst, Tolerance: quantile, Unit: "standard errors",
			TolWhy: fmt.Sprintf("Student's t of %d batches, 99 %% for %d tests at once", e.batches, tests)})
	}
	return append(rows,
		f.widest("half-width at 95 %", e, distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(e.batches - linear)}.Quantile(0.975)),
		f.widest("half-width at 99 % for all tests at once", e, quantile))
}

// widest is the row of the widest interval of a probability, as a share of what is wanted.
func (f *family) widest(title string, e callEffort, quantile float64) Row {
	r := Row{ID: f.id, Source: f.source, Tolerance: e.widest, Unit: "1", TolWhy: "1 % of the probability itself where it is 0.01 and more, else 1e-4"}
	for _, l := range f.loads {
		for _, x := range l.figures {
			if width := quantile * x.se / wanted(x.reference); x.probability && width > r.Computed {
				r.Computed, r.Title = width, fmt.Sprintf("%s, widest %s (%s, %s), in what is allowed", f.name, title, l.title, x.title)
			}
		}
	}
	return r
}

// wanted is how wide half the interval of a probability may be.
func wanted(p float64) float64 {
	if p >= 0.01 {
		return 0.01 * p
	}
	return 1e-4
}

// refusal is the row of a load without a steady state.
func (l *loaded) refusal(f *family) Row {
	r := Row{ID: f.id, Title: l.title + ": refused, there is no steady state (1 = yes)", Source: f.source, Reference: 1, TolWhy: "yes or no"}
	if errors.Is(l.load.Validate(), emergency.ErrNoSteadyState) {
		r.Computed = 1
	}
	return r
}

// family is the loads of one table.
type family struct {
	id, name, source string
	loads            []*loaded
}

// loaded is a load with what theory says about it.
type loaded struct {
	title   string
	load    emergency.Load
	refused bool
	figures []*figured
}

// figured is one figure: a quotient of sums.
type figured struct {
	sample
	over, under emergency.Sum
	probability bool
	draws       bool // a mean of the draws themselves, from which no controls are taken off
	square      bool // of what windows had in excess, squared, in place of the sum
}
