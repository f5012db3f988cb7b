package power

import (
	"fmt"
	"math"
	"math/cmplx"
)

// ACOptions say how to solve an AC power flow.
type ACOptions struct {
	Tolerance  float64 // largest mismatch of power [per unit]; 0 means 1e-10
	Iterations int     // of one Newton solution at most; 0 means 30
	QLimits    bool    // generators give up their voltage at their reactive limits
}

// ACFlow is the solution of an AC power flow: NaN at dead buses, 0 on branches and generators out of service.
type ACFlow struct {
	Vm, Va         []float64 // [per unit, degrees] by bus row
	Pf, Qf, Pt, Qt []float64 // entering the branch row at from and to [MW, MVAr]
	Pg, Qg         []float64 // by generator row [MW, MVAr]
	Islands        int
	Iterations     int
	Residual       float64 // largest mismatch [per unit]
	AtLimit        []int   // generator rows held at a reactive limit
}

// Diverged says that Newton's method found no solution; the flow that comes with it holds the last voltages.
type Diverged struct {
	Residual   float64 // [per unit]
	Iterations int
}

// Error says how far it came.
func (d Diverged) Error() string {
	return fmt.Sprintf("the AC power flow does not converge: after %d iterations the largest mismatch is %g per unit", d.Iterations, d.Residual)
}

// kinds of bus in one AC power flow
const (
	acOut = iota
	acLoad
	acHeld // voltage held
	acRef
)

// acSolver is one case being solved.
type acSolver struct {
	c      *Case
	t      *topology
	opt    ACOptions
	kind   []int8
	fixed  []bool    // generators at a reactive limit
	pg, qg []float64 // [MW, MVAr]
	start  []int32   // each island's first slack, whose angle the file gives
	y      admittance
	order  []int32
	v      []complex128
	vm, va []float64
	want   []complex128 // scheduled injection [per unit]
	flow   *ACFlow
	newton newton
}

// SolveAC solves the AC power flow of a case as it stands: Newton's method in polar coordinates on power mismatches (Tinney and
// Hart 1967). Each island with a generator has its own slack; the others are dead. An error of type Diverged comes with the last
// voltages.
func (c *Case) SolveAC(opt ACOptions) (*ACFlow, error) {
	if opt.Tolerance <= 0 {
		opt.Tolerance = 1e-10
	}
	if opt.Iterations <= 0 {
		opt.Iterations = 30
	}
	a := &acSolver{c: c, t: newTopology(c), opt: opt}
	a.begin()
	for {
		a.classify()
		err := a.solve()
		a.finish()
		if err != nil || !opt.QLimits {
			return a.flow, err
		}
		changed, err := a.limit()
		if err != nil || !changed {
			a.turn()
			return a.flow, err
		}
	}
}

// begin sets voltages, schedule and admittances.
func (a *acSolver) begin() {
	n := len(a.c.Buses)
	a.kind, a.v, a.vm, a.va, a.want = make([]int8, n), make([]complex128, n), make([]float64, n), make([]float64, n), make([]complex128, n)
	a.fixed, a.pg, a.qg = make([]bool, len(a.c.Gens)), make([]float64, len(a.c.Gens)), make([]float64, len(a.c.Gens))
	a.flow = &ACFlow{Islands: len(a.t.size)}
	a.start = append([]int32(nil), a.t.slack...)
	for i := range a.c.Buses {
		b := &a.c.Buses[i]
		a.vm[i], a.va[i] = b.Vm, b.Va*math.Pi/180
		if b.Vm == 0 {
			a.vm[i] = 1
		}
	}
	for k := range a.c.Gens {
		g := &a.c.Gens[k]
		at := a.t.genAt[k]
		if !a.t.genOn[k] {
			continue
		}
		a.pg[k], a.qg[k] = g.Pg, g.Qg
		if (a.c.Buses[at].Type != PQ || a.t.slack[a.t.of[at]] == at) && g.Vg > 0 {
			a.vm[at] = g.Vg
		}
	}
	a.y = newAdmittance(a.c, a.t)
	a.order = minimumDegree(&a.y.graph)
}

// holds says whether a generator at a bus can hold its voltage.
func (a *acSolver) holds(bus int32) bool {
	for k := range a.c.Gens {
		if a.t.genAt[k] == bus && a.t.genOn[k] && !a.fixed[k] {
			return true
		}
	}
	return false
}

// classify gives every bus its kind and what is scheduled there.
func (a *acSolver) classify() {
	held := make([]bool, len(a.c.Buses))
	for k := range a.c.Gens {
		if a.t.genOn[k] && !a.fixed[k] {
			held[a.t.genAt[k]] = true
		}
	}
	for i := range a.c.Buses {
		b := &a.c.Buses[i]
		a.kind[i] = acLoad
		switch {
		case !a.t.served(int32(i)):
			a.kind[i] = acOut
		case held[i] && (b.Type == Ref || a.t.slack[a.t.of[i]] == int32(i)):
			a.kind[i] = acRef
		case held[i] && b.Type == PV:
			a.kind[i] = acHeld
		}
		a.want[i] = complex(-b.Pd, -b.Qd)
	}
	for k := range a.c.Gens {
		a.want[a.t.genAt[k]] += complex(a.pg[k], a.qg[k])
	}
	for i := range a.want {
		a.want[i] /= complex(a.c.BaseMVA, 0)
	}
}

// solve runs Newton's method, and once more with shortened steps when it fails.
func (a *acSolver) solve() error {
	a.newton.number(a)
	vm, va := append([]float64(nil), a.vm...), append([]float64(nil), a.va...)
	for _, careful := range []bool{false, true} {
		copy(a.vm, vm)
		copy(a.va, va)
		if a.newton.run(a, careful) {
			return nil
		}
	}
	return Diverged{a.flow.Residual, a.flow.Iterations}
}

