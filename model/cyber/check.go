package cyber

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// checker reports faults below one path.
type checker struct {
	p    *problems
	root string
}

func (c checker) at(keys ...string) string { return c.root + "." + at(keys...) }

// known reports a text that is not on a list; empty texts are reported only if needed.
func (c checker) known(what, text string, list []string, needed bool, keys ...string) {
	if text == "" && !needed || slices.Contains(list, text) {
		return
	}
	c.p.add(c.at(keys...), model.DidYouMean(text, list), "unknown %s %q", what, text)
}

// share reports a number outside [low, high].
func (c checker) share(x, low, high float64, keys ...string) {
	if !(x >= low && x <= high) {
		c.p.add(c.at(keys...), "a number from "+format(low)+" to "+format(high), "%v is out of range", x)
	}
}

func format(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// dist reads a distribution; empty is none.
func (c checker) dist(text string, keys ...string) rng.Dist {
	if text == "" {
		return nil
	}
	d, err := rng.Parse(text)
	if err != nil {
		c.p.add(c.at(keys...), "", "%v", err)
		return nil
	}
	return d
}

// check looks at what template t itself says; flat holds it and the others on top of their bases, by which references are
// judged.
func (t *Template) check(flat map[string]*Template, p *problems) {
	c, full := checker{p, at("estate", t.Name)}, flat[t.Name]
	for _, name := range slices.Sorted(maps.Keys(t.Zones)) {
		z := full.Zones[name]
		c.known("kind of zone", z.Kind, zoneKinds(), true, "zones", name, "kind")
		c.share(value(z.Monitoring), 0, 1, "zones", name, "monitoring")
	}
	zones := slices.Sorted(maps.Keys(full.Zones))
	for i, k := range t.Conduits {
		c.conduit(k, i, zones, flat)
	}
	accounts := slices.Sorted(maps.Keys(full.Accounts))
	for _, name := range slices.Sorted(maps.Keys(t.Devices)) {
		d := full.Devices[name]
		c.known("zone", d.Zone, zones, true, "devices", name, "zone")
		c.known("asset type", d.Type, assetTypes(), true, "devices", name, "type")
		c.knownAll("trait", d.Traits, traits(), "devices", name, "traits")
		c.knownAll("account", d.Holds, accounts, "devices", name, "holds")
		c.knownAll("account", d.Admits, accounts, "devices", name, "admits")
	}
	for _, name := range slices.Sorted(maps.Keys(t.Accounts)) {
		c.account(full.Accounts[name].Of, name, flat)
	}
	devices := slices.Sorted(maps.Keys(full.Devices))
	for _, name := range slices.Sorted(maps.Keys(t.Stores)) {
		s := full.Stores[name]
		c.known("device", s.Device, devices, true, "stores", name, "device")
		c.known("class of data", s.Class, storeClasses(), true, "stores", name, "class")
		c.share(s.Share, 0, 1, "stores", name, "share")
	}
	c.response(t.Response, zones, "response")
}

func (c checker) knownAll(what string, texts, list []string, keys ...string) {
	for _, text := range texts {
		c.known(what, text, list, true, keys...)
	}
}

// conduit looks at conduit i, whose origin may lie in another sort of estate.
func (c checker) conduit(k ConduitTemplate, i int, zones []string, flat map[string]*Template) {
	c.known("zone", k.To, zones, true, "conduits", index(i), "to")
	if k.Filter != 0 {
		c.share(k.Filter, 1, 1e6, "conduits", index(i), "filter")
	}
	estate, zone, far := strings.Cut(k.From, ":")
	if !far {
		c.known("zone", k.From, zones, true, "conduits", index(i), "from")
		return
	}
	c.known("estate", estate, slices.Sorted(maps.Keys(flat)), true, "conduits", index(i), "from")
	if other := flat[estate]; other != nil {
		c.known("zone of estate "+estate, zone, slices.Sorted(maps.Keys(other.Zones)), true, "conduits", index(i), "from")
	}
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

// response reads a Response.
func (c checker) response(r Response, zones []string, key string) response {
	out := response{
		notice: c.dist(r.Notice, key, "notice"), calls: c.dist(r.Calls, key, "calls"), escalate: c.dist(r.Escalate, key, "escalate"),
		decide: c.dist(r.Decide, key, "decide"), eradicate: c.dist(r.Eradicate, key, "eradicate"),
		restore: c.dist(r.Restore, key, "restore"), rebuild: c.dist(r.Rebuild, key, "rebuild"),
		lost: value(r.Lost), precaution: value(r.Precaution), dwell: c.dist(r.Dwell, key, "dwell"),
		failed: value(r.Failed), missed: value(r.Missed), manual: chanceOr(r.Manual, 1),
		perHour: value(r.Alarms), analysts: 1,
	}
	c.share(out.failed, 0, 0.99, key, "failed")
	c.share(out.missed, 0, 1, key, "missed")
	c.share(out.manual, 0, 1, key, "manual")
	c.share(out.perHour, 0, 1e6, key, "alarms")
	if r.Analysts != nil {
		out.analysts = *r.Analysts
		c.share(float64(out.analysts), 1, 1e4, key, "analysts")
	}
	if r.Triage != "" {
		d, err := rng.ParseDuration(r.Triage)
		if err != nil {
			c.p.add(c.at(key, "triage"), "", "%v", err)
		}
		out.triage = d
	}
	c.share(out.lost, 0, 1, key, "lost")
	c.share(out.precaution, 0, 1, key, "precaution")
	if zones != nil {
		c.knownAll("zone", r.Isolate, zones, key, "isolate")
		c.knownAll("zone", r.Shutdown, zones, key, "shutdown")
	}
	return out
}

func value(x *float64) float64 {
	if x == nil {
		return 0
	}
	return *x
}

// checkTechniques looks at the catalogue and returns it by id.
func checkTechniques(list []Technique, p *problems) []Technique {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Technique) int { return strings.Compare(a.ID, b.ID) })
	for i := range sorted {
		t := &sorted[i]
		c := checker{p, at("technique", t.ID)}
		if i > 0 && sorted[i-1].ID == t.ID {
			p.add(at("technique", t.ID), "", "there are two techniques of this number")
		}
		c.known("domain", t.Domain, []string{"enterprise", "ics"}, true, "domain")
		c.known("effect", t.Gives, effects(), true, "gives")
		c.known("trait", t.Trait, traits(), false, "trait")
		c.knownAll("precondition", t.Needs, needs(), "needs")
		c.knownAll("asset type", t.On, assetTypes(), "on")
		c.knownAll("kind of zone", t.In, zoneKinds(), "in")
		c.share(t.Detection, 0, 1, "detection")
		c.share(t.Level, 0, 1, "level")
		c.share(t.Rate, 0, 1e15, "rate")
		c.share(t.Reported, 0, 1, "reported")
		if t.Delay != 0 {
			c.share(t.Delay, 1, 1e3, "delay")
		}
		c.known("deed to data", t.Data, []string{dataLock, dataAlter}, false, "data")
		if _, err := parseDifficulty(t.Difficulty, Intermediate); err != nil {
			p.add(c.at("difficulty"), model.DidYouMean(t.Difficulty, Difficulties()), "%v", err)
		}
		if t.Pace != "" {
			if _, err := rng.ParseDuration(t.Pace); err != nil {
				p.add(c.at("pace"), "", "%v", err)
			}
		}
		if t.Name == "" || t.Tactic == "" {
			p.add(c.root, "", "a technique needs its name and tactic as in ATT&CK")
		}
	}
	return sorted
}
