package rng

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Empirical is a distribution given by points of its cumulative curve, straight in between (interpolated). A value
// given twice with different chances is an atom of that weight, and a first chance above 0 is an atom at the first value, so a step
// curve can be written too: "empirical(1h: 0.25, 2h: 0.25, 2h: 1)" is 1h with chance 0.25 and 2h with chance 0.75.
//
// The zero value has no curve: it is invalid, and sampling it panics.
type Empirical struct {
	table *curve // shared by copies, never written again
}

type curve struct {
	values, chances []float64
}

// NewEmpirical makes a distribution from values [s] (0 to 100 years, none less than the one before) and the chances of
// lying at or below them (0 to 1, none less than the one before, the last one 1). It copies both and returns
// what Validate says.
func NewEmpirical(values, chances []float64) (Empirical, error) {
	d := Empirical{&curve{slices.Clone(values), slices.Clone(chances)}}
	return d, d.Validate()
}

// Sample draws a value [s], by inversion.
func (d Empirical) Sample(s *Stream) float64 {
	u, v, c := s.Float64(), d.table.values, d.table.chances
	i := sort.SearchFloat64s(c, u)
	if i == 0 {
		return v[0]
	}
	share := (u - c[i-1]) / (c[i] - c[i-1])
	return v[i-1] + share*(v[i]-v[i-1])
}

// Mean is the mean of the interpolated curve [s].
func (d Empirical) Mean() float64 {
	v, c := d.table.values, d.table.chances
	sum := v[0] * c[0]
	for i := 1; i < len(v); i++ {
		sum += (c[i] - c[i-1]) * (v[i-1] + v[i]) / 2
	}
	return sum
}

// String is such as "empirical(10m: 0, 20m: 0.5, 1h: 1)".
func (d Empirical) String() string {
	if d.table == nil {
		return "empirical()"
	}
	points := make([]string, len(d.table.values))
	for i, v := range d.table.values {
		points[i] = timeText(v) + ": " + numberText(d.table.chances[i])
	}
	return "empirical(" + strings.Join(points, ", ") + ")"
}

// Validate says everything that is wrong with the curve.
func (d Empirical) Validate() error {
	if d.table == nil || len(d.table.values) == 0 {
		return errors.New("an empirical distribution needs at least one point")
	}
	v, c := d.table.values, d.table.chances
	if len(v) != len(c) {
		return fmt.Errorf("there are %d values but %d chances: each value needs its own", len(v), len(c))
	}
	var faults []error
	for i := range v {
		faults = append(faults, firstOf(checkTime(fmt.Sprintf("value %d", i+1), v[i]), checkRange(fmt.Sprintf("chance %d", i+1), c[i], 0, 1)))
		if i > 0 && (v[i] < v[i-1] || c[i] < c[i-1]) {
			faults = append(faults, fmt.Errorf("point %d lies below the one before: values and chances may only rise", i+1))
		}
	}
	if last := c[len(c)-1]; last != 1 {
		faults = append(faults, fmt.Errorf("the last chance is %v: it must be 1", last))
	}
	return errors.Join(faults...)
}
