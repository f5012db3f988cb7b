package validation

import (
	"context"
	"fmt"
	"math"
	"sort"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/sim"
	"cascata/sim/rng"

	"gonum.org/v1/gonum/stat/distuv"
)

// attackRuns is how many replications stand behind a simulated row.
const attackRuns = 100_000

const dayNS = 24 * 3600 * 1e9

// Attack compares attack graphs, walked by the real campaign process in the real engine, with closed forms, and the McQueen
// times to compromise with their published cells.
func Attack() ([]Row, error) {
	var rows []Row
	for _, part := range []func() ([]Row, error){attackPairs, attackChain, attackNASim, attackMcQueen, attackPatching} {
		r, err := part()
		if err != nil {
			return nil, err
		}
		rows = append(rows, r...)
	}
	return rows, nil
}

// attackTimes walks a graph in many replications and returns the days at which the attacker won, in ascending order.
func attackTimes(g *cyber.Graph, hands int) ([]float64, error) {
	if err := g.Finish(); err != nil {
		return nil, err
	}
	days := make([]float64, 0, attackRuns)
	for r := range uint64(attackRuns) {
		c := cyber.Walk("validation", g, hands, rng.NewRoot(23, r))
		e := sim.New(sim.Options[model.Msg, model.Change]{})
		c.Start(e, e.Add("campaign", c))
		if _, err := e.Run(context.Background()); err != nil {
			return nil, fmt.Errorf("replication %d: %w", r, err)
		}
		at, won := c.Won()
		if !won {
			return nil, fmt.Errorf("replication %d: the attacker never arrived", r)
		}
		days = append(days, float64(at)/dayNS)
	}
	sort.Float64s(days)
	return days, nil
}

// exp1 is a step of rate 1 a day: coreLang's easy and certain.
func exp1(name string, parents ...int32) cyber.Node {
	return cyber.Node{Name: name, All: true, Parents: parents, Time: rng.Exponential{Avg: 24 * 3600}}
}

// attackPairs are two Exp(1) steps under AND and OR. The variances behind the tolerances are those of the maximum (5/4), the
// minimum (1/4), the sum (2) and one (1).
func attackPairs() ([]Row, error) {
	cases := []struct {
		title          string
		all            bool
		hands          int
		mean, variance float64
	}{
		{"AND of two Exp(1) steps, hands without limit: mean", true, 0, 1.5, 1.25},
		{"OR of two Exp(1) steps, hands without limit: mean", false, 0, 0.5, 0.25},
		{"AND of two Exp(1) steps, one hand: mean", true, 1, 2, 2},
		{"OR of two Exp(1) steps, one hand: mean", false, 1, 1, 1},
	}
	var rows []Row
	for _, c := range cases {
		goal := cyber.Node{Name: "goal", All: c.all, Parents: []int32{1, 2}}
		days, err := attackTimes(&cyber.Graph{Nodes: []cyber.Node{goal, exp1("a"), exp1("b")}, Goals: []int32{0}}, c.hands)
		if err != nil {
			return nil, err
		}
		mean, _ := moments(days)
		rows = append(rows, simulated("V23", c.title, "closed form", c.mean, mean, math.Sqrt(c.variance), "d"))
	}
	return rows, nil
}

// simulated is a row whose tolerance is four standard errors, from the reference's own standard deviation.
func simulated(id, title, source string, reference, computed, sd float64, unit string) Row {
	return Row{ID: id, Title: title, Source: source, Reference: reference, Computed: computed,
		Tolerance: 4 * sd / math.Sqrt(attackRuns), TolWhy: fmt.Sprintf("4 standard errors of %d replications", attackRuns), Unit: unit}
}

// attackChain is a row of five Exp(1) steps: Gamma(5, 1), with one hand and with any number.
func attackChain() ([]Row, error) {
	const n = 5
	g := &cyber.Graph{Goals: []int32{n - 1}}
	for i := range int32(n) {
		if i == 0 {
			g.Nodes = append(g.Nodes, exp1("step 1"))
		} else {
			g.Nodes = append(g.Nodes, exp1(fmt.Sprintf("step %d", i+1), i-1))
		}
	}
	days, err := attackTimes(g, 1)
	if err != nil {
		return nil, err
	}
	mean, variance := moments(days)
	// The fourth central moment of Gamma(n, 1) is 3 n (n + 2), so the variance of the sample variance is (3 n (n+2) - n^2) / N.
	sdOfVariance := math.Sqrt(3*n*(n+2) - n*n)
	title := fmt.Sprintf("chain of %d Exp(1) steps: ", n)
	return []Row{
		simulated("V23", title+"mean of Gamma(5, 1)", "closed form", n, mean, math.Sqrt(n), "d"),
		simulated("V23", title+"variance of Gamma(5, 1)", "closed form", n, variance, sdOfVariance, "d^2"),
		{ID: "V23", Title: title + "Kolmogorov-Smirnov distance from Gamma(5, 1)", Source: "closed form", Reference: 0,
			Computed: distance(days, distuv.Gamma{Alpha: n, Beta: 1}.CDF), Tolerance: 2.225 / math.Sqrt(attackRuns),
			TolWhy: "exceeded by chance once in 10,000 times (Kolmogorov's limit, sqrt(-ln(0.00005)/2))"},
	}, nil
}

// attackMcQueen holds the published cells that can be reproduced exactly, and the sampled mean against the formula.
func attackMcQueen() ([]Row, error) {
	const source = "McQueen, Boyer, Flynn, Beitel 2006, published to one decimal"
	var rows []Row
	for _, c := range []struct {
		vulnerabilities int
		skill           cyber.Skill
		days            float64
	}{
		{19, cyber.Expert, 2.9}, {11, cyber.Expert, 3.8}, {0, cyber.Expert, 21.0},
		{0, cyber.Intermediate, 45.9}, {0, cyber.Beginner, 92.0}, {0, cyber.Novice, 193.4},
	} {
		m := cyber.McQueen{Vulnerabilities: c.vulnerabilities, Skill: c.skill}
		rows = append(rows, Row{ID: "TTC", Title: fmt.Sprintf("time to compromise, %v, %d known vulnerabilities", c.skill, c.vulnerabilities),
			Source: source, Reference: c.days, Computed: m.Days(), Tolerance: 0.05, TolWhy: "the paper prints one decimal", Unit: "d"})
	}
	m := cyber.McQueen{Vulnerabilities: 19, Skill: cyber.Expert}
	days, err := attackTimes(&cyber.Graph{Nodes: []cyber.Node{{Name: "exploit", All: true, Time: m}}, Goals: []int32{0}}, 1)
	if err != nil {
		return nil, err
	}
	mean, variance := moments(days)
	return append(rows, simulated("TTC", "expert, 19 known vulnerabilities, sampled: mean of the formula", "the formula above",
		m.Days(), mean, math.Sqrt(variance), "d")), nil
}

// moments are the mean and the sample variance.
func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v
	}
	mean /= float64(len(x))
	for _, v := range x {
		variance += (v - mean) * (v - mean)
	}
	return mean, variance / float64(len(x)-1)
}

// distance is the Kolmogorov-Smirnov distance of an ascending sample from a distribution.
func distance(x []float64, cdf func(float64) float64) float64 {
	d, n := 0.0, float64(len(x))
	for i, v := range x {
		p := cdf(v)
		d = max(d, p-float64(i)/n, float64(i+1)/n-p)
	}
	return d
}
