package validation

import (
	"fmt"
	"math"
	"slices"
	"time"

	"cascata/model/modeltest"
)

const iimSource = "inoperability input-output model (Haimes and Jiang 2001; Lian and Haimes 2006), computed with GNU Octave 7.3.0: testdata/iim"

// inoperabilityRows compares weighted needs with the static and the dynamic model.
func inoperabilityRows() ([]Row, error) {
	var rows []Row
	for _, name := range []string{"five_sector", "eight_sector"} {
		e, err := readEconomy(name)
		if err != nil {
			return nil, err
		}
		for _, part := range []func() ([]Row, error){e.static, e.discrete, e.continuous, e.demandStep} {
			more, err := part()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			rows = append(rows, more...)
		}
	}
	return rows, nil
}

func (e *economy) row(title string, reference, computed, tolerance float64, why, unit string) Row {
	return Row{ID: "V19", Title: e.name + ": " + title, Source: iimSource, Reference: reference, Computed: computed,
		Tolerance: tolerance, TolWhy: why, Unit: unit}
}

// level is one step of a Level.
const level = 0x1p-20

// static: the fixed point at which the cascade comes to rest under c*.
func (e *economy) static() ([]Row, error) {
	c, err := e.run(0, 0, e.shock(0, "c_star"))
	if err != nil {
		return nil, err
	}
	var most, total, output float64
	for i, q := range c.final {
		most = max(most, math.Abs(q-e.columns["q_static"][i]))
		total += q * e.columns["output_x"][i]
		output += e.columns["output_x"][i]
	}
	// Rounding each level and each c* costs half a level apiece; rows of A* sum to less than 1/2, so at most doubled on the way.
	return []Row{
		e.row("static, largest |q - q_reference| of all sectors", 0, most, 2*level, "half a level each for q and c*, doubled by the inverse", "1"),
		e.row("static, total loss", e.meta.Static, total, 2*level*output, "two levels of the whole output", "money/day"),
	}, nil
}

// discrete: the trajectory by the published Euler steps.
func (e *economy) discrete() ([]Row, error) {
	c, err := e.run(e.meta.Step, e.meta.Step, e.wound())
	if err != nil {
		return nil, err
	}
	most, err := e.furthest(c, "diim_discrete_recovery.csv")
	return []Row{e.row("dynamic by steps, largest |q - q_reference| of all sectors and times", 0, most, 3*level,
		"half a level each for q0, q and what comes to rest, doubled by the inverse", "1")}, err
}

// smallStep is the step with which the exact solution is approached, a tenth of the default of the fastest sector [days].
const smallStep = 0.0005

// order compares the errors at two steps, one four times the other, with the first order of the explicit Euler method.
func (e *economy) order(title, file string, orders []modeltest.Order) (*course, []Row, error) {
	errs := [2]float64{}
	var fine *course
	for i, step := range []float64{4 * smallStep, smallStep} {
		c, err := e.run(step, e.meta.Step, orders)
		if err != nil {
			return nil, nil, err
		}
		if errs[i], err = e.furthest(c, file); err != nil {
			return nil, nil, err
		}
		fine = c
	}
	return fine, []Row{
		e.row(title+", exact solution, largest |q - q_reference|, steps of 43.2 s", 0, errs[1], 2e-4, "explicit Euler: half a step times the largest second derivative", "1"),
		e.row(title+", order of convergence from steps of 172.8 s to 43.2 s", 1, math.Log2(errs[0]/errs[1])/2, 0.1, "next term of the error, and levels of 1e-6 in errors of 1e-5", "1"),
	}, nil
}

func (e *economy) continuous() ([]Row, error) {
	c, rows, err := e.order("dynamic recovery", "diim_continuous_recovery.csv", e.wound())
	if err != nil {
		return nil, err
	}
	var total float64
	for _, m := range c.money {
		total += m
	}
	return append(rows, e.row("dynamic recovery, total loss", e.meta.Recovered, total, 1e-3*e.meta.Recovered, "explicit Euler and sums over steps: a thousandth", "money")), nil
}

func (e *economy) demandStep() ([]Row, error) {
	ends := int64(e.meta.StepEnds)
	orders := slices.Concat(e.shock(0, "c_star_step"), e.shock(time.Duration(ends)*day, ""))
	c, rows, err := e.order("dynamic under a shock", "diim_continuous_demand_step.csv", orders)
	if err != nil {
		return nil, err
	}
	var total, reference float64
	for i, m := range c.money {
		total += m
		reference += e.columns["loss_demand_step_c"][i]
	}
	return append(rows, e.row("dynamic under a shock, total loss", reference, total, 1e-3*reference, "explicit Euler and sums over steps: a thousandth", "money")), nil
}

// leontiefRows: two sectors of Miller and Blair, Input-Output Analysis, and the clipped form of IN-CORE (pyincore), where M is
// read by columns: q = (I - M^T)^-1 u.
func leontiefRows() ([]Row, error) {
	mb := &economy{sectors: []string{"one", "two"}, a: [][]float64{{0.15, 0.25}, {0.20, 0.05}},
		columns: map[string][]float64{"f": {0.06, 0.15}, "output_x": {1, 1}}}
	c, err := mb.run(0, 0, mb.shock(0, "f"))
	if err != nil {
		return nil, err
	}
	source := "Miller and Blair, Input-Output Analysis, two-sector example; final demand scaled by 1/10,000 to a share"
	var rows []Row
	for i, x := range []float64{1247.5247524752, 1841.5841584158} {
		rows = append(rows, Row{ID: "V19", Title: fmt.Sprintf("Leontief, f = (600, 1500): output of sector %d", i+1), Source: source,
			Reference: x, Computed: 1e4 * c.final[i], Tolerance: 1e4 * 2 * level, TolWhy: "two levels of 2^-20, scaled back", Unit: "money"})
	}
	more, err := incoreRows()
	return append(rows, more...), err
}

// incoreRows: M[i][j] is what sector j loses when i is lost. Sector c is hit from both sides and clipped at 1.
func incoreRows() ([]Row, error) {
	m := [][]float64{{0, 0.3, 0.7}, {0.2, 0, 0.6}, {0, 0, 0}}
	e := &economy{sectors: []string{"a", "b", "c"}, a: transposed(m), columns: map[string][]float64{"u": {0.5, 0.4, 0.3}, "output_x": {1, 1, 1}}}
	c, err := e.run(0, 0, e.shock(0, "u"))
	if err != nil {
		return nil, err
	}
	// By hand: a = 0.5 + 0.2 b, b = 0.4 + 0.3 a, so a = 0.58/0.94 and b = 0.55/0.94; c = 0.3 + 0.7 a + 0.6 b > 1.
	reference := []float64{1 - 0.58/0.94, 1 - 0.55/0.94, 0}
	var rows []Row
	for i, name := range e.sectors {
		rows = append(rows, Row{ID: "V19", Title: "IN-CORE form, functionality 1 - q of sector " + name + ", clipped at 0",
			Source: "q = (I - M^T)^-1 u as in IN-CORE (pyincore), solved by hand", Reference: reference[i], Computed: 1 - c.final[i],
			Tolerance: 2 * level, TolWhy: "two levels of 2^-20", Unit: "1"})
	}
	return rows, nil
}

func transposed(m [][]float64) [][]float64 {
	t := make([][]float64, len(m))
	for i := range m {
		for j := range m {
			t[i] = append(t[i], m[j][i])
		}
	}
	return t
}
