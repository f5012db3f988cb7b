package main

import (
	"encoding/json"
	"io"
	"math"
	"strings"

	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/render/report"
)

// metric is one figure of a run as JSON has it; Value is nothing when the run has none.
type metric struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Unit   string   `json:"unit"`
	Ledger string   `json:"ledger"`
	Sector string   `json:"sector,omitempty"`
	Value  optional `json:"value"`
	base   string   // name without the sector
}

// optional is a number that may be missing (NaN).
type optional float64

// MarshalJSON writes null for a missing number.
func (o optional) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(o)) || math.IsInf(float64(o), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(o))
}

func metricsOf(rec *trace.Recording) []metric {
	values := resilience.All(rec)
	list := make([]metric, len(values))
	for i := range values {
		v := &values[i]
		list[i] = metric{Name: v.Key(), Title: v.Title, Unit: v.Unit, Ledger: v.Ledger, Sector: v.Sector, Value: optional(math.NaN()), base: v.Name}
		if v.OK {
			list[i].Value = optional(v.Number)
		}
	}
	return list
}

func valuesOf(metrics []metric) []float64 {
	values := make([]float64, len(metrics))
	for i := range metrics {
		values[i] = float64(metrics[i].Value)
	}
	return values
}

// metricTable lists the figures of the whole run, ledger by ledger; counts of Changes are left to run.json.
func metricTable(metrics []metric) *table {
	t := &table{head: []string{"", "", ""}, right: []bool{false, true, false}}
	for _, ledger := range []string{resilience.Functions, resilience.Data, resilience.Law, resilience.Course} {
		t.add("-- "+ledger+" --", "", "")
		for _, m := range metrics {
			if m.Ledger == ledger && m.Sector == "" && !isCountOfChanges(m.Name) {
				value, unit := m.figure(), unitText(m.Unit)
				if value == notBack {
					unit = ""
				}
				t.add(m.Title, value, unit)
			}
		}
	}
	return t
}

// notBack stands for the time of a recovery that the run does not see: a dash would look as if nothing had been lost.
const notBack = "not in this run"

// figure is the value as text.
func (m *metric) figure() string {
	if math.IsNaN(float64(m.Value)) && strings.HasPrefix(m.base, "recover_") {
		return notBack
	}
	return figure(float64(m.Value))
}

func isCountOfChanges(name string) bool {
	const prefix = "changes_"
	return len(name) > len(prefix) && name[:len(prefix)] == prefix
}

func unitText(unit string) string {
	if unit == "count" || unit == "share" {
		return ""
	}
	return unit
}

// sectorTable lists the sectors that lost service.
func sectorTable(metrics []metric) *table {
	columns := []string{"robustness_share", "loss_h", "without_peak_people", "without_person_h", "recover_100_h"}
	t := &table{head: []string{"sector", "lowest", "loss h", "people, peak", "people h", "back h after first loss"},
		right: []bool{false, true, true, true, true, true}}
	rows := map[string][]string{}
	for _, m := range metrics {
		for i, c := range columns {
			if m.Sector == "" || m.base != c {
				continue
			}
			if rows[m.Sector] == nil {
				rows[m.Sector] = make([]string, len(columns))
			}
			rows[m.Sector][i] = m.figure()
		}
	}
	for _, m := range metrics { // in the order of the sectors
		if m.Sector != "" && m.base == "loss_h" && float64(m.Value) > 0 {
			t.add(append([]string{m.Sector}, rows[m.Sector]...)...)
		}
	}
	return t
}

func writeReport(w io.Writer, rec *trace.Recording, r *runResult, realNames bool) error {
	return report.Write(w, rec, report.Options{Version: rec.Header.Program, RealNames: realNames, TraceHash: r.Trace, Measures: r.inForce})
}
