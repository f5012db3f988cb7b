package validation

import (
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"time"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

//go:embed testdata/iim
var iimData embed.FS

// economy is one data set of testdata/iim.
type economy struct {
	name    string
	sectors []string
	a       [][]float64 // A*, row feels column
	columns map[string][]float64
	meta    struct {
		Step      float64 `json:"time_step_days"`
		End       float64 `json:"end_days"`
		StepEnds  float64 `json:"demand_step_ends_at_days"`
		Static    float64 `json:"total_static_loss"`
		Recovered float64 `json:"total_recovery_loss"`
	}
}

// table reads a CSV file whose first column is text or a time: names of columns, first column, numbers.
func table(file string) (header, first []string, numbers [][]float64, err error) {
	f, err := iimData.Open(file)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close() // reading: nothing to lose
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, row := range rows[1:] {
		first = append(first, row[0])
		line := make([]float64, len(row)-1)
		for i, field := range row[1:] {
			if line[i], err = strconv.ParseFloat(field, 64); err != nil {
				return nil, nil, nil, fmt.Errorf("%s: %w", file, err)
			}
		}
		numbers = append(numbers, line)
	}
	return rows[0][1:], first, numbers, nil
}

func readEconomy(name string) (*economy, error) {
	e := &economy{name: name, columns: map[string][]float64{}}
	dir := path.Join("testdata/iim", name)
	var err error
	if e.sectors, _, e.a, err = table(path.Join(dir, "A_star.csv")); err != nil {
		return nil, err
	}
	for _, file := range []string{"sectors.csv", "losses.csv"} {
		header, _, numbers, err := table(path.Join(dir, file))
		if err != nil {
			return nil, err
		}
		for c, column := range header {
			for r := range numbers {
				e.columns[column] = append(e.columns[column], numbers[r][c])
			}
		}
	}
	meta, err := iimData.ReadFile(path.Join(dir, "meta.json"))
	if err != nil {
		return nil, err
	}
	return e, json.Unmarshal(meta, &e.meta)
}

const day = 24 * hour

// town is the economy as a city: sector i needs all sectors, weighted by row i of A*, and its own perturbation with weight 1.
// With inertia, sector i follows with the time constant 1/k_i in steps of step days.
func (e *economy) town(step float64) modeltest.Town {
	var town modeltest.Town
	for i, name := range e.sectors {
		thing := modeltest.Thing{Name: "s/" + name}
		if step > 0 {
			thing.Inertia = time.Duration(math.Round(float64(day) / e.columns["k_resilience"][i]))
			thing.Step = time.Duration(math.Round(step * float64(day)))
		}
		town.Things = append(town.Things, thing, modeltest.Thing{Name: "s/shock-on-" + name})
		want := modeltest.Want{Of: thing.Name, From: []string{"s/shock-on-" + name}, Weights: []float64{1},
			Need: model.Need{Name: "inputs", Rule: model.Weighted}}
		for j, supplier := range e.sectors {
			want.From = append(want.From, "s/"+supplier)
			want.Weights = append(want.Weights, e.a[i][j])
		}
		town.Wants = append(town.Wants, want)
	}
	return town
}

// shock sets the perturbations to a column of the data, or lifts them.
func (e *economy) shock(at time.Duration, column string) []modeltest.Order {
	var orders []modeltest.Order
	for i, name := range e.sectors {
		loss := 0.0
		if column != "" {
			loss = e.columns[column][i]
		}
		orders = append(orders, modeltest.Order{At: at, Op: model.OpSet, Asset: "s/shock-on-" + name, Level: model.LevelOf(1 - loss)})
	}
	return orders
}

// wound sets the sectors themselves to 1 - q0 and lets go a nanosecond later.
func (e *economy) wound() []modeltest.Order {
	var orders []modeltest.Order
	for i, name := range e.sectors {
		q := e.columns["q0"][i]
		orders = append(orders, modeltest.Order{Op: model.OpSet, Asset: "s/" + name, Level: model.LevelOf(1 - q)},
			modeltest.Order{At: 1, Op: model.OpSet, Asset: "s/" + name, Level: model.Full})
	}
	return orders
}

// course is what a run of an economy gave.
type course struct {
	q     [][]float64 // by sample, by sector, in the order of the data
	money []float64   // x times the integral of q, by sector
	final []float64
}

// run runs the economy and samples it every sample days (0: never).
func (e *economy) run(step, sample float64, orders []modeltest.Order) (*course, error) {
	city, err := e.town(step).City()
	if err != nil {
		return nil, err
	}
	place := make([]int, len(city.Assets))
	for a := range place {
		place[a] = slices.Index(e.sectors, city.Assets[a].Name[len("s/"):])
	}
	c := &course{final: make([]float64, len(e.sectors))}
	l := newLoss(len(e.sectors), func(id model.EntityID) int { return place[id] })
	end := sim.Time(math.Round(e.meta.End * float64(day)))
	next, every := sim.Time(0), sim.Time(math.Round(sample*float64(day)))
	catchUp := func(to sim.Time) {
		for every > 0 && next < to {
			c.q = append(c.q, slices.Clone(c.final))
			next += every
		}
	}
	_, err = modeltest.Trial{City: city, Orders: orders, Horizon: end + 1, Watch: func(r model.Record) {
		catchUp(r.At)
		l.watch(r)
		if i := place[r.Value.Entity]; i >= 0 && r.Value.Kind == model.KindService {
			c.final[i] = 1 - r.Value.To.Share()
		}
	}}.Run()
	catchUp(end + 1)
	l.finish(end)
	for i, sum := range l.sums {
		c.money = append(c.money, sum/24*e.columns["output_x"][i])
	}
	return c, err
}

// furthest is the largest difference between a course and a file of the data.
func (e *economy) furthest(c *course, file string) (float64, error) {
	_, _, want, err := table(path.Join("testdata/iim", e.name, file))
	if err != nil {
		return 0, err
	}
	if len(want) != len(c.q) {
		return 0, fmt.Errorf("%s has %d rows, the run %d samples", file, len(want), len(c.q))
	}
	var most float64
	for t := range want {
		for i := range want[t] {
			most = max(most, math.Abs(want[t][i]-c.q[t][i]))
		}
	}
	return most, nil
}
