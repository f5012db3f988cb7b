package scene

import (
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// news is Changes of one sort that happened close together.
type news struct {
	first  int // the latest of them
	latest sim.Time
	ink    Ink
	who    map[model.EntityID]bool
	low    model.Level // of the latest new level of each
	high   model.Level
}

// latest groups the latest Changes, newest first: ten minutes, one kind of Change, one reason and one kind of asset make a group.
func (d *drawing) latest() []news {
	type key struct {
		slot   sim.Time
		kind   model.ChangeKind
		asset  model.KindID
		why    model.WhyCode
		actor  model.EntityID
		better bool
	}
	const slot, most, look = sim.Time(600e9), 14, 4000
	index := map[key]int{}
	var out []news
	for n := d.now.count; n > max(0, d.now.count-look) && len(out) <= most; n-- {
		c := d.rec.Change(n)
		e := &d.rec.Entities[c.Entity]
		if !d.matters(c, e) {
			continue
		}
		k := key{c.At / slot, c.Kind, e.Kind, c.Why.Code, model.Absent, c.To > c.From}
		if !e.IsAsset() {
			k.actor = c.Entity
		}
		if i, seen := index[k]; seen {
			out[i].add(c)
			continue
		}
		index[k] = len(out)
		out = append(out, news{first: n, latest: c.At, ink: d.inkOf(c.Entity), who: map[model.EntityID]bool{c.Entity: true}, low: c.To, high: c.To})
	}
	return out
}

// add counts one more Change in, older than those before.
func (g *news) add(c *trace.Change) {
	if !g.who[c.Entity] {
		g.who[c.Entity] = true
		g.low, g.high = min(g.low, c.To), max(g.high, c.To)
	}
}

// matters decides whether a Change is news: what attackers and operators do, and of the assets what a reader of this map would see.
func (d *drawing) matters(c *trace.Change, e *trace.Entity) bool {
	if !e.IsAsset() {
		return true
	}
	sector := &d.rec.Sectors[e.Sector]
	kind := &d.rec.Kinds[e.Kind]
	const tenth = model.Full / 10
	switch {
	case d.opt.Sector != "" && sector.Name != d.opt.Sector:
		return false
	case d.rank(kind) < 7 || d.opt.Sector == "" && !d.counts(e.Sector) && kind.Minor:
		return false
	case c.Kind == model.KindSupply:
		return c.Why.Code == model.WhyOnBuffer && !d.names.area[e.Kind]
	case c.Kind == model.KindService:
		return c.From-c.To >= tenth || c.To-c.From >= tenth || c.To == model.Full
	}
	return true
}

// news writes one group as one line and its reason below; it reports whether there was room.
func (d *drawing) news(c *column, g news) bool {
	size, small := d.font(15), d.font(13)
	h := size + small + d.px(13)
	if c.y+h > c.bottom {
		return false
	}
	change := d.rec.Change(g.first)
	name := id("news", strconv.Itoa(g.first))
	dayName, clock := day(d.rec.Clock().Text(g.latest))
	d.pen.bar(name, Rect{c.x, c.y + d.px(2), d.px(4), h - d.px(8)}, g.ink, 0)
	d.pen.words(name, clock, c.x+d.px(14), c.y+size, style{size, true, Words, Start})
	d.pen.words(name, dayName, c.x+d.px(14), c.y+size+small+d.px(4), style{small, false, Muted, Start})
	left := c.x + d.px(14) + TextWidth("00:00", size, true) + d.px(12)
	head, why := d.title(change.Entity)+d.names.Outcome(change), d.rec.Sentence(g.first)
	if len(g.who) > 1 {
		head, why = d.group(change, &g), general(why)
	}
	d.pen.words(name, fit(head, size, false, c.x+c.w-left), left, c.y+size, style{size, false, Words, Start})
	d.pen.words(name, fit(why, small, false, c.x+c.w-left), left, c.y+size+small+d.px(4), style{small, false, Muted, Start})
	c.y += h
	return true
}

// group is what became of several assets of one kind, from the least to the most when they differ.
func (d *drawing) group(c *trace.Change, g *news) string {
	e, n := &d.rec.Entities[c.Entity], strconv.Itoa(len(g.who))
	kind := &d.rec.Kinds[e.Kind]
	who, became := n+" "+plural(kind.Title), outcome(c, "are", "")
	if d.names.area[e.Kind] {
		who, became = Capital(kind.Title)+" in "+n+" districts", d.names.Outcome(c)
	}
	if low, high := Percent(g.low.Share()), Percent(g.high.Share()); c.Kind == model.KindService && low != high {
		verb := " recover"
		if c.To < c.From {
			verb = " fall"
		}
		if d.names.area[e.Kind] && plural(kind.Title) != kind.Title {
			verb += "s"
		}
		became = verb + " to between " + low + " and " + high
	}
	return who + became
}

// plural is the title of a kind for several of it.
func plural(title string) string {
	switch {
	case strings.HasSuffix(title, "s") && !strings.HasSuffix(title, "ss"):
		return title
	case strings.HasSuffix(title, "y") && !strings.HasSuffix(title, "ay"):
		return strings.TrimSuffix(title, "y") + "ies"
	case strings.HasSuffix(title, "ch") || strings.HasSuffix(title, "ss"):
		return title + "es"
	}
	return title + "s"
}

// general leaves out what a reason says of one asset only: "supply fell (Feeder 0305)" becomes "supply fell".
func general(why string) string {
	if i := strings.LastIndex(why, " ("); i > 0 && strings.HasSuffix(why, ")") {
		return why[:i]
	}
	return why
}
