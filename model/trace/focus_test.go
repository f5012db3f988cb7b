package trace

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"cascata/model"
	"cascata/sim"
)

func TestFocus(t *testing.T) {
	r := Example()
	require.Equal(t, model.SectorID(model.Absent), r.Focus(), "people were affected")
	require.Equal(t, PeopleAffected, r.FocusName())

	still := r.Stage.Recorder().Finish(at(1))
	require.Equal(t, model.SectorID(model.Absent), still.Focus(), "nothing happened")

	// By hand, person-hours: power 6,500 people for 5 h, water 6,000 people at half service for as long, telecom 3,000 for 1 h.
	spared := ExampleSpared()
	require.Equal(t, "power", spared.Sectors[spared.Focus()].Name)
	require.Equal(t, "sector/power", spared.FocusName())
	s, key := spared.series(&kpi{sector: spared.Focus(), district: model.Absent})
	require.InDelta(t, 6500*5, personSpan(s, key, spared.Header.End)/3600e9, 1e-6)
}

// Where nobody is affected the chain is that to the hardest-hit sector, in the city and in a district, and the text says so.
func TestExplainPeopleAffectedWhereNobodyIs(t *testing.T) {
	r := ExampleSpared()
	x := explained(t, r, PeopleAffected, Worst)
	require.Equal(t, "sector/power", x.Subject)
	require.Equal(t, "People without power", x.Title)
	require.Equal(t, at(6), x.At)
	require.Equal(t, int64(6500), x.Value)
	require.Equal(t, []int{9, 8, 7, 6, 4, 2, 1}, numbers(x.Chain))
	require.Contains(t, x.Note, "people-affected stays at 0")
	var b bytes.Buffer
	require.NoError(t, x.WriteText(&b))
	require.Contains(t, b.String(), "Nobody lost an essential service (people-affected stays at 0)")

	north := explained(t, r, "people-affected/north", Worst)
	require.Equal(t, "sector/power/north", north.Subject)
	require.Equal(t, "People without power in North", north.Title)
	require.Equal(t, int64(5000), north.Value)

	require.Empty(t, explained(t, r, "sector/telecom", Worst).Note)
	require.Empty(t, explained(t, Example(), PeopleAffected, sim.Time(0)).Note)
}
