package resilience

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model/trace"
)

// The example's story (model/trace/example.go) worked out by hand. Residents: 1000 east, 5000 north, 3000 south.
//
//	6:00:00   load-01 out (5000 people), load-02 at half (3000): 6500 affected
//	6:00:01   pump-01 at half: its people are affected already
//	10:00:01  site-01 out (1000 east, 2000 north): 7500 affected
//	11:00:00  both loads back; site-01 still out 3000, pump-01 still at half for 6000: 6000 affected
//	11:00:01  all back
func TestExampleByHand(t *testing.T) {
	want := map[string]float64{
		"resilience_loss_h":          (6500*(4+1.0/3600) + 7500*(1-1.0/3600) + 6000/3600.0) / 9000,
		"robustness_share":           1 - 7500.0/9000,
		"recover_50_h":               5 + 1.0/3600, // 6000 of 7500 are still out at 11:00:00
		"recover_90_h":               5 + 1.0/3600,
		"recover_100_h":              5 + 1.0/3600,
		"affected_peak_people":       7500,
		"affected_person_h":          6500*(4+1.0/3600) + 7500*(1-1.0/3600) + 6000/3600.0,
		"energy_not_served_mwh":      6*5 + 4*0.5*5,          // load-01 has 6 MW, load-02 4 MW
		"power_demand_outage_h":      (6*5 + 4*0.5*5) / 11.5, // load-03 with its 1.5 MW stays up
		"power_consumers_outage_h":   (5 + 0.5*5) / 3,
		"safety_person_h":            0, // the hospital stays on its generator
		"assets_lost_count":          5, // substation, two loads, pump, site
		"sectors_lost_count":         3,
		"cascade_first_order_share":  1, // pump and site; the other three are in the sector of the attack
		"cascade_second_order_share": 0,
		"cascade_third_order_share":  0,
		"chain_hops_count":           9, // 21 <- 20 <- 11 <- 9 <- 8 <- 7 <- 6 <- 4 <- 2 <- 1
		"changes_count":              32,
		"changes_service_count":      10,
		"changes_deadline_count":     0,
		"first_foothold_h":           2,
		"first_detection_h":          5.5,
		"awareness_h":                6.25,
		"dwell_h":                    4.25,
		"first_effect_h":             6,
		"first_loss_h":               6,
		"stores_reached_count":       1,
		"records_reached_count":      120000,
		"records_copied_count":       0,
		"persons_concerned_people":   40000,
		"power_loss_h":               6500.0 / 9000 * 5,
		"power_robustness_share":     1 - 6500.0/9000,
		"power_without_peak_people":  6500,
		"power_without_person_h":     6500 * 5,
		"telecom_without_person_h":   3000 * (1 - 1.0/3600 + 1.0/3600),
		"telecom_recover_100_h":      1,
		"water_without_peak_people":  3000,
		"water_recover_100_h":        5,
		"health_loss_h":              0,
		"health_recover_100_h":       0, // nothing was lost
		"health_robustness_share":    1,
	}
	got := map[string]Value{}
	for _, v := range All(trace.Example()) {
		_, twice := got[v.Key()]
		require.False(t, twice, v.Key())
		got[v.Key()] = v
	}
	for name, x := range want {
		v, ok := got[name]
		require.True(t, ok, name)
		require.True(t, v.OK, name)
		require.InDelta(t, x, v.Number, 2e-6*(1+x), "%s (levels have steps of 2^-20, about 1e-6)", name)
	}
	// the pumps are sources, so the town has no water node whose take-off could be missed
	for _, name := range []string{"water_not_served_m3", "water_demand_outage_h", "water_consumers_outage_h"} {
		require.False(t, got[name].OK, name)
	}
}

func TestNames(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*_(h|min|s|share|people|mwh|m3|count)$`)
	units := map[string]string{"h": "h", "min": "min", "s": "s", "share": "share", "people": "people", "mwh": "MWh", "m3": "m3", "count": "count"}
	ledgers := map[string]bool{Functions: true, Data: true, Law: true, Course: true}
	for _, m := range Metrics() {
		require.Regexp(t, name, m.Name)
		end := name.FindStringSubmatch(m.Name)[2]
		if m.Unit == "people h" {
			require.Regexp(t, `_person_h$`, m.Name)
		} else {
			require.Equal(t, units[end], m.Unit, m.Name)
		}
		require.True(t, ledgers[m.Ledger], m.Name)
		require.NotEmpty(t, m.Title)
		require.NotEmpty(t, m.Doc)
	}
}
