package validation

import (
	"context"
	"fmt"
	"math"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/sim"
	"cascata/sim/rng"
)

// The hosts of NASim's "tiny" network (testdata/nasim/tiny.yaml) and what its subnets and firewalls let through: all three run ssh on
// Linux, and tomcat. From outside only host 1 can be attacked by ssh; from it a scan finds the others; between it and host 2 no ssh passes,
// so that the way leads over host 3. Hosts 2 and 3 are wanted, with root.
func nasimTiny() *cyber.Graph {
	const success = 0.8 // of e_ssh
	g := &cyber.Graph{}
	step := func(name string, fail float64, parents ...int32) int32 {
		g.Nodes = append(g.Nodes, cyber.Node{Name: name, All: true, Parents: parents, Fail: fail, Retry: true, Time: rng.Constant{Value: 1}})
		return int32(len(g.Nodes) - 1)
	}
	user1 := step("e_ssh (1,0)", 1-success)
	found := step("subnet_scan (1,0)", 0, user1)
	user3 := step("e_ssh (3,0)", 1-success, found)
	user2 := step("e_ssh (2,0)", 1-success, user3)
	root3, root2 := step("pe_tomcat (3,0)", 0, user3), step("pe_tomcat (2,0)", 0, user2)
	g.Goals = []int32{root2, root3}
	// What else an agent may try, without help to it.
	step("pe_tomcat (1,0)", 0, user1)
	step("subnet_scan (2,0)", 0, user2)
	step("subnet_scan (3,0)", 0, user3)
	for _, host := range []string{"(1,0)", "(2,0)", "(3,0)"} {
		for _, scan := range []string{"service_scan", "os_scan", "process_scan"} {
			step(scan+" "+host, 0)
		}
	}
	return g
}

// attackNASim is a uniformly random attacker in NASim's smallest network, step by step in the real campaign process. The reference is
// the absorbing Markov chain: 22.5 steps until e_ssh works on host 1, 18 until the scan, 22.5 until host 3, 44.5 until both have root.
func attackNASim() ([]Row, error) {
	g := nasimTiny()
	if err := g.Finish(); err != nil {
		return nil, err
	}
	steps := make([]float64, 0, attackRuns)
	for r := range uint64(attackRuns) {
		c := cyber.Wander("nasim", g, rng.NewRoot(8, r))
		e := sim.New(sim.Options[model.Msg, model.Change]{})
		c.Start(e, e.Add("campaign", c))
		if _, err := e.Run(context.Background()); err != nil {
			return nil, fmt.Errorf("replication %d: %w", r, err)
		}
		at, won := c.Won()
		if !won {
			return nil, fmt.Errorf("replication %d: the attacker never arrived", r)
		}
		steps = append(steps, float64(at)/1e9)
	}
	mean, variance := moments(steps)
	const source, why = "absorbing Markov chain, exact (NASim's authors measured 108.02 and 43.82 in 100 runs)", "1 %"
	row := func(what string, reference, computed float64) Row {
		return Row{ID: "V8", Title: fmt.Sprintf("NASim \"tiny\", uniformly random attacker, %d actions: %s", len(g.Nodes), what), Source: source,
			Reference: reference, Computed: computed, Tolerance: reference / 100, TolWhy: why, Unit: "steps"}
	}
	return []Row{row("mean", 107.5, mean), row("standard deviation", 44.8915, math.Sqrt(variance))}, nil
}
