package validation

import (
	"math"
	"time"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/sim"
)

// Metrics compares the metrics of a recorded run with the areas of figures that anyone can draw, and the statistics of a
// batch with published examples.
func Metrics() ([]Row, error) {
	triangles, err := triangles()
	if err != nil {
		return nil, err
	}
	paired, err := sleep()
	if err != nil {
		return nil, err
	}
	return append(append(triangles, paired...), intervals()...), nil
}

// triangles are Bruneau's triangle and its rectangle: a town of 1,000 people with one asset loses 60 % of its service for
// 10 h, at once or coming back along a straight line, which the record holds as 1,200 steps around it.
func triangles() ([]Row, error) {
	const drop, hours, steps = 0.6, 10, 1200
	const span = hours * time.Hour
	const source = "closed form; Bruneau et al. 2003"
	flat, err := measured([]float64{1 - drop}, span)
	if err != nil {
		return nil, err
	}
	line := make([]float64, steps)
	for i := range line {
		line[i] = 1 - drop*(1-(float64(i)+0.5)/steps)
	}
	slope, err := measured(line, span)
	if err != nil {
		return nil, err
	}
	fine := "levels are multiples of 2^-20"
	row := func(title string, reference, computed, tolerance float64, why, unit string) Row {
		return Row{"V21", title, source, reference, computed, tolerance, why, unit, "", ""}
	}
	people := "people are rounded to whole ones"
	return []Row{
		row("recorded drop of 0.6 for 10 h: loss d T", drop*hours, flat["resilience_loss_h"], hours*0x1p-20, fine, "h"),
		row("recorded drop of 0.6, linear recovery over 10 h: loss d T / 2", drop*hours/2, slope["resilience_loss_h"], hours*0x1p-20, fine, "h"),
		row("the same: robustness 1 - d", 1-drop, slope["robustness_share"], drop/steps/2+0x1p-20, "half a step of 1,200", "share"),
		row("the same: time to recover half of it", hours/2, slope["recover_50_h"], hours/float64(steps), "one step of 1,200", "h"),
		row("the same: time to recover 90 % of it", 0.9*hours, slope["recover_90_h"], hours/float64(steps), "one step of 1,200", "h"),
		row("the same: person-hours without service, 1,000 d T / 2", 1000*drop*hours/2, slope["affected_person_h"], 0.5*hours, people, "people h"),
		row("the same: a planned load of 40 MW, 40 d T / 2", 40*drop*hours/2, slope["energy_not_served_mwh"], 40*hours*0x1p-20, fine, "MWh"),
	}, nil
}

// measured are the metrics of a recorded run in which the one asset of a town has the given levels one after the other, each
// for the same part of span, and full service before and after.
func measured(levels []float64, span time.Duration) (map[string]float64, error) {
	city := &model.City{Name: "one", Sectors: []model.Sector{{Name: "power", Title: "Power", Essential: true}},
		Kinds:     []model.Kind{{Name: "power/load", Unit: "MW", Network: model.RoleNode}},
		Districts: []model.District{{Name: "all", Residents: 1000}}, Operators: []model.Operator{{Name: "one", Control: model.Absent}},
		Assets: []model.Asset{{Name: "power/load-1", Demand: 40}},
		Places: []model.Place{{Residents: 1000, Serving: []model.Serving{{}}}}}
	if err := city.Finish(); err != nil {
		return nil, err
	}
	rec := trace.NewRecorder(&model.Roster{City: city})
	begin, last := sim.Time(time.Hour), model.Full
	for i, x := range append(levels, 1) {
		at := begin.Add(time.Duration(float64(span) * float64(i) / float64(len(levels))))
		c := model.Change{Kind: model.KindService, From: last, To: model.LevelOf(x), Why: model.Why{Other: model.Absent, Need: model.Absent}}
		last = c.To
		if err := rec.Observe([]model.Record{{At: at, ID: sim.RecordID{N: uint32(i + 1)}, Value: c}}); err != nil {
			return nil, err
		}
	}
	out := make(map[string]float64)
	for _, v := range resilience.All(rec.Finish(begin.Add(2 * span))) {
		if v.OK {
			out[v.Key()] = v.Number
		}
	}
	return out, nil
}

// sleep is Student's own example of a paired comparison: additional hours of sleep of ten patients under two drugs.
func sleep() ([]Row, error) {
	const source = "Student, Biometrika 6, 1908; interval and p as R's t.test(paired = TRUE) prints them"
	one := []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
	two := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	d, err := resilience.Paired(one, two)
	if err != nil {
		return nil, err
	}
	row := func(what string, reference, computed, tolerance float64) Row {
		return Row{"S1", "paired difference, sleep of ten patients: " + what, source, reference, computed, tolerance, "digits printed", "h", "", ""}
	}
	t, p := row("t", 4.0621, d.T, 5e-5), row("p", 0.002833, d.P, 5e-7)
	t.Unit, p.Unit = "", ""
	return []Row{t, p, row("interval from", 0.7001142, d.Low, 5e-8), row("interval to", 2.4598858, d.High, 5e-8)}, nil
}

// intervals are the score interval of a share at its ends, where it has a closed form, and its defining equation between.
func intervals() []Row {
	const z = 1.959963984540054 // 97.5 % of the standard normal distribution
	const source = "closed form; Wilson, JASA 22, 1927"
	row := func(title string, reference, computed float64) Row {
		return Row{"S2", title, source, reference, computed, 1e-9, "rounding", "share", "", ""}
	}
	_, _, none := resilience.Wilson(0, 10)
	_, all, _ := resilience.Wilson(30, 30)
	p, low, high := resilience.Wilson(8, 10)
	distance := func(q float64) float64 { return math.Abs(p-q) / math.Sqrt(q*(1-q)/10) }
	return []Row{
		row("score interval, 0 of 10: upper end z^2 / (n + z^2)", z*z/(10+z*z), none),
		row("score interval, 30 of 30: lower end n / (n + z^2)", 30/(30+z*z), all),
		row("score interval, 8 of 10: z standard errors of the lower end away", z, distance(low)),
		row("score interval, 8 of 10: z standard errors of the upper end away", z, distance(high)),
	}
}
