package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cascata/model/power"
)

// powerFlags are the flags of `solve power`.
type powerFlags struct {
	ac, opf, qLimits, n1, cascade bool
	outage, genOutage, nk, out    string
	loadScale                     float64
	change                        power.Change
}

// powerAnswer is what `solve power` prints.
type powerAnswer struct {
	Case       string   `json:"case"`
	Method     string   `json:"method"`
	Objective  *float64 `json:"objective"` // money per hour; null without --opf
	Losses     float64  `json:"losses"`    // [MW]
	Islands    int      `json:"islands"`   // single buses count, isolated ones do not
	Iterations int      `json:"iterations"`
	Residual   float64  `json:"residual"` // [per unit]; relative with --opf
	AtLimit    []int    `json:"gens_at_reactive_limit,omitempty"`
	ServedMW   *float64 `json:"cascade_served_mw,omitempty"`
	Warnings   []string `json:"warnings"`
}

func (a *app) solvePower() *cobra.Command {
	var f powerFlags
	cmd := &cobra.Command{
		Use:   "power FILE.m",
		Short: "Power flow of a MATPOWER case: DC, AC or optimal; outages and cascades",
		Long: `Solve a MATPOWER case (version 1 or 2) as it stands or after outages, write bus.csv, branch.csv and gen.csv to the folder
given by --out, and print objective, losses, islands and iterations as JSON. Rows of branches and generators count from 1, in
the order of the file. DC unless --ac or --opf is given. After branch outages the island with most buses stays; the rest is
dropped. --n1 adds n1.csv: every branch out in turn. --nk 2 adds nk.csv: every single branch and every pair whose outage overloads a branch
or separates buses, with the worst loading as a share of its rating (nothing there: it separates), by distribution factors, which is
exact in DC. --nk FILE adds nk.csv: one solution for each line of a list, scenario,load_scale,branch_rows_out,gen_rows_out, rows
separated by blanks. --cascade adds cascade.csv: what protection does after the outages given,
all islands kept.`,
		Args: cobra.ExactArgs(1),
		RunE: do(func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			answer, err := f.run(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			for _, w := range answer.Warnings {
				if !a.quiet {
					fmt.Fprintln(a.err, "warning:", w)
				}
			}
			return writeJSON(a.out, answer)
		}),
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.ac, "ac", false, "AC power flow by Newton's method")
	flags.BoolVar(&f.qLimits, "q-limits", false, "with --ac: generators give up their voltage at their reactive limits")
	flags.BoolVar(&f.opf, "opf", false, "DC optimal power flow")
	flags.StringVar(&f.outage, "outage", "", "branch rows taken out: 3,17")
	flags.StringVar(&f.genOutage, "gen-outage", "", "generator rows taken out: 1,4")
	flags.Float64Var(&f.loadScale, "load-scale", 1, "factor of the load of every bus")
	flags.BoolVar(&f.n1, "n1", false, "write n1.csv: DC power flow with every branch out in turn")
	flags.StringVar(&f.nk, "nk", "", "write nk.csv: 2 screens every pair of branches, a file gives outages to solve")
	flags.BoolVar(&f.cascade, "cascade", false, "write cascade.csv: what the outages lead to")
	flags.StringVar(&f.out, "out", "", "folder to write to; it is made if need be")
	return cmd
}

func (f *powerFlags) check() error {
	var err error
	switch {
	case f.out == "":
		return usagef("--out DIR is missing: where shall the tables go?")
	case f.ac && f.opf:
		return usagef("--ac and --opf exclude each other")
	case f.qLimits && !f.ac:
		return usagef("--q-limits goes with --ac")
	case !(f.loadScale >= 0 && f.loadScale <= 1e6):
		return usagef("--load-scale %g: write a factor from 0 to 1000000, such as 1.2", f.loadScale)
	}
	f.change.LoadScale = f.loadScale
	if f.change.Branches, err = rowList("outage", f.outage); err != nil {
		return err
	}
	f.change.Gens, err = rowList("gen-outage", f.genOutage)
	return err
}

