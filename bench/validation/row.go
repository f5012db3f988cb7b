package validation

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
	Gap       string // why the model is known to lie outside; such a row is not OK, and counts apart from failures
}

// OK is the verdict.
func (r Row) OK() bool {
	if r.Absent != "" {
		return true
	}
	d := r.Computed - r.Reference
	return d <= r.Tolerance && -d <= r.Tolerance
}
