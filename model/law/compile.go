package law

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cascata/model"
	"cascata/sim"
	"cascata/sim/rng"
)

// Spec is the immutable half: the desks that may have something to report. All replications share it.
type Spec struct {
	start              time.Time
	desks              []office
	at                 map[model.EntityID]int32 // desks by entity
	stores             map[model.EntityID]Store
	pace               Pace
	discover           rng.Dist
	persons, sensitive int64
}

// office is the immutable half of a desk.
type office struct {
	operator   model.OperatorID
	name       string // of the operator
	entity     model.EntityID
	duties     []duty
	thresholds []threshold
	anyData    bool            // any compromised data make an incident significant
	assets     []model.AssetID // ascending: those by which the operator serves people
	weight     []int64         // by asset: people
	total      int64           // of weight
	attackers  []model.EntityID
	customers  []int32                 // desks of the controllers for whom it processes
	processors []int32                 // desks that process for it
	luck       [2]rng.Name             // discovery of a breach; reports
	place      map[model.AssetID]int32 // of each asset
}

type duty struct {
	Duty
	entity        model.EntityID
	within        Period
	prepare       rng.Dist
	from, follows int32 // among the operator's duties; none
	luck          rng.Name
}

type threshold struct {
	share model.Level
	held  time.Duration
}

const none = -1

// compiler is what is under way during Compile.
type compiler struct {
	o        *Options
	roster   *model.Roster
	spec     *Spec
	problems []model.Problem
	streams  []string
}

func (c *compiler) add(path, want, format string, args ...any) {
	c.problems = append(c.problems, model.Problem{Path: path, What: fmt.Sprintf(format, args...), Want: want})
}

// Compile makes the desks of the operators that an attack can reach and that some duty binds, and adds an actor for each of
// their duties to the roster. The Spec is nil when there is a problem.
func Compile(roster *model.Roster, o Options) (*Spec, []model.Problem) {
	c := &compiler{o: &o, roster: roster, spec: &Spec{start: o.Start, at: map[model.EntityID]int32{}, stores: map[model.EntityID]Store{}}}
	c.rules()
	for i := range o.Operators {
		for _, fault := range Faults(o.Operators[i].Regimes) {
			c.add("operators."+roster.City.Operators[i].Name+".regimes", "", "%s", fault)
		}
	}
	changes := c.clocks()
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	for _, s := range o.Stores {
		c.spec.stores[s.Entity] = s
	}
	for i := range o.Operators {
		if len(o.Operators[i].Attackers) > 0 {
			c.desk(model.OperatorID(i), changes)
		}
	}
	c.processors()
	if err := rng.CheckNames(c.streams); err != nil {
		c.add("rules", "", "%v", err)
		return nil, c.problems
	}
	return c.spec, nil
}

// owed are the rules of an operator: positions of its duties.
func (c *compiler) owed(o *Operator) []int {
	var list []int
	for i := range c.o.Rules.Duties {
		if meets(c.o.Rules.Duties[i].Regimes, o.Regimes) {
			list = append(list, i)
		}
	}
	return list
}

