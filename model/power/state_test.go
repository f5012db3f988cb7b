package power

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mesh is a random network of n buses: a tree and as many extra branches, some parallel, some with negative reactance or a
// shifter, generators at a third of the buses, two bus types.
func mesh(n int, seed int64) *Case {
	r := rand.New(rand.NewSource(seed))
	c := &Case{Version: 2, BaseMVA: 100, Name: "mesh"}
	for i := range n {
		b := Bus{ID: 10 + 3*i, Type: PQ, Pd: 50 * r.Float64(), Qd: 10 * r.Float64(), Gs: r.Float64(), Vm: 1, Va: 5 * r.Float64()}
		if i%3 == 0 {
			b.Type = PV
			c.Gens = append(c.Gens, Gen{Bus: b.ID, Pg: 150 * r.Float64(), Vg: 1, Status: 1, Pmax: 200, Qmax: 1e3, Qmin: -1e3})
		}
		if i == n/2 {
			b.Type = Ref
			c.Gens = append(c.Gens, Gen{Bus: b.ID, Pg: 10, Vg: 1, Status: 1, Pmax: 500, Qmax: 1e3, Qmin: -1e3})
		}
		c.Buses = append(c.Buses, b)
	}
	join := func(i, j int) {
		b := Branch{From: c.Buses[i].ID, To: c.Buses[j].ID, R: 0.001, X: 0.01 + 0.1*r.Float64(), RateA: 60, Status: 1, AngMin: -360, AngMax: 360}
		if r.Intn(10) == 0 {
			b.Shift = 3
		}
		if r.Intn(10) == 0 {
			b.Ratio = 0.97
		}
		c.Branches = append(c.Branches, b)
	}
	for i := 1; i < n; i++ {
		join(i, r.Intn(i))
	}
	for range n {
		if i, j := r.Intn(n), r.Intn(n); i != j {
			join(i, j)
			if r.Intn(8) == 0 {
				join(i, j)
				c.Branches[len(c.Branches)-1].X = -0.2
			}
		}
	}
	return c
}

// balanced asserts that every bus of a live island gives what its branches take, the slack included.
func balanced(t *testing.T, s *State) {
	t.Helper()
	c := s.g.c
	rows := c.rowsOfBuses()
	rest := make([]float64, len(c.Buses))
	for i := range c.Buses {
		if s.Served(i) {
			rest[i] = -s.load[s.g.placeOf[i]] * c.BaseMVA
		}
	}
	for k := range c.Gens {
		rest[rows[c.Gens[k].Bus]] += s.Gen(k)
	}
	for k := range c.Branches {
		rest[rows[c.Branches[k].From]] -= s.Flow(k)
		rest[rows[c.Branches[k].To]] += s.Flow(k)
	}
	for i, x := range rest {
		require.InDelta(t, 0, x, 1e-6, "bus row %d", i+1)
	}
}

// same asserts that a state equals one solved from nothing.
func same(t *testing.T, s *State) {
	t.Helper()
	c := *s.g.c
	c.Buses, c.Gens, c.Branches = append([]Bus(nil), c.Buses...), append([]Gen(nil), c.Gens...), append([]Branch(nil), c.Branches...)
	for i := range c.Buses {
		place := s.g.placeOf[i]
		c.Buses[i].Pd = s.load[place]*c.BaseMVA - c.Buses[i].Gs
		if !s.busOn[place] {
			c.Buses[i].Type = Isolated
		}
	}
	for k := range c.Gens {
		c.Gens[k].Pg = s.gen[k] * c.BaseMVA
		c.Gens[k].Status = 0
		if s.genOn[k] {
			c.Gens[k].Status = 1
		}
	}
	for k := range c.Branches {
		if !s.closed[s.g.slotOf[k]] {
			c.Branches[k].Status = 0
		}
	}
	g, err := NewGrid(&c)
	require.NoError(t, err)
	want := g.NewState()
	require.Equal(t, want.Islands(), s.Islands())
	for i := range c.Buses {
		require.Equal(t, want.Served(i), s.Served(i), "bus row %d", i+1)
		if want.Served(i) {
			require.InDelta(t, want.Angle(i), s.Angle(i), 1e-8)
		}
	}
	for k := range c.Branches {
		require.InDelta(t, want.Flow(k), s.Flow(k), 1e-7)
	}
	for k := range c.Gens {
		require.InDelta(t, want.Gen(k), s.Gen(k), 1e-7)
	}
}

