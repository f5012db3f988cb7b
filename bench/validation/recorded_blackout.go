package validation

import (
	"math"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/model/trace"
	"cascata/sim"
)

// Iberia holds the scenario of the Iberian blackout against what was measured on the day.
func Iberia() ([]Row, error) { return compareAll(recordedReplications, iberia()) }

func iberia() recorded {
	const (
		ookla = "Ookla, June and July 2025: telephones without service from under 0.5 % to over 50 % in large areas, most 6 to 8 h after the outage"
		radio = "SIC, 21 May 2025: 75.2 % of the emergency radio's base stations lost their backhaul at the peak, 15.2 % died when batteries ended"
	)
	return recorded{scenario: "blackout", without: "event=[]", figures: iberianFigures, rows: []recordedRow{
		{"IB1", "calibration: power returns to the first customers, set", "ECO, 3 May 2025: restoration began after more than 8 h, 85 of 89 substations late in the evening", "h", between(8, 12.45), ""},
		{"IB2", "calibration: mobile sites alive after 5.5 h", "ECO, 3 May 2025: about 30 % of one operator's 3,500 sites at 17:00", "share", aroundShare(0.3), ""},
		{"IB3", "calibration: radio base stations in local mode, peak", radio, "share", aroundShare(0.752), ""},
		{"IB4", "calibration: radio base stations dead, peak", radio, "share", aroundShare(0.152), ""},
		{"IB5", "validation: people without mobile service, peak", ookla, "share", between(0.5, 1), ""},
		{"IB6", "validation: hours until that peak", ookla, "h", between(6, 8),
			"no substation is back before 8.2 h in the scenario, so that until then batteries only run down"},
		{"IB7", "validation: telephones that a public warning from 18:00 to 24:00 reaches", "ANEPC, 30 April 2025: SMS delivered to under 50 %, normally 95 %", "share", between(0, 0.5), ""},
		{"IB8", "check: fixed telephones that work, least; strongly impaired is taken as half or less", "ANACOM report, RTP June 2025: 112 strongly impaired from fixed lines", "share", between(0, 0.5), ""},
		{"IB9", "calibration: 112 calls from 8 to 24 h, over those without the blackout", "INEM: 4,576 calls on the day, a normal Monday", "ratio", around(1), ""},
	}}
}

// iberianFigures are in the order of the rows.
func iberianFigures(run, without *trace.Recording) ([]float64, error) {
	sites, err := after("telecom/site-", 5.5)(run)
	if err != nil {
		return nil, err
	}
	out := run.Change(1).At
	areas, radio, power, lines := newWatch(run, "telecom/area"), newWatch(run, "telecom/radio-site"), newWatch(run, "power/area"), newWatch(run, "telecom/lines")
	worst, worstAt, local, dead, dark, back, fixed := 1.0, out, 0.0, 0.0, false, math.NaN(), 1.0
	for i := range run.Changes {
		c := &run.Changes[i]
		switch {
		case areas.hear(c):
			if served := areas.people(); served < worst {
				worst, worstAt = served, c.At
			}
		case radio.hear(c):
			local, dead = max(local, radio.share(func(l model.Level) bool { return l > model.None && l < model.Full })),
				max(dead, radio.share(func(l model.Level) bool { return l == model.None }))
		case power.hear(c):
			all := power.people()
			if dark = dark || all < 0.01; dark && math.IsNaN(back) && all >= 0.01 {
				back = c.At.Sub(out).Hours()
			}
			fixed = min(fixed, telephones(lines, power))
		case lines.hear(c):
			fixed = min(fixed, telephones(lines, power))
		}
	}
	calls := func(rec *trace.Recording) float64 { return float64(callsUntil(rec, sim.Time(16*hour))) }
	return []float64{back, sites, local, dead, 1 - worst, worstAt.Sub(out).Hours(), mustWarn(run), fixed, calls(run) / calls(without)}, nil
}

func mustWarn(rec *trace.Recording) float64 {
	share, _ := warned(10, 16)(rec) // never an error
	return share
}

// telephones is the share of people whose fixed telephone works: line and power at home.
func telephones(lines, power *watch) float64 {
	sum, all := 0.0, 0.0
	for _, e := range lines.assets {
		d := lines.rec.Entities[e].District
		people := float64(lines.rec.Districts[d].Residents)
		sum += people * lines.level[e].Share() * emergency.FixedTelephones(power.of(d))
		all += people
	}
	return sum / all
}

func callsUntil(rec *trace.Recording, until sim.Time) (n int) {
	for _, i := range rec.Calls() {
		if rec.Requests[i].Steps[model.StepTrigger] < until {
			n++
		}
	}
	return n
}
