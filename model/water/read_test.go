package water

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

//go:embed testdata/*.inp
var files embed.FS

// load reads a file of testdata.
func load(t testing.TB, name string) *Network {
	t.Helper()
	text, err := files.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return parse(t, string(text))
}

func parse(t testing.TB, text string) *Network {
	t.Helper()
	n, err := Read(strings.NewReader(text), "x.inp")
	require.NoError(t, err)
	return n
}

const small = `[JUNCTIONS]
 J1 10 5
[RESERVOIRS]
 R 50
[PIPES]
 P R J1 100 200 100
[OPTIONS]
 UNITS LPS
`

func TestReadFindsEveryFault(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown section", small + "[JUNKTIONS]\n", `x.inp:9:1: unknown section [JUNKTIONS]; did you mean "JUNCTIONS"?`},
		{"leakage", small + "[LEAKAGE]\nP 1 1\n", "x.inp:10:1: leakage of pipes is not modelled"},
		{"not a number", strings.Replace(small, "J1 10 5", "J1 ten 5", 1), `x.inp:2:5: elevation "ten" is not a number`},
		{"NaN", strings.Replace(small, "J1 10", "J1 NaN", 1), `x.inp:2:5: elevation "NaN" is out of range`},
		{"1e308", strings.Replace(small, "J1 10", "J1 1e308", 1), `x.inp:2:5: elevation "1e308" is out of range`},
		{"twice", small + "[JUNCTIONS]\nJ1 3\n", `x.inp:10:1: node "J1" stands in line 2 already`},
		{"missing node", strings.Replace(small, "P R J1", "P R J2", 1), `x.inp:6:6: node "J2" does not exist; did you mean "J1"?`},
		{"zero length", strings.Replace(small, "100 200", "0 200", 1), "x.inp:6:9: length is 0; write a number above 0"},
		{"negative diameter", strings.Replace(small, "100 200", "100 -200", 1), "x.inp:6:13: diameter is -200"},
		{"truncated row", strings.Replace(small, " 100 200 100", " 100", 1), "x.inp:6:12: diameter is missing"},
		{"no source", strings.Replace(small, "[RESERVOIRS]", "[JUNCTIONS]", 1), "network has no reservoir and no tank"},
		{"short control", small + "[CONTROLS]\nLINK P OPEN AT\n", "x.inp:10:1: control has 4 words, at least 6 are needed"},
		{"control of nobody", small + "[CONTROLS]\nLINK Q OPEN AT TIME 1\n", `x.inp:10:6: link "Q" does not exist`},
		{"broken time", small + "[CONTROLS]\nLINK P OPEN AT TIME 1:2:3:4\n", `x.inp:10:21: "1:2:3:4" is no time`},
		{"clause", small + "[RULES]\nRULE 1\nTHEN LINK P STATUS IS OPEN\n", `x.inp:11:1: clause "THEN" does not belong here`},
		{"premise", small + "[RULES]\nRULE 1\nIF NODE J1 DEPTH > 3\n", `x.inp:11:12: variable "DEPTH" is unknown here`},
		{"unknown option", strings.Replace(small, "UNITS", "UNITZ", 1), `x.inp:8:2: unknown option "UNITZ"; did you mean "UNITS"?`},
		{"unknown unit", strings.Replace(small, "LPS", "LPZ", 1), `x.inp:8:8: unit of flow "LPZ" is unknown`},
		{"pump without curve", small + "[PUMPS]\nU R J1 SPEED 1\n", `x.inp:10: pump "U" has neither curve nor power`},
		{"rising pump curve", small + "[PUMPS]\nU R J1 HEAD C\n[CURVES]\nC 0 1\nC 1 2\n", `x.inp:12: curve "C" of pump "U" is no pump curve`},
		{"curve goes back", small + "[CURVES]\nC 1 1\nC 1 2\n", `x.inp:11:3: x values of curve "C" do not ascend`},
		{"valve at a source", small + "[VALVES]\nV R J1 100 PRV 20 0\n", `x.inp:10: PRV "V" touches "R", whose head is fixed`},
		{"loop", strings.Replace(small, "P R J1", "P R R", 1), `x.inp:6:6: link "P" begins and ends at "R"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.text), "x.inp")
			var faults model.Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func TestReadReportsAllFaultsAtOnce(t *testing.T) {
	_, err := Read(strings.NewReader("[JUNCTIONS]\n A x\n B y\n[PIPES]\n P A C 0 1 1\n"), "x.inp")
	require.Error(t, err)
	assert.Equal(t, 5, len(strings.Split(err.Error(), "\n")), "%v", err)
}

func TestReadTakesWhatEPANETTakes(t *testing.T) {
	text := "\xef\xbb\xbf[junc]\r\n J1,10\t5 ;c\r\n \"J 2\" 0\r\n[RESERVOIR]\nR\xe9 50 H\n[PATT]\nH 1\n 1 2\n1 3\nH 2\n[PIPES]\nP1 R\xe9 J1 1 1 1\nP2 J1 \"J 2\" 1 1 1 cv\n" +
		"[TIMES]\n duration 24\n Hydraulic Timestep 30 min\n Start ClockTime 12 am\n Pattern Timestep 1:30:30\n[options]\nunits cms\n[END]\n[NONSENSE]\n"
	n := parse(t, text)
	assert.Equal(t, "J 2", n.Nodes[1].ID)
	assert.Equal(t, "R\xe9", n.Nodes[2].ID)
	assert.Equal(t, []float64{2, 3}, n.Patterns[1].Factors)
	assert.Equal(t, []Demand{{Base: 5, Pattern: 1}}, n.Nodes[0].Demands)
	assert.Equal(t, CheckPipe, n.Links[1].Kind)
	assert.Equal(t, Times{Duration: 86400, HydraulicStep: 1800, PatternStep: 5430}, n.Times)
	assert.True(t, n.Options.Units.Metric())
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		text, unit string
		want       float64
		ok         bool
	}{{"24", "", 24, true}, {"1:30", "", 1.5, true}, {"0:0:36", "", 0.01, true}, {"90", "MIN", 1.5, true}, {"2", "days", 48, true}, {"12", "AM", 0, true},
		{"12:30", "pm", 12.5, true}, {"1", "PM", 13, true}, {"13", "PM", 0, false}, {"1:30", "MIN", 0, false}, {"x", "", 0, false}, {"-1", "", 0, false}} {
		h, ok := hours(c.text, c.unit)
		assert.Equal(t, c.ok, ok, "%s %s", c.text, c.unit)
		if ok {
			assert.InDelta(t, c.want, h, 1e-12, "%s %s", c.text, c.unit)
		}
	}
}

func TestOnlyFortyWordsCount(t *testing.T) {
	n := parse(t, small+"[PATTERNS]\nA "+strings.Repeat("1 ", 50)+"\n")
	assert.Len(t, n.Patterns[0].Factors, 39)
	assert.Len(t, n.Warnings, 2, "and the file does not say where it ends")
}

// TestFileThatMayBeCutOff: a file is complete when it says where it ends; one that stops between two lines reads as well and may lack the rest.
func TestFileThatMayBeCutOff(t *testing.T) {
	assert.Empty(t, parse(t, small+"[END]\n").Warnings)
	assert.Empty(t, parse(t, small+"[END]").Warnings)
	n := parse(t, small)
	require.Len(t, n.Warnings, 1)
	assert.Equal(t, strings.Count(small, "\n")+1, n.Warnings[0].Line)
	assert.Contains(t, n.Warnings[0].String(), "the file ends without [END], as one that was cut off does")
}

func TestMillionEmptyLines(t *testing.T) {
	n, err := Read(io.MultiReader(strings.NewReader(strings.Repeat("\n", 1_000_000)), strings.NewReader(small)), "x.inp")
	require.NoError(t, err)
	assert.Len(t, n.Links, 1)
}

func TestWriteIsReadBack(t *testing.T) {
	for _, name := range []string{"Net1.inp", "town.inp"} {
		n := load(t, name)
		var first, second bytes.Buffer
		require.NoError(t, n.Write(&first))
		back := parse(t, first.String())
		require.NoError(t, back.Write(&second))
		assert.Equal(t, first.String(), second.String(), name)
		assert.Equal(t, plain(n), plain(back), name)
	}
}

// plain is a network without what only says where things stood.
func plain(n *Network) *Network {
	c := *n
	c.Nodes, c.Links, c.Curves = append([]Node(nil), n.Nodes...), append([]Link(nil), n.Links...), append([]Curve(nil), n.Curves...)
	for i := range c.Nodes {
		c.Nodes[i].line = 0
	}
	for i := range c.Links {
		c.Links[i].line = 0
	}
	for i := range c.Curves {
		c.Curves[i].line = 0
	}
	c.Warnings = nil
	return &c
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"Net1.inp", "town.inp"} {
		text, err := files.ReadFile("testdata/" + name)
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add(small)
	f.Add(small + "[RULES]\nRULE 1\nIF SYSTEM TIME > 3\nOR LINK P STATUS IS OPEN\nTHEN LINK P STATUS IS CLOSED\nELSE PIPE P SETTING IS 1\nPRIORITY 2\n")
	f.Add(small + "[TANKS]\nT 1 2 1 3 4 0 C YES\n[CURVES]\nC 0 0\nC 5 9\n[VALVES]\nG J1 T 1 GPV C 0\n[EMITTERS]\nJ1 2\n[STATUS]\nP CLOSED\nG OPEN\n")
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Read(strings.NewReader(text), "x.inp")
		if err != nil {
			return
		}
		var first, second bytes.Buffer
		require.NoError(t, n.Write(&first))
		back, err := Read(bytes.NewReader(first.Bytes()), "y.inp")
		require.NoError(t, err, "%s", first.String())
		require.NoError(t, back.Write(&second))
		require.Equal(t, first.String(), second.String())
		if len(n.Nodes)+len(n.Links) > 500 {
			return
		}
		n.Options.ExtraTrials, n.Options.Accuracy = min(n.Options.ExtraTrials, 5), min(n.Options.Accuracy, 1e-5) // time is short
		spec, err := NewSpec(n, Settings{Trials: 20, Duration: min(n.Times.Duration+1, 7200)})
		if err != nil {
			return
		}
		run := spec.NewRun()
		for i := 0; i < 20; i++ {
			_ = run.Solve() // may not balance
			require.True(t, run.finite())
			if run.Advance() == 0 {
				break
			}
		}
	})
}
