package validation

import (
	"bytes"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"cascata/model/water"
)

//go:embed testdata/water
var waterData embed.FS

const waterSource = "EPANET 2.3.5 (OpenWaterAnalytics, commit 473b87d6), at an accuracy of 1e-6 or the tightest it reaches"

// Water compares hydraulics over time with the reference program, one row a case: the largest error of all heads, tank levels,
// flows and event times as a share of what is allowed. Cases whose terms do not let them be copied are read from outside the
// repository; those rows say so where they are not present.
func Water() ([]Row, error) {
	var rows []Row
	for _, c := range waterCases {
		row := Row{ID: "W" + c.class, Title: c.name + ": heads, levels, flows", Source: waterSource, Tolerance: 1, TolWhy: waterWhy[c.class], Unit: "of the tolerance"}
		if c.class == "A" {
			row.Title += ", events"
		}
		w := &waterCase{name: c.name, class: c.class}
		switch err := w.run(); {
		case errors.Is(err, fs.ErrNotExist):
			row.Absent = absentReference
		case err != nil:
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		row.Computed = w.worst
		rows = append(rows, row)
	}
	return rows, nil
}

// waterWhy says what is allowed, by the class of the reference: how well the reference program agrees with itself.
var waterWhy = map[string]string{
	"A": "0.01 of the unit of heads; 0.1 % or 0.01 of the unit of flows; 5 s of events and 2e-5 of their time, for the reference loses water in dead ends by rounding; twice what the reference moves with its accuracy",
	"B": "as A without events, without the nodes that the reference lists as sensitive and those in still water; flows as far as the reference's own do not balance at an end of the link",
	"C": "as B; what the reference does not know counts within twice its movement",
}

// waterCases are the reference cases by class.
var waterCases = []struct{ name, class string }{
	{"Net1", "A"}, {"Net2", "A"}, {"Net3", "A"}, {"Net3_168h", "A"}, {"Net3_pda_pumps_out", "A"}, {"anytown_asce", "A"}, {"balerma", "A"}, {"blacksburg", "A"},
	{"bwsn1", "B"}, {"ctown_168h", "A"}, {"ctown_overflow_attack", "A"}, {"ctown_pda_pumps_out", "A"}, {"dtown", "A"}, {"dtown_walski_rules", "A"}, {"fossolo", "A"},
	{"hanoi", "A"}, {"ky10_24h", "B"}, {"ky14_24h", "C"}, {"ky1_24h", "A"}, {"ky2_24h", "A"}, {"ky3_24h", "A"}, {"ky4_24h", "A"}, {"ky4_pda_pumps_out", "A"},
	{"ky6_24h", "A"}, {"ky8_24h", "B"}, {"ltown_24h", "A"}, {"micropolis_24h", "A"}, {"minitown", "A"}, {"mod_anytown", "A"}, {"modena", "A"}, {"new_york_tunnels", "A"},
	{"own_town_dw_gpm", "A"}, {"own_town_pda_attack", "A"}, {"own_town_small", "A"}, {"richmond_skeleton", "A"}, {"u_2fcvs", "C"}, {"u_2prvs", "A"}, {"u_2prvs_a", "A"},
	{"u_2tanks", "A"}, {"u_fcv", "A"}, {"u_fcv_noflow", "A"}, {"u_ges4_prv_psv", "A"}, {"u_gestar_dw", "A"}, {"u_net1_12h", "A"}, {"u_net1_cv", "A"},
	{"u_net1_emitters", "A"}, {"u_net1_no_pump", "A"}, {"u_net1_parallel", "A"}, {"u_net1_pbv", "A"}, {"u_noflow", "A"}, {"u_sampletown", "A"}, {"u_todini", "A"},
	{"u_zero_flow_elhay", "A"},
}

// waterCase is one case being compared.
type waterCase struct {
	name, class string
	spec        *water.Spec
	heads       waterTable
	flows       waterTable
	moves       map[int64][2]float64 // by instant: how far heads and flows of the reference move
	sensitive   map[string]bool
	lost        map[int][]float64 // by node and column: what the reference's flows lack there
	events      []waterEvent      // of the reference
	seen        []waterEvent      // ours
	last        []int             // status by link
	compared    int
	worst       float64
	where       string
}

// waterTable is a table of the reference: a row a node or link, a column an instant.
type waterTable struct {
	column map[int64]int
	index  []int // of the node or link of each row
	rows   [][]string
}

func (w *waterCase) run() error {
	if err := w.load(); err != nil {
		return err
	}
	r := w.spec.NewRun()
	for {
		if err := r.Solve(); err != nil {
			return err
		}
		w.note(r)
		if err := w.compare(r); err != nil {
			return err
		}
		if r.Advance() == 0 {
			break
		}
	}
	if w.compared != len(w.heads.column) {
		return fmt.Errorf("%d of %d instants were compared", w.compared, len(w.heads.column))
	}
	if w.class == "A" {
		w.compareEvents()
	}
	return nil
}

// load reads the network and all tables.
func (w *waterCase) load() error {
	text, err := w.file(w.name + ".inp")
	if err != nil {
		return err
	}
	net, err := water.Read(bytes.NewReader(text), w.name+".inp")
	if err != nil {
		return err
	}
	if w.spec, err = water.NewSpec(net, water.Settings{}); err != nil {
		return err
	}
	nodes, links := map[string]int{}, map[string]int{}
	for i := range net.Nodes {
		nodes[net.Nodes[i].ID] = i
	}
	for i := range net.Links {
		links[net.Links[i].ID] = i
	}
	if w.heads, err = w.matrix("head.csv", nodes); err != nil {
		return err
	}
	if w.flows, err = w.matrix("flow.csv", links); err != nil {
		return err
	}
	return errors.Join(w.loadMoves(), w.loadSensitive(), w.loadEvents(), w.loadBalance())
}

// file reads a file of the case, from here when its terms let it be copied.
func (w *waterCase) file(name string) ([]byte, error) {
	data, err := waterData.ReadFile("testdata/water/" + w.name + "/" + name + ".gz")
	if err == nil {
		return unpack(data)
	}
	return readReference("water/" + w.name + "/" + name)
}

func (w *waterCase) table(name string) ([][]string, error) {
	text, err := w.file(name)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return rows, nil
}

func (w *waterCase) matrix(name string, index map[string]int) (t waterTable, err error) {
	rows, err := w.table(name)
	if err != nil {
		return t, err
	}
	t.rows, t.column = rows[1:], map[int64]int{}
	for i, text := range rows[0][1:] {
		at, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return t, fmt.Errorf("%s: %w", name, err)
		}
		t.column[at] = i + 1
	}
	for _, row := range t.rows {
		i, ok := index[row[0]]
		if !ok {
			return t, fmt.Errorf("%s: %q is not in the network", name, row[0])
		}
		t.index = append(t.index, i)
	}
	return t, nil
}

func (w *waterCase) loadMoves() error {
	w.moves = map[int64][2]float64{}
	rows, err := w.table("sensitivity.csv")
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		at, err := strconv.ParseInt(row[0], 10, 64)
		head, err2 := strconv.ParseFloat(row[1], 64)
		flow, err3 := strconv.ParseFloat(row[3], 64)
		if err := errors.Join(err, err2, err3); err != nil {
			return err
		}
		w.moves[at] = [2]float64{head, flow}
	}
	return nil
}

// loadSensitive reads the nodes to leave out; most cases have none.
func (w *waterCase) loadSensitive() error {
	w.sensitive = map[string]bool{}
	rows, err := w.table("sensitive_nodes.csv")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, row := range rows {
		w.sensitive[row[0]] = w.class != "A"
	}
	return err
}
