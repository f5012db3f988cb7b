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
	grows    string   // key of what grows from row to row: ratios are to the row before
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
	{title: "PHOLD through the process API, against the textbook engine (one goroutine, container/heap of pointers to boxed events)", bench: "PHOLD",
		unit: "Mev/s", more: true, baseline: "PHOLD", where: []string{"textbook"}, share: []string{"entities"}},
	{title: "Hold operation of the pending-event sets", bench: "Hold", unit: "ns/hold", baseline: "Hold",
		where: []string{"queue=container-heap"}, share: []string{"pending"}},
	{title: "Many idle processes", bench: "Quiet", unit: "ns/window"},
	{title: "An addressable random draw, against a bare Philox block", bench: "At", unit: "ns/op", baseline: "Block"},
	{title: "Closure of needs, 300,000 inputs: 64 replications per word against one at a time", bench: "Closure", unit: "us/rep",
		baseline: "Closure", where: []string{"method=one-by-one"}, share: []string{"nodes", "failed"}},
	{title: "Hydraulics over the whole time of a case, as a multiple of EPANET's CPU seconds", bench: "Period", unit: "of-EPANET"},
	{title: "Hydraulics after one change, from the flows there are", bench: "OneChange", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "One replication by connectivity, 72 h, without loading and report", bench: "Replication", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "The first replication of a scenario with physics, which also solves what all share", bench: "Physics", unit: "first-ms", shown: "ms"},
	{title: "One replication with physics, against connectivity", bench: "Physics", unit: "ns/op", shown: "ms", scale: 1e-6, baseline: "Replication",
		share: []string{"scenario", "workers"}},
	{title: "Loading the embedded city", bench: "LoadCity", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Loading the default scenario: city, defaults, estates, attack graph", bench: "LoadScenario", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "`make run` from a warm build cache to the finished report", bench: "MakeRun", unit: "s"},
	{title: "A batch of replications", bench: "Batch", unit: "rep/s", more: true, baseline: "Batch", where: []string{"workers=1"}},
	{title: "Memory of a batch beyond the shared city", bench: "Batch", unit: "MiB/worker"},
	{title: "Invented city, regional blackout: inventing the city and writing its file", bench: "Blackout", unit: "gen-s", shown: "s", grows: "assets"},
	{title: "Invented city, regional blackout: loading", bench: "Blackout", unit: "load-us/asset", shown: "us per asset", grows: "assets"},
	{title: "Invented city, regional blackout: 72 h", bench: "Blackout", unit: "run-us/asset", shown: "us per asset", grows: "assets"},
	{title: "Invented city, regional blackout: peak memory of loading and running", bench: "Blackout", unit: "peak-B/asset", shown: "bytes per asset", grows: "assets"},
	{title: "Invented city, regional blackout: record", bench: "Blackout", unit: "trace-B/asset", shown: "bytes per asset", grows: "assets"},
	{title: "Invented city, regional blackout: Changes", bench: "Blackout", unit: "changes/asset", shown: "Changes per asset", grows: "assets"},
	{title: "Invented city, regional blackout: inventing, loading and running together", bench: "Blackout", unit: "all-s", shown: "s"},
	{title: "The program itself: `cascata city generate --residents 10000000 --seed 1`", bench: "Program", unit: "gen-s", shown: "s"},
	{title: "The program itself: `cascata run` of the regional blackout there, with report and all files", bench: "Program", unit: "run-s", shown: "s"},
	{title: "The program itself: most memory of the two", bench: "Program", unit: "peak-MiB", shown: "MiB"},
	{title: "Attack on so many smart meters: loading", bench: "Outage", unit: "load-us/device", shown: "us per device", grows: "devices"},
	{title: "Attack on so many smart meters: 72 h", bench: "Outage", unit: "run-us/device", shown: "us per device", grows: "devices"},
	{title: "Attack on so many smart meters: peak memory of loading and running", bench: "Outage", unit: "peak-B/device", shown: "bytes per device", grows: "devices"},
	{title: "Attack on so many smart meters: record", bench: "Outage", unit: "trace-B/device", shown: "bytes per device", grows: "devices"},
	{title: "Inside one run: speed-up with 2 workers, measured", bench: "Within", unit: "x2-measured", shown: "x"},
	{title: "Inside one run: speed-up with 2 workers, predicted from the work of each process in each window", bench: "Within", unit: "x2", shown: "x"},
	{title: "The same with 4 workers", bench: "Within", unit: "x4", shown: "x"},
	{title: "The same with 8 workers", bench: "Within", unit: "x8", shown: "x"},
	{title: "The same with 16 workers", bench: "Within", unit: "x16", shown: "x"},
	{title: "The same with 64 workers", bench: "Within", unit: "x64", shown: "x"},
	{title: "Inside one run: predicted limit for any number of workers without a barrier", bench: "Within", unit: "x-limit", shown: "x"},
	{title: "Inside one run: share of the time that one goroutine records", bench: "Within", unit: "serial-share"},
	{title: "Inside one run: work of a window that is not empty", bench: "Within", unit: "changes/window", shown: "Changes"},
	{title: "Inside one run: cost of a Change with all that led to it", bench: "Within", unit: "ns/change", shown: "ns"},
	{title: "Inside one run: barrier of a window, two workers", bench: "Within", unit: "ns/barrier", shown: "ns"},
	{title: "User equilibrium of cars, from no flow to a relative gap", bench: "Equilibrium", unit: "ns/op", shown: "ms", scale: 1e-6,
		baseline: "Paths", share: []string{"network", "gap"}},
	{title: "The same by path-based gradient projection", bench: "Paths", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "User equilibrium after a closure, against starting anew", bench: "Warm", unit: "ns/op", shown: "ms", scale: 1e-6,
		baseline: "Warm", where: []string{"start=cold"}},
	{title: "Fastest way in a street graph of 23,000 nodes, against Dijkstra", bench: "Route", unit: "ns/op", shown: "us", scale: 1e-3,
		baseline: "Route", where: []string{"method=dijkstra"}, share: []string{"city"}},
	{title: "Preparing a street graph, and new travel times", bench: "Streets", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "DC power flow from nothing: matrices, ordering, factor, angles, flows (MATPOWER's core on case9241pegase: 20 ms)", bench: "PowerFlow", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "One step of a power cascade: an outage, angles, flows, limits", bench: "PowerStep", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "Putting a power network back", bench: "PowerReset", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "Factorising a power network anew (KLU beside it: go test -tags klu ./bench/power)", bench: "PowerRefactor", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "AC power flow, whole", bench: "PowerAC", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "DC optimal power flow, whole", bench: "PowerOPF", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Call taking of a PSAP of 40 positions, against a plain loop that only queues", bench: "PSAP", unit: "calls/s", shown: "million calls/s", scale: 1e-6, more: true,
		baseline: "PSAP", where: []string{"queue=plain-loop"}},
	{title: "A worm over 1,000,000 individually simulated devices in 64 districts, 24 h: events, and the gain from a second worker", bench: "Worm", unit: "Mev/s",
		shown: "million events/s", more: true, baseline: "Worm", where: []string{"workers=1"}, share: []string{"devices"}},
	{title: "The same, memory that the fleet takes: shared by replications, of one of them, and the kernel's queues", bench: "Worm", unit: "B/device", shown: "bytes per device"},
	{title: "72 h of Lisboa (546,000 people) with 112 calls one by one, against the same without: a later replication", bench: "Region", unit: "ns/op", shown: "ms",
		scale: 1e-6, baseline: "Region", where: []string{"calls=connectivity"}, share: []string{"scenario"}},
	{title: "The first replication of it, which solves the 24 hours of the roads for the ways of units, once for a scenario; without calls only a disturbed run does", bench: "Region",
		unit: "first-ms", shown: "ms", baseline: "Region", where: []string{"calls=connectivity"}, share: []string{"scenario"}},
	{title: "Every branch out in turn", bench: "PowerN1", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Water of Lisboa: 72 h with all pumps out for ten hours", bench: "DisturbedCity", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Water of Lisboa: a quiet day's trajectory, once per scenario", bench: "QuietCity", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Roads of Lisboa: 72 h with half the signals dark for six hours", bench: "CityOutage", unit: "ns/op", shown: "ms", scale: 1e-6},
	{title: "Grid of Lisboa: one settling after an event", bench: "GridSettle", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "Grid of Lisboa: one settling because the hour changed", bench: "GridHour", unit: "ns/op", shown: "us", scale: 1e-3},
	{title: "Lisboa's cascade alone, 72 h with two infeeds lost for ten, against reach and capacity", bench: "GridRun", unit: "ns/op", shown: "ms", scale: 1e-6,
		baseline: "GridRun", where: []string{"power=connectivity"}},
}
