package defaults

import (
	_ "embed" // law.toml
	"fmt"
	"slices"
	"strconv"

	"cascata/model"
	"cascata/model/law"
	"cascata/scenarios/strict"
)

//go:embed law.toml
var lawTOML []byte

// Legal is the shipped law: the rules, the regimes of each kind of organisation, and what a place under NIS 2 does to defence.
type Legal struct {
	Rules         law.Rules
	Organisations map[string]Organisation // by estate
	Maturity      map[string]Maturity     // by status
	Parameters    []model.Parameter       // what the numbers are and where they come from, for the report
}

// Organisation is a kind of organisation under the law.
type Organisation struct {
	Regimes []string
	City    bool // the city can bind it by a policy of its own
}

// Maturity are factors on an operator's defence [0 or more].
type Maturity struct {
	Monitoring float64 `toml:"monitoring,required" in:"[0,10]"`
	Delay      float64 `toml:"delay,required" in:"[0,100]"`
	Lost       float64 `toml:"lost,required" in:"[0,10]"`
}

// Against is these factors for an operator whose estate describes it with the other ones.
func (m Maturity) Against(o Maturity) Maturity {
	return Maturity{ratio(m.Monitoring, o.Monitoring), ratio(m.Delay, o.Delay), ratio(m.Lost, o.Lost)}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 1
	}
	return a / b
}

type lawFile struct {
	Sources    map[string]string `toml:"sources"`
	Duties     []dutyEntry       `toml:"duty,required"`
	Thresholds []thresholdEntry  `toml:"threshold,required"`
	Breach     struct {
		Discover  string `toml:"discover,required"`
		Persons   int64  `toml:"persons,required" in:"[1,)"`
		Sensitive int64  `toml:"sensitive,required" in:"[1,)"`
		Source    string `toml:"source,required"`
	} `toml:"breach,required"`
	Pace struct {
		Fighting  float64 `toml:"fighting,required" in:"(0,1]"`
		Restoring float64 `toml:"restoring,required" in:"(0,1]"`
		Source    string  `toml:"source,required"`
	} `toml:"pace,required"`
	Maturity struct {
		Source    string   `toml:"source,required"`
		Essential Maturity `toml:"nis2-essential,required"`
		Important Maturity `toml:"nis2-important,required"`
		Out       Maturity `toml:"out-of-scope,required"`
		Excluded  Maturity `toml:"excluded,required"`
	} `toml:"maturity,required"`
	Organisations map[string]organisationEntry `toml:"organisation,required"`
}

type dutyEntry struct {
	ID        string   `toml:"id,required"`
	Title     string   `toml:"title,required"`
	Act       string   `toml:"act,required"`
	Recipient string   `toml:"recipient,required"`
	Regimes   []string `toml:"regimes,required"`
	Trigger   string   `toml:"trigger,required"`
	From      string   `toml:"from"`
	Follows   string   `toml:"follows"`
	Within    string   `toml:"within,required"`
	Ours      bool     `toml:"ours"`
	Memory    bool     `toml:"memory"`
	Final     bool     `toml:"final"`
	Running   bool     `toml:"running"`
	Hands     bool     `toml:"hands"`
	Prepare   string   `toml:"prepare,required"`
	Source    string   `toml:"source,required"`
}

type thresholdEntry struct {
	Regimes []string `toml:"regimes"`
	Share   float64  `toml:"share,required" in:"(0,1]"`
	For     string   `toml:"for,required"`
	Data    bool     `toml:"data"`
	Source  string   `toml:"source,required"`
}

type organisationEntry struct {
	Regimes []string `toml:"regimes,required"`
	City    bool     `toml:"city"`
}

// Law reads the shipped law.
func Law() (*Legal, error) {
	var faults model.Faults
	l := readLaw("law.toml", lawTOML, &faults)
	return l, faults.Err()
}

