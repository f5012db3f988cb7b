package validation

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"cascata/model/power"
)

//go:embed testdata/power
var powerData embed.FS

const powerSource = "MATPOWER 8.1.1-dev (10-Mar-2026) under GNU Octave 7.3.0"

// Power compares power flow, optimal power flow and outages with the reference program, one row a case and method: the largest
// error of all buses, branches and generators as a share of what is allowed. Cases whose terms do not let them be copied are read
// from outside the repository; those rows say so where they are not present.
func Power() ([]Row, error) {
	var rows []Row
	for _, method := range powerMethods() {
		for _, name := range strings.Fields(method.cases) {
			row := Row{ID: method.id, Title: name + ": " + method.title, Source: powerSource, Tolerance: 1, TolWhy: method.why, Unit: "of the tolerance"}
			p := &powerCase{name: name}
			err := p.run(method.compare)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				row.Absent = absentReference
			case err != nil:
				return nil, fmt.Errorf("%s, %s: %w", name, method.title, err)
			}
			row.Computed = p.worst
			rows = append(rows, row)
		}
	}
	return rows, nil
}

const (
	allPowerCases = "case5 case9 case14 case24_ieee_rts case30 case39 case57 case_RTS_GMLC case118 case_ACTIVSg200 case1354pegase case_ACTIVSg2000 case6470rte case9241pegase"

	angleTolerance   = 1e-7 // [degrees]
	flowTolerance    = 1e-6 // [MW]; a flow of 1,000 MW or more is given to ten digits only
	voltageTolerance = 1e-7 // [per unit]
	acFlowTolerance  = 1e-4 // [MW, MVAr]
	costTolerance    = 1e-6 // relative
)

type powerMethod struct {
	id, title, cases, why string
	compare               func(p *powerCase) error
}

func powerMethods() []powerMethod {
	return []powerMethod{
		{"P1", "DC power flow", allPowerCases, "1e-7 degrees, 1e-6 MW", (*powerCase).dc},
		{"P2", "AC power flow", allPowerCases, "1e-7 per unit, 1e-7 degrees, 1e-4 MW and MVAr", (*powerCase).ac},
		{"P3", "DC optimal power flow, objective", allPowerCases, "1e-6 of the objective", (*powerCase).opf},
		{"P3", "DC optimal power flow with more limits, objective", "case14 case30 case39 case118", "1e-6 of the objective", (*powerCase).opfLimited},
		{"P4", "every branch out in turn", "case24_ieee_rts case39 case118 case_RTS_GMLC", "1e-6 MW; counts and slacks equal", (*powerCase).n1},
		{"P5", "many branches and generators out", "case39 case118 case1354pegase", "1e-6 MW (five in the tenth digit above 1,000); counts and slacks equal", (*powerCase).nk},
	}
}

// powerCase is one case being compared.
type powerCase struct {
	name     string
	c        *power.Case
	worst    float64
	compared int
}

func (p *powerCase) run(compare func(*powerCase) error) error {
	text, err := p.file(p.name + ".m")
	if err != nil {
		return err
	}
	if p.c, err = power.Read(p.name+".m", bytes.NewReader(text)); err != nil {
		return err
	}
	if err = compare(p); err == nil && p.compared == 0 {
		err = errors.New("nothing was compared")
	}
	return err
}

// file reads a file of the case, from here when its terms let it be copied.
func (p *powerCase) file(name string) ([]byte, error) {
	data, err := powerData.ReadFile("testdata/power/" + p.name + "/" + name + ".gz")
	if err == nil {
		return unpack(data)
	}
	return readReference("power/" + p.name + "/" + name)
}

// table are the rows of a CSV file without its head.
func (p *powerCase) table(name string) ([][]string, error) {
	text, err := p.file(name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows[1:], nil
}

// near notes the error of a number; a cell the reference leaves empty is not compared.
func (p *powerCase) near(cell string, ours, tolerance float64) {
	want, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return
	}
	p.compared++
	share := math.Abs(ours-want) / tolerance
	if !(share <= p.worst) {
		p.worst = share
	}
	if math.IsNaN(share) {
		p.worst = math.Inf(1)
	}
}

// flow notes the error of a power whose reference is printed with ten digits.
func (p *powerCase) flow(cell string, ours float64) {
	p.near(cell, ours, max(flowTolerance, 5e-10*math.Abs(ours)))
}

// columns compares columns of a table, the first of them at number from, with ours.
func (p *powerCase) columns(name string, from int, tolerance []float64, ours ...[]float64) error {
	rows, err := p.table(name)
	if err != nil {
		return err
	}
	for i, row := range rows {
		for k := range ours {
			p.near(row[from+k], ours[k][i], tolerance[k])
		}
	}
	return nil
}

func (p *powerCase) dc() error {
	g, err := power.NewGrid(p.c)
	if err != nil {
		return err
	}
	s := g.NewState()
	var angle, flow, gen []float64
	for i := range p.c.Buses {
		angle = append(angle, s.Angle(i))
	}
	for i := range p.c.Branches {
		flow = append(flow, s.Flow(i))
	}
	for i := range p.c.Gens {
		gen = append(gen, s.Gen(i))
	}
	return errors.Join(p.columns("dcpf_bus.csv", 1, []float64{angleTolerance}, angle),
		p.columns("dcpf_branch.csv", 3, []float64{flowTolerance}, flow), p.columns("dcpf_gen.csv", 2, []float64{flowTolerance}, gen))
}

