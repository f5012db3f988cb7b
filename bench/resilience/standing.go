package resilience

import (
	"math"

	"cascata/model/resilience"
)

// Standing is where an arm stands among the arms of an experiment by a metric of which less is better.
type Standing struct {
	Rank int     // 1 is the least mean; arms of one mean share a rank; 0 of an arm without a value
	Mean float64 // over replications; NaN if it has no value
	resilience.Difference
	Adjusted float64 // P of Difference by Holm's correction for all arms but the first [0 to 1]; NaN for the first
}

// Standings compares arms with the first one. arms holds, by arm, a value for each replication, in the same order everywhere; NaN where
// a replication has none. It is an error if arms differ in length.
func Standings(arms [][]float64) ([]Standing, error) {
	list, p := make([]Standing, len(arms)), make([]float64, len(arms))
	for i, values := range arms {
		d, err := resilience.Paired(arms[0], values)
		if err != nil {
			return nil, err
		}
		list[i].Mean, list[i].Difference = resilience.Summarise(values).Mean, d
		if p[i] = d.P; i == 0 {
			p[i] = math.NaN()
		}
	}
	for i, adjusted := range resilience.Holm(p) {
		list[i].Adjusted = adjusted
		list[i].Rank = rank(list, i)
	}
	return list, nil
}

// rank is one more than the number of arms with a lower mean.
func rank(list []Standing, i int) int {
	if math.IsNaN(list[i].Mean) {
		return 0
	}
	before := 0
	for k := range list {
		if list[k].Mean < list[i].Mean {
			before++
		}
	}
	return before + 1
}
