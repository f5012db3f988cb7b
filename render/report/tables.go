package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// lead is the run in two sentences.
func lead(rec *trace.Recording) string {
	l := lossOf(rec)
	worst, _, ok := l.recovery()
	if !ok {
		return "Nobody lost a service in this run."
	}
	text := fmt.Sprintf("At the worst moment, %s (%s), %s people lacked ", clock(rec, worst), scene.Elapsed(worst), scene.CountOf(l.at(worst), l.of))
	if l.sector == model.Absent {
		text += "at least one essential service."
	} else {
		text += l.what + "; no essential service fell."
	}
	if end := l.at(rec.Header.End); end > 0 {
		return text + fmt.Sprintf(" At the end of the run %s still do.", scene.CountOf(end, l.of))
	}
	return text + " At the end of the run everybody is served again."
}

// headline is the numbers that stand on top.
func headline(rec *trace.Recording, all figures) []number {
	l := lossOf(rec)
	worst, half, ok := l.recovery()
	list := []number{{"Residents", scene.Count(rec.Residents[rec.AllDistricts()]), "in " + strconv.Itoa(len(rec.Districts)) + " districts"}}
	if ok {
		list = append(list, number{l.peak(), scene.Count(l.at(worst)), clock(rec, worst)})
	}
	if ok && half != sim.Never {
		list = append(list, number{"Half of them served again", scene.Span(half.Sub(worst)) + " after the peak", clock(rec, half)})
	}
	hours := all.of("", "affected_person_h")
	if l.sector != model.Absent {
		hours = all.of(rec.Sectors[l.sector].Name, "without_person_h")
	}
	list = append(list, number{"People-hours without " + l.what, show(hours), "over " + scene.Span(rec.Header.End.Sub(0))})
	if m, found := first(rec, "", func(c *trace.Change) bool { return c.Kind == model.KindAwareness }); found {
		list = append(list, number{"First operator aware", scene.Elapsed(m.At), clock(rec, m.At)})
	}
	if n := all.of("", "stores_reached_count").Number; n > 0 {
		list = append(list, number{"Data stores reached", show(all.of("", "stores_reached_count")), "kept apart from services"})
	}
	return list
}

// figures are the metrics of a run, found by sector and name.
type figures []resilience.Value

func (f figures) of(sector, name string) resilience.Value {
	for _, v := range f {
		if v.Sector == sector && v.Name == name {
			return v
		}
	}
	return resilience.Value{}
}

// function is one row of the ledger of critical functions.
type function struct {
	Sector                                            string
	Essential                                         bool
	Lowest, When, Peak, LostHours, PeopleHours, Until string
	weight                                            float64
}

// functions is the ledger of critical functions: essential ones first, then the hardest hit.
func functions(rec *trace.Recording, all figures) []function {
	var list []function
	for i := range rec.Sectors {
		name := rec.Sectors[i].Name
		if rec.City.Row(int32(i), 0) < 0 {
			continue
		}
		low, at := lowest(rec, int32(i))
		f := function{
			Sector: rec.Sectors[i].Title, Essential: rec.Sectors[i].Essential, Lowest: scene.Percent(low.Share()), When: "-",
			Peak: show(all.of(name, "without_peak_people")), LostHours: show(all.of(name, "loss_h")),
			PeopleHours: show(all.of(name, "without_person_h")), Until: show(all.of(name, "recover_100_h")),
			weight: all.of(name, "without_person_h").Number,
		}
		if low < model.Full {
			f.When = clock(rec, at)
		} else {
			f.Until = "-"
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b function) int {
		if a.Essential != b.Essential {
			return essentialFirst(a.Essential)
		}
		return cmp.Compare(b.weight, a.weight)
	})
	return list
}

// essentialFirst orders something essential against something that is not.
func essentialFirst(a bool) int {
	if a {
		return -1
	}
	return 1
}

// lowest is the lowest service of a sector and when it was reached first.
func lowest(rec *trace.Recording, sector int32) (model.Level, sim.Time) {
	low, at := model.Full, sim.Time(0)
	for _, p := range rec.City.Points(sector) {
		if p.Level < low {
			low, at = p.Level, p.At
		}
	}
	return low, at
}

// metric is one row of a table of metrics.
type metric struct{ Name, Title, Value, Unit, Doc string }

// metrics are the figures of one ledger that concern the whole run.
func metrics(all figures, ledger string) []metric {
	var list []metric
	for _, v := range all {
		if v.Ledger == ledger && !v.PerSector {
			unit := v.Unit
			if unit == "share" {
				unit = ""
			}
			list = append(list, metric{v.Name, v.Title, show(v), unit, v.Doc})
		}
	}
	return list
}

