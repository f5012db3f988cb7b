package validation

import (
	"embed"
	"fmt"
	"math"
	"time"

	"cascata/model/emergency"
)

//go:embed testdata/queues
var queueData embed.FS

const (
	queueSource = "closed forms and birth-death chains computed for this project, independent of Cascata: testdata/queues"
	erlangC     = "Erlang 1917: closed form by the recursion on Erlang B"
	erlangA     = "Garnett, Mandelbaum and Reiman, MSOM 4(3), 2002: sum over the birth-death chain"
)

func readQueues(name string) (*grid, error) {
	packed, err := queueData.ReadFile("testdata/queues/" + name + ".csv.gz")
	if err != nil {
		return nil, err
	}
	data, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return parseGrid(name, data)
}

// column says what a column of a table is in sums of calls.
type column struct {
	name        string
	over, under emergency.Sum
	probability bool
}

// The waits that are counted: those of the service levels, and one that nine callers in ten stay below.
var (
	within10, within15, within20, within90 = emergency.SumWithin(0), emergency.SumWithin(1), emergency.SumWithin(2), emergency.SumWithin(3)
)

var mmcColumns = []column{
	{"p_wait", emergency.SumDelayed, emergency.SumOffered, true},
	{"mean_wait_s", emergency.SumWait, emergency.SumOffered, false},
	{"mean_wait_of_delayed_s", emergency.SumWait, emergency.SumDelayed, false},
	{"mean_queue", emergency.SumQueueTime, emergency.SumTime, false},
	{"sl10", within10, emergency.SumOffered, true},
	{"sl15", within15, emergency.SumOffered, true},
	{"sl20", within20, emergency.SumOffered, true},
}

var mmckColumns = []column{
	{"p_block", emergency.SumBlocked, emergency.SumOffered, true},
	{"p_wait_admitted", emergency.SumQueued, emergency.SumAdmitted, true},
	{"mean_wait_admitted_s", emergency.SumWait, emergency.SumAdmitted, false},
	{"mean_queue", emergency.SumQueueTime, emergency.SumTime, false},
	{"sl10_admitted", within10, emergency.SumAdmitted, true},
	{"sl15_admitted", within15, emergency.SumAdmitted, true},
	{"sl20_admitted", within20, emergency.SumAdmitted, true},
	{"sl10_offered", within10, emergency.SumOffered, true},
	{"sl15_offered", within15, emergency.SumOffered, true},
	{"sl20_offered", within20, emergency.SumOffered, true},
}

var mmcmColumns = []column{
	{"p_wait", emergency.SumDelayed, emergency.SumOffered, true},
	{"p_abandon", emergency.SumAbandoned, emergency.SumOffered, true},
	{"p_abandon_given_wait", emergency.SumAbandoned, emergency.SumDelayed, true},
	{"mean_queue", emergency.SumQueueTime, emergency.SumTime, false},
	{"mean_wait_all_s", emergency.SumWait, emergency.SumOffered, false},
	{"mean_wait_served_s", emergency.SumWaitServed, emergency.SumServed, false},
	{"mean_busy", emergency.SumTalkingTime, emergency.SumTime, false},
	{"served_within_10_of_offered", within10, emergency.SumOffered, true},
	{"served_within_15_of_offered", within15, emergency.SumOffered, true},
	{"served_within_20_of_offered", within20, emergency.SumOffered, true},
	{"served_within_10_of_served", within10, emergency.SumServed, true},
	{"served_within_15_of_served", within15, emergency.SumServed, true},
	{"served_within_20_of_served", within20, emergency.SumServed, true},
}

// The calls of each row [millions], by a trial with other seeds: the calls of the trial times the square of its widest interval of a probability
// over 0.93 of what the rows of widths allow.
var (
	mmcCalls  = []float64{1.5, 12, 2.5, 4.5, 6, 4, 13, 6.5, 27, 1, 22, 1}
	mmckCalls = []float64{7, 3, 9.5, 12, 17, 80, 29, 92, 52, 33, 80, 2}
	mmcmCalls = []float64{1.5, 1, 2, 3, 3.5, 5.5, 5, 11, 6.5, 3.5, 11, 64}
)

// addDraws adds the means of what was drawn.
func (l *loaded) addDraws() {
	l.add("mean gap of arrivals", emergency.SumTime, emergency.SumOffered, false, 3600/l.load.ArrivalsPerHour, 0)
	l.add("mean handling", emergency.SumHandling, emergency.SumServed, false, l.load.HandlingS, 0)
	for _, x := range l.figures[len(l.figures)-2:] {
		x.draws = true
	}
	if window(&l.load) == 0 {
		return
	}
	l.add("variance of the gaps in a window", emergency.SumTime, emergency.SumOffered, false, 1, 0)
	l.add("variance of handling in a window", emergency.SumHandling, emergency.SumServed, false, 1, 0)
	for _, x := range l.figures[len(l.figures)-2:] {
		x.draws, x.square = true, true
	}
}

// queueFamilies are the loads to be solved, with what theory says.
func queueFamilies() ([]*family, error) {
	families := []*family{erlangFamily()}
	for _, t := range []struct {
		name, title string
		columns     []column
		millions    []float64
		seed        uint64 // of the first load; never one of a trial
	}{
		{"mmc", "Erlang C", mmcColumns, mmcCalls, 100},
		{"mmck", "limited trunks", mmckColumns, mmckCalls, 270},
		{"mmcm", "Erlang A", mmcmColumns, mmcmCalls, 300},
	} {
		g, err := readQueues(t.name)
		if err != nil {
			return nil, err
		}
		f := &family{id: "V17", name: t.title, source: queueSource}
		if t.name == "mmcm" {
			f.id = "V18"
		}
		for i, line := range g.lines {
			f.loads = append(f.loads, tableLoad(g, line, t.title, t.columns, t.millions[i], t.seed+uint64(i)))
		}
		families = append(families, f)
	}
	for _, f := range families {
		for _, l := range f.loads {
			l.addDraws()
		}
	}
	return families, nil
}

