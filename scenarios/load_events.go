package scenarios

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"cascata/model"
	"cascata/model/cyber"
	"cascata/scenarios/strict"
	"cascata/sim"
	"cascata/sim/rng"
)

// command is an operation as scenario files name it, and the operation that undoes it.
type command struct {
	op, lift model.Op
}

func commands() map[string]command {
	return map[string]command{
		"open": {model.OpOpen, model.OpClose}, "close": {model.OpClose, model.OpOpen},
		"stop": {model.OpStop, model.OpStart}, "start": {model.OpStart, model.OpNone},
		"damage": {model.OpDamage, model.OpRepair}, "repair": {model.OpRepair, model.OpNone},
		"set": {model.OpSet, model.OpSet}, "black-start": {model.OpBlackStart, model.OpNone},
		"lock": {model.OpLock, model.OpUnlock}, "unlock": {model.OpUnlock, model.OpNone}, "blind": {model.OpBlind, model.OpSee},
		"see": {model.OpSee, model.OpNone}, "spoof": {model.OpSpoof, model.OpTrue}, "true": {model.OpTrue, model.OpNone},
		"force": {model.OpForce, model.OpRepair}, "draw": {model.OpDraw, model.OpDraw}, "disarm": {model.OpDisarm, model.OpArm}, "arm": {model.OpArm, model.OpDisarm},
	}
}

func (l *loader) events() {
	for i := range l.file.Events {
		l.event(i, &l.file.Events[i])
	}
}

func (l *loader) event(i int, e *eventEntry) {
	at := func(key string) string { return strict.Path("event", i, key) }
	c := commands()[e.Command]
	event := Event{Why: e.Why, Op: c.op, Lift: c.lift, Level: model.LevelOf(e.Level), Until: sim.Never}
	event.At = l.instant(at("at"), e.At)
	if e.Until != "" {
		event.Until = l.instant(at("until"), e.Until)
		if event.Until <= event.At {
			l.fault(at("until"), "write an instant after at", "the event ends at %s, before it begins", e.Until)
		}
		if c.lift == model.OpNone && e.Command != "" {
			l.fault(at("until"), "leave until out", "nothing lifts the command %q", e.Command)
		}
	}
	if e.Level != 0 && e.Command != "set" && e.Command != "draw" && e.Command != "spoof" {
		l.fault(at("level"), "leave level out", "only the commands set, draw and spoof have a level")
	}
	event.Assets = l.targets(at("targets"), e.Targets, e.Share)
	l.able(at("command"), e.Command, event.Assets)
	l.s.Events = append(l.s.Events, event)
}

// able refuses commands that none of their targets could carry out.
func (l *loader) able(path, command string, assets []model.AssetID) {
	fits, want := func(model.AssetID) bool { return true }, ""
	switch command {
	case "draw":
		fits = func(a model.AssetID) bool { return l.s.City.Kinds[l.s.City.Assets[a].Kind].DrawKW > 0 }
		want = "name assets with load to switch, such as charging/points or power/meters"
	case "disarm", "arm", "force":
		fits = func(a model.AssetID) bool { return l.s.City.Sectors[l.s.City.SectorOf(a)].Name == "power" }
		want = "name assets of power, such as power/hv-line: they have protection against overload"
	}
	if len(assets) > 0 && !slices.ContainsFunc(assets, fits) {
		l.fault(path, want, "no target can obey the command %q", command)
	}
}

// instant reads a span from the start or a reading of the clock.
func (l *loader) instant(path, text string) sim.Time {
	if text == "" {
		return 0 // missing, which has been reported, or optional
	}
	t, err := l.s.Clock.Parse(text)
	if err != nil {
		l.fault(path, "", "%v", err)
	}
	return t
}

// targets are the assets that fit one of the selectors (see cyber.Select), in ascending order, or a share of them. Which ones
// depends on their names only, and a larger share includes a smaller one, so that an event of half the sites hits no other
// sites because one was added.
func (l *loader) targets(path string, selectors []string, share float64) []model.AssetID {
	var all []model.AssetID
	for i, selector := range selectors {
		found := l.selected(selector)
		if len(found) == 0 {
			l.fault(fmt.Sprintf("%s[%d]", path, i), l.nearestTarget(selector), "no asset fits %q", selector)
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if share == 0 || share == 1 || len(all) == 0 {
		return all
	}
	name := func(a model.AssetID) rng.Name { return rng.NameOf(l.s.City.Assets[a].Name) }
	slices.SortFunc(all, func(a, b model.AssetID) int { return cmp.Compare(name(a), name(b)) })
	some := all[:max(1, int(math.Round(share*float64(len(all)))))]
	slices.Sort(some)
	return some
}

func (l *loader) selected(selector string) []model.AssetID {
	var list []model.AssetID
	for o := range l.s.City.Operators {
		list = append(list, cyber.Select(l.s.City, model.OperatorID(o), selector)...)
	}
	return list
}

func (l *loader) nearestTarget(selector string) string {
	var known []string
	if len(selector) > 0 && selector[0] == '=' {
		for i := range l.s.City.Assets {
			known = append(known, "="+l.s.City.Assets[i].Name)
		}
	} else {
		for i := range l.s.City.Kinds {
			known = append(known, l.s.City.Kinds[i].Name)
		}
	}
	if near := model.Nearest(selector, known); near != "" {
		return model.DidYouMean(selector, known)
	}
	return "write a kind such as power/infeed, or =NAME for one asset; * stands for any text"
}