// readLaw reads a law.
func readLaw(name string, text []byte, faults *model.Faults) *Legal {
	var f lawFile
	doc := strict.Parse(name, text)
	collect(faults, doc.Decode(&f))
	l := &Legal{Organisations: map[string]Organisation{}, Maturity: map[string]Maturity{
		"nis2-essential": f.Maturity.Essential, "nis2-important": f.Maturity.Important, "out-of-scope": f.Maturity.Out, "excluded": f.Maturity.Excluded}}
	for i, e := range f.Duties {
		if f.Sources[e.Source] == "" && !doc.Broken() {
			doc.Fault(faults, strict.Path("duty", i, "source"), model.DidYouMean(e.Source, sortedKeys(f.Sources)), "unknown source %q", e.Source)
		}
		l.Rules.Duties = append(l.Rules.Duties, e.duty(f.Sources[e.Source]))
	}
	for _, t := range f.Thresholds {
		l.Rules.Thresholds = append(l.Rules.Thresholds, law.Threshold(t))
	}
	l.Rules.Discover, l.Rules.Persons, l.Rules.Sensitive = f.Breach.Discover, f.Breach.Persons, f.Breach.Sensitive
	l.Rules.Pace = law.Pace{Fighting: f.Pace.Fighting, Restoring: f.Pace.Restoring}
	for _, key := range sortedKeys(f.Organisations) {
		e := f.Organisations[key]
		for _, fault := range law.Faults(e.Regimes) {
			doc.Fault(faults, strict.Path("organisation", key, "regimes"), "", "%s", fault)
		}
		l.Organisations[key] = Organisation(e)
	}
	l.parameters(&f)
	return l
}

func (e *dutyEntry) duty(source string) law.Duty {
	return law.Duty{ID: e.ID, Title: e.Title, Act: e.Act, Recipient: e.Recipient, Regimes: e.Regimes, Trigger: e.Trigger, From: e.From,
		Follows: e.Follows, Within: e.Within, Ours: e.Ours, Final: e.Final, Running: e.Running, Hands: e.Hands, Prepare: e.Prepare, Source: source}
}

// parameters lists the numbers with their sources.
func (l *Legal) parameters(f *lawFile) {
	add := func(name, value, source string) {
		l.Parameters = append(l.Parameters, model.Parameter{Name: "law/" + name, Value: value, Source: source})
	}
	for i, d := range l.Rules.Duties {
		source := d.Act + ". " + d.Source
		if d.Ours {
			source += ". The act says \"without undue delay\": the limit is ours"
		}
		if f.Duties[i].Memory {
			source += ". From memory"
		}
		add(d.ID+".within", d.Within, source)
		add(d.ID+".prepare", d.Prepare, f.Sources["work"])
	}
	for i, t := range f.Thresholds {
		add("threshold-"+strconv.Itoa(i+1), number(t.Share)+" for "+t.For, t.Source)
	}
	add("breach.discover", f.Breach.Discover, f.Breach.Source)
	add("breach.persons", strconv.FormatInt(f.Breach.Persons, 10), f.Breach.Source)
	add("breach.sensitive", strconv.FormatInt(f.Breach.Sensitive, 10), f.Breach.Source)
	add("pace.fighting", number(f.Pace.Fighting), f.Pace.Source)
	add("pace.restoring", number(f.Pace.Restoring), f.Pace.Source)
	for _, place := range law.Statuses() {
		m := l.Maturity[place]
		add("maturity."+place, fmt.Sprintf("monitoring %g, delay %g, lost %g", m.Monitoring, m.Delay, m.Lost), f.Maturity.Source)
	}
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// Regimes completes what a city file or scenario says of an operator: a place under NIS 2 alone leaves the roles of its kind of
// organisation, roles alone leave its place. Nothing said is all of its kind's. A place out of scope ends what only operators in scope are.
func (l *Legal) Regimes(estate string, said []string) []string {
	usual := l.Organisations[estate].Regimes
	isStatus := func(r string) bool { return slices.Contains(law.Statuses(), r) }
	isRole := func(r string) bool { return !isStatus(r) }
	list := slices.Clone(said)
	if !slices.ContainsFunc(said, isStatus) {
		list = append(slices.DeleteFunc(slices.Clone(usual), isRole), list...)
	}
	if !slices.ContainsFunc(said, isRole) {
		for _, r := range usual {
			bound := r == "digital-provider" || r == "electricity"
			if isRole(r) && !(bound && !law.InScope(list)) && !(r == "cer-critical" && law.Status(list) != "nis2-essential") {
				list = append(list, r)
			}
		}
	}
	return list
}
