package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

func TestCount(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 545796: "545,796", 1234567: "1,234,567", -1234: "-1,234", -12: "-12"} {
		assert.Equal(t, want, count(n))
	}
}

func TestFigure(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 2: "2", 0.5: "0.500", 12.345: "12.35", 123.456: "123.5", 1234.5: "1,235", 0.00012345: "0.000123", -1.5: "-1.500"} {
		assert.Equal(t, want, figure(x))
	}
	assert.Equal(t, "-", figure(math.NaN()))
}

func TestMissingNumbersAreNull(t *testing.T) {
	data, err := json.Marshal([]optional{1.5, optional(math.NaN()), optional(math.Inf(1))})
	require.NoError(t, err)
	assert.Equal(t, "[1.5,null,null]", string(data))
	var back []optional
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, optional(1.5), back[0])
}

func TestTableAligns(t *testing.T) {
	var b bytes.Buffer
	x := &table{head: []string{"name", "n"}, right: []bool{false, true}}
	x.add("ä", "1")
	x.add("longer", "22")
	x.write(&b)
	assert.Equal(t, "name     n\nä        1\nlonger  22\n", b.String())
}

func twoMetrics() []metricSummary { return []metricSummary{{Name: "a"}, {Name: "b"}} }

func TestReadRows(t *testing.T) {
	rows, err := readRows("r.csv", strings.NewReader("replication,trace_sha256,a,b\n0,x,1.5,\n2,y,-3,4\n"), twoMetrics())
	require.NoError(t, err)
	require.Len(t, rows, 2)
	assert.Equal(t, 1.5, rows[0].values[0])
	assert.True(t, math.IsNaN(rows[0].values[1]))
	assert.Equal(t, 2, rows[1].number)
}

func TestReadRowsRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"other columns", "replication,trace_sha256,a,c\n", `r.csv:1: column 4 is "c"; summary.json has "b" there`},
		{"no number", "replication,trace_sha256,a,b\n0,x,1,two\n", `r.csv:2: "two" is not a number`},
		{"nan", "replication,trace_sha256,a,b\n0,x,1,NaN\n", `r.csv:2: "NaN" is not a number`},
		{"twice", "replication,trace_sha256,a,b\n1,x,1,2\n1,x,1,2\n", `r.csv:3: replication 1 stands behind 1`},
		{"negative", "replication,trace_sha256,a,b\n-1,x,1,2\n", `r.csv:2: "-1" is not the number of a replication`},
		{"short", "replication,trace_sha256,a,b\n1,x\n", `r.csv:2:1: wrong number of fields`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readRows("r.csv", strings.NewReader(c.text), twoMetrics())
			assert.EqualError(t, err, c.want)
		})
	}
}

// FuzzReadRows: no table makes the reader panic; what it accepts it writes back as the same rows.
func FuzzReadRows(f *testing.F) {
	f.Add("replication,trace_sha256,a,b\n0,x,1.5,\n2,y,-3,4\n")
	f.Add("replication,trace_sha256,a,b\n\"0\",\"x\n\",1e9,0x1p-2\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := readRows("r.csv", strings.NewReader(text), twoMetrics())
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, (&batchResult{Metrics: twoMetrics(), rows: rows}).writeRows(&b))
		again, err := readRows("r.csv", &b, twoMetrics())
		require.NoError(t, err)
		require.Len(t, again, len(rows))
		for i := range rows {
			assert.Equal(t, rows[i].number, again[i].number)
		}
	})
}

func TestComparisonPairsReplications(t *testing.T) {
	batch := func(dir string, seed int64, rows ...replication) *batchResult {
		return &batchResult{Dir: dir, Seed: seed, Metrics: []metricSummary{{Name: "a"}}, rows: rows}
	}
	row := func(n int, x float64) replication { return replication{number: n, values: []float64{x}} }
	c, err := compare(batch("x", 1, row(0, 1), row(1, 2), row(2, 3), row(4, 9)), batch("y", 1, row(1, 2.5), row(2, 4.5), row(3, 9)))
	require.NoError(t, err)
	require.Len(t, c.Differences, 1)
	d := c.Differences[0]
	assert.Equal(t, 2, c.Pairs)
	assert.Equal(t, optional(2.5), d.MeanA)
	assert.Equal(t, optional(3.5), d.MeanB)
	assert.Equal(t, optional(1), d.Mean, "of the pairs 1 and 2: (0.5 + 1.5) / 2")
	_, err = compare(batch("x", 1, row(0, 1)), batch("y", 1, row(0, 1)))
	assert.EqualError(t, err, "the batches share 1 replications: at least 2 are needed")
}

func TestFaultsStandAlone(t *testing.T) {
	var out, errs bytes.Buffer
	a := &app{out: &out, err: &errs}
	a.complain(usage(model.Faults{{File: "a.toml", Line: 1, Col: 2, What: "x"}, {File: "a.toml", Line: 2, Col: 1, What: "y", Want: "z"}}))
	assert.Equal(t, "a.toml:1:2: x\na.toml:2:1: y; z\n2 faults\n", errs.String())
	errs.Reset()
	a.complain(usagef("nonsense"))
	assert.Equal(t, "cascata: nonsense\n", errs.String())
}

// A run that Ctrl-C ends writes nothing and says so.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	s, err := (&scenarioFlags{sets: []string{"city=mini"}}).load([]string{"quiet-day"})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := &app{out: io.Discard, err: io.Discard}
	rec, err := a.simulate(ctx, s, &scenarioFlags{})
	assert.EqualError(t, err, "interrupted; nothing was written")
	assert.Nil(t, rec)
}

func TestIntervalText(t *testing.T) {
	require.Equal(t, "-", intervalText(math.NaN(), math.NaN()), "of one replication")
	require.Equal(t, "1 to 2.500", intervalText(1, 2.5))
}
