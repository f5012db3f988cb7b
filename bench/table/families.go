package main

// family is a group of benchmarks shown in one table.
type family struct {
	title    string
	bench    string   // name of the benchmark without "Benchmark"
	unit     string   // unit of the figure shown
	more     bool     // more is better
	baseline string   // name of the benchmark that ratios refer to; empty = none
	where    []string // parts of its name that the baseline must have: "queue=container/heap"
	share    []string // keys whose values a row and its baseline must share: "entities"
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
	{title: "One replication, 72 h, without loading and report", bench: "Replication", unit: "ns/op"},
	{title: "Loading the embedded city", bench: "LoadCity", unit: "ns/op"},
	{title: "A batch of replications", bench: "Batch", unit: "rep/s", more: true, baseline: "Batch", where: []string{"workers=1"}},
}
