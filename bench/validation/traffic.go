package validation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"cascata/model/transport"
)

// Traffic compares user equilibria of cars with published and certified ones. Data whose terms do not let it be copied is read
// from outside the repository; those rows say so where it is not present.
func Traffic() ([]Row, error) { return traffic(1e-11) }

const (
	trafficPublished = "Transportation Networks for Research Core Team, https://github.com/bstabler/TransportationNetworks: best-known flows (relative gap below 2e-14, recomputed in GNU Octave)"
	trafficOwn       = "path-based gradient projection by another program to a gap below 1e-12, recomputed in GNU Octave"
	trafficBraess    = "Braess, Unternehmensforschung 12, 1968, in the textbook form; solved by hand"
)

// trafficCase is one network with its equilibrium.
type trafficCase struct {
	title, source  string
	net, trips     string // files
	flows          string // their equilibrium, .tntp or .csv
	result         string // JSON with the objective; empty: objective below
	objective      float64
	changes        string // CSV of capacity factors; solved warm, from the equilibrium without them
	toll, distance float64
	read           func(name string) ([]byte, error)
}

func trafficCases() []trafficCase {
	public := func(name, title string, objective, toll, distance float64) trafficCase {
		at := "traffic/" + name + "/" + name
		return trafficCase{title: title, source: trafficPublished, net: at + "_net.tntp", trips: at + "_trips.tntp", flows: at + "_flow.tntp",
			objective: objective, toll: toll, distance: distance, read: readReference}
	}
	changed := func(name, title string) trafficCase {
		c, at := public("SiouxFalls", title, 0, 0, 0), "traffic/"+name+"/"
		c.source, c.flows, c.result, c.changes = trafficOwn, at+"flow.csv", at+"result.json", at+"link_changes.csv"
		return c
	}
	own := trafficCase{title: "grid of 138 nodes with centroid connectors", source: trafficOwn, net: "own_grid_10x12_net.tntp", trips: "own_grid_10x12_trips.tntp",
		flows: "own_grid_10x12_flow.tntp", result: "result.json", read: readTraffic}
	return []trafficCase{own,
		public("SiouxFalls", "Sioux Falls", 4231335.287107440, 0, 0),
		changed("SiouxFalls_closed_10_16", "Sioux Falls, 10-16 closed"),
		changed("SiouxFalls_signals_dark", "Sioux Falls, signals dark at 10, 11, 15, 16"),
		public("Barcelona", "Barcelona", 1265654.92203176, 0, 0),
		public("ChicagoSketch", "Chicago sketch", 17313018.7387478, 0.02, 0.04)}
}

