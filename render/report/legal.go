package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// party is an operator in the legal timeline.
type party struct {
	Operator, Regimes, Summary string
	Axis                       template.HTML
	Duties                     []obligation
}

// obligation is one row of the legal timeline.
type obligation struct {
	Duty, Started, Due, Sent, Status, Class string
	Bar                                     template.HTML
	Evidence                                []entry
}

// parties are the operators with legal clocks, in the order in which the first of each started.
func parties(rec *trace.Recording, names *scene.Names) []party {
	var list []party
	at := map[model.OperatorID]int{}
	clocks := rec.LegalClocks()
	for i := range clocks {
		k := &clocks[i]
		n, known := at[k.Operator]
		if !known {
			n = len(list)
			at[k.Operator] = n
			o := &rec.Operators[k.Operator]
			list = append(list, party{Operator: o.Title, Regimes: regimesText(o.Regime)})
			mine := of(clocks, k.Operator)
			list[n].Summary = summary(mine)
			list[n].Axis = axisOf(mine).marks()
		}
		list[n].Duties = append(list[n].Duties, obligationOf(rec, names, k, axisOf(of(clocks, k.Operator))))
	}
	return list
}

func of(clocks []trace.LegalClock, o model.OperatorID) []trace.LegalClock {
	var list []trace.LegalClock
	for _, k := range clocks {
		if k.Operator == o {
			list = append(list, k)
		}
	}
	return list
}

// summary counts an operator's clocks by status: "5 in time, 1 late".
func summary(clocks []trace.LegalClock) string {
	var n [4]int
	for _, k := range clocks {
		n[k.Status]++
	}
	var parts []string
	for _, s := range []trace.ClockStatus{trace.ClockMet, trace.ClockLate, trace.ClockMissed, trace.ClockOpen} {
		if n[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], statusText(s)))
		}
	}
	return strings.Join(parts, ", ")
}

func statusText(s trace.ClockStatus) string {
	return [...]string{"still running", "in time", "late", "missed"}[s]
}

// regimesText are regimes as people write them.
func regimesText(regimes string) string {
	words := strings.NewReplacer("nis2-", "NIS 2 ", "cer-critical", "CER critical", "gdpr-", "GDPR ", "cra-", "CRA ", "out-of-scope", "out of scope of NIS 2",
		"excluded", "excluded from NIS 2", "digital-provider", "digital provider (2024/2690)", "electricity", "electricity code (2024/1366)")
	var list []string
	for _, r := range strings.Fields(regimes) {
		list = append(list, words.Replace(r))
	}
	return strings.Join(list, ", ")
}

func obligationOf(rec *trace.Recording, names *scene.Names, k *trace.LegalClock, a axis) obligation {
	title, _, _ := strings.Cut(rec.Entities[k.Entity].Title, ", ")
	o := obligation{Duty: title, Started: dated(rec, k.Started), Due: dated(rec, k.Due), Sent: dated(rec, k.Sent), Status: statusText(k.Status), Class: k.Status.String(),
		Bar: a.bar(k)}
	if k.Due == sim.Never {
		o.Due = "a month after the incident ends"
	}
	switch k.Status {
	case trace.ClockLate:
		o.Status += " by " + scene.Span(k.Sent.Sub(k.Due))
	case trace.ClockMissed:
		o.Status += ": nothing sent by the end of the run"
	}
	for _, n := range k.Evidence {
		o.Evidence = append(o.Evidence, entry{Clock: clock(rec, rec.Change(int(n)).At), Text: fmt.Sprintf("%s (change %d)", told(rec, names, int(n)), n)})
	}
	return o
}

// dated is an instant on the calendar, to the minute; a dash for none.
func dated(rec *trace.Recording, t sim.Time) string {
	if t == sim.Never {
		return "-"
	}
	if date := rec.Date(t); len(date) >= 16 {
		return strings.Replace(date[:16], "T", " ", 1)
	}
	return clock(rec, t)
}

// axis is time since an operator's first clock started, by the logarithm of the hours and one more: a day and a month are both to be seen.
type axis struct {
	from sim.Time
	most float64 // [h]
}

const barWidth = 300

func axisOf(clocks []trace.LegalClock) axis {
	a := axis{from: clocks[0].Started}
	for _, k := range clocks {
		a.from = min(a.from, k.Started)
	}
	a.most = 72
	for _, k := range clocks {
		for _, t := range []sim.Time{k.Due, k.Sent} {
			if t != sim.Never {
				a.most = max(a.most, 1.1*t.Sub(a.from).Hours())
			}
		}
	}
	return a
}

func (a axis) x(t sim.Time) float64 {
	if t == sim.Never {
		return barWidth
	}
	return barWidth * math.Log1p(max(0, t.Sub(a.from).Hours())) / math.Log1p(a.most)
}

// marks are the labels of the axis.
func (a axis) marks() template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg role="img" aria-label="time since the first clock started" width="%d" height="14" viewBox="0 0 %d 14">`, barWidth, barWidth)
	for _, m := range marks() {
		if m.span.Hours() <= a.most {
			fmt.Fprintf(&b, `<text x="%.1f" y="11" font-size="11" text-anchor="middle" fill="currentColor">%s</text>`, a.x(a.from.Add(m.span)), m.text)
		}
	}
	return template.HTML(b.String() + "</svg>") // texts of ours only
}

type mark struct {
	span time.Duration
	text string
}

func marks() []mark {
	const day = 24 * time.Hour
	return []mark{{4 * time.Hour, "4 h"}, {day, "1 d"}, {3 * day, "3 d"}, {7 * day, "7 d"}, {30 * day, "30 d"}}
}

// bar is the period of a clock as a bar, the end of it as a line, and a dot where the report left.
func (a axis) bar(k *trace.LegalClock) template.HTML {
	var b strings.Builder
	from, due := a.x(k.Started), a.x(k.Due)
	fmt.Fprintf(&b, `<svg aria-hidden="true" width="%d" height="16" viewBox="0 0 %d 16">`, barWidth, barWidth)
	for _, m := range marks() {
		if m.span.Hours() <= a.most {
			x := a.x(a.from.Add(m.span))
			fmt.Fprintf(&b, `<path class="tick" d="M%.1f 0V16"/>`, x)
		}
	}
	fmt.Fprintf(&b, `<rect class="period" x="%.1f" y="4" width="%.1f" height="8" rx="2"/>`, from, max(2, due-from))
	if k.Due != sim.Never {
		fmt.Fprintf(&b, `<path class="due" d="M%.1f 1V15"/>`, due)
	}
	if k.Status == trace.ClockLate {
		fmt.Fprintf(&b, `<path class="over" d="M%.1f 8H%.1f"/>`, due, a.x(k.Sent))
	}
	if k.Sent != sim.Never {
		fmt.Fprintf(&b, `<circle class="sent %s" cx="%.1f" cy="8" r="4.5"/>`, k.Status, a.x(k.Sent))
	}
	return template.HTML(b.String() + "</svg>") // numbers only
}
