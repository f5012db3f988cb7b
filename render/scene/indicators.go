package scene

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// indicator is one number of the strip.
type indicator struct {
	id, label, value, note string
	bad                    bool
}

// indicators draws the strip of numbers: what the moment means for people.
func (d *drawing) indicators() {
	d.pen.layer = LayerPanels
	list := d.indicatorList()
	if d.plan.compact {
		list = list[:min(len(list), 6)]
	}
	gap := d.px(10)
	w := (d.plan.kpi.W - gap*float64(len(list)-1)) / float64(len(list))
	for i, k := range list {
		d.tile(k, Rect{d.plan.kpi.X + float64(i)*(w+gap), d.plan.kpi.Y, w, d.plan.kpi.H})
	}
}

func (d *drawing) tile(k indicator, r Rect) {
	edge, ink := PanelEdge, Words
	if k.bad {
		edge, ink = Alarm, Alarm
	}
	d.pen.box("kpi/"+k.id, r, Panel, PanelEdge)
	d.pen.bar("kpi/"+k.id, Rect{r.X, r.Y + d.px(4), d.px(4), r.H - d.px(8)}, edge, 0)
	x, w := r.X+d.px(15), r.W-d.px(24)
	small, large := d.font(14), d.font(32)
	for large > small && TextWidth(k.value, large, true) > w {
		large--
	}
	if TextWidth(k.label, small, true) > w && k.id == "hospitals" {
		k.label = "HOSPITAL BACKUP"
	}
	d.pen.words("kpi/"+k.id, fit(k.label, small, true, w), x, r.Y+r.H*0.24, style{small, true, Muted, Start})
	d.pen.words("kpi/"+k.id, fit(k.value, large, true, w), x, r.Y+r.H*0.62, style{large, true, ink, Start})
	d.pen.words("kpi/"+k.id, fit(k.note, small, false, w), x, r.Y+r.H*0.87, style{small, false, Muted, Start})
}

func (d *drawing) indicatorList() []indicator {
	all := d.now.affected[d.rec.AllDistricts()].People
	list := []indicator{{"affected", "PEOPLE AFFECTED", Count(all), d.shareOf(all, d.residents()), all > 0}}
	shown := []string{"power", "water", "telecom", "emergency"}
	if d.told != model.Absent && !slices.Contains(shown, d.rec.Sectors[d.told].Name) {
		s := &d.rec.Sectors[d.told]
		if k, ok := d.without(s.Name, "no-"+s.Name, "NO "+strings.ToUpper(strings.ReplaceAll(s.Name, "-", " "))); ok {
			list = append(list, k)
		}
	}
	for _, s := range [3]struct{ sector, id, label string }{
		{"power", "no-power", "NO POWER"}, {"water", "no-water", "NO WATER"},
		{"telecom", "no-mobile", "NO MOBILE"}} {
		if k, ok := d.without(s.sector, s.id, s.label); ok {
			list = append(list, k)
		}
	}
	list = append(list, d.dispatch()...)
	list = append(list, d.calls()...)
	list = append(list, d.hospitals()...)
	list = append(list, d.nextLoss(), d.attack())
	return list
}

// without counts the people who lack one service.
func (d *drawing) without(sector, name, label string) (indicator, bool) {
	s := sectorOf(d.rec, sector)
	if s == model.Absent {
		return indicator{}, false
	}
	n := d.now.city[s].People
	note := d.change(s)
	if sector == "power" {
		if mw := d.unserved(s); mw > 0 {
			note = oneDecimal(mw) + " MW unserved"
		}
	}
	if sector == "telecom" {
		if silent := d.silent(); silent > 0 {
			note = Count(silent) + " not even 112"
		}
	}
	return indicator{name, label, Count(n), note, n > 0}, true
}

