package power

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model/power"
)

var sizes = []int{118, 2000, 10000}

func grid(b testing.TB, c *power.Case) *power.Grid {
	g, err := power.NewGrid(c)
	require.NoError(b, err)
	return g
}

// reference is a case of the reference's, by name; the benchmark is skipped where the folder is not present.
func reference(b *testing.B, name string) *power.Case {
	dir := os.Getenv("CASCATA_REFERENCE")
	if dir == "" {
		dir = "../../../shared/reference"
	}
	f, err := os.Open(filepath.Join(dir, "power", name, name+".m"))
	if err != nil {
		b.Skip("the reference cases are not present: set CASCATA_REFERENCE to their folder")
	}
	defer f.Close()
	c, err := power.Read(name, f)
	require.NoError(b, err)
	return c
}

func TestNetworksAreConnected(t *testing.T) {
	for _, n := range sizes[:2] {
		require.Equal(t, 1, Geographic(n, 1).Islands())
	}
}

// BenchmarkPowerFlow is matrices, ordering, shape, factor, angles and flows.
func BenchmarkPowerFlow(b *testing.B) {
	run := func(name string, c *power.Case) {
		b.Run("case="+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				grid(b, c)
			}
		})
	}
	for _, n := range sizes {
		run(fmt.Sprintf("geographic-%d", n), Geographic(n, 1))
	}
	for _, name := range []string{"case_ACTIVSg2000", "case9241pegase"} {
		run(name, reference(b, name))
	}
}

// BenchmarkPowerStep is one outage, new angles, all flows, limits; the state is reset after twenty.
func BenchmarkPowerStep(b *testing.B) {
	run := func(name string, c *power.Case) {
		b.Run("case="+name, func(b *testing.B) {
			g := grid(b, c)
			s := g.NewState()
			rows := meshed(b, g)
			k := 0
			b.ReportAllocs()
			for b.Loop() {
				if k%20 == 0 {
					b.StopTimer()
					s.Reset()
					b.StartTimer()
				}
				s.SwitchBranch(rows[(k*7919)%len(rows)], false)
				if err := s.Settle(); err != nil {
					b.Fatal(err)
				}
				k++
			}
		})
	}
	for _, n := range sizes {
		run(fmt.Sprintf("geographic-%d", n), Geographic(n, 1))
	}
	for _, name := range []string{"case_ACTIVSg2000", "case9241pegase"} {
		run(name, reference(b, name))
	}
}

// meshed are the branches whose outage leaves the network whole.
func meshed(b *testing.B, g *power.Grid) (rows []int) {
	s := g.NewState()
	for row := range g.Case().Branches {
		if !s.On(row) {
			continue
		}
		s.SwitchBranch(row, false)
		if s.Islands() == 1 {
			rows = append(rows, row)
		}
		s.Reset()
	}
	require.NotEmpty(b, rows)
	return rows
}

// BenchmarkPowerReset puts a state back, exactly.
func BenchmarkPowerReset(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("case=geographic-%d", n), func(b *testing.B) {
			s := grid(b, Geographic(n, 1)).NewState()
			for b.Loop() {
				s.Reset()
			}
		})
	}
}

// BenchmarkPowerRefactor fills the matrix and factorises it anew.
func BenchmarkPowerRefactor(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("case=geographic-%d", n), func(b *testing.B) {
			s := grid(b, Geographic(n, 1)).NewState()
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Refactor(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPowerAC is a whole AC power flow.
func BenchmarkPowerAC(b *testing.B) {
	for _, name := range []string{"case118", "case_ACTIVSg2000", "case9241pegase"} {
		b.Run("case="+name, func(b *testing.B) {
			c := reference(b, name)
			for b.Loop() {
				if _, err := c.SolveAC(power.ACOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPowerOPF is a whole DC optimal power flow.
func BenchmarkPowerOPF(b *testing.B) {
	for _, name := range []string{"case118", "case_ACTIVSg2000", "case9241pegase"} {
		b.Run("case="+name, func(b *testing.B) {
			c := reference(b, name)
			for b.Loop() {
				if _, err := c.SolveOPF(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPowerN1 is every branch out in turn.
func BenchmarkPowerN1(b *testing.B) {
	for _, name := range []string{"case118", "case_ACTIVSg2000"} {
		b.Run("case="+name, func(b *testing.B) {
			s := grid(b, reference(b, name)).NewState()
			for b.Loop() {
				if _, err := s.N1(context.Background(), nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
