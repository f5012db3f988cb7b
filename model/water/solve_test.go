package water

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func compile(t testing.TB, n *Network, set Settings) *Spec {
	t.Helper()
	s, err := NewSpec(n, set)
	require.NoError(t, err)
	return s
}

// solved runs the first instant of a file.
func solved(t testing.TB, text string, set Settings) *Run {
	t.Helper()
	r := compile(t, parse(t, text), set).NewRun()
	require.NoError(t, r.Solve())
	return r
}

func TestPow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ln := rapid.Float64Range(-200, 200).Draw(t, "ln x")
		x := math.Exp(ln)
		y := rapid.Float64Range(-3, 3).Draw(t, "y")
		want := math.Pow(x, y)
		if got := pow(x, y); math.Abs(got-want) > (2e-14+4e-16*math.Abs(y*ln))*want { // the bound stated at powers
			t.Fatalf("%g^%g = %g, want %g", x, y, got, want)
		}
	})
	assert.Equal(t, 0.0, pow(0, 0.852))
	assert.Equal(t, 1.0, pow(0, 0))
	assert.True(t, math.IsInf(pow(math.Inf(1), 2), 1))
}

// TestFactorSolves: the sparse factorisation solves random networks' matrices, with and without the table of targets.
func TestFactorSolves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		var edges [][2]int32
		var weight []float64
		for i := 1; i < n; i++ {
			for range rapid.IntRange(1, 3).Draw(t, "edges") {
				edges = append(edges, [2]int32{int32(i), int32(rapid.IntRange(0, i-1).Draw(t, "to"))})
				weight = append(weight, rapid.Float64Range(0.1, 10).Draw(t, "w"))
			}
		}
		s, place := newSymbolic(n, edges)
		if rapid.Bool().Draw(t, "no targets") {
			s.targets = nil
		}
		want, x, d, l := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, len(s.row))
		for i := range n {
			want[i] = rapid.Float64Range(-5, 5).Draw(t, "x")
			d[i] = 0.5
			x[i] = 0.5 * want[i]
		}
		for k, e := range edges {
			a, b := place[e[0]], place[e[1]]
			d[a] += weight[k]
			d[b] += weight[k]
			l[s.entry(a, b)] -= weight[k]
			x[a] += weight[k] * (want[a] - want[b])
			x[b] += weight[k] * (want[b] - want[a])
		}
		if at := s.solve(d, l, x); at >= 0 {
			t.Fatalf("pivot %d is not positive", at)
		}
		for i := range x {
			if math.Abs(x[i]-want[i]) > 1e-9 {
				t.Fatalf("x[%d] = %g, want %g", i, x[i], want[i])
			}
		}
	})
}

func TestFactorRefusesWhatIsNotPositive(t *testing.T) {
	s, place := newSymbolic(2, [][2]int32{{0, 1}})
	assert.Equal(t, 1, s.solve([]float64{1, 1}, []float64{-1}, []float64{0, 0}), "a matrix without a grounded node has no solution (%v)", place)
}

// TestFormulas compares the head loss of one pipe with the formulas as published, computed by hand.
func TestFormulas(t *testing.T) {
	const cfs, ft = 28.317, 0.3048
	q, d, length := 30/cfs, 0.3/ft, 1000/ft
	area := math.Pi * d * d / 4
	velocity := q / area
	reynolds := velocity * d / 1.1e-5
	f := 0.25 / math.Pow(math.Log10(0.26e-3/0.3/3.7+5.74/math.Pow(reynolds, 0.9)), 2)
	for _, c := range []struct {
		name, formula, rough string
		want                 float64 // m
	}{
		{"Hazen-Williams", "H-W", "130", 4.727 * length * math.Pow(q, 1.852) / math.Pow(130, 1.852) / math.Pow(d, 4.871) * ft},
		{"Darcy-Weisbach with Swamee and Jain", "D-W", "0.26", f * length / d * velocity * velocity / 64.4 * ft},
		{"Chezy-Manning", "C-M", "0.011", math.Pow(velocity*0.011/1.49, 2) / math.Pow(d/4, 1.333) * length * ft},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := solved(t, fmt.Sprintf("[JUNCTIONS]\nJ 0 30\n[RESERVOIRS]\nR 100\n[PIPES]\nP R J 1000 300 %s\n[OPTIONS]\nUNITS LPS\nHEADLOSS %s\n", c.rough, c.formula), Settings{})
			assert.InDelta(t, 100-c.want, r.Head(0), 2e-5*c.want)
			assert.InDelta(t, 30, r.Flow(0), 1e-9)
		})
	}
}

