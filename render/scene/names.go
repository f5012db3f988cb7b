package scene

import (
	"cascata/model"
	"cascata/model/trace"
)

// Names knows what entities are called in pictures and reports.
type Names struct {
	rec  *trace.Recording
	real bool
	area []bool // by kind: it stands for the people of a district
}

// NewNames is the names of a recording's entities; with real set, facilities bear their real names where the data has them.
func NewNames(rec *trace.Recording, real bool) *Names { return &Names{rec, real, areas(rec.Stage)} }

// Of is the name of an entity: "Substation 04", or "112 service in Alvalade" for what a whole district shares. Empty for Absent.
func (n *Names) Of(e model.EntityID) string {
	if e < 0 || int(e) >= len(n.rec.Entities) {
		return ""
	}
	ent := &n.rec.Entities[e]
	switch {
	case n.real && ent.Label != "":
		return ent.Label
	case ent.IsAsset() && n.area[ent.Kind] && ent.District >= 0:
		return Capital(n.rec.Kinds[ent.Kind].Title) + " in " + n.rec.Districts[ent.District].Title
	}
	return Capital(ent.Title)
}

// Outcome is what became of the entity of a Change, as the end of a sentence that its name begins: " is out of service"; empty
// when the reason of the Change says it all.
func (n *Names) Outcome(c *trace.Change) string {
	e := &n.rec.Entities[c.Entity]
	what := e.Title
	if e.IsAsset() {
		what = n.rec.Kinds[e.Kind].Title
	}
	if (!e.IsAsset() || n.area[e.Kind]) && plural(what) == what {
		return outcome(c, "are", "")
	}
	return outcome(c, "is", "s")
}

// areas tells the kinds that stand for the people of a district from those with places of their own: minor, and never two
// in one district.
func areas(stage *trace.Stage) []bool {
	many := make([]bool, len(stage.Kinds))
	count := make([]int, len(stage.Kinds))
	seen := make(map[[2]int32]bool)
	for i := range stage.Assets {
		e := &stage.Entities[i]
		k := [2]int32{int32(e.Kind), int32(e.District)}
		many[e.Kind] = many[e.Kind] || seen[k]
		seen[k] = true
		count[e.Kind]++
	}
	out := make([]bool, len(stage.Kinds))
	for i := range out {
		out[i] = stage.Kinds[i].Minor && !many[i] && count[i] > 1 && 2*count[i] > len(stage.Districts)
	}
	return out
}