func TestAnyChangesEqualANewGrid(t *testing.T) {
	for seed := range int64(6) {
		for _, second := range []bool{false, true} {
			t.Run(fmt.Sprint(seed, second), func(t *testing.T) {
				c := mesh(40, seed)
				if second { // two reference buses in one island
					c.Buses[0].Type = Ref
				}
				g, err := NewGrid(c)
				require.NoError(t, err)
				s := g.NewState()
				balanced(t, s)
				same(t, s)
				r := rand.New(rand.NewSource(seed))
				for range 40 {
					for range 1 + r.Intn(4) {
						shake(r, s)
					}
					require.NoError(t, s.Settle())
					balanced(t, s)
					same(t, s)
				}
				s.Reset()
				require.NoError(t, s.Settle())
				require.Equal(t, g.base.flow, s.flow, "Reset puts back the very numbers")
				require.Equal(t, g.base.theta, s.theta)
				require.Equal(t, g.base.f.l, s.f.l)
			})
		}
	}
}

// shake changes something at random.
func shake(r *rand.Rand, s *State) {
	c := s.g.c
	switch r.Intn(8) {
	case 0:
		s.SwitchGen(r.Intn(len(c.Gens)), r.Intn(2) == 0)
	case 1:
		s.SetGen(r.Intn(len(c.Gens)), 100*r.Float64())
	case 2:
		s.SetLoad(r.Intn(len(c.Buses)), 100*r.Float64())
	case 3:
		s.SwitchBus(r.Intn(len(c.Buses)), r.Intn(3) > 0)
	default:
		s.SwitchBranch(r.Intn(len(c.Branches)), r.Intn(2) == 0)
	}
}

// TestVanishingPivot: two branches at one bus whose susceptances cancel need pivoting, and get it.
func TestVanishingPivot(t *testing.T) {
	c := mesh(12, 1)
	at := len(c.Buses)
	c.Buses = append(c.Buses, Bus{ID: 1000, Type: PQ, Pd: 10, Vm: 1})
	for k, x := range []float64{0.1, -0.1} {
		c.Branches = append(c.Branches, Branch{From: 1000, To: c.Buses[k].ID, X: x, Status: 1})
	}
	g, err := NewGrid(c)
	require.NoError(t, err)
	require.NotNil(t, g.base.lu)
	s := g.NewState()
	balanced(t, s)
	require.True(t, s.Served(at))
	s.SwitchBranch(0, false)
	require.NoError(t, s.Settle())
	balanced(t, s)
}

func TestDeadIslandsAreNoError(t *testing.T) {
	c := mesh(10, 2)
	for k := range c.Gens {
		c.Gens[k].Status = 0
	}
	g, err := NewGrid(c)
	require.NoError(t, err)
	s := g.NewState()
	for k := range c.Branches {
		require.Zero(t, s.Flow(k))
	}
	s.SwitchGen(2, true)
	require.NoError(t, s.Settle())
	balanced(t, s)
	require.True(t, s.Served(0))
	_, err = c.SolveAC(ACOptions{})
	require.NoError(t, err)
	d, err := c.SolveOPF()
	require.NoError(t, err)
	require.True(t, math.IsNaN(d.Va[0]))
}

func TestStepAllocatesNothing(t *testing.T) {
	g, err := NewGrid(mesh(300, 3))
	require.NoError(t, err)
	s := g.NewState()
	row := 0
	require.Zero(t, testing.AllocsPerRun(200, func() {
		s.SwitchBranch(row%len(g.branch), false)
		if err := s.Settle(); err != nil {
			panic(err)
		}
		if row++; row%7 == 0 {
			s.Reset()
		}
	}))
}

func TestCascade(t *testing.T) {
	for seed := range int64(8) {
		for _, priority := range []bool{false, true} {
			c := mesh(60, seed)
			g, err := NewGrid(c)
			require.NoError(t, err)
			var opt CascadeOptions
			if priority {
				for i := range c.Buses {
					opt.Priority = append(opt.Priority, float64(i%5))
				}
			}
			k, err := g.NewCascade(opt)
			require.NoError(t, err)
			before := k.ServedMW()
			var first []Event
			for round := range 2 {
				k.Reset()
				require.NoError(t, k.Run(context.Background(), Change{Branches: []int{1, 5, 9}, Gens: []int{0, 3}}))
				balanced(t, k.State())
				var lost float64
				for _, e := range k.Events {
					lost += e.LostMW
				}
				assert.InDelta(t, before-k.ServedMW(), lost, 1e-6, "what is lost is what the events say")
				if round == 0 {
					first = append(first, k.Events...)
				}
			}
			assert.Equal(t, first, k.Events, "a cascade repeats itself")
		}
	}
}

