package trace

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cascata/model"
	"cascata/sim"
)

func explained(t *testing.T, r *Recording, name string, at sim.Time) *Explanation {
	x, err := Explain(r, name, at)
	require.NoError(t, err)
	return x
}

func numbers(steps []Step) []int {
	var out []int
	for _, s := range steps {
		out = append(out, s.Number)
	}
	return out
}

func TestExplainAsset(t *testing.T) {
	r := Example()
	x := explained(t, r, "telecom/site-01", at(10.5))
	require.Equal(t, "service 0 %", x.State)
	require.Equal(t, at(10)+1e9, x.Since)
	require.Equal(t, []int{21, 20, 11, 9, 8, 7, 6, 4, 2, 1}, numbers(x.Chain))
	require.Equal(t, model.CauseKind(0), x.Chain[0].Cause)
	require.Equal(t, model.CauseBuffer, x.Chain[1].Cause)
	require.Equal(t, 21, x.Chain[1].Of)
	require.Equal(t, model.CauseAll, x.Chain[3].Cause)
	require.Equal(t, Step{Number: 1, At: at(0.5), Entity: x.Chain[9].Entity, Name: "campaign/grid", Title: "Attack on the grid",
		What: "foothold", Sentence: "campaign began", Cause: model.CauseCommand, Of: 2}, x.Chain[9])

	same := explained(t, r, "telecom/site-01", Worst)
	require.Equal(t, at(10)+1e9, same.At)
	require.Equal(t, x.Chain, same.Chain)
	require.Equal(t, x.Chain, explained(t, r, "cell site 01", at(10.5)).Chain, "by title")
	require.Equal(t, "health/hospital-01", explained(t, r, "Invented General", 0).Subject, "by real name")

	require.Equal(t, 29, explained(t, r, "health/hospital-01", at(20)).Change, "in service: its latest Change")
	require.Equal(t, 8, explained(t, r, "power/substation-01", at(7)).Change, "out of service: why, not that a crew is on its way")

	quiet := explained(t, r, "power/substation-02", Worst)
	require.Zero(t, quiet.Change)
	require.Equal(t, sim.Time(0), quiet.Since)
}

func TestExplainStates(t *testing.T) {
	r := Example()
	for _, c := range []struct {
		name, want string
		at         sim.Time
	}{
		{"telecom/site-01", "service 100 %, on buffer until 0d 18:00:01", at(8)},
		{"power/substation-01", "service 0 %, open, no remote control, being restored", at(7)},
		{"dso/control/scada", "held by the attacker", at(7)},
		{"dso/control/scada", "as at the start", at(1)},
		{"campaign/grid", "foothold: campaign began", at(1)},
		{"dso", "decision: Control centre zone isolated", at(7)},
		{"7", "command", 0},
	} {
		require.Equal(t, c.want, explained(t, r, c.name, c.at).State)
	}
}

// What came back in part does not tell why the rest is missing.
func TestTheDecisiveChangeTookTheServiceFromAboveItsLevel(t *testing.T) {
	type change struct {
		from, to float64
		kind     model.ChangeKind
	}
	const service = model.KindService
	for _, c := range []struct {
		name             string
		changes          []change
		latest, decisive int
	}{
		{"nothing", nil, 0, 0},
		{"a fall", []change{{1, 0.5, service}}, 1, 1},
		{"a fall and a crew", []change{{1, 0.5, service}, {0, 1, model.KindRepair}}, 1, 1},
		{"two falls", []change{{1, 0.5, service}, {0.5, 0, service}}, 2, 2},
		{"back in part, of one fall", []change{{1, 0.25, service}, {0.25, 0.5, service}}, 2, 1},
		{"back to between two falls", []change{{1, 0.75, service}, {0.75, 0, service}, {0, 0.5, service}}, 3, 2},
		{"back to the first of two falls", []change{{1, 0.75, service}, {0.75, 0, service}, {0, 0.75, service}}, 3, 1},
		{"all back", []change{{1, 0.5, service}, {0.5, 1, service}}, 2, 2},
		{"all back and a command", []change{{1, 0.5, service}, {0.5, 1, service}, {1, 1, model.KindCommand}}, 3, 3},
		{"down again after all was back", []change{{1, 0, service}, {0, 1, service}, {1, 0.5, service}}, 3, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := decision{open: true}
			for i := len(c.changes) - 1; i >= 0 && d.open; i-- {
				x := c.changes[i]
				d.see(i+1, &Change{Kind: x.kind, From: model.LevelOf(x.from), To: model.LevelOf(x.to)})
			}
			require.Equal(t, [2]int{c.latest, c.decisive}, [2]int{d.latest, d.decisive})
		})
	}
}

func TestExplainCone(t *testing.T) {
	r := Example()
	x := explained(t, r, "7", 0)
	require.Equal(t, []int{7, 6, 4, 2, 1}, numbers(x.Chain))
	// By hand: all that is not before the Command, nor the detection (5), nor the data (19).
	want := []int32{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32}
	require.Equal(t, want, x.Cone.Numbers)
	require.Equal(t, 5, x.Cone.Assets)
	require.Equal(t, []string{"power", "telecom", "water"}, x.Cone.Sectors)
	require.Equal(t, int64(5000+1500+1000), x.Cone.People) // load-01 whole, load-02 half, site-01 in the east

	fallen := explained(t, r, "20", 0)
	require.Equal(t, int64(3000), fallen.Cone.People) // the site serves 1000 in the east and 2000 in the north

	awareness := explained(t, r, "15", 0)
	require.Equal(t, []int{15, 5, 4, 2, 1}, numbers(awareness.Chain))
	require.Equal(t, []int{9}, numbers(awareness.Others))
	require.Equal(t, 15, awareness.Others[0].Of)
}