// tableLoad is one row of a table.
func tableLoad(g *grid, line []float64, title string, columns []column, millions float64, seed uint64) *loaded {
	get := func(column string) float64 { return g.get(line, column) }
	has := func(column string) bool { _, ok := g.columns[column]; return ok }
	l := &loaded{load: load(get("calls_per_hour"), get("mean_handling_s"), int(get("call_takers")), millions, seed)}
	l.title = fmt.Sprintf("%s, %d positions, %.3g erlangs", title, l.load.Positions, get("offered_erlangs"))
	if has("stable") && get("stable") == 0 {
		l.refused = true
		return l
	}
	if has("mean_patience_s") {
		l.load.PatienceS = get("mean_patience_s")
	}
	if has("system_capacity_K") {
		l.load.Trunks = int(get("system_capacity_K"))
		l.title += fmt.Sprintf(", %d trunks", l.load.Trunks)
		l.add("mean_busy", emergency.SumTalkingTime, emergency.SumTime, false, get("mean_in_system")-get("mean_queue"), 0)
	}
	if has("p90_wait_s") {
		l.load.Within = append(l.load.Within, time.Duration(get("p90_wait_s")*1e9))
		l.add("share below p90_wait_s", within90, emergency.SumOffered, true, 0.9, 0)
	}
	for _, c := range columns {
		l.add(c.name, c.over, c.under, c.probability, get(c.name), 0)
	}
	return l
}

func load(perHour, handling float64, positions int, millions float64, seed uint64) emergency.Load {
	return emergency.Load{ArrivalsPerHour: perHour, HandlingS: handling, Positions: positions, Calls: uint64(millions * 1e6), Seed: seed,
		Within: []time.Duration{10 * time.Second, 15 * time.Second, 20 * time.Second}}
}

// add adds a figure, whose reference is off by rounding at most.
func (l *loaded) add(title string, over, under emergency.Sum, probability bool, reference, rounding float64) {
	x := &figured{over: over, under: under, probability: probability}
	x.title, x.reference, x.finite = title, reference, rounding+1e-7*math.Abs(reference)
	l.figures = append(l.figures, x)
}

// erlangFamily is single published or derived values: positions with an unlimited queue, with none, and with callers who hang up.
func erlangFamily() *family {
	f := &family{id: "V17", name: "published values", source: erlangC}
	const six, four = 5e-7, 5e-5 // rounding
	for i, c := range []struct {
		perHour, handling float64
		positions         int
		wait, mean, level float64
		within            int // of level
		millions          float64
	}{
		{100, 180, 8, 0.167267, 10.0360, 0.880148, 2, 7.5},
		{200, 180, 14, 0.174132, 7.8359, 0.888350, 2, 11},
		{120, 120, 7, 0.135110, 5.4044, 0.894776, 0, 9.5},
		{120, 120, 6, 0.284761, 17.0857, 0.758955, 0, 3.5},
	} {
		l := &loaded{load: load(c.perHour, c.handling, c.positions, c.millions, uint64(i)), title: fmt.Sprintf("Erlang C, %d positions, %g calls an hour", c.positions, c.perHour)}
		l.add("p_wait", emergency.SumDelayed, emergency.SumOffered, true, c.wait, six)
		l.add("mean wait", emergency.SumWait, emergency.SumAdmitted, false, c.mean, four)
		l.add("service level", emergency.SumWithin(c.within), emergency.SumOffered, true, c.level, six)
		f.loads = append(f.loads, l)
	}
	lost := &loaded{load: load(100, 180, 8, 4, 10), title: "Erlang B, 8 positions and trunks"}
	lost.load.Trunks = 8
	lost.add("p_block", emergency.SumBlocked, emergency.SumOffered, true, 0.070048, six)
	f.loads = append(f.loads, lost)
	for i, c := range []struct {
		perMinute, mu, theta float64 // [1/min]
		positions            int
		wait, mean, abandon  float64 // mean in minutes
		millions             float64
	}{
		{48, 1, 0.5, 50, 0.467774, 0.061824, 0.030912, 23},
		{2, 0.5, 0.5, 4, 0.566530, 0.390734, 0.195367, 1},
		{2, 0.5, 1.0 / 3, 3, 0.811096, 0.957067, 0.319022, 1},
	} {
		l := &loaded{load: load(60*c.perMinute, 60/c.mu, c.positions, c.millions, uint64(20+i)), title: fmt.Sprintf("Erlang A, %d positions, %g calls a minute", c.positions, c.perMinute)}
		l.load.PatienceS = 60 / c.theta
		l.add("p_wait", emergency.SumDelayed, emergency.SumOffered, true, c.wait, six)
		l.add("mean wait", emergency.SumWait, emergency.SumAdmitted, false, 60*c.mean, 60*six)
		l.add("p_abandon", emergency.SumAbandoned, emergency.SumOffered, true, c.abandon, six)
		f.loads = append(f.loads, l)
	}
	f.source += "; " + erlangA
	return f
}
