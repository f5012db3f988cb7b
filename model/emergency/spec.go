package emergency

import (
	"fmt"
	"math"

	"cascata/model"
	"cascata/sim/rng"
)

// Class is a sort of call: voice, eCall, alarm. All classes wait in one queue.
type Class struct {
	Name     string   // names the streams of its draws
	Handling rng.Dist // time at a position, with computer-aided dispatch (CAD)
	Manual   rng.Dist // the same on paper, while the CAD is down; nil = Handling
	Patience rng.Dist // time after which a waiting caller hangs up; nil = never
}

// Redial is what callers do whose call was blocked or cut off, or who waited too long. The zero value: they do not call again.
type Redial struct {
	Chance float64  // that they call again [0 to 1]
	Delay  rng.Dist // until they do; less than a second counts as one
}

// Spec is the immutable half of a PSAP. All replications share it.
type Spec struct {
	Name      string // names its streams
	Positions int    // staffed at the beginning [0 to MaxPositions]
	Trunks    int    // calls in service and waiting at most [1 to MaxCalls; 0 = no limit but MaxCalls]
	Classes   []Class
	Redial    Redial
}

// MaxPositions is how many positions a PSAP has at most.
const MaxPositions = 100_000

// Validate lists everything that is wrong.
func (s *Spec) Validate() error {
	var f model.Faults
	bad := func(wrong bool, want, format string, args ...any) {
		if wrong {
			f.Add("PSAP "+s.Name, 0, 0, want, format, args...)
		}
	}
	bad(s.Positions < 0 || s.Positions > MaxPositions, fmt.Sprintf("write 0 to %d", MaxPositions), "%d positions", s.Positions)
	bad(s.Trunks < 0 || s.Trunks > MaxCalls, fmt.Sprintf("write 1 to %d, or 0 for no limit", MaxCalls), "%d trunks", s.Trunks)
	bad(len(s.Classes) == 0 || len(s.Classes) > math.MaxUint8, "write 1 to 255", "%d classes of call", len(s.Classes))
	for i := range s.Classes {
		c := &s.Classes[i]
		bad(c.Handling == nil, "every call takes time", "class %q has no handling time", c.Name)
		for _, d := range []rng.Dist{c.Handling, c.Manual, c.Patience} {
			bad(invalid(d) != nil, "", "class %q: %v", c.Name, invalid(d))
		}
	}
	bad(!(s.Redial.Chance >= 0 && s.Redial.Chance <= 1), "a chance lies between 0 and 1", "chance %v of a redial", s.Redial.Chance)
	bad(s.Redial.Chance > 0 && s.Redial.Delay == nil, "say after how long", "callers call again without a delay")
	bad(invalid(s.Redial.Delay) != nil, "", "delay of a redial: %v", invalid(s.Redial.Delay))
	return f.Err()
}

// invalid is what is wrong with a distribution; none is fine.
func invalid(d rng.Dist) error {
	if v, ok := d.(interface{ Validate() error }); ok {
		return v.Validate()
	}
	return nil
}
