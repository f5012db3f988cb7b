package export

import (
	"io"
	"slices"
	"strings"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// STIX writes a run as a STIX 2.1 bundle: campaigns, the attack patterns they used, the devices, zones and assets they hit as
// infrastructure, the operators as identities, an incident for each operator that was hit, measures in force as courses of action,
// relationships between them, sightings for what was noticed, notes on the cascade, and a report that holds all of it together. The
// same recording and options give the same bytes. Options.Domain means nothing here.
func STIX(w io.Writer, rec *trace.Recording, opt Options) error {
	if opt.TraceHash == "" {
		opt.TraceHash = rec.HashText()
	}
	b := &bundle{
		attack: attackOf(rec, opt), opt: opt, calendar: calendarOf(rec), run: runKey(rec, opt.TraceHash),
		operators: map[model.OperatorID]string{}, things: map[model.EntityID]string{}, patterns: map[int]string{}, known: map[string]bool{},
	}
	b.end = b.calendar.stamp(rec.Header.End)
	for _, part := range []func(){b.frame, b.describeCampaigns, b.describePatterns, b.describeDevices, b.describeAssets, b.describeAlarms,
		b.describeIncidents, b.describeMeasures, b.describeCascade, b.summary} {
		part()
	}
	return writeJSON(w, struct {
		Type    string    `json:"type"`
		ID      string    `json:"id"`
		Objects []*object `json:"objects"`
	}{"bundle", b.id("bundle"), b.objects})
}

// object is a STIX object of any type; what a type does not have stays empty.
type object struct {
	Type        string      `json:"type"`
	Version     string      `json:"spec_version"`
	ID          string      `json:"id"`
	CreatedBy   string      `json:"created_by_ref,omitempty"`
	Created     string      `json:"created"`
	Modified    string      `json:"modified,omitempty"`
	Name        string      `json:"name,omitempty"`
	Description string      `json:"description,omitempty"`
	Objective   string      `json:"objective,omitempty"`
	Class       string      `json:"identity_class,omitempty"`
	Sectors     []string    `json:"sectors,omitempty"`
	Kinds       []string    `json:"infrastructure_types,omitempty"`
	Aliases     []string    `json:"aliases,omitempty"`
	Phases      []phase     `json:"kill_chain_phases,omitempty"`
	FirstSeen   string      `json:"first_seen,omitempty"`
	LastSeen    string      `json:"last_seen,omitempty"`
	Count       int         `json:"count,omitempty"`
	SightingOf  string      `json:"sighting_of_ref,omitempty"`
	Where       []string    `json:"where_sighted_refs,omitempty"`
	Relation    string      `json:"relationship_type,omitempty"`
	Source      string      `json:"source_ref,omitempty"`
	Target      string      `json:"target_ref,omitempty"`
	From        string      `json:"start_time,omitempty"`
	Until       string      `json:"stop_time,omitempty"`
	Abstract    string      `json:"abstract,omitempty"`
	Content     string      `json:"content,omitempty"`
	Authors     []string    `json:"authors,omitempty"`
	Reports     []string    `json:"report_types,omitempty"`
	Published   string      `json:"published,omitempty"`
	Refs        []string    `json:"object_refs,omitempty"`
	DefType     string      `json:"definition_type,omitempty"`
	Definition  *statement  `json:"definition,omitempty"`
	References  []reference `json:"external_references,omitempty"`
	Markings    []string    `json:"object_marking_refs,omitempty"`
}

type phase struct {
	Chain string `json:"kill_chain_name"`
	Phase string `json:"phase_name"`
}

type statement struct {
	Statement string `json:"statement"`
}

type reference struct {
	Source string `json:"source_name"`
	ID     string `json:"external_id,omitempty"`
	URL    string `json:"url,omitempty"`
}

// bundle is the file under construction.
type bundle struct {
	*attack
	opt      Options
	calendar calendar
	run      string // what the identifiers begin with
	end      string // of the run: the moment at which everything in the file was known
	objects  []*object
	known    map[string]bool // identifiers of the relationships that exist

	author    string // identifier of Cascata
	markings  []string
	attackBy  string // identifier of the marking with MITRE's notice
	attackers []string
	patterns  map[int]string // identifiers by position in techniques
	operators map[model.OperatorID]string
	things    map[model.EntityID]string // devices, zones and assets that were hit; those beyond mostThings are empty
	beyond    int                       // how many these are
	hit       []model.OperatorID        // operators that were hit, in order
	incidents []string                  // of each of hit
}

// mostThings is how many devices, zones and assets a file describes: those that were hit first. A worm takes more than a reader
// of STIX can show; how many were left out is said.
const mostThings = 2000

// id is the identifier of an object of that type, the same in every file of the run. Keys are positions rather than names, which
// need not be unique in every recording.
func (b *bundle) id(kind string, key ...string) string {
	return kind + "--" + uuid(namespace, strings.Join(append([]string{b.run, kind}, key...), "\x00"))
}

// add completes an object and puts it into the file; it returns its identifier.
func (b *bundle) add(o *object, key ...string) string {
	o.Version, o.ID, o.CreatedBy = "2.1", b.id(o.Type, key...), b.author
	o.Created, o.Modified = b.end, b.end
	o.Markings = append(o.Markings, b.markings...)
	b.objects = append(b.objects, o)
	return o.ID
}

// frame adds who made the file, and the statements that everything in it carries.
func (b *bundle) frame() {
	author := &object{Type: "identity", Name: "Cascata", Class: "system",
		Description: "A simulator of cities under cyber attack, " + first(plain(b.rec.Header.Program), "version unknown") + ". " + synthetic(b.rec)}
	b.author = b.id("identity", "cascata")
	b.markings = append(b.markings, b.mark("synthetic", synthetic(b.rec)))
	if text := plain(b.rec.Header.Attribution); text != "" {
		b.markings = append(b.markings, b.mark("city", text))
	}
	b.attackBy = b.mark("attack", notice)
	b.add(author, "cascata")
}

// mark adds a statement that objects can carry.
func (b *bundle) mark(key, text string) string {
	o := &object{Type: "marking-definition", Version: "2.1", ID: b.id("marking-definition", key), CreatedBy: b.author, Created: b.end,
		DefType: "statement", Definition: &statement{text}}
	b.objects = append(b.objects, o)
	return o.ID
}

// relate adds a relationship, once; it holds from one Change on, and to another one if that is later. 0 says nothing of a time.
func (b *bundle) relate(source, kind, target, description string, from, until int) {
	if source == "" || target == "" || source == target {
		return
	}
	o := &object{Type: "relationship", Relation: kind, Source: source, Target: target, Description: description}
	if from > 0 {
		o.From = b.at(from)
	}
	if until > 0 && b.at(until) > o.From { // both in the same form, so that the order of texts is that of times
		o.Until = b.at(until)
	}
	if id := b.id(o.Type, source, kind, target); !b.known[id] {
		b.known[id] = true
		b.add(o, source, kind, target)
	}
}

// at is the instant of Change number n.
func (b *bundle) at(n int) string { return b.calendar.stamp(b.rec.Change(n).At) }

// clock is an instant for people.
func (b *bundle) clock(t sim.Time) string { return clockOf(b.rec, t) }

// operator is the identifier of an operator's identity, added on first use; empty for none.
func (b *bundle) operator(o model.OperatorID) string {
	if o < 0 || int(o) >= len(b.rec.Operators) {
		return ""
	}
	if id, known := b.operators[o]; known {
		return id
	}
	x := &b.rec.Operators[o]
	text := "Operator " + plain(x.Name) + " of " + plain(first(b.rec.Header.CityTitle, b.rec.Header.City)) + " (SYNTHETIC)."
	if x.Regime != "" {
		text += " Legal regime: " + plain(x.Regime) + "."
	}
	who := &object{Type: "identity", Name: called(first(x.Title, x.Name), o), Class: "organization", Description: text}
	if x.Sector >= 0 && int(x.Sector) < len(b.rec.Sectors) {
		who.Sectors = industry(b.rec.Sectors[x.Sector].Name)
	}
	b.operators[o] = b.add(who, "operator", number(o))
	return b.operators[o]
}

// struck notes that an operator was hit.
func (b *bundle) struck(o model.OperatorID) {
	if o >= 0 && int(o) < len(b.rec.Operators) && !slices.Contains(b.hit, o) {
		b.hit = append(b.hit, o)
	}
}

// industry is a sector of the city in the words of STIX (its industry-sector-ov); empty where there is none.
func industry(sector string) []string {
	switch sector {
	case "administration":
		return []string{"government-local"}
	case "banking":
		return []string{"financial-services"}
	case "education":
		return []string{"education"}
	case "emergency":
		return []string{"emergency-services"}
	case "health":
		return []string{"healthcare"}
	case "power", "charging", "heat":
		return []string{"energy"}
	case "telecom":
		return []string{"telecommunications"}
	case "traffic", "transit", "parking", "port":
		return []string{"transportation"}
	case "water":
		return []string{"water"}
	case "waste", "wastewater", "lighting":
		return []string{"utilities"}
	}
	return nil
}
