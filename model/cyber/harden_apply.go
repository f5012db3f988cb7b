package cyber

import (
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// harden applies measures to zones, ways and people before the campaigns are compiled. Without any it does nothing at all.
func (c *compiler) harden(list []Hardening) {
	if len(list) == 0 {
		return
	}
	h := c.newHardener(list)
	c.spec.hard = h
	h.addLinks(c)
	for z := range c.spec.zones {
		h.zone(ZoneID(z))
	}
	for o := range c.spec.estates {
		h.response(model.OperatorID(o))
	}
	h.share()
}

// addLinks gives other operators access: the price of some measures.
func (h *hardener) addLinks(c *compiler) {
	for i := range h.list[linkAdded] {
		x := &h.list[linkAdded][i]
		estate, name, far := strings.Cut(x.From, ":")
		if !far {
			c.p.add(at("measure", x.Source, "from"), "write estate:zone, such as msp:support", "%q is no zone of another estate", x.From)
			continue
		}
		for z := range h.spec.zones {
			if to := &h.spec.zones[z]; x.Value > 0 && x.inZone(ZoneID(z), to) {
				h.link(c, x, to, estate, name)
			}
		}
	}
}

// link lets every operator of a sort of estate reach a zone from one of its own, unless it can already.
func (h *hardener) link(c *compiler, x *hardening, to *zone, estate, name string) {
	added := false
	h.at = to.operator
	for o := range h.spec.estates {
		e := &h.spec.estates[o]
		if e.name != estate || model.OperatorID(o) == to.operator {
			continue
		}
		for _, from := range c.zonesNamed(e, []string{name}) {
			if !slices.ContainsFunc(to.in, func(k conduit) bool { return k.from == from }) {
				to.in = append(to.in, conduit{from: from, filter: 1, link: true})
				added = true
			}
		}
	}
	if added {
		h.touch(x)
	}
}

// zone hardens a zone and the ways into it, and keeps how much more is seen there.
func (h *hardener) zone(id ZoneID) {
	z := &h.spec.zones[id]
	h.at = z.operator
	fits := func(x *hardening) bool { return x.inZone(id, z) }
	if f := h.sum(zoneUnwatched, false, fits, z.monitoring < 1); f != 1 {
		z.monitoring = 1 - float64((1-z.monitoring)*f)
	}
	for i := range z.in {
		k := &z.in[i]
		filter, closed := conduitFilter, conduitClosed
		if k.link {
			filter, closed = linkFilter, linkClosed
		}
		if f := h.sum(filter, false, fits, true); f != 1 {
			k.filter = float64(k.filter * f)
		}
		k.closed = within(h.way(k.from, id), h.sum(closed, true, fits, true))
	}
	for d := range z.devices {
		h.count(z.devices[d])
	}
	h.watch(id)
}

// way names a conduit.
func (h *hardener) way(from, to ZoneID) string {
	return h.zoneName(from) + ">" + h.zoneName(to)
}

func (h *hardener) zoneName(z ZoneID) string {
	return h.spec.city.Operators[h.spec.zones[z].operator].Name + "/" + h.spec.zones[z].name
}

// count notes which hardenings of steps concern a device: those with a technique that works on it.
func (h *hardener) count(d DeviceID) {
	b := builder{spec: h.spec}
	for _, parameter := range []string{stepTime, stepSuccess, stepClosed, stepDetection} {
		neutral := 1.0
		if parameter == stepClosed {
			neutral = 0
		}
		for i := range h.list[parameter] {
			x := &h.list[parameter][i]
			if x.Value == neutral || !h.onDevice(x, d) || h.outdone(h.list[parameter][i+1:], x, func(y *hardening) bool { return h.onDevice(y, d) }) {
				continue
			}
			for t := range h.spec.techniques {
				if (x.techniques == nil || x.techniques[t]) && b.fits(&h.spec.techniques[t], d) {
					h.touch(x)
					break
				}
			}
		}
	}
}

// onDevice reports whether x concerns device d.
func (h *hardener) onDevice(x *hardening, d DeviceID) bool {
	z := h.spec.devices[d].zone
	return x.inZone(z, &h.spec.zones[z]) && (x.devices == nil || x.devices[d])
}

// watch works out how much more is seen of each technique in a zone.
func (h *hardener) watch(id ZoneID) {
	z := &h.spec.zones[id]
	if len(h.list[stepDetection]) == 0 {
		return
	}
	factors, any := make([]float64, len(h.spec.techniques)), false
	for t := range factors {
		factors[t] = h.sum(stepDetection, false, func(x *hardening) bool {
			return x.inZone(id, z) && (x.techniques == nil || x.techniques[t])
		}, false)
		any = any || factors[t] != 1
	}
	if any {
		z.seen = factors
	}
}

// visible is the chance that a step of technique t in the zone is seen.
func (z *zone) visible(t int32, detection float64) float64 {
	if z.seen != nil {
		detection = min(1, float64(detection*z.seen[t]))
	}
	return detection * z.monitoring
}

// response hardens an operator's people. What only part of its assets have does not concern them.
func (h *hardener) response(o model.OperatorID) {
	if h.spec.estates[o].name == "" {
		return
	}
	r := &h.spec.hits[o]
	h.at = o
	fits := func(x *hardening) bool { return x.Assets == nil && x.operators[o] }
	for _, p := range hardParameters() {
		switch {
		case p.dist != nil:
			if d := p.dist(r); *d != nil {
				if f := h.sum(p.name, false, fits, true); f != 1 {
					*d = stretched{*d, f}
				}
			}
		case p.value != nil:
			x := p.value(r)
			if f := h.sum(p.name, false, fits, *x > 0); f != 1 {
				if *x = float64(*x * f); !p.free {
					*x = min(1, *x)
				}
			}
		}
	}
	h.isolate(o, r, fits)
}

// isolate adds zones to those that the people cut off when they see the attacker there.
func (h *hardener) isolate(o model.OperatorID, r *response, fits func(*hardening) bool) {
	for _, z := range h.spec.estates[o].zones {
		if slices.Contains(r.isolate, z) {
			continue
		}
		all := func(x *hardening) bool { return fits(x) && x.inZone(z, &h.spec.zones[z]) }
		if within(h.zoneName(z), h.sum(ofResponse+"isolate", true, all, true)) {
			r.isolate = append(slices.Clone(r.isolate), z)
		}
	}
}

// harden slows a step of a campaign, makes it fail more often, or closes it.
func (b *builder) harden(id int32) {
	h, m, n := b.spec.hard, &b.moves[id], &b.graph.Nodes[id]
	if h == nil || m.technique == none || m.zones[0] == none {
		return
	}
	z := &b.spec.zones[m.zones[0]]
	d, onDevice := h.device[m.entity]
	if onDevice && b.spec.techniques[m.technique].unmoved(&b.spec.devices[d]) {
		return
	}
	fits := func(x *hardening) bool {
		return x.inZone(m.zones[0], z) && (x.techniques == nil || x.techniques[m.technique]) &&
			(x.devices == nil || onDevice && x.devices[d])
	}
	n.Factor = float64(n.Factor * h.sum(stepTime, false, fits, false))
	if f := h.sum(stepSuccess, false, fits, false); f != 1 {
		n.Fail = 1 - float64((1-n.Fail)*f)
	}
	name := h.zoneName(m.zones[0])
	if onDevice {
		name = b.spec.devices[d].name
	}
	if within(name, h.sum(stepClosed, true, fits, false)) {
		b.closed = append(b.closed, id)
	}
}

// index notes which device an entity is.
func (h *hardener) index() {
	if h == nil {
		return
	}
	for d := range h.spec.devices {
		h.device[h.spec.devices[d].entity] = DeviceID(d)
	}
}

// Fastest is the attacker's fastest expected way to the last goal of campaign i, from the start, undisturbed and with as many hands as
// it takes [s]: the critical path in mean times, which counts no step twice (see plan.reckon); +Inf if measures leave no way.
func (s *Spec) Fastest(i int) float64 {
	c := &s.campaigns[i]
	n := len(c.graph.Nodes)
	p, barred := newPlan(n), make([]bool, n)
	for _, k := range c.closed {
		barred[k] = true
	}
	p.reckon(&c.graph, make([]bool, n), barred, true)
	last := 0.0
	for _, g := range c.graph.Goals {
		last = max(last, p.cost[g])
	}
	return last
}

// stretched is a distribution whose times are longer, or shorter, by a factor. It draws as the distribution does.
type stretched struct {
	rng.Dist
	factor float64
}

// Sample draws a time [s].
func (d stretched) Sample(s *rng.Stream) float64 { return d.Dist.Sample(s) * d.factor }

// Mean is the mean time [s].
func (d stretched) Mean() float64 { return d.Dist.Mean() * d.factor }

// String says both; it is for people, not for Parse.
func (d stretched) String() string { return format(d.factor) + " x " + d.Dist.String() }

var _ rng.Dist = stretched{}