func TestExplainKPI(t *testing.T) {
	r := Example()
	x := explained(t, r, PeopleAffected, Worst)
	require.Equal(t, at(10)+1e9, x.At)
	require.Equal(t, int64(7500), x.Value)
	require.Equal(t, []Contributor{
		{assetLoad1, "power/load-01", "Load node 01", 5000, 9, "no path from any source (Substation 01)"},
		{assetLoad2, "power/load-02", "Load node 02", 1500, 10, "too little capacity on the way from Substation 01"},
		{assetSite1, "telecom/site-01", "Cell site 01", 1000, 21, "power: buffer empty after 4h (without Load node 01)"},
	}, x.Contributors)
	require.Equal(t, []Contributor{
		{assetSub1, "power/substation-01", "Substation 01", 7500, 7, "opened by Attack on the grid"},
	}, x.Origins, "all three go back to one Command")
	require.Equal(t, []int{9, 8, 7, 6, 4, 2, 1}, numbers(x.Chain))

	require.Equal(t, int64(1000), explained(t, r, "people-affected/east", at(10.5)).Value)
	require.Equal(t, int64(3000), explained(t, r, "sector/telecom", at(10.5)).Value)
	require.Equal(t, int64(2000), explained(t, r, "sector/telecom/north", at(10.5)).Value)
	calm := explained(t, r, "sector/health", Worst)
	require.Zero(t, calm.Value)
	require.Empty(t, calm.Contributors)
}

func TestUnknownNames(t *testing.T) {
	r := Example()
	for name, want := range map[string]string{
		"Power":                `did you mean "sector/power"?`,
		"power/load-04":        `nothing here is called "power/load-04": did you mean "power/load-01"?`,
		"nonsense":             `nothing here is called "nonsense": write the path or title of an asset`,
		"people-afected":       `did you mean "people-affected"?`,
		"sector/watr":          `there is no sector "watr": did you mean "water"?`,
		"sector/water/nort":    `there is no district "nort": did you mean "north"?`,
		"people-affected/west": `there is no district "west": did you mean "east"?`,
		"0":                    "there is no Change 0: this run has Changes 1 to 32",
		"33":                   "there is no Change 33: this run has Changes 1 to 32",
		"#99":                  "there is no Change 99",
	} {
		_, err := Explain(r, name, 0)
		require.ErrorContains(t, err, want)
	}
	_, err := Explain(r, "load node", 0)
	require.Error(t, err)
}

// A title of several things is no unknown name: the answer lists their paths.
func TestSharedTitles(t *testing.T) {
	r := Example()
	for i := range 7 {
		r.Entities[i].Title = "Thing"
	}
	_, err := Explain(r, "thing", 0)
	require.EqualError(t, err, `"thing" is the title of 7 things: write the path of one: health/hospital-01, power/line-01, `+
		`power/line-02, power/load-01, power/load-02 and 2 more`)
	for i := range 5 {
		r.Entities[i].Title = ""
	}
	_, err = Explain(r, "Thing", 0)
	require.EqualError(t, err, `"Thing" is the title of 2 things: write the path of one: power/load-03, power/substation-01`)
}

// The parts of a KPI add up to it at every moment of any run, and every chain goes back in time to a Change without causes.
func TestPartsAddUp(t *testing.T) {
	stage := NewStage(exampleRoster())
	rapid.Check(t, func(t *rapid.T) {
		r := longRecording(stage, rapid.IntRange(1, 300).Draw(t, "n"), rapid.Uint64().Draw(t, "seed"))
		at := sim.Time(rapid.IntRange(0, 300).Draw(t, "at"))
		for _, name := range []string{PeopleAffected, "people-affected/north", "sector/power", "sector/water/south"} {
			x, err := Explain(r, name, at)
			require.NoError(t, err)
			sum := int64(0)
			for i, c := range x.Contributors {
				sum += c.People
				require.Positive(t, c.People)
				require.True(t, i == 0 || c.People <= x.Contributors[i-1].People)
			}
			require.Equal(t, x.Value, sum, name)
			for _, c := range x.Origins {
				sum -= c.People
				require.True(t, r.Change(c.Change).Kind == model.KindCommand || len(r.Causes(c.Change)) == 0)
			}
			require.Zero(t, sum, name)
		}
		n := rapid.IntRange(1, len(r.Changes)).Draw(t, "change")
		chain := r.Chain(n)
		require.Equal(t, len(chain)-1, r.Depth(n))
		for i := 1; i < len(chain); i++ {
			require.Less(t, chain[i], chain[i-1])
			require.Contains(t, r.Effects(chain[i]), int32(chain[i-1]))
		}
		require.Empty(t, r.Causes(chain[len(chain)-1]))
	})
}

func TestGoldenExplanations(t *testing.T) {
	r := Example()
	var b bytes.Buffer
	for _, c := range []struct {
		name string
		at   sim.Time
	}{{"telecom/site-01", at(10.5)}, {PeopleAffected, Worst}, {"15", 0}, {"power/substation-02", at(3)}, {"sector/health", 0}} {
		require.NoError(t, explained(t, r, c.name, c.at).WriteText(&b))
		b.WriteString("\n----\n")
	}
	requireGolden(t, "explanations.txt", b.String())
}
