package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// describeMeasures adds the measures in force as courses of action.
func (b *bundle) describeMeasures() {
	for i := range b.opt.Measures {
		m := &b.opt.Measures[i]
		text := "SYNTHETIC: a measure in force in this run: " + m.text() + "."
		if m.Stage != "" || m.Family != "" {
			text += " Stage " + plain(first(m.Stage, "unknown")) + ", family " + plain(first(m.Family, "unknown")) + "."
		}
		b.add(&object{Type: "course-of-action", Name: called(first(m.Title, m.ID), i), Description: text}, "measure", number(i))
	}
}

// describeCascade adds notes on what followed: the longest way from a first cause to people, the loss of each sector, the data
// ledger, and the legal clocks.
func (b *bundle) describeCascade() {
	about := b.incidents
	if len(about) == 0 {
		about = b.attackers
	}
	if len(about) == 0 {
		about = []string{b.author} // a run without an attack has notes too
	}
	b.note("chain", "From the first cause to people, at the worst moment", b.chain(), about)
	for _, l := range b.losses() {
		s := &b.rec.Sectors[l.sector]
		b.note("loss "+number(l.sector), "Loss of service: "+plain(s.Title), []string{b.lossText(&l)}, about)
	}
	var data, clocks []string
	for _, n := range b.data {
		data = append(data, lineOf(b.rec, n))
	}
	for i := range b.rec.Changes {
		if b.rec.Changes[i].Kind == model.KindDeadline {
			clocks = append(clocks, lineOf(b.rec, i+1))
		}
	}
	b.note("data", "Data ledger", data, about)
	b.note("law", "Legal clocks", clocks, about)
}

// note adds a note unless it has nothing to say.
func (b *bundle) note(key, abstract string, lines, about []string) {
	if len(lines) == 0 {
		return
	}
	b.add(&object{Type: "note", Abstract: "SYNTHETIC. " + abstract, Content: capped(lines, manyLines), Authors: []string{"Cascata"},
		Refs: slices.Clone(about)}, key)
}

// chain is the first contributor's way to the worst moment, from the root on; nothing when nobody lost a service.
func (b *bundle) chain() []string {
	x, err := trace.Explain(b.rec, b.rec.FocusName(), trace.Worst)
	if err != nil || x.Value == 0 {
		return nil // without people there is no worst moment to explain
	}
	lines := []string{plain(x.Title) + ": " + scene.Count(x.Value) + " at " + b.clock(x.At) + ". The chain of " + plain(firstOf(x.Contributors)) + ":"}
	for i := len(x.Chain) - 1; i >= 0; i-- {
		lines = append(lines, lineOf(b.rec, x.Chain[i].Number))
	}
	return lines
}

// firstOf is the largest contributor's title.
func firstOf(list []trace.Contributor) string {
	if len(list) == 0 {
		return "the city"
	}
	return list[0].Title
}

// loss is how the service of a sector fared.
type loss struct {
	sector        model.SectorID
	begin, worst  sim.Time // when it first fell, and when it was lowest
	lowest, final model.Level
	most          int64   // people without service at once
	area          float64 // [people x ns]
}

// losses are the sectors that lost service, those with most people-hours first.
func (b *bundle) losses() []loss {
	var list []loss
	for i := range b.rec.Sectors {
		l := loss{sector: model.SectorID(i), begin: sim.Never, lowest: model.Full, final: model.Full}
		points := b.rec.City.Points(int32(i))
		for k, p := range points {
			until := b.rec.Header.End
			if k+1 < len(points) {
				until = points[k+1].At
			}
			l.take(p, until)
		}
		if l.begin != sim.Never {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b loss) int { return cmp.Compare(b.area, a.area) })
	return list
}

// take adds a stretch of a sector's curve.
func (l *loss) take(p trace.Point, until sim.Time) {
	l.final = p.Level
	if p.Level < model.Full {
		l.begin = min(l.begin, p.At)
	}
	if p.Level < l.lowest {
		l.lowest, l.worst = p.Level, p.At
	}
	l.most = max(l.most, p.People)
	l.area += float64(p.People) * float64(max(0, until.Sub(p.At)))
}

// lossText is a loss in words.
func (b *bundle) lossText(l *loss) string {
	const hour = 3600e9
	text := "Service fell from " + b.clock(l.begin) + " on, to " + l.lowest.String() + " at " + b.clock(l.worst) + ". At most " +
		scene.Count(l.most) + " people were without it at once, " + scene.Count(int64(l.area/hour+0.5)) + " people-hours in all. At the end of the run it stands at " +
		l.final.String() + "."
	if b.rec.Sectors[l.sector].Essential {
		text += " The sector is essential."
	}
	return text
}

// summary adds the report, which holds everything that is no statement and not the author.
func (b *bundle) summary() {
	h := &b.rec.Header
	text := []string{synthetic(b.rec)}
	for _, f := range b.facts(b.opt)[1:] {
		text = append(text, f.Name+": "+f.Value)
	}
	text = append(text, "Times are readings of the scenario's clock, written as if it were UTC.")
	if !b.calendar.dated {
		text = append(text, "The scenario says no date: its day 0 is written as "+strings.TrimSpace(dateless)+".")
	}
	if b.beyond > 0 {
		text = append(text, "Of the devices, zones and assets that were hit, the first "+strconv.Itoa(mostThings)+" are described; left out: "+strconv.Itoa(b.beyond)+".")
	}
	var refs []string
	for _, o := range b.objects {
		if o.Type != "marking-definition" && o.ID != b.author {
			refs = append(refs, o.ID)
		}
	}
	if len(refs) == 0 {
		refs = []string{b.author}
	}
	b.add(&object{Type: "report", Name: plain(first(h.ScenarioTitle, first(h.Scenario, "A run of Cascata"))) + " (SYNTHETIC)", Description: strings.Join(text, "\n"),
		Reports: []string{"campaign"}, Published: b.end, Refs: refs}, "report")
}
