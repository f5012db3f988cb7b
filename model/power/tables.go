package power

import (
	"fmt"
	"math"
	"slices"
)

const (
	largest   = 1e9 // magnitude of a quantity; limits may be larger, which is none
	widestRow = 13
)

// row is one line of a table being turned into an element.
type row struct {
	p     *parser
	table string
	m     *matrix
	i     int
}

// value is column k from 0; a column the file does not have is 0.
func (r row) value(k int) float64 {
	if k >= r.m.cols {
		return 0
	}
	return r.m.values[r.i*r.m.cols+k]
}

func (r row) place(k int) token {
	if k >= r.m.cols {
		k = 0
	}
	return token{line: int(r.m.lines[r.i]), col: int(r.m.places[r.i*r.m.cols+k])}
}

func (r row) fault(k int, want, format string, args ...any) {
	r.p.fault(r.place(k), want, format, args...)
}

// finite is a quantity.
func (r row) finite(k int, name string) float64 {
	x := r.value(k)
	if !(math.Abs(x) <= largest) {
		r.fault(k, fmt.Sprintf("a number between -%g and %g", largest, largest), "%s of row %d of %s is %g", name, r.i+1, r.table, x)
		return 0
	}
	return x
}

// limit is a bound, which may be infinite.
func (r row) limit(k int, name string) float64 {
	x := r.value(k)
	if math.IsNaN(x) {
		r.fault(k, "a number, Inf or -Inf", "%s of row %d of %s is not a number", name, r.i+1, r.table)
		return 0
	}
	return x
}

// whole is a number of a bus, a kind or a count.
func (r row) whole(k int, name string, from, to int) int {
	x := r.value(k)
	if !(x >= float64(from) && x <= float64(to)) || x != math.Trunc(x) {
		r.fault(k, fmt.Sprintf("a whole number from %d to %d", from, to), "%s of row %d of %s is %g", name, r.i+1, r.table, x)
		return from
	}
	return int(x)
}

// more are the columns from k on.
func (r row) more(k int) []float64 {
	if k >= r.m.cols {
		return nil
	}
	return slices.Clone(r.m.values[r.i*r.m.cols+k : (r.i+1)*r.m.cols])
}

// each calls do for every row of a table that has the columns it must have.
func (p *parser) each(table string, atLeast int, do func(row)) {
	m, ok := p.tables[table]
	if !ok || m.rows() == 0 {
		return
	}
	if m.cols < atLeast {
		p.fault(m.at, fmt.Sprintf("at least %d", atLeast), "%s has %d columns", table, m.cols)
		return
	}
	for i := 0; i < m.rows() && !p.full(); i++ {
		do(row{p, table, &m, i})
	}
}

// finish turns the tables into elements and checks them.
func (p *parser) finish() {
	start := token{line: 1}
	switch {
	case p.base.line == 0:
		p.fault(start, "mpc.baseMVA = 100;", "baseMVA is missing")
	case !(p.c.BaseMVA > 0 && p.c.BaseMVA <= largest):
		p.fault(p.base, "a power in MVA above 0", "baseMVA is %g", p.c.BaseMVA)
	}
	if _, ok := p.tables["bus"]; !ok {
		p.fault(start, "mpc.bus = [ ... ];", "the table bus is missing")
	}
	for _, t := range []string{"gen", "branch"} {
		if _, ok := p.tables[t]; !ok {
			p.c.Warnings = append(p.c.Warnings, "the table "+t+" is missing: there is none")
		}
	}
	numbers := p.buses()
	p.gens(numbers)
	p.branches(numbers)
	p.each("gencost", 4, p.cost)
	n, costs := len(p.c.Gens), len(p.c.Costs)
	if m, ok := p.tables["gencost"]; ok && len(p.faults) == 0 && costs != 0 && costs != n && costs != 2*n {
		p.fault(m.at, "one row a generator, or two", "gencost has %d rows for %d generators", costs, n)
	}
}

