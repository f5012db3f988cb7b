package cyber

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"cascata/model"
)

// zoneKinds are the kinds of zone, assetTypes the ATT&CK ICS asset types (v18.1), storeClasses the classes of data.
func zoneKinds() []string    { return []string{"office", "dmz", "control", "field", "iot", "supplier"} }
func storeClasses() []string { return []string{"personal", "health", "location", "operational"} }
func traits() []string       { return []string{"users", "exposed", "weak"} }

func assetTypes() []string {
	return []string{"A0001", "A0002", "A0003", "A0004", "A0005", "A0006", "A0007", "A0008", "A0009", "A0010", "A0011",
		"A0012", "A0013", "A0014", "A0015", "A0016", "A0017", "A0018"}
}

// flatten puts every template on top of its bases and checks what it says.
func flatten(list []Template, p *problems) map[string]*Template {
	raw, flat := map[string]*Template{}, map[string]*Template{}
	for i := range list {
		t := &list[i]
		if raw[t.Name] != nil {
			p.add(at("estate", t.Name), "", "there are two estates of this name")
		}
		raw[t.Name] = t
	}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		flat[name] = inherit(raw, name, nil, p)
	}
	for _, name := range slices.Sorted(maps.Keys(flat)) {
		raw[name].check(flat[name], raw, p)
	}
	return flat
}

// inherit is the template of that name with everything its bases have; below are the templates that wait for it.
func inherit(raw map[string]*Template, name string, below []string, p *problems) *Template {
	t := *raw[name]
	if t.Base == "" {
		return &t
	}
	path := at("estate", below0(below, name), "base")
	switch {
	case raw[t.Base] == nil:
		p.add(path, model.DidYouMean(t.Base, slices.Sorted(maps.Keys(raw))), "unknown estate %q", t.Base)
		return &t
	case t.Base == name || slices.Contains(below, t.Base):
		p.add(path, "", "estates stand on each other in a circle: %s", strings.Join(append(below, name, t.Base), " -> "))
		return &t
	}
	base := inherit(raw, t.Base, append(below, name), p)
	t.Zones = over(base.Zones, t.Zones)
	t.Devices = over(base.Devices, t.Devices)
	t.Accounts = over(base.Accounts, t.Accounts)
	t.Stores = over(base.Stores, t.Stores)
	t.Conduits = append(slices.Clone(base.Conduits), t.Conduits...)
	t.Response = t.Response.over(base.Response)
	return &t
}

// below0 is the template in whose text a fault of the bases is shown: the first of the row, so that it is reported once.
func below0(below []string, name string) string {
	if len(below) == 0 {
		return name
	}
	return below[len(below)-1]
}

// over is the union of two maps in which the upper wins.
func over[T any](base, upper map[string]T) map[string]T {
	m := maps.Clone(base)
	if m == nil {
		m = map[string]T{}
	}
	maps.Copy(m, upper)
	return m
}

// over fills the empty fields of r from a base.
func (r Response) over(base Response) Response {
	for _, f := range [][2]*string{
		{&r.Notice, &base.Notice}, {&r.Calls, &base.Calls}, {&r.Escalate, &base.Escalate}, {&r.Decide, &base.Decide},
		{&r.Eradicate, &base.Eradicate}, {&r.Restore, &base.Restore}, {&r.Rebuild, &base.Rebuild},
	} {
		if *f[0] == "" {
			*f[0] = *f[1]
		}
	}
	if r.Lost == nil {
		r.Lost = base.Lost
	}
	if r.Precaution == nil {
		r.Precaution = base.Precaution
	}
	if r.Isolate == nil {
		r.Isolate = base.Isolate
	}
	if r.Shutdown == nil {
		r.Shutdown = base.Shutdown
	}
	return r
}

// at writes a path of keys as TOML does.
func at(keys ...string) string {
	var b strings.Builder
	for i, k := range keys {
		if i > 0 && !strings.HasPrefix(k, "[") {
			b.WriteByte('.')
		}
		if bare(k) {
			b.WriteString(k)
		} else {
			b.WriteString(strconv.Quote(k))
		}
	}
	return b.String()
}

func bare(key string) bool {
	if strings.HasPrefix(key, "[") {
		return true
	}
	for _, r := range key {
		if !(r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return key != ""
}
