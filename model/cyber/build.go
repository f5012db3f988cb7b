package cyber

import (
	"slices"

	"cascata/model"
	"cascata/sim/rng"
)

// What a technique may need and give.
const (
	needEntry       = "entry"       // nothing: it is a way in from outside
	needReach       = "reach"       // code on a machine of the same operator from which the device can be reached
	needLink        = "link"        // code in another operator's zone that has access to the device's zone
	needCredentials = "credentials" // an account that may log in to the device
	needOwn         = "own"         // code on the device itself
	needPresence    = "presence"    // code on any device of the zone
	needMap         = "map"         // knowledge of what the zone controls

	givesFoothold    = "foothold"    // code on the device
	givesCredentials = "credentials" // the accounts it holds
	givesMap         = "map"         // knowledge of the zone
	givesOpen        = "open"        // commands to the assets it controls: open, stop, damage, set
	givesStop        = "stop"
	givesDamage      = "damage"
	givesSet         = "set"
	givesData        = "data"    // the data stores on it, copied out
	givesBackups     = "backups" // the operator's backups, attacked
)

func needs() []string {
	return []string{needEntry, needReach, needLink, needCredentials, needOwn, needPresence, needMap}
}

func effects() []string {
	return []string{givesFoothold, givesCredentials, givesMap, givesOpen, givesStop, givesDamage, givesSet, givesData, givesBackups,
		givesLock, givesBlind, givesQuiet, givesSpoof, givesDisarm, givesForce, givesDraw, givesFlood}
}

// builder compiles the attack graph of one campaign backwards from its goals, so that it holds only what can help.
type builder struct {
	spec  *Spec
	graph Graph
	moves []move
	index map[string]int32 // nodes by name
	skill Skill
	tempo float64
	avoid AvoidSpec
	entry *Technique
	zone  ZoneID // of the entry

	closed []int32 // steps that measures leave no way to take

	choose   func(strategy string, among []model.AssetID, count int, reach func() []Reach) []model.AssetID
	anywhere bool // every way in from outside is open, whatever the entry
}

// node adds a node and returns its number, or the number of the one that has the name already.
func (b *builder) node(name string, all bool, m move) (id int32, made bool) {
	if id, ok := b.index[name]; ok {
		return id, false
	}
	id = int32(len(b.graph.Nodes))
	b.index[name] = id
	b.graph.Nodes = append(b.graph.Nodes, Node{Name: name, All: all})
	b.moves = append(b.moves, m)
	return id, true
}

// parent adds a parent to a node unless it is there.
func (b *builder) parent(id, p int32) {
	if n := &b.graph.Nodes[id]; !slices.Contains(n.Parents, p) {
		n.Parents = append(n.Parents, p)
	}
}

// giving calls f for every technique that has that effect and is not avoided.
func (b *builder) giving(effect string, f func(int32, *Technique)) {
	for i := range b.spec.techniques {
		if t := &b.spec.techniques[i]; t.Gives == effect && !slices.Contains(b.avoid.Techniques, t.ID) {
			f(int32(i), t)
		}
	}
}

// fits reports whether a technique works on a device, as far as the device itself is concerned.
func (b *builder) fits(t *Technique, d DeviceID) bool {
	v := &b.spec.devices[d]
	z := &b.spec.zones[v.zone]
	return (len(t.On) == 0 || slices.Contains(t.On, v.kind)) && (len(t.In) == 0 || slices.Contains(t.In, z.kind)) &&
		(t.Trait == "" || slices.Contains(v.traits, t.Trait)) &&
		!slices.Contains(b.avoid.Operators, b.spec.city.Operators[z.operator].Name)
}

// own is the fact that the attacker runs code on device d.
func (b *builder) own(d DeviceID) int32 {
	v := &b.spec.devices[d]
	m := fact()
	m.zones[0] = v.zone
	id, made := b.node("own "+v.name, false, m)
	if !made {
		return id
	}
	b.giving(givesFoothold, func(i int32, t *Technique) {
		if !b.fits(t, d) {
			return
		}
		if t == b.entry && v.zone == b.zone || b.anywhere && slices.Contains(t.Needs, needEntry) {
			b.parent(id, b.enter(i, t, d))
		}
		for _, s := range b.attempts(i, t, d) {
			b.parent(id, s)
		}
	})
	return id
}

// enter is the campaign's first step. The scenario says that the attacker can take it: what it needs is waived.
func (b *builder) enter(i int32, t *Technique, d DeviceID) int32 {
	m := b.on(i, d)
	m.owns = d
	id, made := b.node(b.spec.devices[d].name+"/"+t.ID, true, m)
	if made {
		b.work(id, t, 1)
	}
	return id
}

