package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"

	"cascata/model/power"
)

// powerResult is a solved case as columns: NaN is an empty cell.
type powerResult struct {
	c                  *power.Case
	answer             powerAnswer
	vm, va, lambda     []float64
	pf, pt, qf, qt, mu []float64
	pg, qg             []float64
}

type powerTable struct {
	name  string
	write func(*bytes.Buffer)
}

func writeTables(dir string, tables []powerTable) error {
	for _, t := range tables {
		var b bytes.Buffer
		t.write(&b)
		err := writeWhole(filepath.Join(dir, t.name), func(w io.Writer) error {
			_, err := w.Write(b.Bytes())
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *powerResult) solveDC() error {
	g, err := power.NewGrid(r.c)
	if err != nil {
		return err
	}
	s := g.NewState()
	r.answer.Method = "dc"
	for i := range r.c.Buses {
		r.va = append(r.va, s.Angle(i))
	}
	for i := range r.c.Branches {
		r.pf = append(r.pf, s.Flow(i))
	}
	for i := range r.c.Gens {
		r.pg = append(r.pg, s.Gen(i))
	}
	return nil
}

func (r *powerResult) solveOPF() error {
	d, err := r.c.SolveOPF()
	if err != nil {
		return err
	}
	r.answer.Method, r.answer.Objective, r.answer.Iterations, r.answer.Residual = "dc opf", &d.Objective, d.Iterations, d.Residual
	r.va, r.lambda, r.pf, r.pg = d.Va, d.Lambda, d.Pf, d.Pg
	for i := range d.MuF {
		r.mu = append(r.mu, d.MuF[i]+d.MuT[i])
	}
	return nil
}

func (r *powerResult) solveAC(opt power.ACOptions) error {
	f, err := r.c.SolveAC(opt)
	if err != nil {
		return fmt.Errorf("%w; no tables are written", err)
	}
	r.answer.Method, r.answer.Losses, r.answer.Iterations, r.answer.Residual = "ac", f.LossMW(), f.Iterations, f.Residual
	for _, row := range f.AtLimit {
		r.answer.AtLimit = append(r.answer.AtLimit, row+1)
	}
	r.vm, r.va, r.pf, r.pt, r.qf, r.qt, r.pg, r.qg = f.Vm, f.Va, f.Pf, f.Pt, f.Qf, f.Qt, f.Pg, f.Qg
	return nil
}

func (r *powerResult) buses(b *bytes.Buffer) {
	b.WriteString("bus,vm_pu,va_deg" + r.column(r.lambda, "lambda") + "\n")
	for i := range r.c.Buses {
		vm := 1.0
		if r.vm != nil {
			vm = r.vm[i]
		}
		if math.IsNaN(r.va[i]) {
			vm = math.NaN()
		}
		fmt.Fprintf(b, "%d,%s,%s%s\n", r.c.Buses[i].ID, cell(vm), cell(r.va[i]), r.more(r.lambda, i))
	}
}

func (r *powerResult) branches(b *bytes.Buffer) {
	b.WriteString("branch,from,to,pf_mw,pt_mw,qf_mvar,qt_mvar,status" + r.column(r.mu, "mu") + "\n")
	rows := map[int]int{}
	for i := range r.c.Buses {
		rows[r.c.Buses[i].ID] = i
	}
	for i := range r.c.Branches {
		br := &r.c.Branches[i]
		on := br.Status != 0 && !math.IsNaN(r.va[rows[br.From]]) && !math.IsNaN(r.va[rows[br.To]])
		pt, q := 0-r.pf[i], ","
		if r.pt != nil {
			pt, q = r.pt[i], cell(r.qf[i])+","+cell(r.qt[i])
		}
		fmt.Fprintf(b, "%d,%d,%d,%s,%s,%s,%d%s\n", i+1, br.From, br.To, cell(r.pf[i]), cell(pt), q, bit(on), r.more(r.mu, i))
	}
}

func (r *powerResult) gens(b *bytes.Buffer) {
	b.WriteString("gen,bus,pg_mw,qg_mvar\n")
	for i := range r.c.Gens {
		q := ""
		if r.qg != nil {
			q = cell(r.qg[i])
		}
		fmt.Fprintf(b, "%d,%d,%s,%s\n", i+1, r.c.Gens[i].Bus, cell(r.pg[i]), q)
	}
}

// column is the heading of a column that some methods add.
func (r *powerResult) column(values []float64, name string) string {
	if values == nil {
		return ""
	}
	return "," + name
}

func (r *powerResult) more(values []float64, i int) string {
	if values == nil {
		return ""
	}
	return "," + cell(values[i])
}

// cell is a number with 13 digits, so that what is 20 shows as 20 and nothing real is lost; empty when there is none.
func cell(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x+0, 'g', 13, 64)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
