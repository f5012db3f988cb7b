package main

// family is a group of benchmarks shown in one table.
type family struct {
	title    string
	bench    string   // name of the benchmark without "Benchmark"
	unit     string   // unit of the benchmark's figure
	shown    string   // unit shown; empty = the same
	scale    float64  // shown figure per benchmark's figure; 0 = 1
	more     bool     // more is better
	baseline string   // name of the benchmark that ratios refer to; empty = none
	where    []string // parts of its name that the baseline must have: "queue=container/heap"
	share    []string // keys whose values a row and its baseline must share: "entities"
}

// unitShown is the heading of the figures.
func (f *family) unitShown() string {
	if f.shown == "" {
		return f.unit
	}
	return f.shown
}

// figures are a row's repeats in the unit shown.
func (f *family) figures(r *row) []float64 {
	scaled := make([]float64, len(r.figures[f.unit]))
	for i, x := range r.figures[f.unit] {
		scaled[i] = x
		if f.scale != 0 {
			scaled[i] = x * f.scale
		}
	}
	return scaled
}

// families are the tables in order.
var families = []family{
	{title: "PHOLD through the process API, against the textbook engine", bench: "PHOLD", unit: "Mev/s", more: true,
		baseline: "Textbook", share: []string{"entities"}},
	{title: "The textbook engine itself (one goroutine, container/heap of pointers to boxed events)", bench: "Textbook", unit: "Mev/s", more: true},
	{title: "Hold operation of the pending-event sets", bench: "Hold", unit: "ns/hold", baseline: "Hold",
		where: []string{"queue=container-heap"}, share: []string{"pending"}},
	{title: "Many idle processes", bench: "Quiet", unit: "ns/window"},
	{title: "An addressable random draw, against a bare Philox block", bench: "At", unit: "ns/op", baseline: "Block"},
	{title: "Closure of needs, 300,000 inputs: 64 replications per word against one at a time", bench: "Closure", unit: "us/rep",
		baseline: "Closure", where: []string{"method=one-by-one"}, share: []string{"nodes", "failed"}},
	{title: "User equilibrium of cars, from no flow to a relative gap", bench: "Equilibrium", unit: "ns/op", shown: "ms", scale: 1e-6,
		baseline: "Paths", share: []string{"network", "gap"}},
	{title: "The same by path-based gradient projection", bench: "Paths", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "User equilibrium after a closure, against starting anew", bench: "Warm", unit: "ns/op", shown: "ms", scale: 1e-6,
		baseline: "Warm", where: []string{"start=cold"}},
	{title: "Fastest way in a street graph of 23,000 nodes, against Dijkstra", bench: "Route", unit: "ns/op", shown: "us", scale: 1e-3,
		baseline: "Route", where: []string{"method=dijkstra"}, share: []string{"city"}},
	{title: "Preparing a street graph, and new travel times", bench: "Streets", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "One replication, 72 h, without loading and report", bench: "Replication", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Loading the embedded city", bench: "LoadCity", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Loading the default scenario: city, defaults, estates, attack graph", bench: "LoadScenario", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "A batch of replications", bench: "Batch", unit: "rep/s", more: true, baseline: "Batch", where: []string{"workers=1"}},
}
