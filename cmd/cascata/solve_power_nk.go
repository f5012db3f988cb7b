package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/power"
)

// mostScreened is how many branches --nk 2 takes: it keeps a number for every two of them.
const mostScreened = 5000

// nkHead is the first line of a list of outages.
const nkHead = "scenario,load_scale,branch_rows_out,gen_rows_out"

// nkOf does what --nk says: every pair of branches, or a list of outages.
func (f *powerFlags) nkOf(ctx context.Context, c *power.Case, answer *powerAnswer) (powerTable, error) {
	changed, err := c.With(f.change)
	if err != nil {
		return powerTable{}, usage(err)
	}
	var cases []outageCase
	if f.nk != "2" {
		file, err := os.Open(f.nk)
		if err != nil {
			return powerTable{}, usagef("--nk %s: write 2 for every pair of branches, or a file of outages: %v", f.nk, err)
		}
		defer file.Close()
		if cases, err = readOutages(f.nk, file, changed); err != nil {
			return powerTable{}, err
		}
	} else if n := len(changed.Branches); n > mostScreened {
		return powerTable{}, usagef("--nk 2: the case has %d branches, more than %d; list the outages in a file", n, mostScreened)
	}
	g, err := power.NewGrid(changed)
	if err != nil {
		return powerTable{}, err
	}
	if f.nk == "2" {
		return screen(ctx, g, answer)
	}
	return solveOutages(ctx, g, cases)
}

// screen finds the single branches and pairs whose outage overloads a branch or separates buses.
func screen(ctx context.Context, g *power.Grid, answer *powerAnswer) (powerTable, error) {
	s, b := g.NewState(), &bytes.Buffer{}
	var rows []int
	rated := false
	for row := range g.Case().Branches {
		rate := g.Case().Branches[row].RateA
		rated = rated || rate > 0
		if s.On(row) {
			rows = append(rows, row)
		}
	}
	if !rated {
		answer.Warnings = append(answer.Warnings, "--nk 2: no branch has a rating, so that none can be overloaded")
	}
	b.WriteString("first_row,second_row,max_row,loading\n")
	err := s.Screen(ctx, rows, 1, func(l power.Loading) {
		second, most, share := "", "", math.NaN()
		if l.Second >= 0 {
			second = strconv.Itoa(l.Second + 1)
		}
		if l.Row >= 0 {
			most, share = strconv.Itoa(l.Row+1), l.Share
		}
		fmt.Fprintf(b, "%d,%s,%s,%s\n", l.First+1, second, most, cell(share))
	})
	return powerTable{"nk.csv", func(out *bytes.Buffer) { out.Write(b.Bytes()) }}, err
}

// outageCase is a line of a list of outages.
type outageCase struct {
	name   string
	change power.Change
}

// solveOutages solves each case of a list.
func solveOutages(ctx context.Context, g *power.Grid, cases []outageCase) (powerTable, error) {
	s, b := g.NewState(), &bytes.Buffer{}
	b.WriteString("scenario,islands_after,buses_separated,load_separated_MW,gen_separated_MW,max_abs_flow_MW,max_row,slack_bus,slack_bus_gen_MW\n")
	w := csv.NewWriter(b)
	for _, x := range cases {
		if err := ctx.Err(); err != nil {
			return powerTable{}, err
		}
		o, err := s.After(x.change)
		if err != nil {
			return powerTable{}, fmt.Errorf("scenario %s: %w", x.name, err)
		}
		if err := w.Write([]string{x.name, strconv.Itoa(o.Islands), strconv.Itoa(o.Separated), cell(o.LoadMW), cell(o.GenMW), cell(o.MaxMW),
			strconv.Itoa(o.MaxRow + 1), strconv.Itoa(o.Slack), cell(o.SlackMW)}); err != nil {
			return powerTable{}, err
		}
	}
	w.Flush()
	return powerTable{"nk.csv", func(out *bytes.Buffer) { out.Write(b.Bytes()) }}, w.Error()
}

// readOutages reads a list of outages: rows from 1, separated by blanks. All faults come at once.
func readOutages(name string, r io.Reader, c *power.Case) ([]outageCase, error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord = 4
	var faults model.Faults
	var cases []outageCase
	for head := true; ; head = false {
		record, err := table.Read()
		if errors.Is(err, io.EOF) {
			if head {
				faults.Add(name, 1, 0, "begin with "+nkHead, "the list is empty")
			}
			return cases, faults.Err()
		}
		if err != nil {
			faults = append(faults, brokenRow(name, err))
			return nil, faults.Err()
		}
		if head {
			if got := strings.Join(record, ","); got != nkHead {
				faults.Add(name, 1, 1, "write "+nkHead, "the first line is %q", got)
			}
			continue
		}
		cases = append(cases, readOutage(name, table, record, c, &faults))
	}
}

func readOutage(name string, table *csv.Reader, record []string, c *power.Case, faults *model.Faults) outageCase {
	x := outageCase{name: record[0]}
	fault := func(field int, want, format string, args ...any) {
		line, col := table.FieldPos(field)
		faults.Add(name, line, col, want, format, args...)
	}
	scale, err := strconv.ParseFloat(record[1], 64)
	if err != nil || !(math.Abs(scale) <= 1e6) {
		fault(1, "write a factor such as 1.2", "%q is no scale of the load", record[1])
	}
	x.change.LoadScale = scale
	rows := func(field, most int) (list []int) {
		for _, text := range strings.Fields(record[field]) {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > most {
				fault(field, fmt.Sprintf("write rows from 1 to %d, separated by blanks", most), "there is no row %q", text)
				continue
			}
			list = append(list, n-1)
		}
		return list
	}
	x.change.Branches, x.change.Gens = rows(2, len(c.Branches)), rows(3, len(c.Gens))
	return x
}
