package power

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// acBalanced asserts that every served bus gives what its branches and its shunt take.
func acBalanced(t *testing.T, c *Case, f *ACFlow) {
	t.Helper()
	rows := c.rowsOfBuses()
	p, q := make([]float64, len(c.Buses)), make([]float64, len(c.Buses))
	for i := range c.Buses {
		b, v := &c.Buses[i], f.Vm[i]
		if !math.IsNaN(v) {
			p[i], q[i] = -b.Pd-b.Gs*v*v, -b.Qd+b.Bs*v*v
		}
	}
	for k := range c.Gens {
		p[rows[c.Gens[k].Bus]] += f.Pg[k]
		q[rows[c.Gens[k].Bus]] += f.Qg[k]
	}
	for k := range c.Branches {
		from, to := rows[c.Branches[k].From], rows[c.Branches[k].To]
		p[from], q[from] = p[from]-f.Pf[k], q[from]-f.Qf[k]
		p[to], q[to] = p[to]-f.Pt[k], q[to]-f.Qt[k]
	}
	for i := range p {
		require.InDelta(t, 0, p[i], 1e-7)
		require.InDelta(t, 0, q[i], 1e-7)
	}
}

// calm makes a mesh light enough for AC.
func calm(n int, seed int64) *Case {
	c := mesh(n, seed)
	for i := range c.Buses {
		c.Buses[i].Pd /= 20
		c.Buses[i].Qd /= 20
	}
	for k := range c.Gens {
		c.Gens[k].Pg /= 40
	}
	return c
}

// TestACIslands: two networks in one file are what they are alone, each with its own slack; a dead third is no error.
func TestACIslands(t *testing.T) {
	a, b := calm(20, 1), calm(30, 2)
	fa, err := a.SolveAC(ACOptions{})
	require.NoError(t, err)
	fb, err := b.SolveAC(ACOptions{})
	require.NoError(t, err)
	acBalanced(t, a, fa)
	both := *a
	shift := 10_000
	for _, x := range b.Buses {
		x.ID += shift
		both.Buses = append(both.Buses, x)
	}
	for _, x := range b.Gens {
		x.Bus += shift
		both.Gens = append(both.Gens, x)
	}
	for _, x := range b.Branches {
		x.From, x.To = x.From+shift, x.To+shift
		both.Branches = append(both.Branches, x)
	}
	both.Buses = append(both.Buses, Bus{ID: 1, Type: PQ, Pd: 7, Vm: 1}, Bus{ID: 2, Type: Isolated, Pd: 7, Vm: 1})
	f, err := both.SolveAC(ACOptions{})
	require.NoError(t, err)
	acBalanced(t, &both, f)
	assert.Equal(t, 3, f.Islands)
	for i := range both.Buses {
		switch n := len(a.Buses); {
		case i < n:
			require.InDelta(t, fa.Vm[i], f.Vm[i], 1e-9)
			require.InDelta(t, fa.Va[i], f.Va[i], 1e-8)
		case i < n+len(b.Buses):
			require.InDelta(t, fb.Vm[i-n], f.Vm[i], 1e-9)
		default:
			require.True(t, math.IsNaN(f.Vm[i]))
		}
	}
}

// TestReactiveLimits: no generator in service is beyond its limits, those at one are named, and the balance holds.
func TestReactiveLimits(t *testing.T) {
	limited := 0
	for seed := range int64(10) {
		c := calm(30, seed)
		for k := range c.Gens {
			c.Gens[k].Qmax, c.Gens[k].Qmin = 2, -2
			c.Gens[k].Vg = 1 + 0.002*float64(k%3)
			if c.Gens[k].Bus == c.Buses[15].ID { // the slack
				c.Gens[k].Qmax, c.Gens[k].Qmin = 1e3, -1e3
			}
		}
		f, err := c.SolveAC(ACOptions{QLimits: true})
		require.NoError(t, err)
		acBalanced(t, c, f)
		for k := range c.Gens {
			require.LessOrEqual(t, f.Qg[k], c.Gens[k].Qmax+1e-5)
			require.GreaterOrEqual(t, f.Qg[k], c.Gens[k].Qmin-1e-5)
		}
		for _, k := range f.AtLimit {
			require.InDelta(t, 2, math.Abs(f.Qg[k]), 1e-9)
		}
		limited += len(f.AtLimit)
	}
	require.Positive(t, limited)
}

