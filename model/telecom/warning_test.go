package telecom

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"cascata/model"
	"cascata/model/trace"
	"cascata/sim"
)

// Two districts of 3,000 and 1,000 people; the first falls to a half at 2, to 0 at 6, the second is out from 0 to 4, and back.
func TestWarned(t *testing.T) {
	service := func(at int64, e model.EntityID, to float64) trace.Change {
		return trace.Change{At: sim.Time(at), Entity: e, Kind: model.KindService, To: model.LevelOf(to)}
	}
	rec := &trace.Recording{Stage: &trace.Stage{Kinds: []trace.Kind{{Name: "telecom/area"}, {Name: "telecom/reach"}}, Assets: 3,
		Districts: []model.District{{Residents: 3000}, {Residents: 1000}},
		Entities:  []trace.Entity{{District: 0}, {District: 1}, {Kind: 1}}},
		Changes: []trace.Change{service(0, 1, 0), service(1, 2, 0), service(2, 0, 0.5), service(4, 1, 1), service(6, 0, 0)}}
	for _, c := range []struct {
		from, until int64
		want        float64
	}{
		{0, 2, 0.75}, {0, 4, 0.75 * 0.75}, {4, 8, 0.75*0.25 + 0.25}, {8, 9, 0.25}, {1, 5, 0.75*(1+1.5)/4 + 0.25*1/4}, {5, 5, 0}, {5, 4, 0},
	} {
		assert.InDelta(t, WarningNormal*c.want, Warned(rec, sim.Time(c.from), sim.Time(c.until)), 1e-9, "%d to %d", c.from, c.until)
	}
	rec.Entities = rec.Entities[2:]
	rec.Assets = 1
	assert.Zero(t, Warned(rec, 0, 1), "a city without mobile coverage")
}
