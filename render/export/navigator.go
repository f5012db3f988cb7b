package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"cascata/model/trace"
)

// Navigator writes the techniques of a run as layers of the ATT&CK Navigator, format 4.5: a list of two layers, Enterprise and ICS,
// or with Options.Domain the one layer alone. The score of a technique is how often it succeeded, its colour how it fared, its
// comment where and when. A technique without an ATT&CK number cannot stand in a matrix: the layer's description says how many there are.
func Navigator(w io.Writer, rec *trace.Recording, opt Options) error {
	if err := opt.Validate(); err != nil {
		return err
	}
	if opt.TraceHash == "" {
		opt.TraceHash = rec.HashText()
	}
	a := attackOf(rec, opt)
	if opt.Domain != "" {
		return writeJSON(w, a.layer(opt, opt.Domain))
	}
	return writeJSON(w, []*layer{a.layer(opt, Enterprise), a.layer(opt, ICS)})
}

// layer is one layer; names and order follow the document of the format.
type layer struct {
	Name        string      `json:"name"`
	Versions    versions    `json:"versions"`
	Domain      string      `json:"domain"`
	Description string      `json:"description"`
	Sorting     int         `json:"sorting"`
	Layout      layout      `json:"layout"`
	Techniques  []cell      `json:"techniques"`
	Gradient    gradient    `json:"gradient"`
	Legend      []legend    `json:"legendItems"`
	Metadata    []metadatum `json:"metadata"`
	Links       []link      `json:"links"`
}

type versions struct {
	Attack    string `json:"attack"`
	Navigator string `json:"navigator"`
	Layer     string `json:"layer"`
}

type layout struct {
	Layout   string `json:"layout"`
	ShowID   bool   `json:"showID"`
	ShowName bool   `json:"showName"`
	Expanded string `json:"expandedSubtechniques"`
}

type cell struct {
	ID       string      `json:"techniqueID"`
	Tactic   string      `json:"tactic,omitempty"`
	Score    int         `json:"score"`
	Color    string      `json:"color"`
	Comment  string      `json:"comment"`
	Metadata []metadatum `json:"metadata"`
	Links    []link      `json:"links"`
}

type gradient struct {
	Colors []string `json:"colors"`
	Min    int      `json:"minValue"`
	Max    int      `json:"maxValue"`
}

type legend struct {
	Label string `json:"label"`
	Color string `json:"color"`
}

type metadatum struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// byScore sorts a matrix by score, the highest first.
const byScore = 3

// mostLines is how many lines a comment or a description has at most, manyLines how many an incident or a note has.
const mostLines, manyLines = 20, 100

// outcomes are the colours: those of Okabe and Ito (2008), which people with a colour-vision deficiency can tell apart.
func outcomes() [4]legend {
	return [4]legend{
		{"succeeded, never noticed", "#d55e00"},
		{"succeeded, noticed", "#e69f00"},
		{"failed, noticed", "#56b4e9"},
		{"failed, never noticed", "#999999"},
	}
}

// outcome is how a technique fared.
func (u *use) outcome() legend {
	all := outcomes()
	switch {
	case u.made > 0 && u.seen == 0:
		return all[0]
	case u.made > 0:
		return all[1]
	case u.seen > 0:
		return all[2]
	}
	return all[3]
}

// layer is the layer of one domain.
func (a *attack) layer(opt Options, domain string) *layer {
	titles := map[string]string{Enterprise: "Enterprise", ICS: "ICS"}
	rec, all := a.rec, outcomes()
	l := &layer{
		Name:     plain(first(rec.Header.ScenarioTitle, rec.Header.Scenario)) + " (" + titles[domain] + ")",
		Versions: versions{Attack: attackVersion, Navigator: "4.9.0", Layer: "4.5"},
		Domain:   domain + "-attack", Sorting: byScore,
		Layout:     layout{Layout: "side", ShowID: true, ShowName: true, Expanded: "annotated"},
		Techniques: []cell{}, Legend: all[:], Metadata: a.facts(opt),
		Gradient: gradient{Colors: []string{"#ffffff", "#d55e00"}, Max: 1},
		Links:    []link{{"MITRE ATT&CK", "https://attack.mitre.org/"}},
	}
	nameless := 0
	for _, u := range a.uses() {
		switch t := &a.techniques[u.technique]; t.domain() {
		case domain:
			l.Techniques = append(l.Techniques, a.cell(&u))
			l.Gradient.Max = max(l.Gradient.Max, u.made)
		case "":
			nameless++
		}
	}
	l.Description = a.description(nameless)
	return l
}

