package cyber

import (
	"math"
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// Hardening moves one parameter of some operators' estates, as a resilience measure does. Several combine: of one Source only the
// strongest counts for a thing; factors of different sources multiply and shares add up, in the order of sources, within the bounds.
// It takes no step out of an attack graph and adds none (a link apart): it slows steps, makes them fail or closes them, so that what
// is not closed keeps its random streams.
type Hardening struct {
	Parameter   string             // see HardeningParameters
	Source      string             // measure and effect: "mfa/0"
	Strength    float64            // of two of one source the larger counts
	Operators   []model.OperatorID // ascending
	Assets      []model.AssetID    // ascending; not nil: only devices that control one of them, and the zones in which those stand
	Techniques  []string           // one of: an id, "needs=credentials", "gives=backups", "trait=weak", "tactic=execution", "domain=ics"; none = all
	Zones       []string           // kinds of zone; none = all
	From        string             // of "link.added": the other end, "msp:support"
	Value       float64            // factor, or share [0 to 1]
	Least, Most float64            // of what several come to
}

// The parameters a Hardening can move. A row here is all that a new one needs, beside the place that asks for it.
const (
	stepTime      = "step.time"
	stepSuccess   = "step.success"
	stepClosed    = "step.closed"
	stepDetection = "step.detection"
	zoneUnwatched = "zone.unwatched"
	conduitFilter = "conduit.filter"
	conduitClosed = "conduit.closed"
	linkFilter    = "link.filter"
	linkClosed    = "link.closed"
	linkAdded     = "link.added"
	ofResponse    = "response." // and a field of a response
	teamCapacity  = "team.capacity"
	sharingDelay  = "sharing.delay"
)

// sort of thing that a parameter belongs to.
type hardSort uint8

const (
	ofDevice hardSort = iota
	ofZone
	ofConduit
	ofOperator
)

// hardParameter is a row of the table: share says that values are shares that add up, others are factors that multiply. of finds
// the number in a response; nil for others.
type hardParameter struct {
	name  string
	sort  hardSort
	share bool
	dist  func(*response) *rng.Dist
	value func(*response) *float64
	free  bool // of a value: no chance, and may be above 1
}

func hardParameters() []hardParameter {
	return []hardParameter{
		{name: stepTime, sort: ofDevice},
		{name: stepSuccess, sort: ofDevice},
		{name: stepClosed, sort: ofDevice, share: true},
		{name: stepDetection, sort: ofDevice},
		{name: zoneUnwatched, sort: ofZone},
		{name: conduitFilter, sort: ofConduit},
		{name: conduitClosed, sort: ofConduit, share: true},
		{name: linkFilter, sort: ofConduit},
		{name: linkClosed, sort: ofConduit, share: true},
		{name: linkAdded, sort: ofConduit, share: true},
		{name: ofResponse + "notice", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.notice }},
		{name: ofResponse + "calls", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.calls }},
		{name: ofResponse + "escalate", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.escalate }},
		{name: ofResponse + "decide", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.decide }},
		{name: ofResponse + "eradicate", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.eradicate }},
		{name: ofResponse + "restore", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.restore }},
		{name: ofResponse + "rebuild", sort: ofOperator, dist: func(r *response) *rng.Dist { return &r.rebuild }},
		{name: ofResponse + "lost", sort: ofOperator, value: func(r *response) *float64 { return &r.lost }},
		{name: ofResponse + "precaution", sort: ofOperator, value: func(r *response) *float64 { return &r.precaution }},
		{name: ofResponse + "isolate", sort: ofOperator, share: true},
		{name: ofResponse + "failed", sort: ofOperator, value: func(r *response) *float64 { return &r.failed }},
		{name: ofResponse + "missed", sort: ofOperator, value: func(r *response) *float64 { return &r.missed }},
		{name: ofResponse + "alarms", sort: ofOperator, value: func(r *response) *float64 { return &r.perHour }, free: true},
		{name: teamCapacity, sort: ofOperator, share: true},
		{name: sharingDelay, sort: ofOperator},
	}
}

// HardeningParameters are the names of the parameters that a Hardening can move.
func HardeningParameters() []string {
	var names []string
	for _, p := range hardParameters() {
		names = append(names, p.name)
	}
	return names
}

// hardening is a Hardening with its references found.
type hardening struct {
	*Hardening
	number     int // among Definitions.Hardenings
	operators  []bool
	techniques []bool // nil: all
	devices    []bool // nil: all
	zones      []bool // nil: all
}

// hardener holds what measures do to a Spec.
type hardener struct {
	spec    *Spec
	list    map[string][]hardening // by parameter, in the order of sources and of strength
	device  map[model.EntityID]DeviceID
	touched []Touched        // by Hardening
	at      model.OperatorID // whose things are under work
}

