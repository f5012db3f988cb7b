package validation

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/stat"

	"cascata/model/health"
	"cascata/model/trace"
	"cascata/scenarios"
)

// supplierSource is what the rows of the pathology supplier are held against.
const supplierSource = "Synnovis, 3 June 2024, two London trusts (NHS England London, 2024)"

// Two trusts have some 2,300 beds: general knowledge, uncertain by a third.
const supplierBeds = 2300

// supplier are the rows of the loss of a pathology supplier: how it comes back, and what hospitals postpone until 4 August.
func (e careEffort) supplier() ([]Row, error) {
	s, err := scenarios.Load("pathology-supplier", nil, nil)
	if err != nil {
		return nil, err
	}
	weeks := []float64{1, 2, 5}
	levels, postponed := make([][]float64, len(weeks)), [2][]float64{}
	for r := range e.suppliers {
		rec, err := s.Run(context.Background(), scenarios.RunOptions{Replication: r})
		if err != nil {
			return nil, err
		}
		for i, w := range weeks {
			level, err := after("supply/pathology-0", w*7*24)(rec)
			if err != nil {
				return nil, err
			}
			levels[i] = append(levels[i], level)
		}
		for i, n := range perTrusts(rec) {
			postponed[i] = append(postponed[i], n)
		}
	}
	var rows []Row
	for i, want := range []float64{0.10, 0.30, 0.54} {
		rows = append(rows, Row{ID: "V6", Title: fmt.Sprintf("calibration: capacity of the laboratory %g weeks after its loss", weeks[i]), Source: supplierSource,
			Reference: want, Computed: stat.Mean(levels[i], nil), Tolerance: 0.1, TolWhy: "two constants fitted to three figures; a tenth of the capacity, set before", Unit: "share"})
	}
	for i, x := range []struct {
		what string
		seen float64
	}{{"planned operations", 1680}, {"outpatient appointments", 10_001}} {
		rows = append(rows, Row{ID: "V6b", Title: fmt.Sprintf("comparison: %s postponed in two months, of %g", x.what, x.seen), Source: supplierSource,
			Reference: 1.25, Computed: stat.Mean(postponed[i], nil) / x.seen, Tolerance: 0.75, Unit: "ratio",
			TolWhy: "half to twice: beds, plans and shares that need the laboratory are general knowledge, chosen by somebody who knew the totals; agreement says little"})
	}
	return rows, nil
}

// perTrusts is what hospitals of so many beds as the two trusts postponed.
func perTrusts(rec *trace.Recording) [2]float64 {
	operations, appointments := health.Postponed(rec)
	beds := health.Beds(rec)
	return [2]float64{operations / beds * supplierBeds, appointments / beds * supplierBeds}
}
