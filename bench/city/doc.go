// Package city times what a user waits for: loading the embedded city, one replication of the default scenario, a batch.
//
// It holds benchmarks only and must not know how the figures are shown (bench/table).
package city