// TestDiverged: what cannot be supplied is an error with its residual, not a panic or a NaN in disguise.
func TestDiverged(t *testing.T) {
	c := calm(10, 1)
	for i := range c.Buses {
		c.Buses[i].Pd = 1e5
	}
	_, err := c.SolveAC(ACOptions{})
	var d Diverged
	require.ErrorAs(t, err, &d)
	assert.Greater(t, d.Residual, 1e-3)
}

// twoUnits has a load of 150 MW, one unit with a price by pieces and one with a price of 15.
func twoUnits(points ...float64) *Case {
	return &Case{Version: 2, BaseMVA: 100, Buses: []Bus{{ID: 1, Type: Ref, Pd: 150, Vm: 1}},
		Gens:  []Gen{{Bus: 1, Status: 1, Pmax: 200}, {Bus: 1, Status: 1, Pmax: 200}},
		Costs: []Cost{{Model: PiecewiseLinear, Values: points}, {Model: Polynomial, Values: []float64{15, 5}}}}
}

func TestPiecewiseCosts(t *testing.T) {
	for name, x := range map[string]struct {
		points           []float64
		pmin, pmax       float64
		first, objective float64
	}{
		"the bend decides":        {[]float64{0, 0, 100, 1000, 200, 3000}, 0, 200, 100, 1000 + 50*15 + 5},
		"dear from the beginning": {[]float64{0, 0, 100, 1600, 200, 3600}, 0, 200, 0, 150*15 + 5},
		"dear, but it must run":   {[]float64{0, 0, 100, 1600, 200, 3600}, 120, 200, 120, 2000 + 30*15 + 5},
		"limited":                 {[]float64{0, 0, 100, 1000, 200, 3000}, 0, 60, 60, 600 + 90*15 + 5},
		"a range past the points": {[]float64{20, 100, 40, 300}, 0, 200, 150, 100 + 130*10 + 5},
		"three pieces":            {[]float64{0, 10, 50, 60, 100, 760, 200, 2760}, 0, 200, 100, 760 + 50*15 + 5},
	} {
		t.Run(name, func(t *testing.T) {
			c := twoUnits(x.points...)
			c.Gens[0].Pmin, c.Gens[0].Pmax = x.pmin, x.pmax
			d, err := c.SolveOPF()
			require.NoError(t, err)
			assert.InDelta(t, x.first, d.Pg[0], 1e-4)
			assert.InEpsilon(t, x.objective, d.Objective, 1e-7)
		})
	}
}

func TestOptimumOddities(t *testing.T) {
	c := twoUnits(0, 0, 100, 1000)
	c.Gens[0].Pmax, c.Gens[1].Pmax = 40, 50
	_, err := c.SolveOPF()
	var u Unsolved
	require.ErrorAs(t, err, &u, "90 MW do not serve 150")
	c.Costs = nil
	c.Gens[0].Pmax = math.Inf(1)
	d, err := c.SolveOPF()
	require.NoError(t, err, "no costs: anything feasible")
	assert.InDelta(t, 150, d.Pg[0]+d.Pg[1], 1e-6)
	assert.Zero(t, d.Objective)
	cubic := twoUnits(0, 0, 100, 1000)
	cubic.Costs[0] = Cost{Model: Polynomial, Values: []float64{0.001, 0, 0, 0}} // 0.003 p^2 = 15 at 70.71
	d, err = cubic.SolveOPF()
	require.NoError(t, err)
	assert.InDelta(t, math.Sqrt(5000), d.Pg[0], 1e-4)
	assert.InDelta(t, 15, d.Lambda[0], 1e-6)
}

// TestHowFarTheOptimumCame: what has no solution runs away, and the last residuals that are numbers are told.
func TestHowFarTheOptimumCame(t *testing.T) {
	for seed := range int64(20) {
		c, err := mesh(14, seed).With(Change{LoadScale: 200})
		require.NoError(t, err)
		var u Unsolved
		_, err = c.SolveOPF()
		require.ErrorAs(t, err, &u)
		assert.False(t, math.IsNaN(u.Primal+u.Dual+u.Distance), "seed %d: %v", seed, err)
	}
}
