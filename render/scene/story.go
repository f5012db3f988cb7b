package scene

import (
	"fmt"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// story tells in words how the worst of the moment came about and what happened last.
func (d *drawing) story() {
	if d.plan.compact {
		return
	}
	d.pen.layer = LayerPanels
	r := d.plan.story
	d.pen.box("story", r, Panel, PanelEdge)
	c := column{d: d, x: r.X + d.px(16), y: r.Y + d.px(10), w: r.W - d.px(32), bottom: r.Bottom() - d.px(10)}
	if subject, chain := d.subject(); len(chain) > 0 {
		c.heading("WHY? " + strings.ToUpper(subject))
		for i, n := range shorten(chain, 8) {
			d.step(&c, i, n, chain)
		}
		c.y += d.px(4)
	}
	c.heading("WHAT HAPPENED LAST")
	list := d.latest()
	if len(list) == 0 {
		size := d.font(15)
		d.pen.words("news", "Nothing so far.", c.x, c.y+size, style{size, false, Words, Start})
	}
	for _, g := range list {
		if !d.news(&c, g) {
			return
		}
	}
}

// subject is what the story explains: the highlighted entity, else whom most people owe their loss to; of those with a
// fifth as many as the first the one with the longest story.
func (d *drawing) subject() (string, []int) {
	if d.opt.Highlight != "" {
		x, err := trace.Explain(d.rec, d.opt.Highlight, d.t)
		if err != nil || x.Change == 0 {
			return "", nil
		}
		return x.Title, steps(d.rec, x.Change)
	}
	name := trace.PeopleAffected
	if d.told != model.Absent {
		name = "sector/" + d.rec.Sectors[d.told].Name
	}
	x, err := trace.Explain(d.rec, name, d.t)
	if err != nil {
		return "", nil
	}
	best, n := LongestStory(d.rec, x, 5)
	if n == 0 {
		return "", nil
	}
	entity, _ := d.rec.Entity(best.Name)
	return fmt.Sprintf("the way to %s (%s people)", d.title(entity), Count(best.People)), steps(d.rec, n)
}

// LongestStory is, of the contributors of an explained KPI with at least the people of the first one divided by part, the one whose
// latest loss of service has the longest chain of causes, and the number of that loss; 0 when there is none.
func LongestStory(rec *trace.Recording, x *trace.Explanation, part int64) (trace.Contributor, int) {
	var best trace.Contributor
	change := 0
	losses := latestLosses(rec, x.At)
	for _, c := range x.Contributors {
		e, known := rec.Entity(c.Name)
		if !known || part*c.People < x.Contributors[0].People {
			continue
		}
		if n := int(losses[e]); n > 0 && (change == 0 || rec.Depth(n) > rec.Depth(change)) {
			best, change = c, n
		}
	}
	return best, change
}

// latestLosses is, by entity, the number of its latest loss of service until t; 0 without one.
func latestLosses(rec *trace.Recording, t sim.Time) []int32 {
	out := make([]int32, len(rec.Entities))
	for i := range rec.Changes[:rec.Until(t)] {
		if c := &rec.Changes[i]; c.Kind == model.KindService && c.To < c.From {
			out[c.Entity] = int32(i + 1)
		}
	}
	return out
}

// shorten keeps the first and the last steps of a long chain; a 0 stands for what was left out.
func shorten(chain []int, n int) []int {
	if len(chain) <= n {
		return chain
	}
	head := (n - 1) / 2
	out := append([]int(nil), chain[:head]...)
	out = append(out, 0)
	return append(out, chain[len(chain)-(n-1-head):]...)
}

// step writes one link of the chain: when, who, why.
func (d *drawing) step(c *column, i, n int, chain []int) {
	size, small := d.font(15), d.font(13)
	if c.y+d.px(40) > c.bottom {
		return
	}
	x := c.x + d.px(30)
	if n == 0 {
		d.pen.words("story/step", fmt.Sprintf("... %d steps ...", len(chain)-7), x, c.y+size, style{small, false, Muted, Start})
		c.y += d.px(22)
		return
	}
	change := d.rec.Change(n)
	name := id("story", strconv.Itoa(n))
	ink := d.inkOf(change.Entity)
	at := Point{c.x + d.px(10), c.y + size*0.62}
	if i > 0 {
		d.pen.line(name, PanelEdge, d.px(2), Point{at.X, at.Y - d.px(31)}, Point{at.X, at.Y - d.px(8)})
	}
	d.pen.add(Item{ID: name, Kind: Polygon, Paths: [][]Point{place(regular(20, 1, 0), at, d.px(6))}, Fill: ink})
	_, clock := day(d.rec.Clock().Text(change.At))
	d.pen.words(name, clock, x, c.y+size, style{size, true, Words, Start})
	head := d.title(change.Entity) + d.names.Outcome(change)
	left := x + TextWidth("00:00", size, true) + d.px(10)
	d.pen.words(name, fit(head, size, false, c.x+c.w-left), left, c.y+size, style{size, false, Words, Start})
	d.pen.words(name, fit(d.rec.Sentence(n), small, false, c.x+c.w-left), left, c.y+size+small+d.px(4), style{small, false, Muted, Start})
	c.y += size + small + d.px(12)
}

// outcome is what became of the entity of a Change, as the end of a sentence that its name begins, with the verb for one thing or for
// many, and what other verbs of one thing end in; empty when its reason says it all.
func outcome(c *trace.Change, is, s string) string {
	switch c.Kind {
	case model.KindService:
		switch {
		case c.To == model.None:
			return " " + is + " out of service"
		case c.To == model.Full:
			return " " + is + " back in service"
		case c.To < c.From:
			return " fall" + s + " to " + Percent(c.To.Share())
		}
		return " recover" + s + " to " + Percent(c.To.Share())
	case model.KindFoothold:
		switch c.Why.Code {
		case model.WhyCampaignStart, model.WhyCampaignEnd, model.WhyCampaignBlocked:
			return ""
		}
		if c.To > c.From {
			return " " + is + " in the attacker's hands"
		}
		if c.To < c.From {
			return " " + is + " clean again"
		}
	case model.KindSupply:
		if c.Why.Code == model.WhyOnBuffer {
			return " " + is + " on backup"
		}
	case model.KindControl:
		if c.To < c.From {
			return " " + has(is) + " no remote control"
		}
		return " " + has(is) + " remote control again"
	}
	return ofPeople(c.Kind, s)
}

func has(is string) string {
	if is == "are" {
		return "have"
	}
	return "has"
}

// ofPeople is the same for what people do.
func ofPeople(k model.ChangeKind, s string) string {
	switch k {
	case model.KindAwareness:
		return " understand" + s + " that there is an attack"
	case model.KindDetection:
		return " notice" + s + " something"
	case model.KindDecision:
		return " decide" + s
	}
	return ""
}