func (a *attack) description(nameless int) string {
	parts := []string{synthetic(a.rec), "Score: how often the technique succeeded. Colour: how it fared; clear the colours to see the gradient of the scores. " +
		"Comment: where and when, on the scenario's clock."}
	if nameless > 0 {
		have := " of the run have no ATT&CK number and are left out."
		if nameless == 1 {
			have = " of the run has no ATT&CK number and is left out."
		}
		parts = append(parts, plural(nameless, "technique")+have)
	}
	return strings.Join(append(parts, notice), " ")
}

// facts say which run a file shows.
func (a *attack) facts(opt Options) []metadatum {
	h := &a.rec.Header
	list := []metadatum{
		{"SYNTHETIC", synthetic(a.rec)},
		{"program", plain(h.Program)}, {"city", plain(first(h.CityTitle, h.City))}, {"city data", plain(h.Attribution)},
		{"scenario", plain(h.Scenario)}, {"modelled on", plain(h.ModelledOn)}, {"invented", plain(h.Invented)},
		{"set", plain(strings.Join(h.Sets, ", "))},
		{"seed", strconv.FormatUint(h.Seed, 10)}, {"replication", strconv.Itoa(h.Replication)},
		{"start", plain(h.Start)}, {"end", clockOf(a.rec, h.End)}, {"trace sha256", opt.TraceHash},
	}
	for i := range a.campaigns {
		list = append(list, metadatum{"campaign", nameOf(a.rec, a.campaigns[i].entity)})
	}
	for i := range opt.Measures {
		list = append(list, metadatum{"measure in force", opt.Measures[i].text()})
	}
	list = append(list, metadatum{"ATT&CK", notice})
	var told []metadatum
	for _, m := range list {
		if m.Value != "" {
			told = append(told, m)
		}
	}
	return told
}

// text is a measure in one line.
func (m *Measure) text() string {
	text := fmt.Sprintf("%s (%s)", first(m.Title, m.ID), m.ID)
	if m.Strength != 0 {
		text += fmt.Sprintf(", %s %s", strconv.FormatFloat(m.Strength, 'g', -1, 64), m.Unit)
	}
	return plain(text + ", on " + first(m.On, "all"))
}

// cell is a technique of the matrix.
func (a *attack) cell(u *use) cell {
	t := &a.techniques[u.technique]
	return cell{
		ID: t.id, Tactic: t.tactic, Score: u.made, Color: u.outcome().Color, Comment: a.comment(u),
		Metadata: []metadatum{
			{"outcome", u.outcome().Label}, {"used", strconv.Itoa(len(u.deeds))}, {"succeeded", strconv.Itoa(u.made)},
			{"failed", strconv.Itoa(u.failed)}, {"noticed", strconv.Itoa(u.seen)},
			{"first", clockOf(a.rec, a.rec.Change(u.firstAt).At)}, {"last", clockOf(a.rec, a.rec.Change(u.latestAt).At)},
		},
		Links: []link{{t.id + " " + t.name, t.url()}},
	}
}

// comment says where and when a technique was tried.
func (a *attack) comment(u *use) string {
	lines := make([]string, 0, len(u.deeds))
	for _, i := range u.deeds {
		lines = append(lines, a.told(&a.deeds[i]))
	}
	return capped(lines, mostLines)
}

// told is a deed in words: "1d 14:32:00 succeeded on Operator station (dso/control/hmi), noticed".
func (a *attack) told(d *deed) string {
	how := " failed on "
	if d.made {
		how = " succeeded on "
	}
	text := clockOf(a.rec, a.rec.Change(d.change).At) + how + nameOf(a.rec, d.entity)
	if d.campaign != none && len(a.campaigns) > 1 {
		text += ", " + nameOf(a.rec, a.campaigns[d.campaign].entity)
	}
	if d.seen {
		text += ", noticed"
	}
	return text
}
