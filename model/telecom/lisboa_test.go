package telecom

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/scenarios/cities"
	"cascata/sim"
)

// lisboa is the embedded city and the number of its mobile networks.
func lisboa(t testing.TB) (*model.City, int) {
	t.Helper()
	c, err := cities.Load("lisboa")
	require.NoError(t, err)
	for i := range c.Networks {
		if c.Networks[i].Name == "telecom" {
			return c, i
		}
	}
	t.Fatal("the city has no network telecom")
	return nil, 0
}

func TestConformanceInLisboa(t *testing.T) {
	c, n := lisboa(t)
	make := func(city *model.City, index int) (func() model.Solver, error) {
		p, err := City(city, index, model.Conditions{})
		return p.New, err
	}
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			modeltest.Solver(t, c, n, make, seed, modeltest.Allowances{Settles: 2 * SignOn})
		})
	}
}

// A cell that goes or comes back, and a register: a whole operator.
func BenchmarkSolve(b *testing.B) {
	c, n := lisboa(b)
	m, err := NewMobile(c, n)
	require.NoError(b, err)
	for _, kind := range []string{"telecom/cell", "telecom/register"} {
		var list []model.AssetID
		for i := range m.members {
			if a := m.members[i].asset; c.Kinds[c.Assets[a].Kind].Name == kind {
				list = append(list, a)
			}
		}
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			s, now := newSolver(m), sim.Time(0)
			for i := 0; b.Loop(); i++ {
				now = now.Add(time.Hour)
				s.Set(list[i/2%len(list)], model.Full*model.Level(i%2), true)
				s.Solve(now, func(model.AssetID, model.Level, model.WhyCode, model.AssetID) {})
			}
		})
	}
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			_, err := NewMobile(c, n)
			require.NoError(b, err)
		}
	})
}
