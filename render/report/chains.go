package report

import (
	"cmp"
	"slices"
	"strconv"

	"cascata/model"
	"cascata/model/trace"
	"cascata/render/scene"
)

// chain is one way from a first cause to people.
type chain struct {
	Title string
	Text  string
	Hops  int
	Above string // what it has in common with the first chain, in words; empty for nothing
	Root  *link
}

// link is one Change of a chain and what it led to.
type link struct {
	Number int
	Clock  string
	Text   string
	Reason string // how it led to the next one
	Next   *link
}

// chains tells the longest way from a first cause to people who lack an essential service at the worst moment, and one for each
// of the sectors that lost most. What they have in common with the first one is told once.
func chains(rec *trace.Recording, names *scene.Names, all figures) []chain {
	var list []chain
	var told []int // the first chain, from the root on
	seen := map[int]bool{}
	add := func(name, title string, part int64) {
		x, err := trace.Explain(rec, name, trace.Worst)
		if err != nil {
			return
		}
		best, n := scene.LongestStory(rec, x, part)
		if n == 0 || seen[n] {
			return
		}
		seen[n] = true
		numbers := rec.Chain(n)
		slices.Reverse(numbers)
		c := chain{Title: title, Hops: len(numbers) - 1,
			Text: names.Of(rec.Change(n).Entity) + ": " + scene.CountOf(best.People, x.Value) + " of " + scene.Count(x.Value) +
				" people without service at " + clock(rec, x.At) + "."}
		same := common(told, numbers)
		if same > 2 {
			c.Above = "The first " + strconv.Itoa(same) + " links, up to change " + strconv.Itoa(numbers[same-1]) + ", are those of the first chain."
			numbers = numbers[same-1:]
		}
		if told == nil {
			told = numbers
		}
		c.Root = links(rec, names, numbers)
		list = append(list, c)
	}
	add(trace.PeopleAffected, "From the first cause to people without "+lack(rec)+" at the worst moment: the longest of their chains", 100)
	for _, s := range hardestHit(rec, all, 8) {
		add("sector/"+rec.Sectors[s].Name, "People without "+scene.Lower(rec.Sectors[s].Title), 5)
	}
	return list
}

// common is how many links two chains share from the root on.
func common(a, b []int) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// hardestHit is at most n of the sectors that lost service: essential ones first, then by people-hours.
func hardestHit(rec *trace.Recording, all figures, n int) []model.SectorID {
	loss := func(s model.SectorID) float64 { return all.of(rec.Sectors[s].Name, "without_person_h").Number }
	var list []model.SectorID
	for i := range rec.Sectors {
		if s := model.SectorID(i); loss(s) > 0 {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b model.SectorID) int {
		if e := rec.Sectors[a].Essential; e != rec.Sectors[b].Essential {
			return essentialFirst(e)
		}
		return cmp.Compare(loss(b), loss(a))
	})
	return list[:min(n, len(list))]
}

// leads says how a Change brought about the next one; CauseName says it the other way round.
func leads(k model.CauseKind) string {
	switch k {
	case model.CauseAll:
		return "the next depends on it"
	case model.CauseOneOf:
		return "the next depended on it as the last of several"
	case model.CauseBuffer:
		return "leads on through a buffer"
	case model.CauseBehaviour:
		return "leads on by what people do"
	}
	return "leads on by " + trace.CauseName(k)
}

// links is the chain as nested links; numbers run from the root to the effect.
func links(rec *trace.Recording, names *scene.Names, numbers []int) *link {
	var next *link
	for i := len(numbers) - 1; i >= 0; i-- {
		n := numbers[i]
		l := &link{Number: n, Clock: clock(rec, rec.Change(n).At), Text: told(rec, names, n), Next: next}
		if i+1 < len(numbers) {
			l.Reason = leads(rec.Causes(numbers[i+1])[0].Kind)
		}
		next = l
	}
	return next
}
