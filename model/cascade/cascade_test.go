package cascade_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/model/modeltest"
	"cascata/sim"
)

const (
	h      = time.Hour
	second = time.Second
	half   = model.Full / 2
)

// event is a record as the tests write it: when, who, what became of it and why.
type event struct {
	At   time.Duration
	Who  string
	Kind model.ChangeKind
	To   model.Level
	Code model.WhyCode
}

func run(t *testing.T, town modeltest.Town, orders ...modeltest.Order) (*model.City, []model.Record) {
	t.Helper()
	city, err := town.City()
	require.NoError(t, err)
	records, err := modeltest.Trial{City: city, Orders: orders, Horizon: sim.Time(1000 * h)}.Run()
	require.NoError(t, err)
	return city, records
}

func events(city *model.City, records []model.Record) []event {
	var all []event
	for _, r := range records {
		all = append(all, event{time.Duration(r.At), city.Assets[r.Value.Entity].Name, r.Value.Kind, r.Value.To, r.Value.Why.Code})
	}
	return all
}

// of keeps the events of one asset.
func of(all []event, who string) []event {
	var mine []event
	for _, e := range all {
		if e.Who == who {
			mine = append(mine, e)
		}
	}
	return mine
}

// site is a cell site in another sector than its two suppliers.
func site(n model.Need, weights ...float64) modeltest.Town {
	n.Name = "power"
	return modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/a"}, {Name: "p/b"}, {Name: "t/site"}},
		Wants:  []modeltest.Want{{Of: "t/site", From: []string{"p/a", "p/b"}, Weights: weights, Need: n}},
	}
}

func stop(at time.Duration, who string) modeltest.Order {
	return modeltest.Order{At: at, Op: model.OpStop, Asset: who}
}
func start(at time.Duration, who string) modeltest.Order {
	return modeltest.Order{At: at, Op: model.OpStart, Asset: who}
}
func set(at time.Duration, who string, l model.Level) modeltest.Order {
	return modeltest.Order{At: at, Op: model.OpSet, Asset: who, Level: l}
}

func TestQuietRunIsSilent(t *testing.T) {
	_, records := run(t, site(model.Need{Rule: model.All, Buffer: h, Backup: model.Full, Failover: 0.5, Delay: second}))
	require.Empty(t, records)
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name    string
		need    model.Need
		weights []float64
		a, b    model.Level
		want    model.Level
	}{
		{"all: minimum", model.Need{Rule: model.All}, nil, half, model.Full, half},
		{"any: maximum", model.Need{Rule: model.Any}, nil, half, model.None, half},
		{"any: one suffices", model.Need{Rule: model.Any}, nil, model.Full, model.None, model.Full},
		{"1 of 2", model.Need{Rule: model.KOfN, K: 1}, nil, half, model.None, half},
		{"2 of 2", model.Need{Rule: model.KOfN, K: 2}, nil, half, model.None, model.None},
		{"weighted", model.Need{Rule: model.Weighted}, []float64{0.25, 0.5}, half, model.None, model.LevelOf(0.375)},
		{"weighted, rounded to the nearest", model.Need{Rule: model.Weighted}, []float64{0.75, 0}, model.Full - 1, 0, model.Full - 1},
		{"weighted, more than all", model.Need{Rule: model.Weighted}, []float64{2, 1e9}, half, half, model.None},
		{"below the threshold", model.Need{Rule: model.All, Threshold: half + 1}, nil, half, model.Full, model.None},
		{"at the threshold", model.Need{Rule: model.All, Threshold: half}, nil, half, model.Full, half},
		{"without", model.Need{Rule: model.All, Without: model.Full / 4}, nil, half, model.None, model.Full / 4},
		{"without, partly", model.Need{Rule: model.All, Without: model.Full / 4}, nil, half, model.Full, model.LevelOf(0.625)},
	} {
		t.Run(c.name, func(t *testing.T) {
			city, records := run(t, site(c.need, c.weights...), set(0, "p/a", c.a), set(0, "p/b", c.b))
			id, _ := city.Asset("t/site")
			require.Equal(t, c.want, modeltest.Levels(city, records)[id])
		})
	}
}

