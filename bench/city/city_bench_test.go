package city

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cascata/bench/scale"
	"cascata/model/trace"
	"cascata/scenarios"
	"cascata/scenarios/cities"
	"cascata/sim/batch"
)

func load(b *testing.B, name string, sets ...string) *scenarios.Scenario {
	b.Helper()
	s, err := scenarios.Load(name, sets, nil)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkLoadCity reads the embedded Lisboa with its defaults.
func BenchmarkLoadCity(b *testing.B) {
	for b.Loop() {
		if _, err := cities.Load("lisboa"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoadScenario reads the default scenario with its city and compiles all that replications share.
func BenchmarkLoadScenario(b *testing.B) {
	for b.Loop() {
		load(b, scenarios.Default, scale.Plain()...)
	}
}

// BenchmarkReplication runs one replication of a scenario by connectivity and records it, BenchmarkPhysics one with physics wherever
// there is some. The first replication of a scenario also solves what all share, the roads and the water of a quiet day: first-ms.
func BenchmarkReplication(b *testing.B) { replications(b, scale.Plain()...) }

func BenchmarkPhysics(b *testing.B) { replications(b) }

func replications(b *testing.B, sets ...string) {
	for _, name := range []string{scenarios.Default, "blackout", "quiet-day"} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("scenario=%s/workers=%d", name, workers), func(b *testing.B) {
				s := load(b, name, sets...)
				changes, begun := 0, time.Now()
				if _, err := s.Run(context.Background(), scenarios.RunOptions{Workers: workers}); err != nil {
					b.Fatal(err)
				}
				first := time.Since(begun)
				b.ReportAllocs()
				for b.Loop() {
					rec, err := s.Run(context.Background(), scenarios.RunOptions{Workers: workers})
					if err != nil {
						b.Fatal(err)
					}
					changes = len(rec.Changes)
				}
				b.ReportMetric(float64(changes), "changes")
				b.ReportMetric(first.Seconds()*1000, "first-ms")
			})
		}
	}
}

// BenchmarkBatch runs replications of the default scenario on one and on two workers. MiB/worker is what the process holds at
// most beyond what it holds when the scenario is loaded.
func BenchmarkBatch(b *testing.B) {
	const replications = 1000
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("replications=%d/workers=%d", replications, workers), func(b *testing.B) {
			s := load(b, scenarios.Default, scale.Plain()...)
			one := func(ctx context.Context, replication int) (int, error) {
				rec, err := s.Run(ctx, scenarios.RunOptions{Replication: replication})
				return hits(rec), err
			}
			before := scale.Held()
			for b.Loop() {
				if _, err := batch.Run(context.Background(), batch.Options{Replications: replications, Workers: workers}, one); err != nil {
					b.Fatal(err)
				}
			}
			if most := scale.Peak(); most > 0 {
				b.ReportMetric(float64(most-before)/(1<<20)/float64(workers), "MiB/worker")
			}
			b.ReportMetric(float64(replications*b.N)/b.Elapsed().Seconds(), "rep/s")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// hits keeps a number of each recording, as a batch keeps metrics, and lets the recording go.
func hits(rec *trace.Recording) int {
	if rec == nil {
		return 0
	}
	return len(rec.Changes)
}
