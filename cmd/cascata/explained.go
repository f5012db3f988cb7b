package main

import (
	"cascata/model/trace"
	"cascata/sim"
)

// explanationJSON is what explain --json prints: instants in seconds from the start and on the scenario's clock.
type explanationJSON struct {
	Subject      string            `json:"subject"`
	Title        string            `json:"title"`
	Note         string            `json:"note,omitempty"`
	At           float64           `json:"at_s"`
	Clock        string            `json:"at"`
	State        string            `json:"state"`
	Since        float64           `json:"since_s"`
	SinceClock   string            `json:"since"`
	Change       int               `json:"change,omitempty"`
	Value        *int64            `json:"people,omitempty"` // of a figure
	Story        []beatJSON        `json:"story,omitempty"`  // of a call or a patient
	Chain        []stepJSON        `json:"chain"`
	Others       []stepJSON        `json:"also_contributed,omitempty"`
	Contributors []contributorJSON `json:"contributors,omitempty"`
	Origins      []contributorJSON `json:"origins,omitempty"`
	Cone         *coneJSON         `json:"followed,omitempty"`
	Synthetic    string            `json:"synthetic"`
}

// stepJSON is one Change of a chain.
type stepJSON struct {
	Change  int     `json:"change"`
	At      float64 `json:"at_s"`
	Clock   string  `json:"at"`
	Kind    string  `json:"kind"`
	Name    string  `json:"name"`
	Title   string  `json:"title"`
	What    string  `json:"what"`
	Why     string  `json:"why"`
	Cause   string  `json:"cause,omitempty"` // how it contributed to the Change in cause_of
	CauseOf int     `json:"cause_of,omitempty"`
}

type contributorJSON struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	People int64  `json:"people"`
	Change int    `json:"change,omitempty"`
	Why    string `json:"why,omitempty"`
}

// coneJSON is everything that followed.
type coneJSON struct {
	Changes []int32  `json:"changes"`
	Assets  int      `json:"assets"`
	Sectors []string `json:"sectors"`
	People  int64    `json:"people"`
}

func explained(rec *trace.Recording, x *trace.Explanation) *explanationJSON {
	out := &explanationJSON{Subject: x.Subject, Title: x.Title, Note: x.Note, At: secondsAt(x.At), Clock: x.Clock.Text(x.At), State: x.State,
		Since: secondsAt(x.Since), SinceClock: x.Clock.Text(x.Since), Change: x.Change, Chain: stepsOf(rec, x.Clock, x.Chain),
		Others: stepsOf(rec, x.Clock, x.Others), Contributors: contributorsOf(x.Contributors), Origins: contributorsOf(x.Origins), Synthetic: rec.Header.Synthetic}
	for _, s := range x.Story {
		out.Story = append(out.Story, beatJSON{secondsAt(s.At), x.Clock.Text(s.At), s.Text})
	}
	if x.Figure {
		out.Value = &x.Value
	}
	if x.Change > 0 {
		out.Cone = &coneJSON{x.Cone.Numbers, x.Cone.Assets, x.Cone.Sectors, x.Cone.People}
	}
	return out
}

// beatJSON is a step of a patient's story.
type beatJSON struct {
	At    float64 `json:"at_s"`
	Clock string  `json:"at"`
	What  string  `json:"what"`
}

func stepsOf(rec *trace.Recording, clock trace.Clock, steps []trace.Step) []stepJSON {
	out := make([]stepJSON, len(steps))
	for i := range steps {
		s := &steps[i]
		out[i] = stepJSON{Change: s.Number, At: secondsAt(s.At), Clock: clock.Text(s.At), Kind: trace.KindName(rec.Change(s.Number).Kind), Name: s.Name,
			Title: s.Title, What: s.What, Why: s.Sentence, CauseOf: s.Of}
		if s.Of > 0 {
			out[i].Cause = trace.CauseName(s.Cause)
		}
	}
	return out
}

func contributorsOf(parts []trace.Contributor) []contributorJSON {
	var out []contributorJSON
	for _, c := range parts {
		out = append(out, contributorJSON{c.Name, c.Title, c.People, c.Change, c.Sentence})
	}
	return out
}

func secondsAt(t sim.Time) float64 { return t.Sub(0).Seconds() }
