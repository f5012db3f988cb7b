package telecom

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// A district of 100 people loses half of its service at 1 h and all of it from 2 h to 4 h, another of 300 keeps it. By hand, of messages from 1 to 3 h.
func TestWarningIsRepeated(t *testing.T) {
	const h = sim.Time(time.Hour)
	rec := &trace.Recording{Stage: &trace.Stage{Kinds: []trace.Kind{{Name: "telecom/area"}}, Assets: 2,
		Districts: []model.District{{Residents: 100}, {Residents: 300}}, Entities: []trace.Entity{{District: 0}, {District: 1}}}}
	for _, c := range []past{{h, 0.5}, {2 * h, 0}, {4 * h, 1}} {
		rec.Changes = append(rec.Changes, trace.Change{At: c.at, Kind: model.KindService, To: model.LevelOf(c.level)})
	}
	cases := []struct {
		name  string
		w     Warning
		at    sim.Time
		small float64 // share reached of the first district
		large float64 // and of the second
	}{
		{"once", Warning{From: h, Until: 3 * h}, 5 * h, 0.25, 1},
		{"half way", Warning{From: h, Until: 3 * h}, 2 * h, 0.25, 0.5},
		{"again until it is delivered", Warning{From: h, Until: 3 * h, Again: time.Minute, Valid: 6 * time.Hour}, 5 * h, 1, 1},
		{"expired before service is back", Warning{From: h, Until: 3 * h, Again: time.Minute, Valid: 30 * time.Minute}, 5 * h, 0.25, 1},
		{"those of the last hour live to see it", Warning{From: h, Until: 3 * h, Again: time.Minute, Valid: 2 * time.Hour}, 5 * h, 0.75, 1},
		{"not yet", Warning{From: h, Until: 3 * h, Again: time.Minute, Valid: 6 * time.Hour}, h - 1, 0, 0},
		{"an empty span", Warning{From: h, Until: h}, 5 * h, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.InDelta(t, WarningNormal*(0.25*c.small+0.75*c.large), c.w.Delivered(rec, c.at), 0.003)
		})
	}
	once := Warning{From: h, Until: 3 * h}
	require.InDelta(t, Warned(rec, h, 3*h), once.Delivered(rec, 5*h), 0.003, "sent once it is Warned")
}