func traffic(gap float64) ([]Row, error) {
	rows, err := braessRows()
	if err != nil {
		return nil, err
	}
	for _, c := range trafficCases() {
		row, err := c.row(gap)
		if errors.Is(err, fs.ErrNotExist) {
			row, err = Row{ID: "T2", Title: c.title, Source: c.source, Absent: absentReference}, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.title, err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Tolerances of an equilibrium. Flows and costs of links whose cost does not depend on the flow are not unique, and are not compared.
const (
	trafficGap       = 1e-9
	trafficObjective = 5e-11 // relative: ten digits
	trafficFlow      = 1e-4  // of the largest flow
	trafficCost      = 1e-6  // relative
	trafficBalance   = 1e-9  // trips lost or made at a node, of the whole demand
)

// row solves the case: the largest of its errors, each as a share of its tolerance.
func (c trafficCase) row(gap float64) (Row, error) {
	n, a, demand, err := c.solve(gap)
	if err != nil {
		return Row{}, err
	}
	r := a.Result()
	objective := c.objective
	if c.result != "" {
		var made struct {
			Objective float64 `json:"beckmann_objective"`
		}
		data, err := c.read(c.result)
		if err == nil {
			err = json.Unmarshal(data, &made)
		}
		if err != nil {
			return Row{}, err
		}
		objective = made.Objective
	}
	flow, cost, err := c.compare(n, a)
	if err != nil {
		return Row{}, err
	}
	objectiveError, balance := math.Abs(r.Objective-objective)/objective, a.Imbalance()/demand
	worst := max(r.Gap/trafficGap, objectiveError/trafficObjective, flow/trafficFlow, cost/trafficCost, balance/trafficBalance)
	return Row{ID: "T2", Title: "equilibrium of " + c.title + ": largest error", Source: c.source, Computed: worst, Tolerance: 1, Unit: "tolerances",
		TolWhy: fmt.Sprintf("objective %.10g against %.10g (off by %.1g of 5e-11, ten digits), relative gap %.1g of 1e-9, flows off by %.1g of 1e-4 of the largest, costs by %.1g of 1e-6, conservation by %.1g of 1e-9 of the demand",
			r.Objective, objective, objectiveError, r.Gap, flow, cost, balance)}, nil
}

// solve reads and solves the case, with changed capacities after a solve without them.
func (c trafficCase) solve(gap float64) (*transport.Network, *transport.Assignment, float64, error) {
	n, a, demand, err := c.load()
	if err != nil {
		return nil, nil, 0, err
	}
	opt := transport.Options{Gap: gap, Rounds: 5000}
	if _, err := a.Solve(context.Background(), opt); err != nil || c.changes == "" {
		return n, a, demand, err
	}
	data, err := c.read(c.changes)
	if err != nil {
		return nil, nil, 0, err
	}
	changes, err := numbers(string(data))
	if err != nil {
		return nil, nil, 0, err
	}
	for _, change := range changes {
		for i, l := range n.Links {
			if float64(l.From) == change[0] && float64(l.To) == change[1] {
				if err := a.SetLink(i, change[2], 0); err != nil {
					return nil, nil, 0, err
				}
			}
		}
	}
	_, err = a.Solve(context.Background(), opt)
	return n, a, demand, err
}

func (c trafficCase) load() (*transport.Network, *transport.Assignment, float64, error) {
	net, err := c.read(c.net)
	if err != nil {
		return nil, nil, 0, err
	}
	n, err := transport.ReadNetwork(c.net, strings.NewReader(string(net)))
	if err != nil {
		return nil, nil, 0, err
	}
	n.TollFactor, n.DistanceFactor = c.toll, c.distance
	text, err := c.read(c.trips)
	if err != nil {
		return nil, nil, 0, err
	}
	trips, err := transport.ReadTrips(c.trips, strings.NewReader(string(text)))
	if err != nil {
		return nil, nil, 0, err
	}
	spec, err := transport.Compile(n)
	if err != nil {
		return nil, nil, 0, err
	}
	demand, err := transport.NewDemand(spec, trips)
	if err != nil {
		return nil, nil, 0, err
	}
	total, _ := demand.Total()
	return n, transport.NewAssignment(spec, demand), total, nil
}

// compare is the largest error of a unique flow, as a share of the largest flow, and of its cost, relative. Links that the
// reference does not name are closed; a flow on them is an error.
func (c trafficCase) compare(n *transport.Network, a *transport.Assignment) (flow, cost float64, err error) {
	data, err := c.read(c.flows)
	if err != nil {
		return 0, 0, err
	}
	rows, err := numbers(string(data))
	if err != nil {
		return 0, 0, err
	}
	at := map[[2]float64]int{}
	for i, l := range n.Links {
		at[[2]float64{float64(l.From), float64(l.To)}] = i
	}
	largest, missing := 0.0, 0.0
	for i := range n.Links {
		missing += a.Flow(i)
	}
	for _, row := range rows {
		i, ok := at[[2]float64{row[0], row[1]}]
		if !ok {
			return 0, 0, fmt.Errorf("%s: no link from %g to %g", c.flows, row[0], row[1])
		}
		largest = max(largest, row[2])
		missing -= a.Flow(i)
		if l := n.Links[i]; l.B > 0 && l.Power > 0 && l.FreeFlow > 0 {
			flow = max(flow, math.Abs(a.Flow(i)-row[2]))
			if row[3] > 0 && !math.IsInf(row[3], 1) {
				cost = max(cost, math.Abs(a.Cost(i)-row[3])/row[3])
			}
		}
	}
	return max(flow, missing) / largest, cost, nil
}

// numbers reads a table of numbers with a head, separated by commas or white space.
func numbers(text string) ([][]float64, error) {
	var rows [][]float64
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(text, ",", " ")), "\n")
	for i, line := range lines[1:] {
		var row []float64
		for _, word := range strings.Fields(line) {
			x, err := strconv.ParseFloat(word, 64)
			if err != nil {
				return nil, fmt.Errorf("line %d: %q is no number", i+2, word)
			}
			row = append(row, x)
		}
		if len(row) < 3 {
			return nil, fmt.Errorf("line %d has %d columns", i+2, len(row))
		}
		rows = append(rows, row)
	}
	return rows, nil
}