// attempts are the ways of using technique t on device d: one for each zone from which it can be reached, since the filters on
// the way differ; one if it does not matter; none if something it needs cannot be had anywhere.
func (b *builder) attempts(i int32, t *Technique, d DeviceID) []int32 {
	if slices.Contains(t.Needs, needEntry) {
		return nil
	}
	near, far := slices.Contains(t.Needs, needReach), slices.Contains(t.Needs, needLink)
	if !near && !far {
		return b.attempt(i, t, d, conduit{from: none, filter: 1})
	}
	var list []int32
	z := b.spec.devices[d].zone
	if near {
		list = b.attempt(i, t, d, conduit{from: z, filter: 1})
	}
	for _, k := range b.spec.zones[z].in {
		if k.link && far || !k.link && near {
			list = append(list, b.attempt(i, t, d, k)...)
		}
	}
	return list
}

// attempt is the step of technique t on device d across a conduit.
func (b *builder) attempt(i int32, t *Technique, d DeviceID, k conduit) []int32 {
	v := &b.spec.devices[d]
	if slices.Contains(t.Needs, needCredentials) && len(v.admits) == 0 && !v.legacy() {
		return nil
	}
	m, name := b.on(i, d), v.name+"/"+t.ID
	if k.from != none {
		m.zones[1] = k.from
		name += " from " + b.zoneName(k.from)
	}
	if t.Gives == givesFoothold {
		m.owns = d
	}
	id, made := b.node(name, true, m)
	if made {
		b.work(id, t, k.filter)
		b.preconditions(id, t, d, k)
		if k.closed {
			b.closed = append(b.closed, id)
		}
	}
	return []int32{id}
}

// preconditions adds the parents of a step.
func (b *builder) preconditions(id int32, t *Technique, d DeviceID, k conduit) {
	v := &b.spec.devices[d]
	if k.from != none {
		b.parent(id, b.presence(k.from))
	}
	for _, need := range t.Needs {
		switch need {
		case needCredentials:
			if !v.legacy() { // it asks nobody
				b.parent(id, b.login(d))
			}
		case needOwn:
			b.parent(id, b.own(d))
		case needPresence:
			b.parent(id, b.presence(v.zone))
		case needMap:
			b.parent(id, b.mapped(v.zone))
		}
	}
}

// on is the move of technique i on device d.
func (b *builder) on(i int32, d DeviceID) move {
	v, m := &b.spec.devices[d], fact()
	m.technique, m.entity, m.operator, m.zones[0] = i, v.entity, b.spec.zones[v.zone].operator, v.zone
	return m
}

// work gives a node its time and chance.
func (b *builder) work(id int32, t *Technique, filter float64) {
	d, _ := parseDifficulty(t.Difficulty, b.skill) // checked with the catalogue
	n := &b.graph.Nodes[id]
	n.Time, n.Fail, n.Factor = d.time, d.fail, b.tempo*filter
	if !d.skilled {
		n.Factor *= b.skill.factor()
	}
	if n.Time == nil && n.Fail == 0 {
		n.Time = rng.Constant{}
	}
	b.harden(id)
}

// presence is the fact that the attacker runs code on a device of zone z.
func (b *builder) presence(z ZoneID) int32 {
	m := fact()
	m.zones[0] = z
	id, made := b.node("in "+b.zoneName(z), false, m)
	if made {
		for _, d := range b.spec.zones[z].devices {
			b.parent(id, b.own(d))
		}
	}
	return id
}

// mapped is the fact that the attacker knows what zone z controls.
func (b *builder) mapped(z ZoneID) int32 {
	id, made := b.node("map "+b.zoneName(z), false, fact())
	if !made {
		return id
	}
	b.giving(givesMap, func(i int32, t *Technique) {
		if len(t.In) > 0 && !slices.Contains(t.In, b.spec.zones[z].kind) {
			return
		}
		m := fact()
		m.technique, m.entity, m.operator, m.zones[0] = i, b.spec.zones[z].entity, b.spec.zones[z].operator, z
		s, fresh := b.node(b.zoneName(z)+"/"+t.ID, true, m)
		if fresh {
			b.work(s, t, 1)
			b.parent(s, b.presence(z))
		}
		b.parent(id, s)
	})
	return id
}

// login is the fact that the attacker knows an account that may log in to device d.
func (b *builder) login(d DeviceID) int32 {
	v := &b.spec.devices[d]
	id, made := b.node("login "+v.name, false, fact())
	if made {
		for _, a := range v.admits {
			b.parent(id, b.known(a))
		}
	}
	return id
}

// known is the fact that the attacker knows account a.
func (b *builder) known(a accountID) int32 {
	id, made := b.node("account "+b.spec.accounts[a], false, fact())
	if !made {
		return id
	}
	b.giving(givesCredentials, func(i int32, t *Technique) {
		for d := range b.spec.devices {
			if !slices.Contains(b.spec.devices[d].holds, a) || !b.fits(t, DeviceID(d)) {
				continue
			}
			for _, s := range b.attempts(i, t, DeviceID(d)) {
				b.parent(id, s)
			}
		}
	})
	return id
}

// zoneName is the path of a zone.
func (b *builder) zoneName(z ZoneID) string {
	return b.spec.city.Operators[b.spec.zones[z].operator].Name + "/" + b.spec.zones[z].name
}