func TestMinorLossAndThrottle(t *testing.T) {
	r := solved(t, "[JUNCTIONS]\nJ 0 0\nK 0 50\n[RESERVOIRS]\nR 100\n[PIPES]\nP R J 1 1000 150\n[VALVES]\nV J K 300 TCV 12 0\n[OPTIONS]\nUNITS LPS\n", Settings{})
	v := 0.05 / (math.Pi * 0.3 * 0.3 / 4)
	assert.InEpsilon(t, 12*v*v/2/9.81, r.Head(0)-r.Head(1), 2e-3, "k v2/2g, with rounded factors")
}

const pumped = "[JUNCTIONS]\nA 0 0\nB 20 %s\n[RESERVOIRS]\nR 0\n[TANKS]\nT 40 5 0 10 10\n[PIPES]\nPT B T 10 500 140\nPR R A 1 500 140\n[PUMPS]\nU A B %s\n[CURVES]\nC1 30 60\nC3 0 90\nC3 30 60\nC3 60 10\nC4 0 90\nC4 20 75\nC4 40 45\nC4 50 20\n[OPTIONS]\nUNITS LPS\n"

func TestPumps(t *testing.T) {
	for _, c := range []struct {
		name, pump string
		gain       func(q float64) float64 // m
	}{
		{"one point", "HEAD C1", func(q float64) float64 { return 80 - 20*math.Pow(q/30, 2) }},
		{"three points", "HEAD C3", func(q float64) float64 {
			b := math.Log(80./30) / math.Log(2)
			return 90 - 30*math.Pow(q/30, b)
		}},
		{"many points", "HEAD C4", func(q float64) float64 { return 75 - (q-20)*1.5 }},
		{"slower", "HEAD C1 SPEED 0.9", func(q float64) float64 { return 0.81 * (80 - 20*math.Pow(q/0.9/30, 2)) }},
		{"constant power", "POWER 20", func(q float64) float64 { return 20 / 0.7457 * 8.814 / (q / 28.317) * 0.3048 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := solved(t, fmt.Sprintf(pumped, "0", c.pump), Settings{})
			q := r.Flow(2)
			assert.Positive(t, q)
			assert.InEpsilon(t, c.gain(q), r.Head(1)-r.Head(0), 1e-4)
		})
	}
}

func TestPumpThatCannotReachTheHeadStops(t *testing.T) {
	r := solved(t, strings.Replace(fmt.Sprintf(pumped, "0", "HEAD C1"), "T 40 5", "T 90 5", 1), Settings{})
	assert.Equal(t, 0, r.Status(2))
	assert.Zero(t, r.Flow(2))
}

func TestValves(t *testing.T) {
	const text = "[JUNCTIONS]\nA 0 0\nB 0 20\n[RESERVOIRS]\nR 100\n[PIPES]\nP R A 10 300 130\n[VALVES]\nV A B 300 %s 0\n[OPTIONS]\nUNITS LPS\n"
	r := solved(t, fmt.Sprintf(text, "PRV 40"), Settings{})
	assert.InDelta(t, 40, r.Head(1), 1e-6)
	assert.Equal(t, 2, r.Status(1))
	r = solved(t, fmt.Sprintf(text, "PRV 140"), Settings{})
	assert.Equal(t, 1, r.Status(1), "a PRV above the pressure it has is open")
	r = solved(t, fmt.Sprintf(text, "PBV 30"), Settings{})
	assert.InDelta(t, 30, r.Head(0)-r.Head(1), 1e-6)
	const two = "[JUNCTIONS]\nA 0 0\nB 0 0\n[RESERVOIRS]\nR 100\nS 20\n[PIPES]\nP R A 100 300 130\nQ B S 100 300 130\n[VALVES]\nV A B 300 %s 0\n[OPTIONS]\nUNITS LPS\n"
	r = solved(t, fmt.Sprintf(two, "FCV 35"), Settings{})
	assert.InDelta(t, 35, r.Flow(2), 1e-4)
	r = solved(t, fmt.Sprintf(two, "PSV 95"), Settings{})
	assert.InDelta(t, 95, r.Head(0), 1e-5)
	assert.InDelta(t, r.Flow(0), r.Flow(2), 1e-4)
}

