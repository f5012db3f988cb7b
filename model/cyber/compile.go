package cyber

import (
	"maps"
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// Compile turns definitions into a Spec for the roster's city and registers operators, zones, devices, data stores and
// campaigns as actors, and the techniques. It returns everything that is wrong with the definitions at once; then there is no
// Spec. A city with the same operators gets the same numbers, whatever the campaigns.
func Compile(r *model.Roster, d Definitions) (*Spec, []model.Problem) {
	var p problems
	c := compiler{spec: &Spec{city: r.City, place: map[model.EntityID]ZoneID{}}, roster: r, p: &p, choose: d.Choose}
	c.spec.fleets = d.Fleets
	c.spec.techniques = checkTechniques(d.Techniques, &p)
	c.templates = flatten(d.Templates, &p)
	if len(p) > 0 {
		return nil, p
	}
	c.playbooks(d.Playbooks)
	c.estates()
	c.sharedAccounts()
	c.links()
	c.mature(d.Maturity)
	c.defences(d.Defences)
	c.share(d.Teams, d.Sharing)
	c.harden(d.Hardenings)
	c.alarmDesks()
	if len(p) > 0 {
		return nil, p
	}
	c.register()
	c.spec.hard.index()
	for i := range d.Campaigns {
		c.campaign(&d.Campaigns[i], i)
	}
	c.names()
	if err := rng.CheckNames(c.streams); err != nil {
		p.add("campaign", "", "%v", err)
	}
	if len(p) > 0 {
		return nil, p
	}
	return c.spec, nil
}

// compiler is what is under way during Compile.
type compiler struct {
	spec      *Spec
	roster    *model.Roster
	templates map[string]*Template
	p         *problems
	responses []Response // by operator, as far as the defences have changed it
	stated    []Response // by operator: what the defences said
	actors    []pendingActor
	streams   []string
	maturity  map[model.OperatorID]Maturity
	plays     []Playbook
	books     map[string]*playbook
	choose    func(strategy string, among []model.AssetID, count int, reach func() []Reach) []model.AssetID
}

// pendingActor is an actor that has no entity yet.
type pendingActor struct {
	actor model.Actor
	tell  func(model.EntityID)
}

// estates makes the estate of every operator from its template.
func (c *compiler) estates() {
	s := c.spec
	s.estates = make([]estate, len(s.city.Operators))
	s.hits = make([]response, len(s.city.Operators))
	c.responses = make([]Response, len(s.city.Operators))
	c.stated = make([]Response, len(s.city.Operators))
	for i := range s.estates {
		e, o := &s.estates[i], &s.city.Operators[i]
		*e = estate{operator: model.OperatorID(i), entity: model.Absent}
		if o.Estate == "" {
			continue
		}
		t := c.templates[o.Estate]
		if t == nil {
			c.p.add("operator."+o.Name, model.DidYouMean(o.Estate, slices.Sorted(maps.Keys(c.templates))), "unknown estate %q", o.Estate)
			continue
		}
		c.estate(e, t)
	}
}

// estate fills one estate.
func (c *compiler) estate(e *estate, t *Template) {
	s, o := c.spec, &c.spec.city.Operators[e.operator]
	e.name = t.Name
	c.actor(e.operator, model.SortOperator, o.Name, o.Title, func(id model.EntityID) { e.entity = id })
	zones := map[string]ZoneID{}
	for _, name := range slices.Sorted(maps.Keys(t.Zones)) {
		z := t.Zones[name]
		id := ZoneID(len(s.zones))
		zones[name] = id
		s.zones = append(s.zones, zone{name: name, title: z.Title, kind: z.Kind, operator: e.operator, monitoring: value(z.Monitoring)})
		e.zones = append(e.zones, id)
		c.actor(e.operator, model.SortZone, o.Name+"/"+name, z.Title, func(x model.EntityID) { s.zones[id].entity = x; s.place[x] = id })
	}
	for _, k := range t.Conduits {
		if !strings.Contains(k.From, ":") {
			z := &s.zones[zones[k.To]]
			z.in = append(z.in, conduit{from: zones[k.From], filter: max(k.Filter, 1)})
		}
	}
	accounts := map[string]accountID{}
	for _, name := range slices.Sorted(maps.Keys(t.Accounts)) {
		accounts[name] = accountID(len(s.accounts))
		s.accounts = append(s.accounts, o.Name+"/"+name)
	}
	devices := c.devices(e, t, zones, accounts)
	c.storesOf(e, t, devices)
	c.responses[e.operator] = t.Response
	s.hits[e.operator] = c.respond(e, t.Response, checker{c.p, at("estate", t.Name)}, "response")
}

// devices fills the devices of an estate and returns their numbers by name.
func (c *compiler) devices(e *estate, t *Template, zones map[string]ZoneID, accounts map[string]accountID) map[string]DeviceID {
	s, o := c.spec, &c.spec.city.Operators[e.operator]
	devices := map[string]DeviceID{}
	for _, name := range slices.Sorted(maps.Keys(t.Devices)) {
		d := t.Devices[name]
		id := DeviceID(len(s.devices))
		devices[name] = id
		s.devices = append(s.devices, device{
			name: o.Name + "/" + d.Zone + "/" + name, title: d.Title, kind: d.Type, zone: zones[d.Zone], traits: d.Traits,
			holds: ids(d.Holds, accounts), admits: ids(d.Admits, accounts), controls: selectAll(s.city, e.operator, d.Controls),
		})
		z := &s.zones[zones[d.Zone]]
		z.devices = append(z.devices, id)
		e.devices = append(e.devices, id)
		c.actor(e.operator, model.SortDevice, s.devices[id].name, d.Title, func(x model.EntityID) {
			s.devices[id].entity = x
			s.place[x] = s.devices[id].zone
		})
	}
	return devices
}

func ids(names []string, of map[string]accountID) []accountID {
	var list []accountID
	for _, n := range names {
		list = append(list, of[n])
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// storesOf fills the data stores of an estate.
func (c *compiler) storesOf(e *estate, t *Template, devices map[string]DeviceID) {
	s, o := c.spec, &c.spec.city.Operators[e.operator]
	for _, name := range slices.Sorted(maps.Keys(t.Stores)) {
		x := t.Stores[name]
		id := storeID(len(s.stores))
		share := x.Share
		if share == 0 {
			share = 1
		}
		s.stores = append(s.stores, store{
			name: name, title: x.Title, class: x.Class, device: devices[x.Device],
			records: int64(share * float64(o.Records)), persons: int64(share * float64(o.Persons)),
		})
		d := &s.devices[devices[x.Device]]
		d.stores = append(d.stores, id)
		e.stores = append(e.stores, id)
		title := x.Title
		if title == "" {
			title = name
		}
		c.actor(e.operator, model.SortStore, o.Name+"/data/"+name, title+" ("+x.Class+" data)", func(x model.EntityID) {
			s.stores[id].entity = x
			s.place[x] = s.devices[s.stores[id].device].zone
		})
		if x.Class != "operational" {
			c.actors[len(c.actors)-1].actor.Persons = int32(s.stores[id].persons)
		}
	}
}

// respond reads a response and finds its zones in the estate.
func (c *compiler) respond(e *estate, r Response, k checker, key string) response {
	out := k.response(r, nil, key)
	out.isolate, out.shutdown = c.zonesNamed(e, r.Isolate), c.zonesNamed(e, r.Shutdown)
	out.book = c.book(r.Playbook, k, key)
	return out
}

func (c *compiler) zonesNamed(e *estate, names []string) []ZoneID {
	var list []ZoneID
	for _, z := range e.zones {
		if slices.Contains(names, c.spec.zones[z].name) {
			list = append(list, z)
		}
	}
	return list
}

// links joins the estates of suppliers to those of their customers.
func (c *compiler) links() {
	s := c.spec
	for i := range s.estates {
		t := c.templates[s.estates[i].name]
		if t == nil {
			continue
		}
		for _, k := range t.Conduits {
			supplier, name, far := strings.Cut(k.From, ":")
			if !far {
				continue
			}
			to := c.zonesNamed(&s.estates[i], []string{k.To})
			for o := range s.estates {
				if s.estates[o].name != supplier || o == i {
					continue
				}
				for _, from := range c.zonesNamed(&s.estates[o], []string{name}) {
					z := &s.zones[to[0]]
					z.in = append(z.in, conduit{from: from, filter: max(k.Filter, 1), link: true})
				}
			}
		}
	}
}

// defences applies a scenario's changes to monitoring and response, in order.
func (c *compiler) defences(list []DefenceSpec) {
	for i := range list {
		d := &list[i]
		k := checker{c.p, at("defence", index(i))}
		for _, kind := range slices.Sorted(maps.Keys(d.Monitoring)) {
			k.known("kind of zone or zone", kind, c.zoneWords(), true, "monitoring", kind)
			k.share(d.Monitoring[kind], 0, 1, "monitoring", kind)
		}
		found := false
		for o := range c.spec.estates {
			e := &c.spec.estates[o]
			if e.name == "" || d.Operator != "" && !match(d.Operator, c.spec.city.Operators[o].Name) {
				continue
			}
			found = true
			c.defend(e, d, k)
		}
		if !found {
			c.p.add(k.at("operator"), model.DidYouMean(d.Operator, c.operatorNames()), "no operator with an estate is called %q", d.Operator)
		}
	}
}

func (c *compiler) defend(e *estate, d *DefenceSpec, k checker) {
	for _, z := range e.zones {
		if x, ok := d.Monitoring[c.spec.zones[z].kind]; ok {
			c.spec.zones[z].monitoring = x
		}
		if x, ok := d.Monitoring[c.spec.zones[z].name]; ok {
			c.spec.zones[z].monitoring = x
		}
	}
	var names []string
	for _, z := range e.zones {
		names = append(names, c.spec.zones[z].name)
	}
	k.knownAll("zone", d.Response.Isolate, names, "response", "isolate")
	k.knownAll("zone", d.Response.Shutdown, names, "response", "shutdown")
	merged := d.Response.over(c.responses[e.operator])
	c.responses[e.operator] = merged
	c.stated[e.operator] = d.Response.over(c.stated[e.operator])
	c.spec.hits[e.operator] = c.respond(e, merged, k, "response")
	if m, ok := c.maturity[e.operator]; ok {
		c.spec.hits[e.operator].mature(&m, &c.stated[e.operator])
	}
}

// operatorNames are the operators that have an estate.
func (c *compiler) operatorNames() []string {
	var names []string
	for i := range c.spec.estates {
		if c.spec.estates[i].name != "" {
			names = append(names, c.spec.city.Operators[i].Name)
		}
	}
	return names
}

// actor notes an actor to be registered.
func (c *compiler) actor(o model.OperatorID, sort model.ActorSort, name, title string, tell func(model.EntityID)) {
	a := model.Actor{Name: name, Title: title, Sort: sort, Operator: o, District: model.Absent}
	if title == "" {
		a.Title = name
	}
	if o != model.Absent {
		a.District = c.spec.city.Operators[o].District
		if control := c.spec.city.Operators[o].Control; control != model.Absent {
			a.At = c.spec.city.Assets[control].At
		}
	}
	c.actors = append(c.actors, pendingActor{a, tell})
}

// register gives the actors of the estates their entities, in the order of names.
func (c *compiler) register() {
	slices.SortStableFunc(c.actors, func(a, b pendingActor) int { return strings.Compare(a.actor.Name, b.actor.Name) })
	for _, a := range c.actors {
		a.tell(c.roster.Add(a.actor))
	}
	c.roster.Techniques = c.roster.Techniques[:0:0]
	for i := range c.spec.techniques {
		c.roster.Techniques = append(c.roster.Techniques, c.spec.techniques[i].ID+" "+c.spec.techniques[i].Name)
	}
}

// names hashes the names of the random streams.
func (c *compiler) names() {
	s := c.spec
	s.socNames = make([][socStreams]rng.Name, len(s.estates))
	for o := range s.estates {
		for i, purpose := range socPurposes() {
			name := "soc/" + s.city.Operators[o].Name + "/" + purpose
			s.socNames[o][i] = rng.NameOf(name)
			c.streams = append(c.streams, name)
		}
	}
}