func (p *parser) buses() map[int]int {
	numbers := map[int]int{}
	p.each("bus", 9, func(r row) {
		b := Bus{ID: r.whole(0, "number", 1, math.MaxInt32), Type: r.whole(1, "type", PQ, Isolated),
			Pd: r.finite(2, "Pd"), Qd: r.finite(3, "Qd"), Gs: r.finite(4, "Gs"), Bs: r.finite(5, "Bs"), Area: r.value(6),
			Vm: r.finite(7, "Vm"), Va: r.finite(8, "Va"), BaseKV: r.value(9), Zone: r.value(10),
			Vmax: r.value(11), Vmin: r.value(12), More: r.more(13)}
		if first, twice := numbers[b.ID]; twice {
			r.fault(0, "numbers are unique", "bus %d is row %d already", b.ID, first+1)
		}
		if b.Vm < 0 {
			r.fault(7, "a voltage of 0 or more", "Vm of row %d of bus is %g", r.i+1, b.Vm)
		}
		numbers[b.ID] = len(p.c.Buses)
		p.c.Buses = append(p.c.Buses, b)
	})
	return numbers
}

// at is the bus an element names, which must exist.
func (r row) at(k int, name string, numbers map[int]int) int {
	id := r.whole(k, name, 1, math.MaxInt32)
	if _, ok := numbers[id]; !ok && len(r.p.tables["bus"].values) > 0 {
		r.fault(k, "a number of the table bus", "row %d of %s is at bus %g, which does not exist", r.i+1, r.table, r.value(k))
	} else if !ok {
		r.fault(k, "a table bus with that number", "row %d of %s is at a bus, but there is none", r.i+1, r.table)
	}
	return id
}

func (p *parser) gens(numbers map[int]int) {
	p.each("gen", 8, func(r row) {
		g := Gen{Bus: r.at(0, "bus", numbers), Pg: r.finite(1, "Pg"), Qg: r.finite(2, "Qg"), Qmax: r.limit(3, "Qmax"), Qmin: r.limit(4, "Qmin"),
			Vg: r.finite(5, "Vg"), MBase: r.value(6), Status: r.finite(7, "status"), Pmax: r.limit(8, "Pmax"), Pmin: r.limit(9, "Pmin"), More: r.more(10)}
		if r.m.cols < 10 {
			g.Pmax, g.Pmin = math.Inf(1), math.Inf(-1)
		}
		if g.Status > 0 && g.Pmin > g.Pmax {
			p.c.Warnings = append(p.c.Warnings, fmt.Sprintf("row %d of gen: Pmin %g is above Pmax %g", r.i+1, g.Pmin, g.Pmax))
		}
		p.c.Gens = append(p.c.Gens, g)
	})
}

func (p *parser) branches(numbers map[int]int) {
	p.each("branch", 11, func(r row) {
		b := Branch{From: r.at(0, "from", numbers), To: r.at(1, "to", numbers), R: r.finite(2, "r"), X: r.finite(3, "x"), B: r.finite(4, "b"),
			RateA: r.limit(5, "rateA"), RateB: r.limit(6, "rateB"), RateC: r.limit(7, "rateC"), Ratio: r.finite(8, "ratio"), Shift: r.finite(9, "angle"),
			Status: r.finite(10, "status"), AngMin: -360, AngMax: 360, More: r.more(widestRow)}
		if r.m.cols >= widestRow {
			b.AngMin, b.AngMax = r.limit(11, "angmin"), r.limit(12, "angmax")
		}
		if b.From == b.To {
			r.fault(1, "two different buses", "row %d of branch joins bus %d to itself", r.i+1, b.From)
		}
		if b.Status != 0 && b.R == 0 && b.X == 0 {
			r.fault(3, "an impedance other than 0, or status 0", "row %d of branch is in service and has neither resistance nor reactance", r.i+1)
		}
		p.c.Branches = append(p.c.Branches, b)
	})
}

func (p *parser) cost(r row) {
	c := Cost{Model: r.whole(0, "model", PiecewiseLinear, Polynomial), Startup: r.value(1), Shutdown: r.value(2)}
	n := r.whole(3, "count", 0, widest)
	if c.Model == PiecewiseLinear {
		n *= 2
	}
	if 4+n > r.m.cols {
		r.fault(3, fmt.Sprintf("at most %d columns follow", r.m.cols-4), "row %d of gencost announces %d values", r.i+1, n)
		return
	}
	for k := range n {
		c.Values = append(c.Values, r.finite(4+k, "cost"))
		if c.Model == PiecewiseLinear && k >= 2 && k%2 == 0 && c.Values[k] <= c.Values[k-2] {
			r.fault(4+k, "outputs in increasing order", "row %d of gencost: point %d is at %g after %g", r.i+1, k/2+1, c.Values[k], c.Values[k-2])
		}
	}
	p.c.Costs = append(p.c.Costs, c)
}
