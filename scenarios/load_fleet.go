package scenarios

import (
	"maps"
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/model/fleet"
	"cascata/scenarios/strict"
	"cascata/sim"
)

// fleetEntry is a population of small devices.
type fleetEntry struct {
	Title    string          `toml:"title"`
	Kind     string          `toml:"kind,required"`
	Operator string          `toml:"operator,required"`
	Count    int             `toml:"count" in:"[1,1000000000]"`
	Per1000  float64         `toml:"per_1000" in:"(0,1000000]"`
	Makes    []makeEntry     `toml:"makes"`
	Legacy   float64         `toml:"legacy" in:"[0,1]"`
	Gateways gatewaysEntry   `toml:"gateways"`
	Pace     strict.Duration `toml:"one_by_one"`
	Cuts     string          `toml:"cuts"`
}

type makeEntry struct {
	Name       string  `toml:"name,required"`
	Share      float64 `toml:"share,required" in:"[0,1]"`
	Vulnerable bool    `toml:"vulnerable"`
	Patched    float64 `toml:"patched" in:"[0,1]"`
}

type gatewaysEntry struct {
	Devices    int     `toml:"devices" in:"[1,1000000]"`
	Vulnerable float64 `toml:"vulnerable" in:"[0,1]"`
}

// wormEntry is an attack that spreads on its own.
type wormEntry struct {
	Name     string            `toml:"name,required"`
	Title    string            `toml:"title"`
	Fleets   []string          `toml:"fleets,required"`
	Start    string            `toml:"start"`
	Entry    wormDoorEntry     `toml:"entry,required"`
	PerHour  float64           `toml:"attempts_per_h,required" in:"(0,1e9]"`
	Space    float64           `toml:"space" in:"[1,1e12]"`
	Local    float64           `toml:"local" in:"[0,1]"`
	Success  *float64          `toml:"success" in:"[0,1]"`
	Response wormResponseEntry `toml:"response"`
	Strike   *wormStrikeEntry  `toml:"strike"`
}

type wormDoorEntry struct {
	District string `toml:"district,required"`
	Devices  int    `toml:"devices" in:"[1,1000000]"`
}

type wormResponseEntry struct {
	After  strict.Duration `toml:"after"`
	Clean  float64         `toml:"clean_per_h" in:"[0,1e9]"`
	Immune *float64        `toml:"immune" in:"[0,1]"`
	Patch  float64         `toml:"patch_per_h" in:"[0,1e9]"`
}

type wormStrikeEntry struct {
	At     string          `toml:"at,required"`
	Until  string          `toml:"until"`
	Load   string          `toml:"load,required" one:"on off"`
	Period strict.Duration `toml:"period"`
}

// fleetNames are the fleets in the order in which rooms number them.
func (l *loader) fleetNames() []string { return slices.Sorted(maps.Keys(l.file.Fleets)) }

// populations are the fleets as campaigns may aim at them.
func (l *loader) populations() []cyber.Population {
	var list []cyber.Population
	for _, name := range l.fleetNames() {
		f := l.file.Fleets[name]
		list = append(list, cyber.Population{Name: name, Operator: f.Operator, Kind: f.Kind})
	}
	return list
}

// fleets compiles the devices and worms of the scenario, if it has any, behind the actors of the attack.
func (l *loader) fleets(roster *model.Roster) {
	if len(l.file.Fleets)+len(l.file.Worms) == 0 {
		return
	}
	definitions := l.fleetDefinitions()
	for _, f := range l.faults { // what follows from them at the same place is not reported
		l.taken[placeOf(f)] = true
	}
	spec, problems := fleet.Compile(roster, definitions)
	for _, p := range problems {
		path := p.Path
		for key, written := range map[string]string{".behind": ".gateways.devices", ".weak": ".gateways.vulnerable", ".clean_per_h": ".response.clean_per_h",
			".patch_per_h": ".response.patch_per_h", ".immune": ".response.immune", ".district": ".entry.district", ".devices": ".entry.devices"} {
			if head, ok := strings.CutSuffix(path, key); ok && (strings.HasPrefix(path, "worm") || strings.HasPrefix(path, "fleet") && key != ".devices" && key != ".district") {
				path = head + written
			}
		}
		l.fault(path, p.Want, "%s", p.What)
	}
	l.s.world.fleet = spec
}

func (l *loader) fleetDefinitions() fleet.Definitions {
	var d fleet.Definitions
	for _, name := range l.fleetNames() {
		e := l.file.Fleets[name]
		f := fleet.Fleet{Name: name, Title: e.Title, Kind: e.Kind, Operator: e.Operator, Count: e.Count, Per1000: e.Per1000, Legacy: e.Legacy,
			Behind: e.Gateways.Devices, Weak: e.Gateways.Vulnerable, Pace: time.Duration(e.Pace), Cuts: e.Cuts}
		for _, m := range e.Makes {
			f.Makes = append(f.Makes, fleet.Make(m))
		}
		d.Fleets = append(d.Fleets, f)
	}
	for i := range l.file.Worms {
		d.Worms = append(d.Worms, l.worm(i, &l.file.Worms[i]))
	}
	return d
}

func (l *loader) worm(i int, e *wormEntry) fleet.Worm {
	at := func(keys ...any) string { return strict.Path(append([]any{"worm", i}, keys...)...) }
	orOne := func(x *float64) float64 {
		if x == nil {
			return 1
		}
		return *x
	}
	w := fleet.Worm{Name: e.Name, Title: e.Title, Fleets: e.Fleets, Start: l.instant(at("start"), e.Start), District: e.Entry.District, Devices: e.Entry.Devices,
		PerHour: e.PerHour, Space: e.Space, Local: e.Local, Success: orOne(e.Success), Respond: time.Duration(e.Response.After), Clean: e.Response.Clean,
		Immune: orOne(e.Response.Immune), Patch: e.Response.Patch}
	if s := e.Strike; s != nil {
		w.Strike = &fleet.Strike{At: l.instant(at("strike", "at"), s.At), Until: sim.Never, Load: s.Load, Period: time.Duration(s.Period)}
		if s.Until != "" {
			w.Strike.Until = l.instant(at("strike", "until"), s.Until)
		}
	}
	return w
}
