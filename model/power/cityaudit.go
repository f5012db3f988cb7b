package power

import (
	"fmt"
	"math"

	"cascata/model"
)

// Audit checks the last solve of a solver that City made: in every island generation and storage equal the load served and what is
// stored, at every bus what flows in equals what is taken, no source or storage gives more than it can, and no dark island carries
// anything. It is for tests and validation. Errors: the first thing that does not hold; a solver of another kind.
func Audit(s model.Solver) error {
	v, ok := s.(*cityLife)
	if !ok {
		return fmt.Errorf("%T is no solver of a city's power", s)
	}
	if v.still || v.fault != nil {
		return nil
	}
	if err := v.auditBuses(); err != nil {
		return err
	}
	return v.auditLimits()
}

// auditBuses adds up what every bus gives and what its branches carry away.
func (v *cityLife) auditBuses() error {
	miss, sum, size := make([]float64, len(v.vertex)), make([]float64, len(v.s.isles)), make([]float64, len(v.s.isles))
	give := func(row int32, mw float64) {
		miss[row] += mw
		sum[v.isle(row)] += mw
		size[v.isle(row)] += math.Abs(mw)
	}
	for row := range v.vertex {
		give(int32(row), v.given[row]-v.asked[row]*v.kept[row]*v.relief[row])
	}
	for k, i := range v.sources {
		give(v.elements[i].row, v.source[k].output)
	}
	for k, i := range v.storages {
		give(v.elements[i].row, v.store[k].output)
	}
	for id, mw := range sum {
		if math.Abs(mw) > 1e-7*(1+size[id]) {
			return fmt.Errorf("island %d gives %g MW more than it takes, of %g", id, mw, size[id])
		}
		if v.parts[id].mode == dark && size[id] > 0 {
			return fmt.Errorf("dark island %d gives and takes %g MW", id, size[id])
		}
	}
	for row, i := range v.edge {
		e := &v.elements[i]
		miss[v.elements[e.from].row] -= v.branch[row].flow
		miss[v.elements[e.to].row] += v.branch[row].flow
	}
	for row, mw := range miss {
		if math.Abs(mw) > 1e-6*(1+size[v.isle(int32(row))]) {
			return fmt.Errorf("bus %d gives %g MW more than its branches carry away", row, mw)
		}
	}
	return nil
}

func (v *cityLife) auditLimits() error {
	for k, i := range v.sources {
		if mw := math.Abs(v.source[k].output); mw > v.limit(i)*(1+1e-9)+1e-9 {
			return fmt.Errorf("source %d gives %g MW of %g", v.elements[i].asset, mw, v.limit(i))
		}
	}
	for k, i := range v.storages {
		if mw := math.Abs(v.store[k].output); mw > v.limit(i)*(1+1e-9)+1e-9 {
			return fmt.Errorf("storage %d gives %g MW of %g", v.elements[i].asset, mw, v.limit(i))
		}
		if held := v.store[k].held; !(held >= 0 && held <= v.elements[i].stored) {
			return fmt.Errorf("storage %d holds %g MWh of %g", v.elements[i].asset, held, v.elements[i].stored)
		}
	}
	return nil
}
