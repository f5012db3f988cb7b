package validation

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"math"
	"strconv"

	"cascata/model/closure"
)

//go:embed testdata/percolation
var percolationData embed.FS

const percolationSource = "theory solved to 1e-12, after Buldyrev et al. 2010 (full coupling) and Parshani et al. 2010 (partial): testdata/percolation"

// grid is a file of numbers with a head; empty fields and words are not numbers.
type grid struct {
	columns map[string]int
	lines   [][]float64
}

func readPercolation(name string) (*grid, error) {
	data, err := percolationData.ReadFile("testdata/percolation/" + name)
	if err != nil {
		return nil, err
	}
	return parseGrid(name, data)
}

func parseGrid(name string, data []byte) (*grid, error) {
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := &grid{columns: map[string]int{}}
	for i, column := range records[0] {
		t.columns[column] = i
	}
	for _, record := range records[1:] {
		line := make([]float64, len(record))
		for i, field := range record {
			if line[i], err = strconv.ParseFloat(field, 64); err != nil {
				line[i] = math.NaN()
			}
		}
		t.lines = append(t.lines, line)
	}
	return t, nil
}

func (t *grid) get(line []float64, column string) float64 { return line[t.columns[column]] }

// reference is a table of shares with its table of thresholds.
type reference struct {
	id                 string
	values, thresholds *grid
	keys               [2]string // columns that name a group
	shares             []string  // columns of theory, by network
	network            func(a, b float64) (closure.Percolation, string)
}

// references are the tables of full and of partial coupling.
func references() ([]reference, error) {
	full := reference{id: "V2", keys: [2]string{"k_A", "k_B"}, shares: []string{"P_inf_theory"}, network: func(a, b float64) (closure.Percolation, string) {
		return closure.Percolation{Networks: 2, Degree: a, DegreeB: b, Coupling: 1}, fmt.Sprintf("k = %g and %g, all coupled", a, b)
	}}
	partial := reference{id: "V4", keys: [2]string{"k", "q"}, shares: []string{"P_A_theory", "P_B_theory"}, network: func(k, q float64) (closure.Percolation, string) {
		return closure.Percolation{Networks: 2, Degree: k, Coupling: q}, fmt.Sprintf("k = %g, coupled q = %g", k, q)
	}}
	refs := []reference{full, partial}
	for i, name := range []string{"er_full_coupling", "er_partial_coupling"} {
		var err error
		if refs[i].values, err = readPercolation(name + ".csv"); err != nil {
			return nil, err
		}
		if refs[i].thresholds, err = readPercolation(name + "_pc.csv"); err != nil {
			return nil, err
		}
	}
	return refs, nil
}

// tables compares every row that is 3 % or more from its threshold, one group per network.
func (e effort) tables() ([]group, error) {
	refs, err := references()
	if err != nil {
		return nil, err
	}
	var groups []group
	for r, ref := range refs {
		for i, line := range ref.thresholds.lines {
			g, err := e.table(ref, line, uint64(1000*(r+1)+100*i))
			if err != nil {
				return nil, err
			}
			groups = append(groups, g)
		}
	}
	return groups, nil
}

const (
	nearest = 0.03 // rows nearer to their threshold are left out
	near    = 0.10 // rows nearer than this get networks six times as large: single runs may die
	blurred = 0.20 // the same above a continuous threshold, where small networks have less left than infinite ones
)

// table compares the rows of one network, whose threshold is given by a line of the other table.
func (e effort) table(ref reference, threshold []float64, seed uint64) (group, error) {
	a, b, pc := ref.thresholds.get(threshold, ref.keys[0]), ref.thresholds.get(threshold, ref.keys[1]), ref.thresholds.get(threshold, "p_c")
	continuous := ref.shares[0] == "P_A_theory" && ref.thresholds.get(threshold, "P_A_just_above") == 0
	var g group
	for i, line := range ref.values.lines {
		p, title := ref.network(a, b)
		p.P, p.Nodes, p.Seed = ref.values.get(line, "p"), e.nodes, seed+uint64(i)
		away := math.Abs(p.P/pc - 1)
		if ref.values.get(line, ref.keys[0]) != a || ref.values.get(line, ref.keys[1]) != b || away < nearest || i%e.every != 0 {
			continue
		}
		if away < near || continuous && away < blurred {
			p.Nodes *= 6
		}
		samples, err := simulate(p, e.runs)
		if err != nil {
			return nil, err
		}
		for n, column := range ref.shares {
			s := samples[n]
			s.id, s.title, s.source, s.reference = ref.id, title, percolationSource, ref.values.get(line, column)
			s.finite = finite(ref.values.get(line, ref.shares[0]), p.Nodes) // B feels what is left of A
			g = append(g, s)
		}
	}
	return g, nil
}