func TestBuffer(t *testing.T) {
	need := model.Need{Rule: model.All, Buffer: 4 * h, Refill: 8 * h, Backup: model.Full, Failover: 1}
	service, supply := model.KindService, model.KindSupply
	for _, c := range []struct {
		name   string
		need   func(*model.Need)
		orders []modeltest.Order
		want   []event
	}{
		{"outlasted", nil, []modeltest.Order{stop(0, "p/a"), start(3*h, "p/a")}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{3*h + second, "t/site", supply, model.Full, model.WhySupplyBack},
		}},
		{"empty to the nanosecond", nil, []modeltest.Order{stop(0, "p/a"), start(5*h, "p/a")}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{4*h + second, "t/site", supply, 0, model.WhyBufferEmpty},
			{4*h + second, "t/site", service, 0, model.WhyBufferEmpty},
			{5*h + second, "t/site", supply, model.Full, model.WhySupplyBack},
			{5*h + second, "t/site", service, model.Full, model.WhySupplyBack},
		}},
		{"supply back at the very instant", nil, []modeltest.Order{stop(0, "p/a"), start(4*h, "p/a")}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{4*h + second, "t/site", supply, model.Full, model.WhySupplyBack},
		}},
		{"drains in proportion", nil, []modeltest.Order{set(0, "p/a", half), set(2*h, "p/a", model.Full/4)}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer}, // 1 h of 4 gone after 2 h, then 3 h at three quarters
			{6*h + second, "t/site", supply, model.Full / 4, model.WhyBufferEmpty},
			{6*h + second, "t/site", service, model.Full / 4, model.WhyBufferEmpty},
		}},
		{"refills in proportion", nil, []modeltest.Order{stop(0, "p/a"), start(3*h, "p/a"), stop(5*h, "p/a")}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer}, // 1 h left, 2 h of 8 give 1 h more
			{3*h + second, "t/site", supply, model.Full, model.WhySupplyBack},
			{5*h + second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{7*h + second, "t/site", supply, 0, model.WhyBufferEmpty},
			{7*h + second, "t/site", service, 0, model.WhyBufferEmpty},
		}},
		{"asked again before anything was refilled", nil, []modeltest.Order{stop(0, "p/a"), start(5*h, "p/a"), stop(5*h+1, "p/a"), start(6*h, "p/a")}, []event{
			{second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{4*h + second, "t/site", supply, 0, model.WhyBufferEmpty},
			{4*h + second, "t/site", service, 0, model.WhyBufferEmpty},
			{5*h + second, "t/site", supply, model.Full, model.WhySupplyBack},
			{5*h + second, "t/site", service, model.Full, model.WhySupplyBack},
			{5*h + second + 1, "t/site", service, 0, model.WhySupplyLost},
			{6*h + second, "t/site", service, model.Full, model.WhySupplyBack},
		}},
		{"backup smaller than what it replaces", func(n *model.Need) { n.Backup = half }, []modeltest.Order{stop(0, "p/a")}, []event{
			{second, "t/site", supply, half, model.WhyOnBuffer},
			{second, "t/site", service, half, model.WhyOnBuffer},
			{4*h + second, "t/site", supply, 0, model.WhyBufferEmpty},
			{4*h + second, "t/site", service, 0, model.WhyBufferEmpty},
		}},
		{"failover fails", func(n *model.Need) { n.Failover = 0 }, []modeltest.Order{stop(0, "p/a"), start(h, "p/a")}, []event{
			{second, "t/site", supply, 0, model.WhyFailoverFailed},
			{second, "t/site", service, 0, model.WhyFailoverFailed},
			{h + second, "t/site", supply, model.Full, model.WhySupplyBack},
			{h + second, "t/site", service, model.Full, model.WhySupplyBack},
		}},
		{"delay hides a short loss", func(n *model.Need) { n.Delay = h }, []modeltest.Order{stop(0, "p/a"), start(h-1, "p/a")}, nil},
		{"delay, then buffer", func(n *model.Need) { n.Delay = h }, []modeltest.Order{stop(0, "p/a")}, []event{
			{h + second, "t/site", supply, model.Full, model.WhyOnBuffer},
			{5*h + second, "t/site", supply, 0, model.WhyBufferEmpty},
			{5*h + second, "t/site", service, 0, model.WhyBufferEmpty},
		}},
		{"delay counts each loss", func(n *model.Need) { n.Delay, n.Buffer = h, 0 },
			[]modeltest.Order{set(0, "p/a", half), stop(h/2, "p/a")}, []event{
				{h + second, "t/site", service, half, model.WhySupplyLost},
				{3*h/2 + second, "t/site", service, 0, model.WhySupplyLost},
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := need
			if c.need != nil {
				c.need(&n)
			}
			city, records := run(t, site(n), c.orders...)
			require.Equal(t, c.want, of(events(city, records), "t/site"))
		})
	}
}