// finish turns voltages into flows and generation.
func (a *acSolver) finish() {
	f, base := a.flow, a.c.BaseMVA
	n, m := len(a.c.Buses), len(a.c.Branches)
	f.Vm, f.Va = make([]float64, n), make([]float64, n)
	f.Pf, f.Qf, f.Pt, f.Qt = make([]float64, m), make([]float64, m), make([]float64, m), make([]float64, m)
	for i := range f.Vm {
		f.Vm[i], f.Va[i] = cmplx.Abs(a.v[i]), cmplx.Phase(a.v[i])*180/math.Pi
		if a.kind[i] == acOut {
			f.Vm[i], f.Va[i] = math.NaN(), math.NaN()
		}
	}
	for k := range a.c.Branches {
		from, to := a.t.from[k], a.t.to[k]
		if !a.t.on[k] || a.kind[from] == acOut {
			continue
		}
		ff, ft, tf, tt := a.c.Branches[k].admittances()
		sf := a.v[from] * cmplx.Conj(ff*a.v[from]+ft*a.v[to]) * complex(base, 0)
		st := a.v[to] * cmplx.Conj(tf*a.v[from]+tt*a.v[to]) * complex(base, 0)
		f.Pf[k], f.Qf[k], f.Pt[k], f.Qt[k] = real(sf), imag(sf), real(st), imag(st)
	}
	a.generation()
}

// generation shares what each bus must give among its generators: reactive power in proportion to their ranges, the slack's
// active power to its first.
func (a *acSolver) generation() {
	f, base := a.flow, a.c.BaseMVA
	at := make([][]int, len(a.c.Buses))
	for k := range a.c.Gens {
		if bus := a.t.genAt[k]; a.t.genOn[k] && a.kind[bus] != acOut {
			at[bus] = append(at[bus], k)
		} else {
			a.pg[k], a.qg[k] = 0, 0
		}
	}
	for i, gens := range at {
		if a.kind[i] != acHeld && a.kind[i] != acRef {
			continue
		}
		s := a.v[i] * cmplx.Conj(a.newton.current[i]) * complex(base, 0)
		p, q := real(s)+a.c.Buses[i].Pd, imag(s)+a.c.Buses[i].Qd
		var free []int
		for _, k := range gens {
			if a.fixed[k] {
				p, q = p-a.pg[k], q-a.qg[k]
				continue
			}
			free = append(free, k)
		}
		if a.kind[i] == acRef {
			for _, k := range free[1:] {
				p -= a.pg[k]
			}
			a.pg[free[0]] = p
		}
		a.share(free, q)
	}
	f.Pg, f.Qg = append([]float64(nil), a.pg...), append([]float64(nil), a.qg...)
}

func (a *acSolver) share(gens []int, q float64) {
	var least, most float64
	for _, k := range gens {
		least, most = least+a.c.Gens[k].Qmin, most+a.c.Gens[k].Qmax
	}
	width := most - least
	for _, k := range gens {
		g := &a.c.Gens[k]
		a.qg[k] = q / float64(len(gens))
		if len(gens) > 1 && width > 0 && width < 1e9 {
			a.qg[k] = g.Qmin + (q-least)*(g.Qmax-g.Qmin)/width
		}
	}
}

// limit fixes generators beyond a reactive limit there; their buses become load buses when nobody else holds them. False when
// there is none.
func (a *acSolver) limit() (bool, error) {
	const slackMVAr = 5e-6 // MATPOWER's tolerance of a violation
	changed := false
	for k := range a.c.Gens {
		g, kind := &a.c.Gens[k], a.kind[a.t.genAt[k]]
		if !a.t.genOn[k] || a.fixed[k] || kind != acHeld && kind != acRef {
			continue
		}
		switch q := a.qg[k]; {
		case q > g.Qmax+slackMVAr:
			a.qg[k], a.fixed[k] = g.Qmax, true
		case q < g.Qmin-slackMVAr:
			a.qg[k], a.fixed[k] = g.Qmin, true
		default:
			continue
		}
		a.flow.AtLimit = append(a.flow.AtLimit, k)
		changed = true
	}
	for id, slack := range a.t.slack {
		if slack == none || a.holds(slack) {
			continue
		}
		next := int32(none)
		for i := range a.c.Buses {
			if a.t.of[i] == int32(id) && (a.kind[i] == acHeld || a.kind[i] == acRef) && a.holds(int32(i)) {
				next = int32(i)
				break
			}
		}
		if next == none {
			return false, fmt.Errorf("every generator of the island of bus %d is at its reactive limit: nothing holds the voltage", a.c.Buses[slack].ID)
		}
		a.t.slack[id] = next
	}
	return changed, nil
}

// turn gives an island whose slack moved the angle of its first slack back.
func (a *acSolver) turn() {
	for i := range a.flow.Va {
		id := a.t.of[i]
		if a.kind[i] == acOut || a.t.slack[id] == a.start[id] {
			continue
		}
		first := a.start[id]
		turned := cmplx.Phase(a.v[i]*cmplx.Conj(a.v[first])) + a.c.Buses[first].Va*math.Pi/180
		a.flow.Va[i] = math.Remainder(turned, 2*math.Pi) * 180 / math.Pi
	}
}

// LossMW is the active power that branches turn into heat.
func (f *ACFlow) LossMW() float64 {
	var sum float64
	for k := range f.Pf {
		sum += f.Pf[k] + f.Pt[k]
	}
	return sum
}
