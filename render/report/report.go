package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"cascata/model"
	"cascata/model/measure"
	"cascata/model/resilience"
	"cascata/model/trace"
	"cascata/render/scene"
	"cascata/sim"
)

// Options says what the page shows besides the recording. The zero value is fine.
type Options struct {
	Version   string // of the program that writes the page; empty = the one that made the run
	RealNames bool   // show the names of real facilities where the data has them
	TraceHash string // SHA-256 of the recording [hex]; may be empty
	Measures  []measure.InForce
}

//go:embed page.html
var pageText string

// Write writes the page. It returns the errors of w and of a recording that cannot be drawn.
func Write(w io.Writer, rec *trace.Recording, opt Options) error {
	if opt.Version == "" {
		opt.Version = rec.Header.Program
	}
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return fmt.Errorf("report: the template: %w", err)
	}
	p, err := newPage(rec, opt)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	if err := t.Execute(b, p); err != nil {
		return fmt.Errorf("report: writing the page: %w", err)
	}
	return b.Flush()
}

// page is what the template shows.
type page struct {
	City, Scenario           string
	Synthetic, Attribution   string
	ModelledOn, Invented     string
	Sets                     []string
	Style                    template.CSS
	Lead, Lack               string // the run in two sentences; what the districts are filled by the lack of
	Headline                 []number
	Outlines                 []outline
	Figures                  []figure
	States, Shares, Sectors  []key
	Curves                   template.HTML
	Functions                []function
	Chains                   []chain
	Measures, Losses, Course []metric // of the two ledgers, and how attack and defence went
	Patients                 []ward
	Incidents                []incident
	Calls                    []callRow
	Unanswered               []unansweredRow
	LogFull                  bool    // calls came that the record does not hold
	Deadlines                []entry // those that are no legal clocks
	Parties                  []party
	Duties                   []metric // how many clocks were met
	Aware                    []entry
	Parameters               []model.Parameter
	Bought                   *bought // nil: no measures
	Facts                    []fact
}

type number struct{ Label, Value, Note string }

type outline struct {
	ID   string
	Data string
}

type figure struct {
	ID, Title, Clock, Elapsed, Text string
	SVG                             template.HTML
}

type key struct {
	SVG  template.HTML
	Text string
}

type fact struct{ Name, Value string }

func newPage(rec *trace.Recording, opt Options) (*page, error) {
	all, names := figures(resilience.All(rec)), scene.NewNames(rec, opt.RealNames)
	p := &page{
		City: rec.Header.CityTitle, Scenario: rec.Header.ScenarioTitle,
		Synthetic: rec.Header.Synthetic, Attribution: rec.Header.Attribution,
		ModelledOn: rec.Header.ModelledOn, Invented: rec.Header.Invented, Sets: rec.Header.Sets,
		Style: style(), Lead: lead(rec), Lack: lack(rec), Headline: headline(rec, all),
		Functions: functions(rec, all), Calls: callRows(rec), Unanswered: unanswered(rec, names), LogFull: logFull(rec), Patients: wards(rec, names), Chains: chains(rec, names, all), Incidents: incidents(rec, names),
		Deadlines: deadlines(rec, names), Parties: parties(rec, names), Duties: metrics(all, resilience.Law), Aware: entries(rec, names, model.KindAwareness),
		Parameters: rec.Parameters, Facts: facts(rec, opt), Bought: boughtOf(opt.Measures, all),
		Measures: metrics(all, resilience.Functions), Losses: metrics(all, resilience.Data), Course: metrics(all, resilience.Course),
	}
	if p.City == "" {
		p.City = rec.Header.City
	}
	if p.Scenario == "" {
		p.Scenario = rec.Header.Scenario
	}
	shared := &outlines{ids: map[string]int{}}
	if err := p.draw(rec, names, opt, shared); err != nil {
		return nil, err
	}
	for i, data := range shared.list {
		p.Outlines = append(p.Outlines, outline{fmt.Sprintf("o%d", i), data})
	}
	return p, nil
}

// lack is what the filled districts of the maps lack.
func lack(rec *trace.Recording) string {
	if l := lossOf(rec); l.sector != model.Absent {
		return l.what
	}
	return "at least one essential service"
}

// mapWidth and mapHeight are the size of a map on the page [px].
const mapWidth, mapHeight, curvesWidth = 760, 640, 1120

// draw makes the maps of the key moments, the legend and the curves.
func (p *page) draw(rec *trace.Recording, names *scene.Names, opt Options, shared *outlines) error {
	for i, m := range Moments(rec) {
		pic, err := scene.Draw(rec, m.At, scene.Options{Width: mapWidth, Height: mapHeight, Theme: scene.Light, MapOnly: true,
			RealNames: opt.RealNames})
		if err != nil {
			return fmt.Errorf("report: %s: %w", m.Title, err)
		}
		p.Figures = append(p.Figures, figure{
			ID: fmt.Sprintf("moment-%d", i+1), Title: m.Title, Clock: clock(rec, m.At), Elapsed: scene.Elapsed(m.At),
			Text: momentText(rec, names, m), SVG: inline(pic, shared),
		})
	}
	p.legend()
	p.Curves = inline(scene.Curves(rec, curvesWidth, scene.Light), shared)
	return nil
}

// inline is a picture as an element of the page.
func inline(pic *scene.Picture, shared *outlines) template.HTML {
	var b strings.Builder
	d := drawer{b: &b, theme: pic.Theme, shared: shared, classes: true}
	d.open(pic, "")
	d.items(pic.Items)
	b.WriteString("</svg>")
	return template.HTML(b.String()) // every text in it was escaped by the drawer
}

// legend explains glyphs and hatches; the shapes are those of the maps.
func (p *page) legend() {
	for s := scene.Normal; s <= scene.Restoring; s++ {
		it := scene.Item{Kind: scene.Glyph, At: scene.Point{X: 16, Y: 16}, Size: 15, Shape: "circle", State: s, Left: 0.65}
		p.States = append(p.States, key{inline(&scene.Picture{W: 32, H: 32, Theme: scene.Light, Title: s.String(), Items: []scene.Item{it}}, nil), s.String()})
	}
}

// style is the dark half of the palette: the light half stands in the pictures themselves.
func style() template.CSS {
	var b strings.Builder
	b.WriteString("@media screen and (prefers-color-scheme: dark){")
	for _, i := range scene.Inks() {
		c := scene.Dark.Colour(i)
		fmt.Fprintf(&b, ".f-%s{fill:#%02X%02X%02X}.s-%s{stroke:#%02X%02X%02X}", i, c.R, c.G, c.B, i, c.R, c.G, c.B)
	}
	b.WriteString("}")
	return template.CSS(b.String())
}

// clock is an instant on the scenario's clock: "day 0, 14:32".
func clock(rec *trace.Recording, t sim.Time) string {
	text := rec.Clock().Text(t)
	d, hours, ok := strings.Cut(text, "d ")
	if !ok {
		return text
	}
	return "day " + d + ", " + hours[:min(5, len(hours))]
}
