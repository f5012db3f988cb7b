package validation

import (
	"fmt"
	"math"

	"cascata/model/closure"
)

// Percolation compares random networks that need each other with theory: shares that survive an attack, by Student's t over
// independent runs, and the attacks they only just survive.
func Percolation() ([]Row, error) {
	return percolation(effort{runs: 30, nodes: 7_000, every: 1, jump: sizes{4, 40_000}, smooth: sizes{20, 200_000}, within: 0.01})
}

func percolation(e effort) ([]Row, error) {
	values, err := e.published()
	if err != nil {
		return nil, err
	}
	groups, err := e.tables()
	if err != nil {
		return nil, err
	}
	tests := len(values)
	for _, g := range groups {
		tests += len(g)
	}
	quantile := familyQuantile(tests, e.runs)
	var rows []Row
	for _, v := range values {
		rows = append(rows, v.row(quantile, tests, e.runs))
	}
	for _, g := range groups {
		rows = append(rows, g.row(quantile, tests, e.runs))
	}
	thresholds, err := e.thresholds()
	return append(rows, thresholds...), err
}

// row is one published value.
func (s sample) row(quantile float64, tests, runs int) Row {
	return Row{ID: s.id, Title: s.title, Source: s.source, Reference: s.reference, Computed: s.mean, Tolerance: quantile*s.se + s.finite, Unit: "1",
		TolWhy: fmt.Sprintf("t = %.2f standard errors of %d runs (99 %% for %d tests at once) and %.2g for the finite network", quantile, runs, tests, s.finite)}
}

// group is the samples of one network's table.
type group []sample

// row is the worst of a group, in standard errors.
func (g group) row(quantile float64, tests, runs int) Row {
	var worst float64
	for _, s := range g {
		worst = max(worst, s.t())
	}
	return Row{ID: g[0].id, Title: fmt.Sprintf("%s, %d shares from p = 0 to 1: largest |t|", g[0].title, len(g)), Source: g[0].source,
		Computed: worst, Tolerance: quantile, Unit: "standard errors",
		TolWhy: fmt.Sprintf("Student's t of %d runs, 99 %% for %d tests at once; what a finite network is off by counts as 0", runs, tests)}
}

// finite is what a network may be off by because it is not infinite. Where nothing survives in theory a component survives, at
// most about as large as at a threshold: N^(2/3) nodes. Elsewhere the offset is of order 1/N away from the threshold; ten nodes
// are a hundredth to a tenth of the tolerance that chance needs, and nearer to a threshold the networks are larger instead.
func finite(reference float64, nodes int) float64 {
	n := float64(nodes)
	if reference == 0 {
		return 1 / math.Cbrt(n)
	}
	return 10 / n
}

const (
	buldyrev    = "Buldyrev et al., Nature 464, 1025, 2010: P = p (1 - exp(-k P))^2"
	gao         = "Gao et al., Phys. Rev. Lett. 107, 195701, 2011: P = p (1 - exp(-k P))^n"
	parshani    = "Parshani et al., Phys. Rev. Lett. 105, 048701, 2010, both networks attacked: P = (p/2) (1 - exp(-k P)) (1 - q + sqrt((1-q)^2 + 4 q P))"
	parshaniOne = "Parshani et al., Phys. Rev. Lett. 105, 048701, 2010, only A attacked: P_A = p (1 - exp(-k P_A)) (1 - q exp(-k P_B)), " +
		"P_B = (1 - exp(-k P_B)) (1 - q + q p (1 - exp(-k P_A)))"
	shao = "Shao et al., Phys. Rev. E 83, 036116, 2011: P = R (1 - exp(-c P)) (1 - exp(-k P))"
)

// published are single values: one network, two coupled in full, in part, and by several supports.
func (e effort) published() ([]sample, error) {
	cases := []struct {
		id, title, source string
		reference         float64
		p                 closure.Percolation
	}{
		{"V1", "one network, k = 1.5: giant component", "Erdos and Renyi: S = 1 - exp(-k S)", 0.582812, closure.Percolation{Networks: 1, Degree: 1.5, P: 1}},
		{"V1", "one network, k = 2: giant component", "Erdos and Renyi: S = 1 - exp(-k S)", 0.796812, closure.Percolation{Networks: 1, Degree: 2, P: 1}},
		{"V1", "one network, k = 3: giant component", "Erdos and Renyi: S = 1 - exp(-k S)", 0.940480, closure.Percolation{Networks: 1, Degree: 3, P: 1}},
		{"V1", "one network, k = 4: giant component", "Erdos and Renyi: S = 1 - exp(-k S)", 0.980173, closure.Percolation{Networks: 1, Degree: 4, P: 1}},
		{"V2", "two networks, k = 4, p = 0.65", buldyrev, 0.4598, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, P: 0.65}},
		{"V2", "two networks, k = 4, p = 0.7", buldyrev, 0.5576, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, P: 0.7}},
		{"V2", "two networks, k = 4, p = 0.8", buldyrev, 0.7088, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, P: 0.8}},
		{"V2", "two networks, k = 4, p = 0.9", buldyrev, 0.8381, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, P: 0.9}},
		{"V4", "both attacked, k = 3, q = 0.6, p = 0.8", parshani, 0.4426, closure.Percolation{Networks: 2, Degree: 3, Coupling: 0.6, P: 0.8, Both: true}},
		{"V4", "both attacked, k = 3, q = 0.6, p = 0.85", parshani, 0.5685, closure.Percolation{Networks: 2, Degree: 3, Coupling: 0.6, P: 0.85, Both: true}},
		{"V4", "both attacked, k = 3, q = 0.6, p = 0.9", parshani, 0.6819, closure.Percolation{Networks: 2, Degree: 3, Coupling: 0.6, P: 0.9, Both: true}},
		{"V4", "both attacked, k = 3, q = 0.4, p = 0.7", parshani, 0.3690, closure.Percolation{Networks: 2, Degree: 3, Coupling: 0.4, P: 0.7, Both: true}},
		{"V5", "any of c = 3 supports, k = 4, R = 0.9", shao, 0.7757, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, Supports: 3, P: 0.9, Both: true}},
		{"V5", "any of c = 4 supports, k = 4, R = 0.9", shao, 0.8381, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, Supports: 4, P: 0.9, Both: true}},
		{"V5", "any of c = 4 supports, k = 4, R = 0.7", shao, 0.5576, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, Supports: 4, P: 0.7, Both: true}},
		{"V5", "any of c = 2 supports, k = 4, R = 0.95", shao, 0.6146, closure.Percolation{Networks: 2, Degree: 4, Coupling: 1, Supports: 2, P: 0.95, Both: true}},
	}
	var values []sample
	for i, c := range cases {
		c.p.Nodes, c.p.Seed = 3*e.nodes, uint64(100+i)
		got, err := simulate(c.p, e.runs)
		if err != nil {
			return nil, err
		}
		s := got[0]
		s.id, s.title, s.source, s.reference = c.id, "share of A that works: "+c.title, c.source, c.reference
		s.finite = finite(c.reference, c.p.Nodes) + 5e-5 // the references have four digits
		values = append(values, s)
	}
	return values, nil
}
