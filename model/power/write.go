package power

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
)

// Write writes the case in MATPOWER's format so that Read gives the same case: numbers to the last digit, comments lost.
func (c *Case) Write(w io.Writer) error {
	out := &writer{w: bufio.NewWriter(w), prefix: "mpc."}
	name := c.Name
	if name == "" {
		name = "case_written"
	}
	if c.Version == 1 {
		out.prefix = ""
		out.printf("function [baseMVA, bus, gen, branch, areas, gencost] = %s\n", name)
	} else {
		out.printf("function mpc = %s\nmpc.version = '2';\n", name)
	}
	out.printf("%sbaseMVA = %s;\n", out.prefix, literal(c.BaseMVA))
	out.elements(c)
	for _, e := range c.Extras {
		out.printf("%s%s = %s;\n", out.prefix, e.Name, e.Text)
	}
	if err := out.w.Flush(); err != nil {
		return fmt.Errorf("write case: %w", err)
	}
	return nil
}

// writer keeps the first error in w, as bufio does.
type writer struct {
	w      *bufio.Writer
	prefix string
	line   []byte
}

func (o *writer) printf(format string, args ...any) { fmt.Fprintf(o.w, format, args...) }

func literal(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return "Inf"
	case math.IsInf(x, -1):
		return "-Inf"
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func (o *writer) row(values ...float64) {
	o.line = o.line[:0]
	for _, x := range values {
		o.line = append(append(o.line, '\t'), literal(x)...)
	}
	_, _ = o.w.Write(append(o.line, ';', '\n'))
}

func (o *writer) table(name string, rows int, row func(i int)) {
	o.printf("%s%s = [\n", o.prefix, name)
	for i := range rows {
		row(i)
	}
	o.printf("];\n")
}

func (o *writer) elements(c *Case) {
	o.table("bus", len(c.Buses), func(i int) {
		b := &c.Buses[i]
		o.row(append([]float64{float64(b.ID), float64(b.Type), b.Pd, b.Qd, b.Gs, b.Bs, b.Area, b.Vm, b.Va, b.BaseKV, b.Zone, b.Vmax, b.Vmin}, b.More...)...)
	})
	o.table("gen", len(c.Gens), func(i int) {
		g := &c.Gens[i]
		o.row(append([]float64{float64(g.Bus), g.Pg, g.Qg, g.Qmax, g.Qmin, g.Vg, g.MBase, g.Status, g.Pmax, g.Pmin}, g.More...)...)
	})
	o.table("branch", len(c.Branches), func(i int) {
		b := &c.Branches[i]
		values := []float64{float64(b.From), float64(b.To), b.R, b.X, b.B, b.RateA, b.RateB, b.RateC, b.Ratio, b.Shift, b.Status}
		o.row(append(append(values, b.AngMin, b.AngMax), b.More...)...)
	})
	width := 0
	for _, k := range c.Costs {
		width = max(width, len(k.Values))
	}
	if len(c.Costs) == 0 {
		return
	}
	o.table("gencost", len(c.Costs), func(i int) {
		k := &c.Costs[i]
		n := len(k.Values)
		if k.Model == PiecewiseLinear {
			n /= 2
		}
		values := append([]float64{float64(k.Model), k.Startup, k.Shutdown, float64(n)}, k.Values...)
		o.row(append(values, make([]float64, width-len(k.Values))...)...)
	})
}
