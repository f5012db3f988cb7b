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
			l.fault(at("until"), "write an instant after at", "the event ends at %s, not after it begins", e.Until)
		}
		if c.lift == model.OpNone && e.Command != "" {
			l.fault(at("until"), "leave until out", "nothing lifts the command %q", e.Command)
		}
	}
	if e.Level != 0 && e.Command != "set" && e.Command != "draw" && e.Command != "spoof" {
		l.fault(at("level"), "leave level out", "only the commands set, draw and spoof have a level")
	}
	l.never(at("at"), "the event happens", e.At, event.At)
	event.Assets = l.targets(at("targets"), e.Targets, e.Share)
	if event.Until != sim.Never {
		l.unlike(at("until"), event)
	}
	l.able(at("command"), e.Command, event.Assets)
	l.s.Events = append(l.s.Events, event)
}

// never warns of what begins after the run has ended.
func (l *loader) never(path, what, text string, at sim.Time) {
	if end := sim.Time(l.s.Horizon); text != "" && at >= end && end > 0 {
		l.warn(path, "write an instant before the end, or lengthen the horizon", "%s at %s, after the run has ended (%s), so never", what, text, l.s.Clock.Text(end))
	}
}

// unlike warns of lines that "until" leaves otherwise than they are in normal service: a tie that was open before is closed by what lifts
// "open", and a line that was closed is opened by what lifts "close".
func (l *loader) unlike(path string, e Event) {
	if e.Op != model.OpOpen && e.Op != model.OpClose {
		return
	}
	var found []string
	for i := range l.s.City.Networks {
		for _, edge := range l.s.City.Networks[i].Edges {
			if edge.Open == (e.Op == model.OpOpen) && slices.Contains(e.Assets, edge.Asset) {
				found = append(found, l.s.City.Assets[edge.Asset].Name)
			}
		}
	}
	if len(found) == 0 {
		return
	}
	normal, after := "open", "closes"
	if e.Op == model.OpClose {
		normal, after = "closed", "opens"
	}
	slices.Sort(found)
	l.warn(path, "name only those that the event changes, or leave until out", "until %s %d of the targets that are normally %s, first %s", after, len(found), normal, found[0])
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
