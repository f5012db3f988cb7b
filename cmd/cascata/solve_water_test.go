package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/water"
)

// TestSolveWaterStops: a run of 30,000 years is over when somebody stops it, and leaves no tables.
func TestSolveWaterStops(t *testing.T) {
	net, err := water.Read(strings.NewReader("[JUNCTIONS]\nj 0 1\n[RESERVOIRS]\nr 50\n[PIPES]\np r j 100 12 100\n"), "stop.inp")
	require.NoError(t, err)
	f := waterFlags{duration: longestRun, accuracy: 1e-6, out: filepath.Join(t.TempDir(), "out")}
	spec, err := f.spec(net)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err = f.run(ctx, spec)
	assert.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(f.out)
	require.NoError(t, err)
	assert.Empty(t, left)
}
