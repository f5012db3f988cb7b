package emergency

import (
	"context"
	"testing"
	"time"
)

func BenchmarkX(b *testing.B) {
	for b.Loop() {
		l := Load{ArrivalsPerHour: 100, HandlingS: 180, Positions: 8, Calls: 1000000, Seed: 1, Within: []time.Duration{10 * time.Second, 15 * time.Second, 20 * time.Second}}
		s, err := l.Solve(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.Log(s.Ratio(SumDelayed, SumOffered), s.Ratio(SumWait, SumAdmitted), s.Ratio(SumWithin(2), SumOffered))
	}
}
func BenchmarkY(b *testing.B) {
	for b.Loop() {
		l := Load{ArrivalsPerHour: 1500, HandlingS: 90, PatienceS: 60, Positions: 40, Calls: 1000000, Seed: 1, Within: []time.Duration{10 * time.Second, 15 * time.Second, 20 * time.Second}}
		s, err := l.Solve(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.Log(s.Ratio(SumDelayed, SumOffered), s.Ratio(SumWait, SumAdmitted), s.Ratio(SumWithin(2), SumOffered))
	}
}
