package power

import "math"

// Case is one network in MATPOWER's terms. Rows keep the order of the file; a row number in results is its place from 1.
type Case struct {
	Name     string  // of the function in the file
	Version  int     // 1 or 2
	BaseMVA  float64 // base of per-unit power [MVA], > 0
	Buses    []Bus
	Gens     []Gen
	Branches []Branch
	Costs    []Cost  // none, one a generator, or two (the second half prices reactive power)
	Extras   []Extra // what the solvers do not use, as written in the file
	Warnings []string
}

// Kinds of bus.
const (
	PQ       = 1 // load: active and reactive power given
	PV       = 2 // generation: active power and voltage given
	Ref      = 3 // reference: angle and voltage given
	Isolated = 4 // left out, with what is connected to it
)

// Bus is a node.
type Bus struct {
	ID         int     // the number in the file, >= 1
	Type       int     // PQ, PV, Ref or Isolated
	Pd, Qd     float64 // load [MW, MVAr]
	Gs, Bs     float64 // shunt: load and injection at 1 per unit [MW, MVAr]
	Area       float64
	Vm, Va     float64 // voltage [per unit, degrees]
	BaseKV     float64 // [kV]
	Zone       float64
	Vmax, Vmin float64   // [per unit]
	More       []float64 // columns after the 13th
}

// Gen is a generating unit, or a load with a price when Pmin < 0.
type Gen struct {
	Bus        int       // number of its bus
	Pg, Qg     float64   // output [MW, MVAr]
	Qmax, Qmin float64   // [MVAr]; infinite when there is no limit
	Vg         float64   // voltage set point [per unit]
	MBase      float64   // [MVA]
	Status     float64   // in service when > 0
	Pmax, Pmin float64   // [MW]
	More       []float64 // columns after the 10th: capability curve, ramp rates, participation
}

// ramp columns of Gen.More
const (
	moreRampAGC = 6 // [MW/min]
	moreRamp10  = 7 // [MW in 10 min]
)

// Branch is a line or a transformer between two buses.
type Branch struct {
	From, To            int     // numbers of its buses
	R, X, B             float64 // series resistance and reactance, total charging [per unit]
	RateA, RateB, RateC float64 // long, short and emergency rating [MVA]; 0 = none
	Ratio               float64 // off-nominal tap at From; 0 = a line, ratio 1
	Shift               float64 // phase shift at From [degrees]
	Status              float64 // in service when not 0
	AngMin, AngMax      float64 // limits of the angle difference [degrees]
	More                []float64
}

// Cost is the price of a generator's output.
type Cost struct {
	Model             int       // 1 piecewise linear, 2 polynomial
	Startup, Shutdown float64   // [money]
	Values            []float64 // model 1: MW and money/h in turn; model 2: coefficients, highest order first
}

// Extra is a field of the file that no solver uses.
type Extra struct {
	Name string // without the struct's name
	Text string // the right-hand side as written
}

// Kinds of cost.
const (
	PiecewiseLinear = 1
	Polynomial      = 2
)

// tap is the ratio, 1 where the file has 0.
func (b *Branch) tap() float64 {
	if b.Ratio == 0 {
		return 1
	}
	return b.Ratio
}

// unlimited says whether a limit is none: MATPOWER's files write 1e10 and Inf alike.
func unlimited(x float64) bool { return math.Abs(x) >= 1e10 }

// At is the cost of an output [MW] in money per hour.
func (c *Cost) At(mw float64) float64 {
	if c.Model == Polynomial {
		var sum float64
		for _, k := range c.Values {
			sum = sum*mw + k
		}
		return sum
	}
	segments := c.segments()
	if len(segments) == 0 {
		if len(c.Values) == 2 {
			return c.Values[1]
		}
		return 0
	}
	best := math.Inf(-1) // convex: the highest of its lines
	for _, s := range segments {
		best = max(best, s.at+s.slope*(mw-s.from))
	}
	return best
}

// segment is a straight piece of a piecewise linear cost.
type segment struct{ from, to, at, slope float64 }

func (c *Cost) segments() []segment {
	var s []segment
	for i := 0; i+3 < len(c.Values); i += 2 {
		if width := c.Values[i+2] - c.Values[i]; width > 0 {
			s = append(s, segment{c.Values[i], c.Values[i+2], c.Values[i+1], (c.Values[i+3] - c.Values[i+1]) / width})
		}
	}
	return s
}
