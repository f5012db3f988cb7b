package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sample = `goos: linux
goarch: amd64
cpu: example
BenchmarkPHOLD/entities=1024/workers=1-2 	 10 	 8.0 Mev/s 	 0 allocs/op
BenchmarkPHOLD/entities=1024/workers=1-2 	 10 	 9.0 Mev/s 	 0 allocs/op
BenchmarkPHOLD/entities=1024/workers=1-2 	 10 	 12.0 Mev/s 	 0 allocs/op
BenchmarkTextbook/entities=1024-2 	 10 	 3.0 Mev/s 	 5 allocs/op
BenchmarkHold/pending=1000/queue=heap-2 	 10 	 50 ns/hold
BenchmarkHold/pending=1000/queue=container-heap-2 	 10 	 200 ns/hold
BenchmarkHold/pending=9/queue=heap-2 	 10 	 5 ns/hold
`

func TestTableShowsMediansAndRatiosOfOneRun(t *testing.T) {
	rows, head, err := read(strings.NewReader(sample))
	require.NoError(t, err)
	text := render(rows, head)
	assert.Contains(t, text, "Machine: goos linux, goarch amd64, cpu example.")
	assert.Contains(t, text, "| entities=1024, workers=1 | 9.00 [8.00..12.0] | 3.00 | 0.00 | 3 |", "9 is 3 times 3")
	assert.Contains(t, text, "| pending=1000, queue=heap | 50.0 | 4.00 |  | 1 |", "50 ns are 4 times better than 200")
	assert.Contains(t, text, "| pending=9, queue=heap | 5.00 |  |  | 1 |", "no baseline of the same size")
	assert.NotContains(t, text, "Loading", "a family without rows has no table")
}
