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
func traits() []string       { return []string{"users", "exposed", "weak", "legacy"} }

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
		raw[name].check(flat, p)
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
	t.Zones = over(base.Zones, t.Zones, ZoneTemplate.over)
	t.Devices = over(base.Devices, t.Devices, DeviceTemplate.over)
	t.Accounts = over(base.Accounts, t.Accounts, AccountTemplate.over)
	t.Stores = over(base.Stores, t.Stores, StoreTemplate.over)
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

// over is the union of two maps; what is in both is merged.
func over[T any](base, upper map[string]T, merge func(upper, base T) T) map[string]T {
	m := maps.Clone(base)
	if m == nil {
		m = map[string]T{}
	}
	for k, v := range upper {
		if below, ok := m[k]; ok {
			v = merge(v, below)
		}
		m[k] = v
	}
	return m
}

// first is text unless it is empty.
func first(text, base string) string {
	if text == "" {
		return base
	}
	return text
}

// given is the list unless it is missing; an empty list is a list.
func given(list, base []string) []string {
	if list == nil {
		return base
	}
	return list
}

func (z ZoneTemplate) over(base ZoneTemplate) ZoneTemplate {
	z.Title, z.Kind = first(z.Title, base.Title), first(z.Kind, base.Kind)
	if z.Monitoring == nil {
		z.Monitoring = base.Monitoring
	}
	return z
}

func (d DeviceTemplate) over(base DeviceTemplate) DeviceTemplate {
	return DeviceTemplate{
		Title: first(d.Title, base.Title), Type: first(d.Type, base.Type), Zone: first(d.Zone, base.Zone), Traits: given(d.Traits, base.Traits),
		Holds: given(d.Holds, base.Holds), Admits: given(d.Admits, base.Admits), Controls: given(d.Controls, base.Controls),
	}
}

func (a AccountTemplate) over(base AccountTemplate) AccountTemplate {
	return AccountTemplate{Title: first(a.Title, base.Title), Of: first(a.Of, base.Of)}
}

func (s StoreTemplate) over(base StoreTemplate) StoreTemplate {
	s.Title, s.Device, s.Class = first(s.Title, base.Title), first(s.Device, base.Device), first(s.Class, base.Class)
	if s.Share == 0 {
		s.Share = base.Share
	}
	return s
}

// over fills the empty fields of r from a base.
func (r Response) over(base Response) Response {
	r.Notice, r.Calls, r.Escalate = first(r.Notice, base.Notice), first(r.Calls, base.Calls), first(r.Escalate, base.Escalate)
	r.Decide, r.Eradicate = first(r.Decide, base.Decide), first(r.Eradicate, base.Eradicate)
	r.Restore, r.Rebuild = first(r.Restore, base.Restore), first(r.Rebuild, base.Rebuild)
	r.Isolate, r.Shutdown = given(r.Isolate, base.Isolate), given(r.Shutdown, base.Shutdown)
	if r.Lost == nil {
		r.Lost = base.Lost
	}
	if r.Precaution == nil {
		r.Precaution = base.Precaution
	}
	r.Playbook, r.Dwell, r.Triage = first(r.Playbook, base.Playbook), first(r.Dwell, base.Dwell), first(r.Triage, base.Triage)
	r.Failed, r.Missed, r.Manual = stated(r.Failed, base.Failed), stated(r.Missed, base.Missed), stated(r.Manual, base.Manual)
	r.Alarms, r.Analysts = stated(r.Alarms, base.Alarms), stated(r.Analysts, base.Analysts)
	return r
}

// stated is a number unless it is missing.
func stated[T any](x, base *T) *T {
	if x == nil {
		return base
	}
	return x
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