// rowList reads rows counted from 1 and returns them counted from 0.
func rowList(flag, s string) ([]int, error) {
	var rows []int
	for _, field := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return nil, usagef("--%s %s: %q is not a row; write rows counted from 1, such as 3,17", flag, s, field)
		}
		rows = append(rows, n-1)
	}
	return rows, nil
}

func readPower(path string) (*power.Case, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, usage(err)
	}
	defer file.Close()
	return power.Read(path, file)
}

// run solves the case and writes the tables.
func (f *powerFlags) run(ctx context.Context, path string) (*powerAnswer, error) {
	c, err := readPower(path)
	if err != nil {
		return nil, err
	}
	changed, err := c.With(f.change)
	if err != nil {
		return nil, usage(err)
	}
	r := &powerResult{c: changed, answer: powerAnswer{Case: c.Name, Islands: changed.Islands(), Warnings: append([]string{}, c.Warnings...)}}
	if len(f.change.Branches) > 0 {
		changed.KeepMain()
	}
	switch {
	case f.ac:
		err = r.solveAC(power.ACOptions{QLimits: f.qLimits})
	case f.opf:
		err = r.solveOPF()
	default:
		err = r.solveDC()
	}
	if err != nil {
		return nil, err
	}
	tables := []powerTable{{"bus.csv", r.buses}, {"branch.csv", r.branches}, {"gen.csv", r.gens}}
	if f.n1 {
		outages, err := outagesOf(ctx, c, f.change)
		if err != nil {
			return nil, err
		}
		tables = append(tables, powerTable{"n1.csv", outages})
	}
	if f.nk != "" {
		table, err := f.nkOf(ctx, c, &r.answer)
		if err != nil {
			return nil, err
		}
		tables = append(tables, table)
	}
	if f.cascade {
		events, err := f.cascadeOf(ctx, c, &r.answer)
		if err != nil {
			return nil, err
		}
		tables = append(tables, powerTable{"cascade.csv", events})
	}
	return &r.answer, writeTables(f.out, tables)
}

// outagesOf takes every branch out in turn, after the change.
func outagesOf(ctx context.Context, c *power.Case, ch power.Change) (func(*bytes.Buffer), error) {
	changed, err := c.With(ch)
	if err != nil {
		return nil, usage(err)
	}
	g, err := power.NewGrid(changed)
	if err != nil {
		return nil, err
	}
	outages, err := g.NewState().N1(ctx, nil)
	return func(b *bytes.Buffer) {
		b.WriteString("row,from,to,status_before,islands_after,buses_separated,load_separated_MW,gen_separated_MW,max_abs_flow_MW,max_row,slack_bus,slack_bus_gen_MW\n")
		for _, o := range outages {
			br := &changed.Branches[o.Row]
			fmt.Fprintf(b, "%d,%d,%d,%d,%d,%d,%s,%s,%s,%d,%d,%s\n", o.Row+1, br.From, br.To, bit(o.Before), o.Islands, o.Separated,
				cell(o.LoadMW), cell(o.GenMW), cell(o.MaxMW), o.MaxRow+1, o.Slack, cell(o.SlackMW))
		}
	}, err
}

// cascadeOf follows what the outages lead to. A cascade that does not come to rest is told as far as it went.
func (f *powerFlags) cascadeOf(ctx context.Context, c *power.Case, answer *powerAnswer) (func(*bytes.Buffer), error) {
	scaled, err := c.With(power.Change{LoadScale: f.loadScale})
	if err != nil {
		return nil, usage(err)
	}
	g, err := power.NewGrid(scaled)
	if err != nil {
		return nil, err
	}
	cascade, err := g.NewCascade(power.CascadeOptions{})
	if err != nil {
		return nil, err
	}
	if err := cascade.Run(ctx, f.change); err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		answer.Warnings = append(answer.Warnings, "cascade: "+err.Error())
	}
	served := cascade.ServedMW()
	answer.ServedMW = &served
	return func(b *bytes.Buffer) {
		b.WriteString("step,t_s,kind,row,mw_lost\n")
		for _, e := range cascade.Events {
			fmt.Fprintf(b, "%d,%s,%s,%d,%s\n", e.Step, cell(e.At), e.Kind, e.Row+1, cell(e.LostMW))
		}
	}, nil
}