// TestInverseTime: one line at twice its rating trips after the time of the curve, 80 / (2^2 - 1) s.
func TestInverseTime(t *testing.T) {
	c := &Case{Version: 2, BaseMVA: 100, Buses: []Bus{{ID: 1, Type: Ref, Vm: 1}, {ID: 2, Type: PQ, Pd: 80, Vm: 1}},
		Gens:     []Gen{{Bus: 1, Pg: 80, Status: 1, Pmax: 200}},
		Branches: []Branch{{From: 1, To: 2, X: 0.1, RateA: 40, Status: 1}, {From: 1, To: 2, X: 0.1, RateA: 100, Status: 1}}}
	g, err := NewGrid(c)
	require.NoError(t, err)
	k, err := g.NewCascade(CascadeOptions{})
	require.NoError(t, err)
	require.NoError(t, k.Run(context.Background(), Change{Branches: []int{1}}))
	require.Len(t, k.Events, 3)
	assert.Equal(t, BranchTrip, k.Events[1].Kind)
	assert.InDelta(t, 80.0/3, k.Events[1].At, 1e-9)
	assert.Equal(t, Event{1, k.Events[1].At, Black, 1, 80}, k.Events[2])
	k.Reset()
	k.DisableRelay(0)
	require.NoError(t, k.Run(context.Background(), Change{Branches: []int{1}}))
	require.Len(t, k.Events, 1, "a relay switched off opens nothing")
}

// TestFrequency: a loss of 30 % against a reserve of 10 % sheds three stages of 7.5 %, 20 to 22.5 %, and the units restore the rest.
func TestFrequency(t *testing.T) {
	c := &Case{Version: 2, BaseMVA: 100, Buses: []Bus{{ID: 1, Type: Ref, Pd: 100, Vm: 1}},
		Gens: []Gen{{Bus: 1, Pg: 70, Status: 1, Pmax: 100}, {Bus: 1, Pg: 30, Status: 1, Pmax: 30}}}
	g, err := NewGrid(c)
	require.NoError(t, err)
	k, err := g.NewCascade(CascadeOptions{})
	require.NoError(t, err)
	require.NoError(t, k.Run(context.Background(), Change{Gens: []int{1}}))
	require.Len(t, k.Events, 2)
	assert.Equal(t, Shed, k.Events[1].Kind)
	assert.InDelta(t, 22.5, k.Events[1].LostMW, 2) // stages shed shares of what was there before, of what is left
	assert.InDelta(t, k.ServedMW(), k.State().Gen(0), 1e-6)
}

// TestLargestFlow: of branches that carry the same but for rounding the first row is named, whichever rounds up.
func TestLargestFlow(t *testing.T) {
	c, err := Read("chain.m", strings.NewReader(`mpc.baseMVA = 100;
mpc.bus = [1 3 0 0 0 0 1 1 0; 2 1 0 0 0 0 1 1 0; 3 1 450 0 0 0 1 1 0];
mpc.gen = [1 450 0 0 0 1 100 1 900 0];
mpc.branch = [1 2 0 0.0305 0 0 0 0 0 0 1; 2 3 0 0.0322 0 0 0 0 0.985 0 1];`))
	require.NoError(t, err)
	g, err := NewGrid(c)
	require.NoError(t, err)
	for _, up := range []float64{1 - 1e-13, 1, 1 + 1e-13} {
		s := g.NewState()
		s.flow[g.slotOf[0]], s.flow[g.slotOf[1]] = 4.5, -4.5*up
		o := Outage{MaxRow: none}
		s.largest(&o)
		assert.Equal(t, 0, o.MaxRow, up)
		assert.InDelta(t, 450, o.MaxMW, 1e-9)
	}
	s := g.NewState()
	s.flow[g.slotOf[0]], s.flow[g.slotOf[1]] = 4.5, 4.6
	o := Outage{MaxRow: none}
	s.largest(&o)
	assert.Equal(t, 1, o.MaxRow, "a larger flow is a larger flow")
}
