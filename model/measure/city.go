package measure

import (
	"math"
	"strings"
	"time"

	"cascata/model"
)

// Pace is how long an operator's crews work, as factors on what is usual [above 0].
type Pace struct{ Manual, Repair float64 }

// City changes the city's needs, storages and crews in place, and works out the paces and positions. Call it once, on a city that
// nobody else uses, before anything is compiled from it.
func (p *Plan) City() {
	if len(p.entries) == 0 {
		return
	}
	rows := Parameters()
	for i := range rows {
		row := &rows[i]
		if len(p.entries[row.Name]) == 0 {
			continue
		}
		switch row.Room {
		case "need":
			p.needs(row)
		case "asset":
			p.storages(row)
		case "operator", "crews":
			p.operators(row)
		case "psap":
			p.positions(row)
		}
	}
}

// needs moves one field of the needs that are named.
func (p *Plan) needs(row *Parameter) {
	named := p.matcher(func(e *Effect) []string { return e.Needs })
	for i := range p.city.Needs {
		n := &p.city.Needs[i]
		kind := p.city.Assets[n.Asset].Kind
		if !movable(row.Name, n) {
			continue
		}
		x, ok := p.sum(row, func(e *entry) bool { return e.covers.asset(p.city, n.Asset) && named(e, kind, n.Name) }, func(e *entry) { p.moved(e, n.Asset) })
		if ok {
			moveNeed(row.Name, n, x)
		}
	}
}

// movable reports whether a parameter means anything for a need: what is perfect already cannot get better.
func movable(parameter string, n *model.Need) bool {
	switch parameter {
	case "need.loss":
		return n.Without < model.Full
	case "need.failure":
		return n.Buffer > 0 && n.Failover < 1
	case "need.shortfall":
		return n.Buffer > 0 && n.Backup < model.Full
	}
	return true
}

func moveNeed(parameter string, n *model.Need, x float64) {
	switch parameter {
	case "need.buffer":
		before := n.Buffer
		n.Buffer += time.Duration(math.Round(x * float64(time.Hour)))
		if before > 0 { // a larger buffer takes longer to fill; one without a time of its own does so anyway
			n.Refill = time.Duration(float64(n.Refill) * (float64(n.Buffer) / float64(before)))
		}
	case "need.loss":
		n.Without = less(n.Without, x)
	case "need.failure":
		n.Failover = 1 - float64((1-n.Failover)*x)
	case "need.shortfall":
		n.Backup = less(n.Backup, x)
	}
}

// less is a level whose distance from full is a factor of what it was, rounded down to the grid of levels.
func less(l model.Level, factor float64) model.Level {
	return model.Full - model.Level(math.Ceil(float64(model.Full-l)*factor))
}

// storages moves what the assets of the kinds named hold.
func (p *Plan) storages(row *Parameter) {
	named := p.matcher(func(e *Effect) []string { return e.Kinds })
	for i := range p.city.Assets {
		a := &p.city.Assets[i]
		if a.Stored == 0 {
			continue
		}
		id := model.AssetID(i)
		x, ok := p.sum(row, func(e *entry) bool { return e.covers.asset(p.city, id) && named(e, a.Kind, "") }, func(e *entry) { p.moved(e, id) })
		if ok {
			a.Stored *= x
		}
	}
}

// operators moves crews and how long they work. What is bought for assets is not for whole operators.
func (p *Plan) operators(row *Parameter) {
	if p.pace == nil && row.Room == "crews" {
		p.pace = make([]Pace, len(p.city.Operators))
		for o := range p.pace {
			p.pace[o] = Pace{1, 1}
		}
	}
	for o := range p.city.Operators {
		if p.city.Operators[o].Crews == 0 {
			continue // it sends nobody out
		}
		x, ok := p.sum(row, func(e *entry) bool { return e.covers.assets == nil && e.covers.operators[o] }, func(e *entry) { p.buyers[e.use][model.OperatorID(o)] = true })
		switch {
		case !ok:
		case row.Name == "operator.crews":
			p.city.Operators[o].Crews += int(math.Round(x))
		case row.Name == "crews.manual":
			p.pace[o].Manual = x
		default:
			p.pace[o].Repair = x
		}
	}
}

// positions adds to PSAPs, and to the neighbour for whoever runs one.
func (p *Plan) positions(row *Parameter) {
	first := true
	for i := range p.city.Assets {
		id := model.AssetID(i)
		if p.city.Kinds[p.city.Assets[i].Kind].Name != "emergency/psap" || row.Name == "psap.neighbour" && !first {
			continue
		}
		x, ok := p.sum(row, func(e *entry) bool { return e.covers.asset(p.city, id) }, func(e *entry) { p.moved(e, id) })
		if !ok {
			continue
		}
		if row.Name == "psap.neighbour" {
			id, first = model.Absent, false
		}
		p.extra[id] += int(math.Round(x))
	}
}

// Paces are how the crews of each operator differ, by operator; nil if none do.
func (p *Plan) Paces() []Pace { return p.pace }

// Positions are the call-taking positions beside the usual ones, by PSAP; Absent is the neighbour.
func (p *Plan) Positions() map[model.AssetID]int { return p.extra }

// matcher finds out once for each effect, kind and name of a need whether one of the patterns fits.
func (p *Plan) matcher(patterns func(*Effect) []string) func(e *entry, kind model.KindID, need string) bool {
	type question struct {
		effect *Effect
		kind   model.KindID
		need   string
	}
	known := map[question]bool{}
	return func(e *entry, kind model.KindID, need string) bool {
		q := question{e.move.effect, kind, need}
		fits, found := known[q]
		if !found {
			key := p.city.Kinds[kind].Name
			if need != "" {
				key += "." + need
			}
			for _, pattern := range patterns(e.move.effect) {
				fits = fits || Match(pattern, key)
			}
			known[q] = fits
		}
		return fits
	}
}

// Match compares with a pattern in which "*" stands for any text.
func Match(pattern, text string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	switch {
	case !star:
		return pattern == text
	case !strings.HasPrefix(text, head):
		return false
	}
	text = text[len(head):]
	for {
		part, more, again := strings.Cut(rest, "*")
		if !again {
			return strings.HasSuffix(text, part)
		}
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text, rest = text[at+len(part):], more
	}
}
