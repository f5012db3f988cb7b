package power

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/csv"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// reference is the folder of the reference program's results, or "" when it is not present.
func reference() string {
	dir := os.Getenv("CASCATA_REFERENCE")
	if dir == "" {
		dir = "../../../shared/reference"
	}
	dir = filepath.Join(dir, "power")
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}

// cases are the names of the reference's cases.
func cases(t testing.TB) []string {
	dir := reference()
	if dir == "" {
		t.Skip("the reference results are not present: set CASCATA_REFERENCE to their folder")
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

func load(t testing.TB, name string) *Case {
	f, err := os.Open(filepath.Join(reference(), name, name+".m"))
	require.NoError(t, err)
	defer f.Close()
	c, err := Read(name+".m", f)
	require.NoError(t, err)
	return c
}

// table is a result of the reference without its head, nil when the case has none.
func table(t testing.TB, name, file string) [][]string {
	path := filepath.Join(reference(), name, file)
	var in io.Reader
	if f, err := os.Open(path); err == nil {
		defer f.Close()
		in = bufio.NewReader(f)
	} else if f, err := os.Open(path + ".gz"); err == nil {
		defer f.Close()
		in, err = gzip.NewReader(f)
		require.NoError(t, err)
	} else {
		return nil
	}
	rows, err := csv.NewReader(in).ReadAll()
	require.NoError(t, err)
	return rows[1:]
}

func num(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

func TestDCAgainstReference(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			g, err := NewGrid(load(t, name))
			require.NoError(t, err)
			s := g.NewState()
			var angle, flow, gen float64
			for i, r := range table(t, name, "dcpf_bus.csv") {
				if !s.Served(i) {
					t.Log("dead bus", r)
					continue
				}
				angle = max(angle, math.Abs(s.Angle(i)-num(r[1])))
			}
			for i, r := range table(t, name, "dcpf_branch.csv") {
				flow = max(flow, math.Abs(s.Flow(i)-num(r[3])))
			}
			for i, r := range table(t, name, "dcpf_gen.csv") {
				gen = max(gen, math.Abs(s.Gen(i)-num(r[2])))
			}
			t.Logf("angle %.2g flow %.2g gen %.2g", angle, flow, gen)
			require.Less(t, angle, 1e-7)
			require.Less(t, flow, 1e-6)
			require.Less(t, gen, 1e-6)
		})
	}
}

func TestN1AgainstReference(t *testing.T) {
	for _, name := range cases(t) {
		rows := table(t, name, "n1_dcpf.csv")
		if rows == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g, err := NewGrid(load(t, name))
			require.NoError(t, err)
			flows := table(t, name, "n1_dcpf_flows_MW.csv")
			var worst float64
			outages, err := g.NewState().N1(context.Background(), func(row int, s *State) {
				for k, x := range flows[row][1:] {
					worst = max(worst, math.Abs(s.Flow(k)-num(x)))
				}
			})
			require.NoError(t, err)
			for i, r := range rows {
				sameOutage(t, r[4:], outages[i])
			}
			t.Logf("flow %.2g", worst)
			require.Less(t, worst, 1e-6)
		})
	}
}

// sameOutage compares with islands_after, buses_separated, load, gen, max flow, max row, slack bus, slack generation.
func sameOutage(t *testing.T, r []string, o Outage) {
	require.Equal(t, num(r[0]), float64(o.Islands))
	require.Equal(t, num(r[1]), float64(o.Separated))
	require.InDelta(t, num(r[2]), o.LoadMW, 1e-6)
	require.InDelta(t, num(r[3]), o.GenMW, 1e-6)
	require.InDelta(t, num(r[4]), o.MaxMW, 1e-6*max(1, num(r[4])/1000))
	require.Equal(t, r[6], strconv.Itoa(o.Slack))
	require.InDelta(t, num(r[7]), o.SlackMW, 1e-6*max(1, math.Abs(num(r[7]))/1000))
}

func rowsOf(t *testing.T, s string) (rows []int) {
	for _, f := range strings.Fields(s) {
		n, err := strconv.Atoi(f)
		require.NoError(t, err)
		rows = append(rows, n-1)
	}
	return rows
}

