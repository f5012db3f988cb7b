package water

import (
	"time"

	"cascata/model"
	"cascata/sim"
)

var _ model.Solver = (*citySolver)(nil)

// citySolver is a replication's water network. Until something is told it has no hydraulics of its own: it follows the quiet
// trajectory, and starts from there. Times inside are whole seconds; what is told within a second counts from its beginning.
type citySolver struct {
	*cityRun // nil until something is told
	supply   *Supply
	told     []condition
	level    []model.Level
	got      []model.Level // by vertex: delivered over planned, whatever it can use
	touched  []uint32      // by part: the round in which it was last told
	emptied  []uint32      // by part: the round in which a tank ran empty, or had water again
	empty    []bool        // by part
	asked    int           // parts that are not as on a quiet day
	fallen   int           // parts whose level is not Full
	round    uint32        // number of this solve
	hour     int64         // of the last solve
	live     bool          // the run follows what was told
	changed  bool          // something was told since the last solve
	next     int64         // [s]
	reasons  []zoneReason
}

// New is the solver of one replication: everything available, as on a quiet day.
func (s *Supply) New() model.Solver {
	v := &citySolver{supply: s, told: make([]condition, len(s.parts)), level: make([]model.Level, len(s.parts)), touched: make([]uint32, len(s.parts)), round: 1}
	for i := range v.told {
		v.told[i], v.level[i] = quiet(&s.parts[i]), model.Full
	}
	return v
}

// Set implements model.Solver. The availability of a pump below Full is its speed, that of a tank what its controls believe it is
// to hold, that of a plant the share of its capacity, that of a junction the share of its demand that it can use; a pipe passes that
// share of its flow at the same loss of head.
func (v *citySolver) Set(asset model.AssetID, available model.Level, closed bool) {
	if i := v.supply.of(asset); i >= 0 {
		c := v.told[i]
		c.available, c.closed = available, closed
		v.tell(i, c)
	}
}

// Ask implements model.Solver: water for a fire or lost by a burst [m3/h], delivered like the demand there by the pressure. What is
// asked of a pipe is drawn half at each end. Plants and tanks cannot be asked.
func (v *citySolver) Ask(asset model.AssetID, extra float64) {
	if i := v.supply.of(asset); i >= 0 && v.supply.parts[i].kind != isPlant && v.supply.parts[i].kind != isStore {
		c := v.told[i]
		c.ask = extra
		v.tell(i, c)
	}
}

// tell notes a new condition.
func (v *citySolver) tell(i int32, c condition) {
	if c == v.told[i] {
		return
	}
	if v.supply.differs(i, v.told[i]) {
		v.asked--
	}
	if v.supply.differs(i, c) {
		v.asked++
	}
	v.told[i], v.touched[i], v.changed = c, v.round, true
}

// Solve implements model.Solver. It goes through the instants since the last call, then settles this one.
func (v *citySolver) Solve(now sim.Time, changed func(model.AssetID, model.Level, model.WhyCode, model.AssetID)) sim.Time {
	at := int64(now)/int64(time.Second) + warmUp
	switch {
	case !v.live && (!v.changed || v.asked == 0):
		v.changed = false
		return sim.Never
	case !v.live:
		v.begin(at)
	case !v.changed && at < v.next:
		return v.at(v.next)
	case at > v.run.now:
		v.catchUp(at)
	}
	if v.changed {
		v.load(v.told)
	}
	v.instant()
	v.publish(changed)
	v.round++
	if v.rejoined() {
		v.live, v.changed = false, false
		return sim.Never
	}
	v.changed = false
	v.next = v.run.now + v.step(cityStep)
	return v.at(v.next)
}

// at is the time of the city of a time of the run [s].
func (v *citySolver) at(t int64) sim.Time { return sim.Time((t - warmUp) * int64(time.Second)) }

// begin makes a run of its own from the quiet trajectory.
func (v *citySolver) begin(at int64) {
	s := v.supply
	q := s.base()
	if v.cityRun == nil {
		v.cityRun = s.newRun()
		v.got = make([]model.Level, len(s.parts))
		v.empty, v.emptied, v.reasons = make([]bool, len(s.parts)), make([]uint32, len(s.parts)), make([]zoneReason, len(s.zones))
	}
	v.startFrom(q, at)
	v.live, v.hour = true, at/3600
	for i := range s.parts {
		v.got[i] = model.Full
		v.empty[i] = s.parts[i].kind == isStore && v.holds(int32(i)) <= 0
	}
}

// joined is how far, as a share of what a tank can hold, it may differ from the quiet day for a run to count as rejoined.
const joined = 0.10

// rejoined reports whether the network is as on a quiet day: nothing is told that differs, every level is Full, and every tank
// holds about what it would hold. From then on it follows the quiet trajectory again.
func (v *citySolver) rejoined() bool {
	if v.asked > 0 || v.fallen > 0 || v.unsettled {
		return false
	}
	q := v.supply.base()
	for k := range v.spec.tanks {
		t := &v.spec.tanks[k]
		quiet, ok := q.volume(k, v.run.now)
		if d := v.run.volume[k] - quiet; !ok || d > joined*(t.vmax-t.vmin) || d < -joined*(t.vmax-t.vmin) {
			return false
		}
	}
	return true
}
