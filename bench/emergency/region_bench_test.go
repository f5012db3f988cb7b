package emergency

import (
	"context"
	"testing"

	"cascata/scenarios"
)

// BenchmarkRegion is 72 h of Lisboa (546,000 residents), a quiet day and the blackout, with single calls and without: the difference is what
// they cost.
func BenchmarkRegion(b *testing.B) {
	for _, name := range []string{"quiet-day", "blackout"} {
		for _, fidelity := range []string{"physics", "connectivity"} {
			s, err := scenarios.Load(name, []string{`sector.emergency.fidelity="` + fidelity + `"`}, nil)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(name+"/"+fidelity, func(b *testing.B) {
				for i := 0; b.Loop(); i++ {
					rec, err := s.Run(context.Background(), scenarios.RunOptions{Replication: i})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(len(rec.Requests)), "calls")
				}
			})
		}
	}
}