// TestCutOffZoneIsNormal: behind a closed pipe nothing is delivered, and nothing else happens.
func TestCutOffZoneIsNormal(t *testing.T) {
	const text = "[JUNCTIONS]\nA 0 10\nB 0 5\nC 0 5\nL 7 1\n[RESERVOIRS]\nR 100\n[PIPES]\nP R A 100 300 130\nQ A B 100 300 130 0 CLOSED\nS B C 100 300 130\n[OPTIONS]\nUNITS LPS\n"
	r := solved(t, text, Settings{})
	assert.True(t, r.Supplied(0))
	for _, n := range []int{1, 2, 3} {
		assert.False(t, r.Supplied(n))
		assert.Zero(t, r.Demand(n))
		assert.False(t, math.IsNaN(r.Head(n)) || math.Abs(r.Head(n)) > 1000)
	}
	assert.Equal(t, 3, r.CutOff())
	assert.InDelta(t, 10, r.Flow(0), 1e-4)
}

func TestWagnerDemand(t *testing.T) {
	const text = "[JUNCTIONS]\nA %s 10\n[RESERVOIRS]\nR 50\n[PIPES]\nP R A 1 900 150\n[OPTIONS]\nUNITS LPS\n"
	for _, c := range []struct {
		elevation string
		share     float64
	}{{"0", 1}, {"40", math.Sqrt(10. / 20)}, {"35", math.Sqrt(15. / 20)}, {"55", 0}} {
		r := solved(t, fmt.Sprintf(text, c.elevation), Settings{PDA: &PDA{0, 20, 0.5}})
		assert.InDelta(t, 10*c.share, r.Demand(0), 1e-3, "at %s m", c.elevation)
		assert.InDelta(t, 10-10*c.share, r.Deficit(0), 1e-3)
	}
}

func TestEmitter(t *testing.T) {
	r := solved(t, "[JUNCTIONS]\nA 0 0\n[RESERVOIRS]\nR 49\n[PIPES]\nP R A 1 900 150\n[EMITTERS]\nA 2\n[OPTIONS]\nUNITS LPS\n", Settings{})
	assert.InDelta(t, 14, r.Demand(0), 1e-3, "2 times the root of 49 m")
}

// TestWarmStart: one change is solved in fewer iterations than from scratch, to the same answer.
func TestWarmStart(t *testing.T) {
	s := compile(t, load(t, "town.inp"), Settings{Accuracy: 1e-9})
	r := s.NewRun()
	require.NoError(t, r.Solve())
	fromScratch := r.Iterations
	r.ScaleDemand(3, 2)
	r.follow()
	require.NoError(t, r.Settle())
	assert.Less(t, r.Iterations, fromScratch)
	cold := s.NewRun()
	cold.ScaleDemand(3, 2)
	require.NoError(t, cold.Solve())
	for i := range s.net.Nodes {
		assert.InDelta(t, cold.Head(i), r.Head(i), 1e-5)
	}
}

func TestNotBalancedKeepsAState(t *testing.T) {
	s := compile(t, load(t, "town.inp"), Settings{Trials: 1, Accuracy: 1e-9})
	r := s.NewRun()
	err := r.Solve()
	var residual *NotBalanced
	require.ErrorAs(t, err, &residual)
	assert.Positive(t, residual.Residual)
	assert.True(t, r.finite())
}