func meets(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// desk makes the desk of an operator, if it owes anything to anybody.
func (c *compiler) desk(id model.OperatorID, changes map[string]Clock) {
	o, city := &c.o.Operators[id], c.roster.City
	owed := c.owed(o)
	if len(owed) == 0 {
		return
	}
	f := office{operator: id, name: city.Operators[id].Name, attackers: o.Attackers}
	f.luck = [2]rng.Name{rng.NameOf("law/" + f.name + "/discover"), rng.NameOf("law/" + f.name)}
	c.streams = append(c.streams, "law/"+f.name+"/discover", "law/"+f.name)
	for _, i := range owed {
		f.duties = append(f.duties, c.duty(&f, c.o.Rules.Duties[i], changes))
	}
	for i := range f.duties {
		d := &f.duties[i]
		d.from, d.follows = f.find(d.From), f.find(d.Follows)
	}
	f.entity = f.duties[0].entity
	f.serve(city)
	c.thresholds(&f, o)
	c.spec.at[f.entity] = int32(len(c.spec.desks))
	c.spec.desks = append(c.spec.desks, f)
}

// duty registers a duty of an operator.
func (c *compiler) duty(f *office, d Duty, changes map[string]Clock) duty {
	if change, ok := changes[f.name+" "+d.ID]; ok {
		d.Within, d.Prepare = or(change.Within, d.Within), or(change.Prepare, d.Prepare)
	}
	name, o := f.name+"/law/"+d.ID, &c.roster.City.Operators[f.operator]
	out := duty{Duty: d, luck: rng.NameOf("law/" + f.name + "/" + d.ID)}
	out.within, _ = ParsePeriod(d.Within) // checked
	out.prepare, _ = rng.Parse(d.Prepare)
	title := d.Title + ", " + strings.TrimSuffix(o.Title, " (SYNTHETIC)")
	out.entity = c.roster.Add(model.Actor{Name: name, Title: title, Sort: model.SortDuty, Operator: f.operator, District: o.District})
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (f *office) find(id string) int32 {
	return int32(slices.IndexFunc(f.duties, func(d duty) bool { return id != "" && d.ID == id }))
}

// serve lists the assets by which the operator serves people; one that serves none is judged by all that it has, equally.
func (f *office) serve(city *model.City) {
	f.place = map[model.AssetID]int32{}
	for _, all := range []bool{false, true} {
		for a := range city.Assets {
			x := &city.Assets[a]
			if x.Operator != f.operator || !all && x.People == 0 {
				continue
			}
			f.place[model.AssetID(a)] = int32(len(f.assets))
			f.assets = append(f.assets, model.AssetID(a))
			w := int64(max(x.People, 1))
			f.weight, f.total = append(f.weight, w), f.total+w
		}
		if f.total > 0 {
			return
		}
	}
}

// thresholds takes those meant for the operator's regimes, else those meant for nobody in particular.
func (c *compiler) thresholds(f *office, o *Operator) {
	for _, special := range []bool{true, false} {
		for _, t := range c.o.Rules.Thresholds {
			if special && !meets(t.Regimes, o.Regimes) || !special && len(t.Regimes) > 0 {
				continue
			}
			held, _ := rng.ParseDuration(t.For) // checked
			f.anyData = f.anyData || t.Data
			f.thresholds = append(f.thresholds, threshold{model.LevelOf(t.Share), held})
		}
		if len(f.thresholds) > 0 {
			return
		}
	}
}

// processors joins the desks of processors with those of their controllers.
func (c *compiler) processors() {
	for i := range c.spec.desks {
		for _, o := range c.o.Operators[c.spec.desks[i].operator].Controls {
			k := slices.IndexFunc(c.spec.desks, func(f office) bool { return f.operator == o })
			if k >= 0 && k != i {
				c.spec.desks[i].customers = append(c.spec.desks[i].customers, int32(k))
				c.spec.desks[k].processors = append(c.spec.desks[k].processors, int32(i))
			}
		}
	}
}

// Empty reports whether nobody can owe anybody a report: then no process is needed.
func (s *Spec) Empty() bool { return len(s.desks) == 0 }

// Address is where news for an operator's desk goes, if it has one.
func (s *Spec) Address(o model.OperatorID, self sim.ProcessID) (model.Address, bool) {
	for i := range s.desks {
		if s.desks[i].operator == o {
			return model.Address{Process: self, Entity: s.desks[i].entity}, true
		}
	}
	return model.Address{Entity: model.Absent}, false
}

// Listeners are the assets whose level the desks watch.
func (s *Spec) Listeners(self sim.ProcessID) []model.Listener {
	var list []model.Listener
	for i := range s.desks {
		f := &s.desks[i]
		for _, a := range f.assets {
			list = append(list, model.Listener{Asset: a, To: model.Address{Process: self, Entity: f.entity}})
		}
	}
	return list
}
