package validation

import "math"

// Row is one comparison of Cascata with something nobody here wrote.
type Row struct {
	ID        string  // "V20"
	Title     string  // what is compared
	Source    string  // where the reference comes from
	Reference float64 // the reference value
	Computed  float64 // ours
	Tolerance float64 // largest accepted |Computed - Reference|, with the reason in TolWhy
	TolWhy    string  // "4 standard errors of 100,000 replications", "levels are multiples of 2^-20", ...
	Unit      string
	Absent    string // why nothing was compared, when the reference is not here; the row then counts as neither right nor wrong
	Miss      string // why it is known to lie outside its tolerance; once it lies inside, the statement is out of date and the verdict bad
}

// OK is the verdict.
func (r Row) OK() bool {
	if r.Absent != "" {
		return true
	}
	d := r.Computed - r.Reference
	inside := d <= r.Tolerance && -d <= r.Tolerance
	return inside == (r.Miss == "") && !math.IsNaN(d)
}
