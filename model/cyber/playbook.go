package cyber

import (
	"slices"
	"strings"

	"cascata/model"
	"cascata/sim/rng"
)

// Playbook is what an operator's people do once they have decided, as a workflow in the shape of CACAO 2.0 (OASIS 2023): steps with an
// action, an order, conditions; steps that wait for nothing of each other run in parallel.
type Playbook struct {
	Name  string
	Doc   string
	Steps []PlayStep // of several that may begin at one instant, the first written begins first
}

// PlayStep is one step. It begins when all steps in After have ended: done, failed or skipped.
type PlayStep struct {
	Name    string
	Action  string   // see PlaybookActions
	After   []string // names of steps
	If      string   // see the table of conditions in docs/attack.md; empty = always
	Chance  *float64 // chance that people take it at all [0 to 1]; nil = 1, of "shutdown" the response's precaution
	Success *float64 // chance that it works [0 to 1]; nil = 1 - the response's failed
	Time    string   // distribution of the time it takes; empty = none, of "eradicate" the response's
	Zones   []string // names or kinds of the zones it is about; nil = the action's own
	Share   float64  // of "warn-public": share of what people take that they do without [0 to 1]
	Hold    string   // of "warn-public": how long they do (duration); empty = 24h
}

// The actions of a playbook.
const (
	actIsolate   = "isolate"        // cut off those of its zones in which the attacker was seen
	actShutdown  = "shutdown"       // stop the software of its zones as a precaution
	actBlock     = "block-supplier" // cut off the zones through which suppliers come
	actManual    = "manual"         // cut off control and field, and run them by hand
	actIsland    = "island"         // cut off everything through which anybody outside comes
	actEradicate = "eradicate"      // throw the attacker out
	actRestore   = "restore"        // begin to restore what the attacker stopped
	actWarn      = "warn-public"    // ask people to take less
	actInform    = "inform"         // tell the forum
	actHelp      = "ask-help"       // ask for the shared team, and wait for it
)

// PlaybookActions are the names of the actions that a step may have.
func PlaybookActions() []string {
	return []string{actIsolate, actShutdown, actBlock, actManual, actIsland, actEradicate, actRestore, actWarn, actInform, actHelp}
}

// usual is the playbook of who names none.
const usual = "usual"

func usualPlaybook() Playbook {
	return Playbook{Name: usual, Doc: "Cut off where the attacker was seen, perhaps shut down what is healthy, throw it out, restore.", Steps: []PlayStep{
		{Name: "cut", Action: actIsolate}, {Name: "precaution", Action: actShutdown}, {Name: "out", Action: actEradicate}, {Name: "back", Action: actRestore},
	}}
}

// playbook is a Playbook with its texts read.
type playbook struct {
	name  string
	steps []playStep
}

type playStep struct {
	*PlayStep
	luck  rng.Name
	after []int
	when  condition
	time  rng.Dist
	hold  rng.Dist
}

// condition is what a step waits to be true of when it may begin.
type condition struct {
	not  bool
	what string // "", "done", "failed", "skipped", "seen", "stopped", "backups"
	step int    // of done, failed, skipped
	kind string // of seen
}

// has reports whether a playbook has a step with an action.
func (p *playbook) has(action string) bool {
	return slices.ContainsFunc(p.steps, func(s playStep) bool { return s.Action == action })
}

// playbooks reads the playbooks of a scenario, and adds the usual one.
func (c *compiler) playbooks(list []Playbook) {
	c.books = map[string]*playbook{}
	c.plays = append([]Playbook{usualPlaybook()}, list...)
	for i := range c.plays {
		b := &c.plays[i]
		k := checker{c.p, at("playbook", b.Name)}
		if c.books[b.Name] != nil {
			c.p.add(k.root, "give it another name", "there are two playbooks of this name")
			continue
		}
		c.books[b.Name] = k.playbook(b)
	}
}

// playbook reads one.
func (c checker) playbook(b *Playbook) *playbook {
	out := &playbook{name: b.Name}
	var names []string
	for i := range b.Steps {
		names = append(names, b.Steps[i].Name)
	}
	for i := range b.Steps {
		s := &b.Steps[i]
		if slices.Index(names, s.Name) < i {
			c.p.add(c.at("steps", index(i), "name"), "give it another name", "there are two steps %q", s.Name)
		}
		out.steps = append(out.steps, c.playStep(s, names, "steps", index(i)))
	}
	for _, action := range []string{actEradicate, actRestore} {
		if !out.has(action) {
			c.p.add(c.at("steps"), "add a step with action = "+action, "no step has the action %q: what the attacker stopped would stay so", action)
		}
	}
	if circle := out.circle(); circle != nil {
		c.p.add(c.at("steps", index(circle[0]), "after"), "take one of these out", "steps wait for each other in a circle: %s", out.path(circle))
	}
	return out
}

