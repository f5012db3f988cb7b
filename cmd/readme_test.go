package cmd

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"cascata/model/resilience"
	"cascata/render/scene"
	"cascata/scenarios"
)

var update = flag.Bool("update", false, "rewrite the result table of the README")

const (
	readme    = "../README.md"
	tableFrom = "<!-- results:begin -->\n"
	tableTo   = "<!-- results:end -->"
)

// TestReadmeShowsTheResultsOfThisVersion runs every shipped scenario and compares the README's table with what came out, so
// that the first numbers a reader sees are never stale. `make golden` rewrites the table.
func TestReadmeShowsTheResultsOfThisVersion(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), tableFrom)
	shown, after, closed := strings.Cut(rest, tableTo)
	if !ok || !closed {
		t.Fatalf("%s has no result table between %q and %q", readme, tableFrom, tableTo)
	}
	want := resultTable(t)
	if shown == want {
		return
	}
	if !*update {
		t.Fatalf("the result table of %s is not what the scenarios give now; run `make golden` and review the diff. It should be:\n%s", readme, want)
	}
	if err := os.WriteFile(readme, []byte(before+tableFrom+want+tableTo+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// hardest is the sector with most people-hours lost.
func hardest(v resilience.Value) string {
	if v.Number == 0 {
		return "-"
	}
	return fmt.Sprintf("%s, %s people-hours", v.Sector, scene.Count(int64(math.Round(v.Number))))
}

func resultTable(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| scenario | span | first effect after | people affected, peak | people-hours | energy not served | all back after | hardest hit | records copied |\n" +
		"|---|--:|--:|--:|--:|--:|--:|---|--:|\n")
	for _, name := range scenarios.Names() {
		s, err := scenarios.Load(name, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := s.Run(context.Background(), scenarios.RunOptions{})
		if err != nil {
			t.Fatal(err)
		}
		values, worst := map[string]resilience.Value{}, resilience.Value{}
		for _, v := range resilience.All(rec) {
			values[v.Key()] = v
			if v.Name == "without_person_h" && v.OK && v.Number > worst.Number {
				worst = v
			}
		}
		cell := func(key, format string) string {
			switch v := values[key]; {
			case v.OK && v.Number != 0:
				return fmt.Sprintf(format, v.Number)
			case !v.OK && strings.HasPrefix(key, "recover_"):
				return "not within the span"
			}
			return "-"
		}
		count := func(key string) string {
			if v := values[key]; v.OK && v.Number != 0 {
				return scene.Count(int64(math.Round(v.Number)))
			}
			return "-"
		}
		fmt.Fprintf(&b, "| `%s` | %.0f h | %s | %s | %s | %s | %s | %s | %s |\n", name, s.Horizon.Hours(), cell("first_loss_h", "%.1f h"),
			count("affected_peak_people"), count("affected_person_h"), cell("energy_not_served_mwh", "%.0f MWh"),
			cell("recover_100_h", "%.1f h"), hardest(worst), count("records_copied_count"))
	}
	b.WriteString("\nSeed 1, replication 0, one run each; people affected lack at least one essential service (power, water, telecom, health,\n" +
		"emergency, heat, waste water), each person once. One run is a story, not a result: `cascata batch` gives intervals.\n")
	return b.String()
}
