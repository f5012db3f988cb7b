package scenarios

import (
	"fmt"
	"math"
	"slices"

	"cascata/model"
	"cascata/model/closure"
	"cascata/model/cyber"
	"cascata/model/recovery"
	"cascata/model/strategy"
	"cascata/scenarios/strict"
	"cascata/sim"
)

// strikeEntry is a strike on assets for research: it needs no campaign and no way in.
type strikeEntry struct {
	Name     string   `toml:"name,required"`
	At       string   `toml:"at,required"`
	Strategy string   `toml:"strategy,required"`
	Command  string   `toml:"command" one:"open stop damage"`
	Targets  []string `toml:"targets,required"`
	Count    int      `toml:"count,required" in:"[1,1000000]"`
}

// recoveryEntry says how crews work.
type recoveryEntry struct {
	Order string `toml:"order" one:"people random nearest betweenness criticality"`
}

// RepairOrders are the orders of repair that a scenario may name, the usual one first.
func RepairOrders() []string {
	return []string{"people", "random", "nearest", "betweenness", "criticality"}
}

// strikes turns strikes into events, once the estates say how hard each asset is to reach.
func (l *loader) strikes(spec *cyber.Spec) {
	names := map[string]bool{}
	for i := range l.file.Strikes {
		e := &l.file.Strikes[i]
		if names[e.Name] {
			l.fault(strict.Path("strike", i, "name"), "", "there are two strikes %q", e.Name)
		}
		names[e.Name] = true
		l.strike(spec, i, e)
	}
}

func (l *loader) strike(spec *cyber.Spec, i int, e *strikeEntry) {
	at := func(key string) string { return strict.Path("strike", i, key) }
	s, ok := l.strategy(at("strategy"), e.Strategy)
	command := e.Command
	if command == "" {
		command = "damage"
	}
	event := Event{Why: fmt.Sprintf("strike %s, %s", e.Name, e.Strategy), Op: commands()[command].op, At: l.instant(at("at"), e.At), Until: sim.Never}
	l.never(at("at"), "the strike comes", e.At, event.At)
	event.Assets = l.targets(at("targets"), e.Targets, 0)
	if !ok || len(event.Assets) == 0 || spec == nil {
		return
	}
	if s.ByLot {
		event.Pick, event.Lot = min(e.Count, len(event.Assets)), "strike/"+e.Name
		l.s.Events = append(l.s.Events, event)
		return
	}
	chosen := s.Pick(l.ground(func() []cyber.Reach { return spec.Reach(cyber.Intermediate) }), event.Assets, e.Count)
	if s.Waves < 2 || len(chosen) < 2 {
		event.Assets = chosen
		l.s.Events = append(l.s.Events, event)
		return
	}
	half := (len(chosen) + 1) / 2
	second := event
	event.Assets, second.Assets, second.After = chosen[:half], chosen[half:], chosen[:half]
	second.Why += ", second wave"
	l.s.Events = append(l.s.Events, event, second)
}

// strategy finds a strategy by its name.
func (l *loader) strategy(path, name string) (strategy.Strategy, bool) {
	s, ok := strategy.Named(name)
	if !ok && name != "" {
		l.fault(path, model.DidYouMean(name, strategy.Names()), "there is no strategy %q", name)
	}
	return s, ok
}

// ground is what strategies may look at; what they ask is worked out once.
func (l *loader) ground(reach func() []cyber.Reach) *strategy.Ground {
	g := &strategy.Ground{City: l.s.City}
	var judge *closure.Judge
	g.Loss = func(failed []model.AssetID) int64 {
		if judge == nil {
			judge = l.judge()
		}
		return judge.Loss(failed)
	}
	var found []cyber.Reach
	g.Reach = func(a model.AssetID) strategy.Reach {
		if found == nil {
			found = reach()
		}
		return strategy.Reach(found[a])
	}
	return g
}

// judge says what failures cost. A city that was loaded compiles.
func (l *loader) judge() *closure.Judge {
	j, err := closure.NewJudge(l.s.City, model.Full/2)
	if err != nil {
		panic(err)
	}
	return j
}

// choose is what the cyber room asks for the targets of a goal with a strategy.
func (l *loader) choose(name string, among []model.AssetID, count int, reach func() []cyber.Reach) []model.AssetID {
	s, ok := strategy.Named(name)
	if !ok { // was reported
		return among
	}
	return s.Pick(l.ground(reach), among, count)
}

// repairs turns the order of repairs into options of the crews.
func (l *loader) repairs() {
	switch l.file.Recovery.Order {
	case "random":
		l.s.repairs.Order = recovery.AtRandom
	case "nearest":
		l.s.repairs.Order = recovery.Nearest
	case "betweenness":
		l.s.repairs.Order, l.s.repairs.Weight = recovery.ByWeight, l.loads()
	case "criticality":
		l.s.repairs.Order, l.s.repairs.Weight = recovery.ByWeight, l.criticality()
	}
}

// loads is betweenness x capacity, by asset: as a share of the largest capacity of its kind, 1 if it has none.
func (l *loader) loads() []float64 {
	city := l.s.City
	most := make([]float64, len(city.Kinds))
	for i := range city.Assets {
		most[city.Assets[i].Kind] = math.Max(most[city.Assets[i].Kind], city.Assets[i].Capacity)
	}
	weight := strategy.Betweenness(strategy.Links(city))
	for i := range weight {
		if a := &city.Assets[i]; a.Capacity > 0 {
			weight[i] *= a.Capacity / most[a.Kind]
		}
	}
	return weight
}

// criticality is, by asset, the service that residents lose for good when it fails alone [people x services].
func (l *loader) criticality() []float64 {
	judge, weight := l.judge(), make([]float64, len(l.s.City.Assets))
	for a := range weight {
		weight[a] = float64(judge.Loss([]model.AssetID{model.AssetID(a)}))
	}
	return weight
}

// struckAgain are the assets whose return an event waits for.
func struckAgain(events []Event) []model.AssetID {
	var list []model.AssetID
	for i := range events {
		list = append(list, events[i].After...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