// playStep reads one step.
func (c checker) playStep(s *PlayStep, names []string, keys ...string) playStep {
	at := func(key string) []string { return append(slices.Clone(keys), key) }
	c.known("action", s.Action, PlaybookActions(), true, at("action")...)
	c.knownAll("step", s.After, names, at("after")...)
	c.share(chanceOr(s.Chance, 1), 0, 1, at("chance")...)
	c.share(chanceOr(s.Success, 1), 0, 1, at("success")...)
	c.share(s.Share, 0, 1, at("share")...)
	if s.Action == actEradicate && s.Success != nil && *s.Success == 0 {
		c.p.add(c.at(at("success")...), "a number above 0", "it is tried until it works, which would be never")
	}
	out := playStep{PlayStep: s, luck: rng.NameOf("step/" + s.Name), time: c.dist(s.Time, at("time")...), hold: c.dist(first(s.Hold, "24h"), at("hold")...)}
	out.when = c.condition(s.If, names, at("if"))
	for _, name := range s.After {
		out.after = append(out.after, slices.Index(names, name))
	}
	if w := out.when; w.step >= 0 && w.step < len(names) && !slices.Contains(out.after, w.step) {
		out.after = append(out.after, w.step)
	}
	return out
}

// chanceOr is a chance, or what it is when none is given.
func chanceOr(x *float64, otherwise float64) float64 {
	if x == nil {
		return otherwise
	}
	return *x
}

// conditions are the words that a condition may begin with, after "not".
func conditions() []string {
	return []string{"done", "failed", "skipped", "seen", "stopped", "backups"}
}

// condition reads "done cut", "not seen control".
func (c checker) condition(text string, names, keys []string) condition {
	w := condition{step: none}
	words := strings.Fields(text)
	if len(words) > 0 && words[0] == "not" {
		w.not, words = true, words[1:]
	}
	if len(words) == 0 {
		if w.not {
			c.p.add(c.at(keys...), "write one of: "+strings.Join(conditions(), ", "), "not what?")
		}
		return w
	}
	w.what = words[0]
	c.known("condition", w.what, conditions(), true, keys...)
	argument := ""
	if len(words) > 1 {
		argument = strings.Join(words[1:], " ")
	}
	switch w.what {
	case "done", "failed", "skipped":
		c.known("step", argument, names, true, keys...)
		w.step = slices.Index(names, argument)
	case "seen":
		c.known("kind of zone", argument, zoneKinds(), true, keys...)
		w.kind = argument
	default:
		if argument != "" {
			c.p.add(c.at(keys...), "write "+w.what+" alone", "%q takes nothing after it", w.what)
		}
	}
	return w
}

// circle is a row of steps each of which waits for the next and the last for the first; nil if there is none.
func (p *playbook) circle() []int {
	state := make([]uint8, len(p.steps)) // 1 on the way, 2 done
	var way []int
	var visit func(i int) []int
	visit = func(i int) []int {
		state[i], way = 1, append(way, i)
		for _, k := range p.steps[i].after {
			if k < 0 || state[k] == 2 {
				continue
			}
			if state[k] == 1 {
				return way[slices.Index(way, k):]
			}
			if found := visit(k); found != nil {
				return found
			}
		}
		state[i], way = 2, way[:len(way)-1]
		return nil
	}
	for i := range p.steps {
		if state[i] == 0 {
			if found := visit(i); found != nil {
				return found
			}
		}
	}
	return nil
}

// path is a circle in words.
func (p *playbook) path(circle []int) string {
	var names []string
	for _, i := range append(slices.Clone(circle), circle[0]) {
		names = append(names, p.steps[i].Name)
	}
	return strings.Join(names, " -> ")
}

// book is the playbook of a response.
func (c *compiler) book(name string, k checker, key string) *playbook {
	b := c.books[first(name, usual)]
	if b == nil {
		var names []string
		for i := range c.plays {
			names = append(names, c.plays[i].Name)
		}
		c.p.add(k.at(key, "playbook"), model.DidYouMean(name, names), "unknown playbook %q", name)
		return c.books[usual]
	}
	return b
}

// zoneWords are the kinds of zone and the names of all zones.
func (c *compiler) zoneWords() []string {
	list := zoneKinds()
	for i := range c.spec.zones {
		list = append(list, c.spec.zones[i].name)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// alarmDesks works out the queues of alarms, once defences and measures have said what they have to.
func (c *compiler) alarmDesks() {
	words := c.zoneWords()
	for i := range c.plays {
		k := checker{c.p, at("playbook", c.plays[i].Name)}
		for n, s := range c.plays[i].Steps {
			k.knownAll("zone or kind of zone", s.Zones, words, "steps", index(n), "zones")
		}
	}
	for o := range c.spec.hits {
		r, ok := &c.spec.hits[o], false
		if r.alarms, ok = newAlarmDesk(r.perHour, r.analysts, r.triage); !ok {
			c.p.add("operator."+c.spec.city.Operators[o].Name, "more analysts, or fewer alarms",
				"%v false alarms an hour, each of which takes %v, are more than %d analysts can look at", r.perHour, r.triage, r.analysts)
		}
	}
}