// change says how a sector's people without service moved over ten minutes.
func (d *drawing) change(s model.SectorID) string {
	const window = 600 * sim.Time(1e9)
	before := int64(0)
	if i := d.rec.City.Row(int32(s), max(0, d.t-window)); i >= 0 {
		before = d.rec.City.People[i]
	}
	switch diff := d.now.city[s].People - before; {
	case diff > 0:
		return "↑ " + Count(diff) + " in 10 min"
	case diff < 0:
		return "↓ " + Count(-diff) + " in 10 min"
	}
	return "no change in 10 min"
}

// unserved is the planned take-off of a network's nodes that is not delivered [MW].
func (d *drawing) unserved(s model.SectorID) float64 {
	var sum float64
	for i := range d.rec.Assets {
		e := &d.rec.Entities[i]
		if k := &d.rec.Kinds[e.Kind]; e.Sector == s && k.Network == model.RoleNode && k.Unit == "MW" {
			sum += e.Demand * lost(d.now.raw[i].Level)
		}
	}
	return sum
}

func (d *drawing) dispatch() []indicator {
	s := sectorOf(d.rec, "emergency")
	if s == model.Absent {
		return nil
	}
	v := d.now.city[s]
	return []indicator{{"112", "112 SERVICE", Percent(v.Level.Share()), without(v.People), v.Level < model.Full}}
}

func without(n int64) string {
	if n == 0 {
		return "nobody without"
	}
	return Count(n) + " without"
}

func (d *drawing) hospitals() []indicator {
	var total, short, backup int
	first := sim.Never
	for i := range d.rec.Assets {
		if d.rec.Kinds[d.rec.Entities[i].Kind].Name != "health/hospital" {
			continue
		}
		total++
		if d.now.raw[i].Level < model.Full {
			short++
		}
		if d.now.raw[i].Flags&trace.OnBuffer != 0 {
			backup++
			if until := d.now.raw[i].Until; until > d.t {
				first = min(first, until)
			}
		}
	}
	if total == 0 {
		return nil
	}
	note := fmt.Sprintf("%d not in full service", short)
	if first != sim.Never {
		note = "least for " + Span(first.Sub(d.t))
	}
	return []indicator{{"hospitals", "HOSPITALS ON BACKUP", fmt.Sprintf("%d / %d", backup, total), note, short+backup > 0}}
}

// nextLoss is the earliest buffer to run out if nothing changes.
func (d *drawing) nextLoss() indicator {
	k := indicator{id: "next", label: "NEXT LOSS", value: "none", note: "no buffer is draining"}
	first, who, count := sim.Never, -1, 0
	for i := range d.rec.Assets {
		s := &d.now.raw[i]
		if s.Flags&trace.OnBuffer == 0 || s.Until <= d.t {
			continue
		}
		count++
		if s.Until < first {
			first, who = s.Until, i
		}
	}
	if who < 0 {
		return k
	}
	k.value, k.bad = "in "+Span(first.Sub(d.t)), first.Sub(d.t) < 3600e9
	k.note = d.title(model.EntityID(who))
	if count > 1 {
		k.note += ", " + strconv.Itoa(count-1) + " more"
	}
	return k
}

// attack says how much the attacker holds and who knows of it.
func (d *drawing) attack() indicator {
	aware := map[model.EntityID]bool{}
	latest := 0
	for i := range d.rec.Changes[:d.now.count] {
		if c := &d.rec.Changes[i]; c.Kind == model.KindAwareness {
			aware[c.Entity] = true
			latest = i + 1
		}
	}
	k := indicator{id: "attack", label: "ATTACKER HOLDS", value: Count(int64(d.now.held)) + " devices", note: "nobody is aware", bad: d.now.held > 0}
	switch {
	case d.now.held == 1:
		k.value = "1 device"
	case d.now.held == 0:
		k.value, k.note = "nothing", "no attack so far"
	}
	if latest > 0 {
		_, clock := day(d.rec.Clock().Text(d.rec.Change(latest).At))
		k.note = fmt.Sprintf("%d aware, last at %s", len(aware), clock)
	}
	return k
}

func (d *drawing) shareOf(n, of int64) string {
	if of == 0 {
		return ""
	}
	return Percent(float64(n)/float64(of)) + " of " + Count(of)
}
