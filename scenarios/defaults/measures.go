package defaults

import (
	_ "embed" // measures.toml
	"strings"

	"cascata/model"
	"cascata/model/measure"
	"cascata/scenarios/strict"
)

//go:embed measures.toml
var measuresTOML []byte

// Measures is the shipped catalogue of measures, by id.
func Measures() ([]measure.Measure, error) {
	var faults model.Faults
	list := readMeasures("measures.toml", measuresTOML, &faults)
	return list, faults.Err()
}

type measureEntry struct {
	Title       string        `toml:"title,required"`
	Doc         string        `toml:"doc,required"`
	Stage       string        `toml:"stage,required"`
	Family      string        `toml:"family,required"`
	Strength    strengthEntry `toml:"strength,required"`
	Buy         costEntry     `toml:"buy,required"`
	Yearly      costEntry     `toml:"yearly,required"`
	AddsSurface bool          `toml:"adds_surface"`
	Effects     []effectEntry `toml:"effects,required"`
}

type strengthEntry struct {
	Unit  string  `toml:"unit,required"`
	Usual float64 `toml:"usual,required" in:"(0,1000000]"`
	Most  float64 `toml:"most,required" in:"(0,1000000]"`
}

type costEntry struct {
	EUR float64 `toml:"eur,required" in:"[0,1000000000]"`
	Per string  `toml:"per,required"`
}

type effectEntry struct {
	Parameter  string    `toml:"parameter,required"`
	Value      float64   `toml:"value,required"`
	Range      []float64 `toml:"range,required"`
	Techniques []string  `toml:"techniques"`
	Zones      []string  `toml:"zones"`
	From       string    `toml:"from"`
	Needs      []string  `toml:"needs"`
	Kinds      []string  `toml:"kinds"`
	Source     string    `toml:"source,required"`
	Confidence string    `toml:"confidence,required"`
}

// readMeasures reads a catalogue of measures and reports everything that is wrong with it.
func readMeasures(name string, text []byte, faults *model.Faults) []measure.Measure {
	var file struct {
		Sources map[string]string       `toml:"sources"`
		Measure map[string]measureEntry `toml:"measure"`
	}
	doc := strict.Parse(name, text)
	before := len(*faults)
	collect(faults, doc.Decode(&file))
	if len(*faults) > before {
		return nil // what follows from it would be said again
	}
	var list []measure.Measure
	for _, id := range sortedKeys(file.Measure) {
		e := file.Measure[id]
		m := measure.Measure{ID: id, Title: e.Title, Doc: e.Doc, Stage: e.Stage, Family: e.Family, Strength: measure.Strength(e.Strength),
			Buy: measure.Cost(e.Buy), Yearly: measure.Cost(e.Yearly), CostSource: file.Sources["costs"], AddsSurface: e.AddsSurface}
		for i := range e.Effects {
			m.Effects = append(m.Effects, readEffect(doc, &e.Effects[i], strict.Path("measure", id, "effects", i), file.Sources, faults))
		}
		if strings.ContainsAny(id, "@=, ") {
			doc.Fault(faults, strict.Path("measure", id), "write letters, digits and hyphens", "%q is no name of a measure", id)
		}
		for _, what := range m.Check() {
			doc.Fault(faults, strict.Path("measure", id), "", "%s: %s", id, what)
		}
		list = append(list, m)
	}
	return list
}

func readEffect(doc *strict.Doc, e *effectEntry, at string, sources map[string]string, faults *model.Faults) measure.Effect {
	out := measure.Effect{Parameter: e.Parameter, Value: e.Value, Low: e.Value, High: e.Value, Techniques: e.Techniques, Zones: e.Zones, From: e.From,
		Needs: e.Needs, Kinds: e.Kinds, Source: sources[e.Source], Confidence: e.Confidence}
	if len(e.Range) == 2 {
		out.Low, out.High = e.Range[0], e.Range[1]
	} else {
		doc.Fault(faults, at+".range", "write [low, high]", "a range has two ends, this one has %d", len(e.Range))
	}
	if out.Source == "" {
		doc.Fault(faults, at+".source", model.DidYouMean(e.Source, sortedKeys(sources)), "unknown source %q", e.Source)
		out.Source = e.Source // said once
	}
	return out
}
