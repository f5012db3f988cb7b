package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/render/export"
)

// TestMeasuresOfARun reads what run.json says of measures, in the form in which a run writes it; what it says besides is passed over.
func TestMeasuresOfARun(t *testing.T) {
	dir := t.TempDir()
	text := `{"trace_sha256": "abc", "seed": 7, "measures": [{"id": "battery-hours", "title": "Battery hours", "stage": "design", "family": "continuity",
		"on": "sector:telecom", "strength": 8, "unit": "h", "buy_eur": 6000, "moves": []}]}`
	require.NoError(t, os.WriteFile(filepath.Join(dir, "run.json"), []byte(text), 0o644))
	got, err := measuresOf(dir, "abc")
	require.NoError(t, err)
	assert.Equal(t, []export.Measure{{ID: "battery-hours", Title: "Battery hours", Stage: "design", Family: "continuity", On: "sector:telecom", Strength: 8, Unit: "h"}}, got)

	got, err = measuresOf(filepath.Join(dir, "trace.cascata"), "abc")
	require.NoError(t, err)
	assert.Empty(t, got, "a trace alone says nothing of measures")
}
