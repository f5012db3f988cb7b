package report

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model/trace"
	"cascata/sim"
)

func TestRegimesInWords(t *testing.T) {
	for regimes, want := range map[string]string{
		"":                         "",
		"out-of-scope":             "out of scope of NIS 2",
		"excluded gdpr-controller": "excluded from NIS 2, GDPR controller",
		"nis2-essential cer-critical electricity": "NIS 2 essential, CER critical, electricity code (2024/1366)",
		"cra-manufacturer digital-provider":       "CRA manufacturer, digital provider (2024/2690)",
	} {
		assert.Equal(t, want, regimesText(regimes))
	}
}

func TestAxisKeepsOrderAndBounds(t *testing.T) {
	const day = sim.Time(24 * 3600e9)
	clocks := []trace.LegalClock{{Started: day, Due: 2 * day, Sent: day + 5, Status: trace.ClockMet}, {Started: day, Due: sim.Never, Sent: sim.Never}, {Started: 2 * day, Due: 40 * day, Sent: 41 * day, Status: trace.ClockLate}}
	a := axisOf(clocks)
	last := -1.0
	for _, at := range []sim.Time{day, 2 * day, 3 * day, 40 * day, 41 * day} {
		x := a.x(at)
		assert.Greater(t, x, last)
		assert.LessOrEqual(t, x, float64(barWidth))
		last = x
	}
	assert.InDelta(t, barWidth, a.x(sim.Never), 1e-9)
	assert.Contains(t, string(a.bar(&clocks[2])), `class="over"`)
	assert.NotContains(t, string(a.bar(&clocks[1])), `class="due"`, "nobody knows yet when it is due")
	assert.Equal(t, "1 in time, 1 late, 1 still running", summary(clocks))
}

func TestPageWithoutLegalClocks(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, trace.Example(), Options{}))
	assert.Contains(t, b.String(), "No legal clock started")
}
