package emergency

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cascata/scenarios"
)

// surge is 72 h of Lisboa (546,000 residents) with a night like that of the sirens of Dallas in 2017: 4,400 calls in three and a half hours.
const surge = `
title = "Surge"
city = "lisboa"
start = "2025-12-23T15:30"
horizon = "72h"

[[calls]]
at = "0d 23:30"
until = "1d 3:00"
per_hour = 1257
sort = "voice"
why = "sirens wake the city"
`

func loadRegion(b *testing.B, name, fidelity string) *scenarios.Scenario {
	read := func(string) ([]byte, error) { return []byte(surge), nil }
	sets := []string{`sector.emergency.fidelity="` + fidelity + `"`}
	if name == "./surge.toml" && fidelity == "connectivity" {
		name, sets = "quiet-day", append(sets, `start="2025-12-23T15:30"`) // without single calls nobody can make more of them
	}
	s, err := scenarios.Load(name, sets, read)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkRegion is 72 h of Lisboa, a quiet day, a night of sirens and the blackout, with single calls and without: the difference is what calls cost. The
// first replication with calls asks the roads for every hour of a day (first-ms), once for a scenario: on a quiet day and in a surge nobody else does, in a
// blackout the traffic solves those hours that are disturbed anyway.
func BenchmarkRegion(b *testing.B) {
	for _, c := range []struct{ title, name string }{{"quiet-day", "quiet-day"}, {"surge", "./surge.toml"}, {"blackout", "blackout"}} {
		for _, fidelity := range []string{"physics", "connectivity"} {
			b.Run(fmt.Sprintf("scenario=%s/calls=%s", c.title, fidelity), func(b *testing.B) {
				s := loadRegion(b, c.name, fidelity)
				run := func(n int) int {
					rec, err := s.Run(context.Background(), scenarios.RunOptions{Replication: n})
					if err != nil {
						b.Fatal(err)
					}
					return len(rec.Calls())
				}
				begun := time.Now()
				calls := run(0)
				first := time.Since(begun)
				for n := 1; b.Loop(); n++ {
					calls = run(n)
				}
				b.ReportMetric(float64(calls), "calls")
				b.ReportMetric(first.Seconds()*1000, "first-ms")
			})
		}
	}
}