// Causes lead from the service back to the command through the buffer.
func TestCauses(t *testing.T) {
	city, records := run(t, site(model.Need{Rule: model.All, Buffer: 4 * h, Backup: model.Full, Failover: 1}), stop(0, "p/a"))
	require.Equal(t, []string{
		"0s p/a kind 1 1048576->0 why 14 -",
		"0s p/a kind 4 1048576->0 why 19 - <- 4 0s p/a 0",
		"1s t/site kind 3 1048576->1048576 why 3 p/a power <- 1 0s p/a 0",
		"4h0m1s t/site kind 3 1048576->0 why 4 p/a power <- 3 1s t/site 1048576 <- 1 0s p/a 0",
		"4h0m1s t/site kind 4 1048576->0 why 4 p/a power <- 3 4h0m1s t/site 0 <- 1 0s p/a 0",
	}, modeltest.Lines(city, records))
}

// Of two suppliers that move at one instant, the one that moves the way the service does has tipped it.
func TestTheSupplierThatMovedTheSameWayTipsIt(t *testing.T) {
	const quarter = model.Full / 4
	city, records := run(t, site(model.Need{Rule: model.Weighted}, 0.5, 0.5), set(0, "p/b", half),
		set(h, "p/a", 0), set(h, "p/b", 3*quarter), set(2*h, "p/a", model.Full), set(2*h, "p/b", half))
	other := make(map[time.Duration]string)
	for _, r := range records {
		if v := r.Value; city.Assets[v.Entity].Name == "t/site" {
			other[time.Duration(r.At)] = city.Assets[v.Why.Other].Name
		}
	}
	require.Equal(t, map[time.Duration]string{second: "p/b", h + second: "p/a", 2*h + second: "p/a"}, other)
}

// A delayed loss is laid at the door of the supplier that is still short, not of one that fell later and is back.
func TestADelayedLossNamesWhoIsStillShort(t *testing.T) {
	city, records := run(t, site(model.Need{Rule: model.All, Delay: 10 * second}), stop(0, "p/a"), stop(5*second, "p/b"), start(6*second, "p/b"))
	last := records[len(records)-1]
	require.Equal(t, "t/site", city.Assets[last.Value.Entity].Name)
	require.Equal(t, 11*second, time.Duration(last.At))
	require.Equal(t, "p/a", city.Assets[last.Value.Why.Other].Name)
}

// A loop of gain 1 loses 0.002 a round, too slowly to settle within one instant, so that a delay shorter than the lookahead ends
// before the next look.
func TestADelayMayEndBeforeALoopHasSettled(t *testing.T) {
	want := func(of string, delay time.Duration, from []string, weights ...float64) modeltest.Want {
		return modeltest.Want{Of: of, From: from, Weights: weights, Need: model.Need{Name: "n", Rule: model.Weighted, Delay: delay}}
	}
	town := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/source"}, {Name: "s/a"}, {Name: "s/b"}, {Name: "s/c"}, {Name: "s/x"}, {Name: "s/y"}},
		Wants: []modeltest.Want{want("s/a", 0, []string{"p/source", "s/c"}, 0.002, 1), want("s/b", 15*time.Millisecond, []string{"s/a"}, 1),
			want("s/c", 0, []string{"s/a"}, 1)},
	}
	city, records := run(t, town, stop(0, "p/source"))
	require.Equal(t, []model.Level{0, 0, 0, 0, model.Full, model.Full}, modeltest.Levels(city, records))
}

