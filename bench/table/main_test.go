package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sample = `goos: linux
goarch: amd64
cpu: example
BenchmarkPHOLD/entities=65536/textbook-2 	 10 	 0.5 Mev/s
BenchmarkPHOLD/entities=65536/queue=auto/workers=1-2 	 10 	 2.0 Mev/s 	 0 allocs/op
BenchmarkPHOLD/entities=65536/queue=auto/workers=1-2 	 10 	 3.0 Mev/s 	 0 allocs/op
BenchmarkPHOLD/entities=65536/queue=auto/workers=1-2 	 10 	 9.0 Mev/s 	 0 allocs/op
BenchmarkPHOLD/entities=65536/queue=auto/workers=2-2 	 10 	 2.0 Mev/s
BenchmarkHold/pending=1000/queue=heap-2 	 10 	 50 ns/hold
BenchmarkHold/pending=1000/queue=container-heap-2 	 10 	 200 ns/hold
BenchmarkHold/pending=9/queue=heap-2 	 10 	 5 ns/hold
BenchmarkBlackout/assets=100000-2 	 1 	 4.0 run-us/asset 	 100 peak-MiB
BenchmarkBlackout/assets=1000000-2 	 1 	 10.0 run-us/asset 	 900 peak-MiB
BenchmarkClosure/nodes=100000/failed=7/method=words-2 	 1 	 40 us/rep
BenchmarkClosure/nodes=100000/failed=900/method=words-2 	 1 	 120 us/rep
`

func rendered(t *testing.T) string {
	rows, head, err := read(strings.NewReader(sample))
	require.NoError(t, err)
	return render(rows, strings.Join(head, ", "))
}

func TestTableShowsMediansAndRatiosOfOneRun(t *testing.T) {
	text := rendered(t)
	assert.Contains(t, text, "Machine: goos linux, goarch amd64, cpu example.")
	assert.Contains(t, text, "| entities=65536, queue=auto, workers=1 | 3.00 [2.00..9.00] | 6.00 | 0.00 | 3 |", "3 is 6 times 0.5")
	assert.Contains(t, text, "| pending=1000, queue=heap | 50.0 | 4.00 |  | 1 |", "50 ns are 4 times better than 200")
	assert.Contains(t, text, "| pending=9, queue=heap | 5.00 |  |  | 1 |", "no baseline of the same size")
	assert.Contains(t, text, "| assets=1000000 | 10.0 | 2.50 |  | 1 |", "10 is 2.5 times 4: growth")
	assert.NotContains(t, text, "Loading the", "a family without rows has no table")
}

func TestBarsAreJudged(t *testing.T) {
	text := rendered(t)
	for _, want := range []string{
		"| PHOLD, 65536 entities, workers: 1 | at least 2.50 M events/s | 3.00 M events/s | 3 | met |",
		"| PHOLD, 65536 entities, workers: 2 | at least 4.00 M events/s | 2.00 M events/s | 1 | **missed** |",
		"| the same against the textbook engine | at least 3.00 x | 6.00 x | 3 | met |",
		"| the same against the textbook engine | at least 5.00 x | 4.00 x | 1 | **missed** |",
		"| the same, peak memory | at most 1024 MiB | 900 MiB | 1 | met |",
		"| growth per asset, 100,000 to 1,000,000: 72 h | at most 2.00 x | 2.50 x | 1 | **missed** |",
		"| closure of 100,000 nodes, 64 replications per word | at most 100 us per replication | 120 us per replication | 1 | **missed** |", // the worst row
		"| loading the embedded city | at most 150 ms |  | 0 | not measured |",
	} {
		assert.Contains(t, text, want)
	}
}

func TestPartOfAPageIsReplaced(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(page, []byte("before\n"+begin+"\nold\n"+end+"\nafter\n"), 0o644))
	require.NoError(t, splice(page, "new\n"))
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Equal(t, "before\n"+begin+"\nnew\n"+end+"\nafter\n", string(got))
	require.NoError(t, os.WriteFile(page, []byte("no marks"), 0o644))
	require.ErrorContains(t, splice(page, "new\n"), "has no part between")
}
