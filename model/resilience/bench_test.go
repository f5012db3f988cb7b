package resilience

import (
	"testing"

	"cascata/model/trace"
)

// BenchmarkExample measures the fixed cost of all metrics of a short run.
func BenchmarkExample(b *testing.B) {
	r := trace.Example()
	for b.Loop() {
		All(r)
	}
}
