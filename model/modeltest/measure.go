package modeltest

import (
	"reflect"

	"cascata/model"
)

// Measure checks what a resilience measure does to the description of a city: at strength 0 nothing; the same each time; no asset,
// need or supplier comes or goes; shares stay shares; nothing gets worse, and no worse at a greater strength; and the city as it is then
// passes City. trial makes the same trial anew each time, apply puts the measure in force in its city.
func Measure(t T, trial func() Trial, apply func(*model.City, float64), usual float64) {
	t.Helper()
	with := func(strength float64) Trial {
		x := trial()
		apply(x.City, strength)
		return x
	}
	before := trial().City
	if !reflect.DeepEqual(with(0).City, before) {
		t.Errorf("a measure of strength 0 changes the city")
	}
	if !reflect.DeepEqual(with(usual).City, with(usual).City) {
		t.Errorf("a measure changes the same city in two ways")
	}
	weak, strong := with(usual/2).City, with(usual)
	noWorse(t, before, weak)
	noWorse(t, weak, strong.City)
	City(t, strong)
}

// noWorse compares a city with itself after more of a measure.
func noWorse(t T, before, after *model.City) {
	t.Helper()
	if len(before.Assets) != len(after.Assets) || len(before.Needs) != len(after.Needs) || len(before.Operators) != len(after.Operators) {
		t.Fatalf("a measure adds assets, needs or operators, or takes them away")
	}
	for i := range before.Needs {
		b, a := &before.Needs[i], &after.Needs[i]
		name := before.Assets[b.Asset].Name + " " + b.Name
		if a.Without < b.Without || a.Backup < b.Backup || a.Buffer < b.Buffer || a.Failover < b.Failover {
			t.Errorf("need %s is worse off: %+v, was %+v", name, *a, *b)
		}
		if a.Without > model.Full || a.Backup > model.Full || !(a.Failover <= 1) {
			t.Errorf("need %s is beyond what can be: %+v", name, *a)
		}
		if a.Name != b.Name || a.Asset != b.Asset || !reflect.DeepEqual(a.Suppliers, b.Suppliers) {
			t.Errorf("need %s is another one: %+v, was %+v", name, *a, *b)
		}
	}
	for i := range before.Assets {
		if after.Assets[i].Stored < before.Assets[i].Stored {
			t.Errorf("%s holds less: %v, was %v", before.Assets[i].Name, after.Assets[i].Stored, before.Assets[i].Stored)
		}
	}
	for i := range before.Operators {
		if after.Operators[i].Crews < before.Operators[i].Crews {
			t.Errorf("%s has fewer crews: %d, was %d", before.Operators[i].Name, after.Operators[i].Crews, before.Operators[i].Crews)
		}
	}
}