// A site that needs itself as much as its supply loses a thousandth a look, 64 looks an instant: 1, 1/1000 lower each, for 15
// instants and a rest, whether it has neighbours or not.
func TestALoopPausesOfItself(t *testing.T) {
	town := modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/a"}, {Name: "t/site"}},
		Wants:  []modeltest.Want{{Of: "t/site", From: []string{"p/a", "t/site"}, Weights: []float64{1, 1}, Need: model.Need{Name: "n", Rule: model.Weighted}}},
	}
	order := set(0, "p/a", model.Full-model.Full/1000)
	city, records := run(t, town, order)
	alone := modeltest.Lines(city, records)
	instants := map[time.Duration]int{}
	for _, e := range of(events(city, records), "t/site") {
		instants[e.At]++
	}
	require.Len(t, instants, 16, "1001 looks, 64 an instant")
	require.Equal(t, 64, instants[second])
	town.Things = append(town.Things, modeltest.Thing{Name: "t/a"}, modeltest.Thing{Name: "t/z"})
	city, records = run(t, town, order)
	require.True(t, slices.Equal(alone, modeltest.Lines(city, records)), "neighbours change when it pauses")
}

func TestImpairmentsAreKeptApart(t *testing.T) {
	town := modeltest.Town{Things: []modeltest.Thing{{Name: "p/a"}}}
	order := func(at time.Duration, op model.Op) modeltest.Order {
		return modeltest.Order{At: at, Op: op, Asset: "p/a"}
	}
	city, records := run(t, town, order(0, model.OpOpen), order(1, model.OpDamage), order(1, model.OpDamage), set(2, "p/a", half),
		order(3, model.OpClose), order(4, model.OpRepair), order(4, model.OpRepair), set(5, "p/a", model.Full))
	command, service := model.KindCommand, model.KindService
	require.Equal(t, []event{
		{0, "p/a", command, 0, model.WhyOpened}, {0, "p/a", service, 0, model.WhyCondition},
		{1, "p/a", command, 0, model.WhyDamaged},
		{2, "p/a", command, half, model.WhySetPoint},
		{3, "p/a", command, 0, model.WhyClosed},
		{4, "p/a", command, half, model.WhyRepaired}, {4, "p/a", service, half, model.WhyCondition},
		{5, "p/a", command, model.Full, model.WhySetPoint}, {5, "p/a", service, model.Full, model.WhyCondition},
	}, events(city, records))
}

// loop is power that needs telecom that needs power, each with an hour of buffer.
func loop() modeltest.Town {
	n := model.Need{Name: "n", Buffer: h, Backup: model.Full, Failover: 1}
	return modeltest.Town{
		Things: []modeltest.Thing{{Name: "p/a"}, {Name: "t/b"}},
		Wants:  []modeltest.Want{{Of: "p/a", From: []string{"t/b"}, Need: n}, {Of: "t/b", From: []string{"p/a"}, Need: n}},
	}
}

func TestLoopStaysOutUntilBlackStart(t *testing.T) {
	city, records := run(t, loop(), stop(0, "p/a"), start(10*h, "p/a"))
	require.Equal(t, []model.Level{0, 0}, modeltest.Levels(city, records))

	black := modeltest.Order{At: 20 * h, Op: model.OpBlackStart, Asset: "p/a"}
	city, records = run(t, loop(), stop(0, "p/a"), start(10*h, "p/a"), black)
	require.Equal(t, []model.Level{model.Full, model.Full}, modeltest.Levels(city, records))
	require.Contains(t, events(city, records), event{20 * h, "p/a", model.KindService, model.Full, model.WhyCondition})
	require.Contains(t, events(city, records), event{20*h + second, "t/b", model.KindService, model.Full, model.WhySupplyBack})

	_, again := run(t, loop(), stop(0, "p/a"), start(10*h, "p/a"), black, modeltest.Order{At: 30 * h, Op: model.OpBlackStart, Asset: "p/a"})
	require.Equal(t, len(records), len(again), "a black start of what runs changes nothing")
}
