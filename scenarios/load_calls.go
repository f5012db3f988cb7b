package scenarios

import (
	"fmt"
	"maps"
	"slices"

	"cascata/model"
	"cascata/model/emergency"
	"cascata/scenarios/strict"
)

// callsEntry is calls to 112 that somebody makes beside the usual ones.
type callsEntry struct {
	At        string   `toml:"at,required"`
	Until     string   `toml:"until,required"`
	PerHour   float64  `toml:"per_hour,required" in:"(0,1e9]"`
	Sort      string   `toml:"sort" one:"flood voice pocket alarm"`
	Districts []string `toml:"districts"`
	Because   []string `toml:"because"`
	Why       string   `toml:"why,required"`
}

// ecallEntry is the eCall vehicles of the scenario.
type ecallEntry struct {
	Stranded float64 `toml:"stranded" in:"[0,1]"`
	NG       float64 `toml:"ng" in:"[0,1]"`
}

// dispatchEntry is how dispatch works.
type dispatchEntry struct {
	Relocation bool  `toml:"relocation"`
	CallBack   *bool `toml:"call_back"`
}

func callSorts() map[string]model.RequestSort {
	return map[string]model.RequestSort{"": model.RequestFlood, "flood": model.RequestFlood, "voice": model.RequestVoice, "pocket": model.RequestPocket,
		"alarm": model.RequestAlarm}
}

// calls reads what makes calls beside what is usual.
func (l *loader) calls() {
	e := l.file.ECall
	l.s.Calls.Stranded, l.s.Calls.NG = e.Stranded, e.NG
	l.s.Calls.Relocation = l.file.Dispatch.Relocation
	l.s.Calls.NoCallBack = l.file.Dispatch.CallBack != nil && !*l.file.Dispatch.CallBack
	if e.Stranded+e.NG > 1 {
		l.fault("ecall.ng", "write stranded and ng that are 1 together at most", "%g of the vehicles are stranded and %g are new", e.Stranded, e.NG)
	}
	l.psap()
	if len(l.file.Calls) > 0 && !l.s.uses(callsSector) {
		l.fault("calls", "leave out fidelity = \"connectivity\" of sector emergency, or take a city with an emergency/psap", "no single calls are simulated here")
	}
	for i := range l.file.Calls {
		l.flood(i, &l.file.Calls[i])
	}
}

func (l *loader) flood(i int, e *callsEntry) {
	at := func(key string) string { return strict.Path("calls", i, key) }
	f := emergency.Flood{Why: e.Why, At: l.instant(at("at"), e.At), Until: l.instant(at("until"), e.Until), PerHour: e.PerHour, Sort: callSorts()[e.Sort]}
	if f.Until <= f.At && e.At != "" && e.Until != "" {
		l.fault(at("until"), "write an instant after at", "the calls end at %s, not after they begin", e.Until)
	}
	l.never(at("at"), "calls begin", e.At, f.At)
	known := map[string]model.DistrictID{}
	for d := range l.s.City.Districts {
		known[l.s.City.Districts[d].Name] = model.DistrictID(d)
	}
	for k, name := range e.Districts {
		d, ok := known[name]
		if !ok {
			l.fault(fmt.Sprintf("%s[%d]", at("districts"), k), model.DidYouMean(name, slices.Sorted(maps.Keys(known))), "the city has no district %q", name)
		}
		f.Districts = append(f.Districts, d)
	}
	slices.Sort(f.Districts)
	f.Districts = slices.Compact(f.Districts)
	if len(e.Because) > 0 {
		f.Because = l.targets(at("because"), e.Because, 1)
	}
	l.s.Calls.Floods = append(l.s.Calls.Floods, f)
}