func (p *powerCase) ac() error {
	f, err := p.c.SolveAC(power.ACOptions{})
	if err != nil {
		return err
	}
	x := acFlowTolerance
	rows, err := p.table("acpf_gen.csv")
	if err != nil {
		return err
	}
	given, ours := map[string][2]float64{}, map[string][2]float64{} // of all generators at a bus
	for i, r := range rows {
		active, _ := strconv.ParseFloat(r[2], 64)
		reactive, err := strconv.ParseFloat(r[3], 64)
		if err != nil {
			reactive = math.NaN() // the reference leaves it open
		}
		given[r[1]] = [2]float64{given[r[1]][0] + active, given[r[1]][1] + reactive}
		ours[r[1]] = [2]float64{ours[r[1]][0] + f.Pg[i], ours[r[1]][1] + f.Qg[i]}
	}
	for bus, want := range given {
		for k, w := range want {
			if !math.IsNaN(w) {
				p.near(fmt.Sprint(w), ours[bus][k], x)
			}
		}
	}
	return errors.Join(p.columns("acpf_bus.csv", 1, []float64{voltageTolerance, angleTolerance}, f.Vm, f.Va),
		p.columns("acpf_branch.csv", 3, []float64{x, x, x, x}, f.Pf, f.Qf, f.Pt, f.Qt))
}

// objective compares the cost of the optimum.
func (p *powerCase) objective(want float64) error {
	d, err := p.c.SolveOPF()
	if err != nil {
		return err
	}
	p.near(fmt.Sprint(want), d.Objective, costTolerance*math.Abs(want))
	return nil
}

func (p *powerCase) summary() (s struct {
	Objective float64 `json:"dcopf_objective"`
	Limited   struct {
		Objective float64 `json:"objective"`
	} `json:"dcopf_limited"`
}, err error) {
	text, err := p.file("summary.json")
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	return s, err
}

func (p *powerCase) opf() error {
	s, err := p.summary()
	if err != nil {
		return err
	}
	return p.objective(s.Objective)
}

func (p *powerCase) opfLimited() error {
	s, err := p.summary()
	if err != nil {
		return err
	}
	rows, err := p.table("dcopf_limited_branch.csv")
	if err != nil {
		return err
	}
	for i, r := range rows {
		if p.c.Branches[i].RateA, err = strconv.ParseFloat(r[3], 64); err != nil {
			return err
		}
	}
	return p.objective(s.Limited.Objective)
}

func (p *powerCase) n1() error {
	rows, err := p.table("n1_dcpf.csv")
	if err != nil {
		return err
	}
	flows, err := p.table("n1_dcpf_flows_MW.csv")
	if err != nil {
		return err
	}
	g, err := power.NewGrid(p.c)
	if err != nil {
		return err
	}
	outages, err := g.NewState().N1(context.Background(), func(row int, s *power.State) { p.flows(flows[row][1:], s) })
	if err != nil {
		return err
	}
	for i, o := range outages {
		p.outage(rows[i][4:], o)
	}
	return nil
}

func (p *powerCase) flows(row []string, s *power.State) {
	for i, cell := range row {
		p.flow(cell, s.Flow(i))
	}
}

// outage compares islands, separated buses, load and generation, the largest flow, and the slack with its generation.
func (p *powerCase) outage(r []string, o power.Outage) {
	const equal = 0.5 // of counts and numbers
	p.near(r[0], float64(o.Islands), equal)
	p.near(r[1], float64(o.Separated), equal)
	p.flow(r[2], o.LoadMW)
	p.flow(r[3], o.GenMW)
	p.flow(r[4], o.MaxMW)
	p.near(r[6], float64(o.Slack), equal)
	p.flow(r[7], o.SlackMW)
}

func (p *powerCase) nk() error {
	var tables [3][][]string
	var err error
	for i, name := range []string{"nk_scenarios.csv", "nk_dcpf.csv", "nk_dcpf_flows_MW.csv"} {
		if tables[i], err = p.table(name); err != nil {
			return err
		}
	}
	g, err := power.NewGrid(p.c)
	if err != nil {
		return err
	}
	s := g.NewState()
	for k, scenario := range tables[0] {
		s.Reset()
		scale, err := strconv.ParseFloat(scenario[1], 64)
		if err != nil {
			return err
		}
		for i := range p.c.Buses {
			s.SetLoad(i, p.c.Buses[i].Pd*scale+p.c.Buses[i].Gs)
		}
		if err := errors.Join(eachRow(scenario[3], func(row int) { s.SwitchGen(row, false) }), eachRow(scenario[2], func(row int) { s.SwitchBranch(row, false) })); err != nil {
			return err
		}
		o, err := s.Look()
		if err != nil {
			return err
		}
		r := tables[1][k] // main_island_buses in place of buses separated
		o.Separated = len(p.c.Buses) - o.Separated
		p.outage(append([]string{r[1], r[3]}, r[4:]...), o)
		p.flows(tables[2][k][1:], s)
	}
	return nil
}

// eachRow calls do for every blank-separated row, from 0.
func eachRow(list string, do func(row int)) error {
	for _, field := range strings.Fields(list) {
		n, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		do(n - 1)
	}
	return nil
}