// show writes the number of a value as its unit asks.
func show(v resilience.Value) string {
	switch {
	case !v.OK && strings.HasPrefix(v.Name, "recover_"):
		return "not in this run"
	case !v.OK:
		return "none"
	case v.Unit == "share":
		return scene.Percent(v.Number)
	case v.Unit == "h" || v.Unit == "MWh" && v.Number < 100:
		return decimal(v.Number)
	}
	return scene.Count(int64(v.Number + 0.5))
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// incident is one row of the ledger of data incidents.
type incident struct{ Clock, Until, Store, Operator, What, Records, Persons string }

func incidents(rec *trace.Recording, names *scene.Names) []incident {
	var list []incident
	for i := range rec.Changes {
		c := &rec.Changes[i]
		if c.Kind != model.KindData {
			continue
		}
		row := incident{Clock: clock(rec, c.At), Store: names.Of(c.Entity), Operator: "-", What: deed(c.Why.Code), Records: scene.Count(c.Why.Amount), Persons: "-"}
		e := &rec.Entities[c.Entity]
		if e.Operator >= 0 && int(e.Operator) < len(rec.Operators) {
			row.Operator = rec.Operators[e.Operator].Title
		}
		if e.People > 0 {
			row.Persons = scene.Count(int64(e.People))
		}
		if n := len(list); n > 0 && c.Why.Code == model.WhyExfiltrated && list[n-1].Store == row.Store && list[n-1].Operator == row.Operator && list[n-1].What == row.What {
			list[n-1].Records, list[n-1].Until = row.Records, row.Clock // a copy that goes on
			continue
		}
		list = append(list, row)
	}
	return list
}

// deed is what happened to data.
func deed(code model.WhyCode) string {
	switch code {
	case model.WhyExfiltrated:
		return "copied out"
	case model.WhyDataLocked:
		return "made unusable"
	case model.WhyDataAltered:
		return "falsified"
	case model.WhyDataBack:
		return "usable again"
	}
	return "within reach"
}

// entry is a Change as a line of a list.
type entry struct{ Clock, Title, Text string }

func entries(rec *trace.Recording, names *scene.Names, kind model.ChangeKind) []entry {
	var list []entry
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Kind == kind {
			list = append(list, entry{clock(rec, c.At), names.Of(c.Entity), rec.Sentence(i + 1)})
		}
	}
	return list
}

// deadlines are the deadlines that are no legal clocks.
func deadlines(rec *trace.Recording, names *scene.Names) []entry {
	var list []entry
	for i := range rec.Changes {
		if c := &rec.Changes[i]; c.Kind == model.KindDeadline && rec.Entities[c.Entity].Sort != model.SortDuty {
			list = append(list, entry{clock(rec, c.At), names.Of(c.Entity), rec.Sentence(i + 1)})
		}
	}
	return list
}

// facts say which run this is and how to repeat it.
func facts(rec *trace.Recording, opt Options) []fact {
	h := &rec.Header
	list := []fact{
		{"City", h.CityTitle + " (" + h.City + ")"}, {"City file, SHA-256", h.CityHash},
		{"Scenario", h.Scenario}, {"Scenario, SHA-256", h.ScenarioHash}, {"Simulated by", strings.Join(h.Fidelity, ", ")},
		{"Seed", strconv.FormatUint(h.Seed, 10)}, {"Replication", strconv.Itoa(h.Replication)},
		{"Clock at the start", h.Start}, {"Horizon", scene.Span(h.Horizon.Sub(0))}, {"End of the recording", scene.Span(h.End.Sub(0))},
		{"Recorded changes", scene.Count(int64(len(rec.Changes)))}, {"Trace, SHA-256", opt.TraceHash},
		{"Program of the run", h.Program}, {"Program of this page", opt.Version},
	}
	return slices.DeleteFunc(list, func(f fact) bool { return strings.TrimSpace(f.Value) == "" })
}

// momentText says in a sentence what a map shows.
func momentText(rec *trace.Recording, names *scene.Names, m Moment) string {
	text := ""
	if m.Entry > 0 {
		text = told(rec, names, m.Entry) + ". "
	}
	l := lossOf(rec)
	people := l.at(m.At)
	if people == 0 {
		return bound(text) + "Nobody lacks " + l.what + "."
	}
	text += scene.CountOf(people, l.of) + " people lack " + l.what
	var worst []string
	for i, s := range rec.CityAt(m.At, nil) {
		if rec.Sectors[i].Essential && s.Level < model.Full {
			worst = append(worst, scene.Lower(rec.Sectors[i].Title)+" at "+scene.Percent(s.Level.Share()))
		}
	}
	if len(worst) > 0 {
		text += "; " + strings.Join(worst, ", ")
	}
	return bound(text + ".")
}

// bound keeps numbers and per cent signs on one line.
func bound(text string) string { return strings.ReplaceAll(text, " %", "\u00a0%") }

// told is Change number n as a sentence: who, what became of it, and why.
func told(rec *trace.Recording, names *scene.Names, n int) string {
	c := rec.Change(n)
	return names.Of(c.Entity) + names.Outcome(c) + ": " + rec.Sentence(n)
}