// newHardener finds what the hardenings refer to.
func (c *compiler) newHardener(list []Hardening) *hardener {
	h := &hardener{spec: c.spec, list: map[string][]hardening{}, device: map[model.EntityID]DeviceID{}, touched: make([]Touched, len(list))}
	known := HardeningParameters()
	list = slices.Clone(list)
	for i := range list {
		x := hardening{Hardening: &list[i], number: i}
		k := checker{c.p, at("measure", x.Source)}
		k.known("parameter", x.Parameter, known, true, "parameter")
		k.knownAll("kind of zone", x.Zones, zoneKinds(), "zones")
		x.operators = make([]bool, len(c.spec.estates))
		for _, o := range x.Operators {
			x.operators[o] = true
		}
		x.techniques = c.chosenTechniques(x.Techniques, k)
		h.narrow(&x)
		h.list[x.Parameter] = append(h.list[x.Parameter], x)
	}
	for _, l := range h.list {
		slices.SortStableFunc(l, func(a, b hardening) int {
			return compare(strings.Compare(a.Source, b.Source), a.Strength, b.Strength)
		})
	}
	return h
}

// compare goes by the first, then by the numbers.
func compare(first int, x, y float64) int {
	switch {
	case first != 0:
		return first
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// chosenTechniques marks the techniques that fit one of the selectors.
func (c *compiler) chosenTechniques(selectors []string, k checker) []bool {
	if len(selectors) == 0 {
		return nil
	}
	chosen := make([]bool, len(c.spec.techniques))
	for _, s := range selectors {
		found := false
		for i := range c.spec.techniques {
			if c.spec.techniques[i].fits(s) {
				chosen[i], found = true, true
			}
		}
		if !found {
			c.p.add(k.at("techniques"), model.DidYouMean(s, c.techniqueIDs()), "no technique fits %q", s)
		}
	}
	return chosen
}

// fits reports whether a selector means the technique.
func (t *Technique) fits(selector string) bool {
	key, value, given := strings.Cut(selector, "=")
	switch {
	case !given:
		return match(selector, t.ID)
	case key == "needs":
		return slices.Contains(t.Needs, value)
	case key == "gives":
		return t.Gives == value
	case key == "trait":
		return t.Trait == value
	case key == "tactic":
		return t.Tactic == value
	}
	return key == "domain" && t.Domain == value
}

// narrow marks the devices that control one of the assets, and their zones.
func (h *hardener) narrow(x *hardening) {
	if x.Assets == nil {
		return
	}
	x.devices, x.zones = make([]bool, len(h.spec.devices)), make([]bool, len(h.spec.zones))
	for d := range h.spec.devices {
		v := &h.spec.devices[d]
		if x.operators[h.spec.zones[v.zone].operator] && meet(v.controls, x.Assets) {
			x.devices[d], x.zones[v.zone] = true, true
		}
	}
}

// meet reports whether two ascending lists have an asset in common.
func meet(a, b []model.AssetID) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return true
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return false
}

// inZone reports whether x concerns zone z.
func (x *hardening) inZone(z ZoneID, of *zone) bool {
	return x.operators[of.operator] && (x.zones == nil || x.zones[z]) && (len(x.Zones) == 0 || slices.Contains(x.Zones, of.kind))
}

// sum is what the hardenings of a parameter that fit come to: a factor or, for shares, a share; 1 or 0 when none does. Those that
// counted are noted.
func (h *hardener) sum(parameter string, share bool, fits func(*hardening) bool, note bool) float64 {
	neutral := 1.0
	if share {
		neutral = 0
	}
	total, list := neutral, h.list[parameter]
	least, most := math.Inf(-1), math.Inf(1)
	for i := range list {
		x := &list[i]
		if x.Value == neutral || !fits(x) {
			continue
		}
		if h.outdone(list[i+1:], x, fits) {
			continue
		}
		if note {
			h.touch(x)
		}
		if share {
			total += x.Value
		} else {
			total = float64(total * x.Value)
		}
		least, most = x.Least, x.Most // of one parameter all have the same
	}
	return min(max(total, least), most)
}

// outdone reports whether a stronger hardening of the same source follows.
func (h *hardener) outdone(rest []hardening, x *hardening, fits func(*hardening) bool) bool {
	for i := range rest {
		if rest[i].Source != x.Source {
			return false
		}
		if fits(&rest[i]) {
			return true
		}
	}
	return false
}

// within reports whether a name belongs to the share of all names, which depends on the name alone: neither on the seed nor on the
// replication. A larger share includes a smaller one. The hash of similar names is not even enough, a draw keyed by it is.
func within(name string, share float64) bool {
	if share <= 0 || share >= 1 {
		return share >= 1
	}
	s := rng.NewRoot(0, 0).StreamOf(rng.NameOf("share/" + name))
	return s.Float64() < share
}

// Touched is what a Hardening changes.
type Touched struct {
	Things    int                // devices, zones, ways or operators, as its parameter has it
	Operators []model.OperatorID // whose they are
}

// touch notes that x changes a thing of the operator under work.
func (h *hardener) touch(x *hardening) {
	t := &h.touched[x.number]
	t.Things++
	if !slices.Contains(t.Operators, h.at) {
		t.Operators = append(t.Operators, h.at)
	}
}

// Touched says what each of Definitions.Hardenings changes.
func (s *Spec) Touched() []Touched {
	if s.hard == nil {
		return nil
	}
	return slices.Clone(s.hard.touched)
}
