package report

import (
	"cmp"
	"slices"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
)

// chain is one way from a first cause to people.
type chain struct {
	Title string
	Text  string
	Hops  int
	Root  *link
}

// link is one Change of a chain and what it led to.
type link struct {
	Number            int
	Clock, Title      string
	What, Why, Reason string // Reason says how it led to the next one
	Next              *link
}

// chains tells the longest way from a first cause to people who lack an essential service at the worst moment, and one for each
// of the sectors that lost most.
func chains(rec *trace.Recording, all figures) []chain {
	var list []chain
	seen := map[int]bool{}
	add := func(name, title string) {
		x, err := trace.Explain(rec, name, trace.Worst)
		if err != nil || len(x.Contributors) == 0 {
			return
		}
		best := deepest(rec, x.Contributors)
		if best.Change == 0 || seen[best.Change] {
			return
		}
		seen[best.Change] = true
		numbers := rec.Chain(best.Change)
		list = append(list, chain{Title: title, Hops: len(numbers) - 1, Root: links(rec, numbers),
			Text: best.Title + " accounts for " + scene.CountOf(best.People, x.Value) + " of " + scene.Count(x.Value) +
				" people at " + clock(rec, x.At) + "."})
	}
	add(trace.PeopleAffected, "From the first cause to the people")
	for _, s := range hardestHit(rec, all, 8) {
		add("sector/"+rec.Sectors[s].Name, "People without "+strings.ToLower(rec.Sectors[s].Title))
	}
	return list
}

// deepest is the contributor with the longest chain among those that account for at least a hundredth of the first one's people.
func deepest(rec *trace.Recording, list []trace.Contributor) trace.Contributor {
	best := list[0]
	for _, c := range list {
		if c.Change > 0 && 100*c.People >= list[0].People && (best.Change == 0 || rec.Depth(c.Change) > rec.Depth(best.Change)) {
			best = c
		}
	}
	return best
}

// hardestHit is the sectors by people-hours lost, most first, at most n.
func hardestHit(rec *trace.Recording, all figures, n int) []model.SectorID {
	loss := func(s model.SectorID) float64 { return all.of(rec.Sectors[s].Name, "without_person_h").Number }
	var list []model.SectorID
	for i := range rec.Sectors {
		if s := model.SectorID(i); loss(s) > 0 {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b model.SectorID) int { return cmp.Compare(loss(b), loss(a)) })
	return list[:min(n, len(list))]
}

// links is the chain from the root on; numbers run from the effect back to the root.
func links(rec *trace.Recording, numbers []int) *link {
	var next *link
	for i, n := range numbers {
		c := rec.Change(n)
		l := &link{Number: n, Clock: clock(rec, c.At), Title: rec.Title(c.Entity), What: what(rec, n), Why: rec.Sentence(n), Next: next}
		if i > 0 {
			l.Reason = trace.CauseName(rec.Causes(numbers[i-1])[0].Kind)
		}
		next = l
	}
	return next
}
