package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// pick is a figure: the median of a unit of the rows of a benchmark that have these parts. Of several the worst counts.
type pick struct {
	bench string
	parts []string
	unit  string
}

// bar is what a figure, or the ratio of two, has to reach.
type bar struct {
	title  string
	figure pick
	over   pick // the figure is divided by this one; no benchmark = it is not
	scale  float64
	unit   string
	least  float64
	most   float64 // one of the two
}

func at(bench, unit string, parts ...string) pick { return pick{bench, parts, unit} }

// bars are what the project has set itself, in the order of the issue.
func bars() []bar {
	var list []bar
	for _, p := range []struct {
		entities   string
		one, two   float64
		oneX, twoX float64
	}{{"1024", 9, 11, 0, 0}, {"65536", 2.5, 4, 3, 5}, {"1048576", 1.5, 2.7, 3, 5}} {
		for i, least := range [][2]float64{{p.one, p.oneX}, {p.two, p.twoX}} {
			workers := strconv.Itoa(i + 1)
			row := at("PHOLD", "Mev/s", "entities="+p.entities, "queue=auto", "workers="+workers)
			list = append(list, bar{title: "PHOLD, " + p.entities + " entities, workers: " + workers, figure: row, unit: "M events/s", least: least[0]})
			if least[1] > 0 {
				list = append(list, bar{title: "the same against the textbook engine", figure: row, over: at("PHOLD", "Mev/s", "entities="+p.entities, "textbook"),
					unit: "x", least: least[1]})
			}
		}
	}
	return append(append(list, others()...), solvers()...)
}

func others() []bar {
	large, small := "assets=1000000", "assets=100000"
	list := []bar{
		{title: "hold at 1,000,000 pending", figure: at("Hold", "ns/hold", "pending=1000000", "queue=auto"), unit: "ns", most: 130},
		{title: "addressable draw against a bare Philox block", figure: at("At", "ns/op"), over: at("Block", "ns/op"), unit: "x", most: 1.2},
		{title: "default scenario by connectivity, one replication, one core", figure: at("Replication", "ns/op", "scenario=substation-switching", "workers=1"), scale: 1e-6, unit: "ms", most: 100},
		{title: "the same with full physics", figure: at("Physics", "ns/op", "scenario=substation-switching", "workers=1"), scale: 1e-9, unit: "s", most: 1.5},
		{title: "loading the embedded city", figure: at("LoadCity", "ns/op"), scale: 1e-6, unit: "ms", most: 150},
		{title: "make run from a warm build cache", figure: at("MakeRun", "s"), unit: "s", most: 5},
		{title: "1,000,000 assets invented, loaded, cascaded", figure: at("Blackout", "all-s", large), unit: "s", most: 30},
		{title: "the same, peak memory", figure: at("Blackout", "peak-MiB", large), unit: "MiB", most: 1024},
		{title: "the same by two commands, with report and all files: peak memory", figure: at("Program", "peak-MiB"), unit: "MiB", most: 1024},
		{title: "1,000 replications, two workers against one", figure: at("Batch", "rep/s", "replications=1000", "workers=2"),
			over: at("Batch", "rep/s", "replications=1000", "workers=1"), unit: "x", least: 1.8},
		{title: "memory beyond the shared city", figure: at("Batch", "MiB/worker", "replications=1000"), unit: "MiB per worker", most: 32},
		{title: "1,000,000 calls of a PSAP", figure: at("PSAP", "ns/op", "in=loop"), scale: 1e-8, unit: "s", most: 1.5},
		{title: "a worm over 1,000,000 devices: memory of a device", figure: at("Worm", "B/device", "devices=1000000"), unit: "bytes", most: 64},
		{title: "closure of 100,000 nodes, 64 replications per word", figure: at("Closure", "us/rep", "nodes=100000", "method=words"), unit: "us per replication", most: 100},
	}
	for _, g := range []struct{ what, unit string }{{"loading", "load-us"}, {"72 h", "run-us"}, {"memory", "peak-B"}, {"record", "trace-B"}} {
		list = append(list, bar{title: "growth per asset, 100,000 to 1,000,000: " + g.what, figure: at("Blackout", g.unit+"/asset", large),
			over: at("Blackout", g.unit+"/asset", small), unit: "x", most: 2})
	}
	for _, g := range []struct{ what, unit string }{{"loading", "load-us"}, {"72 h", "run-us"}, {"memory", "peak-B"}, {"record", "trace-B"}} {
		list = append(list, bar{title: "growth per attacked device, 100,000 to 1,000,000: " + g.what, figure: at("Outage", g.unit+"/device", "devices=1000000"),
			over: at("Outage", g.unit+"/device", "devices=100000"), unit: "x", most: 2})
	}
	return list
}

// find is the figure, the greatest or the least of several rows; false when nothing was measured.
func (p pick) find(rows []*row, greatest bool) (float64, bool) {
	var found []float64
	for _, r := range rows {
		if p.fits(r) {
			found = append(found, median(r.figures[p.unit]))
		}
	}
	switch {
	case len(found) == 0:
		return 0, false
	case greatest:
		return slices.Max(found), true
	}
	return slices.Min(found), true
}

// repeats is of how many repeats the figure is the median: the fewest, where there are several rows.
func (p pick) repeats(rows []*row) (n int) {
	for _, r := range rows {
		if k := len(r.figures[p.unit]); p.fits(r) && (n == 0 || k < n) {
			n = k
		}
	}
	return n
}

// fits reports whether the figure is one of the row's.
func (p pick) fits(r *row) bool {
	missing := func(part string) bool { return !slices.Contains(r.parts, part) }
	return r.bench == p.bench && !slices.ContainsFunc(p.parts, missing) && len(r.figures[p.unit]) > 0
}

// judge is the table of all bars.
func judge(rows []*row) string {
	var b strings.Builder
	b.WriteString("| bar | wanted | measured | n | verdict |\n|---|--:|--:|--:|---|\n")
	for _, x := range bars() {
		value, known := x.value(rows)
		measured, verdict := figure(value)+" "+x.unit, "met"
		switch {
		case !known:
			measured, verdict = "", "not measured"
		case x.most > 0 && value > x.most || value < x.least:
			verdict = "**missed**"
		}
		wanted := "at least " + figure(x.least)
		if x.most > 0 {
			wanted = "at most " + figure(x.most)
		}
		fmt.Fprintf(&b, "| %s | %s %s | %s | %d | %s |\n", x.title, wanted, x.unit, measured, x.figure.repeats(rows), verdict)
	}
	return b.String()
}

func (x *bar) value(rows []*row) (float64, bool) {
	value, known := x.figure.find(rows, x.most > 0)
	if x.scale != 0 {
		value *= x.scale
	}
	if x.over.bench == "" {
		return value, known
	}
	over, also := x.over.find(rows, x.most == 0)
	return value / over, known && also
}