func TestNkAgainstReference(t *testing.T) {
	for _, name := range cases(t) {
		scenarios := table(t, name, "nk_scenarios.csv")
		if scenarios == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			c := load(t, name)
			g, err := NewGrid(c)
			require.NoError(t, err)
			s := g.NewState()
			flows, want := table(t, name, "nk_dcpf_flows_MW.csv"), table(t, name, "nk_dcpf.csv")
			var worst float64
			for k, sc := range scenarios {
				s.Reset()
				for i := range c.Buses {
					s.SetLoad(i, c.Buses[i].Pd*num(sc[1])+c.Buses[i].Gs)
				}
				for _, row := range rowsOf(t, sc[3]) {
					s.SwitchGen(row, false)
				}
				for _, row := range rowsOf(t, sc[2]) {
					s.SwitchBranch(row, false)
				}
				o, err := s.Look()
				require.NoError(t, err)
				r := want[k]
				o.Separated = len(c.Buses) - o.Separated
				sameOutage(t, append([]string{r[1], r[3]}, r[4:]...), o)
				changed, err := c.With(Change{Branches: rowsOf(t, sc[2]), Gens: rowsOf(t, sc[3]), LoadScale: num(sc[1])})
				require.NoError(t, err)
				changed.KeepMain()
				h, err := NewGrid(changed)
				require.NoError(t, err)
				fresh := h.NewState()
				for i, x := range flows[k][1:] {
					worst = max(worst, math.Abs(s.Flow(i)-num(x)), math.Abs(fresh.Flow(i)-num(x)))
				}
			}
			t.Logf("flow %.2g", worst)
			require.Less(t, worst, 5e-6)
		})
	}
}

func TestACAgainstReference(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			c := load(t, name)
			start := time.Now()
			a, err := c.SolveAC(ACOptions{})
			require.NoError(t, err)
			took := time.Since(start)
			var volt, angle, flow float64
			for i, r := range table(t, name, "acpf_bus.csv") {
				volt, angle = max(volt, math.Abs(a.Vm[i]-num(r[1]))), max(angle, math.Abs(a.Va[i]-num(r[2])))
			}
			for i, r := range table(t, name, "acpf_branch.csv") {
				for k, x := range []float64{a.Pf[i], a.Qf[i], a.Pt[i], a.Qt[i]} {
					flow = max(flow, math.Abs(x-num(r[3+k])))
				}
			}
			sum := map[string][4]float64{}
			for i, r := range table(t, name, "acpf_gen.csv") {
				s := sum[r[1]]
				sum[r[1]] = [4]float64{s[0] + a.Pg[i], s[1] + a.Qg[i], s[2] + num(r[2]), s[3] + num(r[3])}
			}
			for _, s := range sum {
				for k := range 2 {
					if !math.IsNaN(s[2+k]) {
						flow = max(flow, math.Abs(s[k]-s[2+k]))
					}
				}
			}
			t.Logf("Vm %.2g Va %.2g flow and generation %.2g; %d iterations, %v", volt, angle, flow, a.Iterations, took)
			require.Less(t, volt, 1e-7)
			require.Less(t, angle, 1e-7)
			require.Less(t, flow, 1e-4)
		})
	}
}

// objective of the reference's optimum, by the field of its summary.
func objective(t *testing.T, name, field string) float64 {
	text, err := os.ReadFile(filepath.Join(reference(), name, "summary.json"))
	require.NoError(t, err)
	_, after, found := strings.Cut(string(text), field)
	if !found {
		return math.NaN()
	}
	_, after, _ = strings.Cut(after, "objective\": ")
	return num(strings.TrimSpace(after[:strings.IndexAny(after, ",}")]))
}

func TestOPFAgainstReference(t *testing.T) {
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) {
			c := load(t, name)
			start := time.Now()
			d, err := c.SolveOPF()
			require.NoError(t, err)
			took := time.Since(start)
			want := objective(t, name, `"dcopf_`)
			if x := objective(t, name, `"dcopf_success": true`); !math.IsNaN(x) {
				want = x
			}
			t.Logf("objective %.8g of %.8g, off %.2g; %d iterations, %v", d.Objective, want, d.Objective/want-1, d.Iterations, took)
			require.InEpsilon(t, want, d.Objective, 1e-6)
			limited := table(t, name, "dcopf_limited_branch.csv")
			if limited == nil {
				return
			}
			for i, r := range limited {
				c.Branches[i].RateA = num(r[3])
			}
			d, err = c.SolveOPF()
			require.NoError(t, err)
			want = objective(t, name, `"dcopf_limited"`)
			var flow, mu, lambda float64
			for i, r := range limited {
				flow = max(flow, math.Abs(d.Pf[i]-num(r[4])))
				mu = max(mu, math.Abs(d.MuF[i]-num(r[5])), math.Abs(d.MuT[i]-num(r[6])))
			}
			for i, r := range table(t, name, "dcopf_limited_bus.csv") {
				lambda = max(lambda, math.Abs(d.Lambda[i]-num(r[2])))
			}
			t.Logf("limited: objective %.8g of %.8g, off %.2g, flows %.2g, mu %.2g, lambda %.2g", d.Objective, want, d.Objective/want-1, flow, mu, lambda)
			require.InEpsilon(t, want, d.Objective, 1e-6)
		})
	}
}
