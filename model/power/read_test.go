package power

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"cascata/model"
)

const small = `function mpc = small
% two buses, one line
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
	1 3 0 0 0 0 1 1 0 230 1 1.1 0.9;
	2 1 50 10 0 0 1 1 0 230 1 1.1 0.9;
];
mpc.gen = [ 1 0 0 Inf -Inf 1 100 1 200 0 ];
mpc.branch = [ 1, 2, 0.01, 0.1, 0, 40, 0, 0, 0, 0, 1, -360, 360 ];
mpc.gencost = [ 2 0 0 3 0.1 10 0 ];
`

const first = `function [baseMVA, bus, gen, branch, areas, gencost] = old
baseMVA = 1e2;
bus = [ 7 3 0 0 0 0 1 1 0 230 1 1.1 0.9
	9 1 5.e1 1d1 0 0 1 1 ... what follows is ignored
	0 230 1 1.1 0.9 ]; # Octave's comment
%{
bus = [ 1 ];
%}
gen = [7 0 0 10 -10 1 100 1 200 0];
branch = [7 9 .01 .1 0 40 0 0 0 0 1];
areas = [1 7];
`

func TestReadVersions(t *testing.T) {
	for name, text := range map[string]string{"version 2": small, "version 1": first} {
		t.Run(name, func(t *testing.T) {
			c, err := Read("x.m", strings.NewReader(text))
			require.NoError(t, err)
			require.Len(t, c.Buses, 2)
			assert.Equal(t, 50.0, c.Buses[1].Pd)
			assert.Equal(t, 10.0, c.Buses[1].Qd)
			assert.Equal(t, 0.1, c.Branches[0].X)
			assert.Equal(t, -360.0, c.Branches[0].AngMin)
			assert.Equal(t, 100.0, c.BaseMVA)
			g, err := NewGrid(c)
			require.NoError(t, err)
			assert.InDelta(t, 50, g.NewState().Flow(0), 1e-12)
			written(t, c)
		})
	}
}

// written: what is written reads as the same case.
func written(t *testing.T, c *Case) {
	var b bytes.Buffer
	require.NoError(t, c.Write(&b))
	again, err := Read("x.m", bytes.NewReader(b.Bytes()))
	require.NoError(t, err, b.String())
	for _, k := range []*Case{c, again} { // NaN in a column that nothing reads is no difference
		for i := range k.Gens {
			if math.IsNaN(k.Gens[i].MBase) {
				k.Gens[i].MBase = 0
			}
		}
	}
	require.Equal(t, c, again)
}

func TestWriteEveryReference(t *testing.T) {
	for _, name := range cases(t) {
		written(t, load(t, name))
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"truncated":           {small[:strings.Index(small, "mpc.gen")-5], "x.m:7:1: the file ends inside the table bus"},
		"no base":             {strings.Replace(small, "mpc.baseMVA", "mpc.other", 1), "baseMVA is missing"},
		"negative base":       {strings.Replace(small, "= 100", "= -100", 1), "x.m:4:1: baseMVA is -100"},
		"not a number":        {strings.Replace(small, "50", "NaN", 1), "x.m:7:6: Pd of row 2 of bus is NaN"},
		"huge":                {strings.Replace(small, "50", "1e308", 1), "Pd of row 2 of bus is 1e+308"},
		"huger":               {strings.Replace(small, "50", "1e999", 1), "Pd of row 2 of bus is +Inf"},
		"twice":               {strings.Replace(small, "\t2 1", "\t1 1", 1), "x.m:7:2: bus 1 is row 1 already"},
		"missing bus":         {strings.Replace(small, "[ 1, 2", "[ 1, 3", 1), "row 1 of branch is at bus 3, which does not exist"},
		"loop":                {strings.Replace(small, "[ 1, 2", "[ 2, 2", 1), "row 1 of branch joins bus 2 to itself"},
		"no impedance":        {strings.Replace(small, "0.01, 0.1", "0, 0", 1), "neither resistance nor reactance"},
		"ragged":              {strings.Replace(small, "50 10 0", "50 10", 1), "x.m:7:2: row of bus with 12 columns; the rows above have 13"},
		"too few columns":     {strings.Replace(small, "1, 2, 0.01, 0.1, 0, 40, 0, 0, 0, 0, 1, -360, 360", "1 2 3", 1), "branch has 3 columns; at least 11"},
		"expression":          {strings.Replace(small, "0.01,", "1/100,", 1), "\"/\" is not a number"},
		"statement":           {small + "mpc.branch(:,3) = mpc.branch(:,3) / 2;\n", "x.m:12:1: mpc.branch is not assigned a number or a table"},
		"function":            {small + "mpc = scale_load(2, mpc);\n", "the whole struct mpc is assigned"},
		"imaginary":           {strings.Replace(small, "50", "50i", 1), "\"50i\" is not a number"},
		"cost too long":       {strings.Replace(small, "2 0 0 3 0.1", "2 0 0 9 0.1", 1), "row 1 of gencost announces 9 values"},
		"version 3":           {strings.Replace(small, "'2'", "'3'", 1), "version '3' of the format is unknown"},
		"text":                {"Dear Sir,\nplease find attached\n", "x.m:1:1: "},
		"points out of order": {strings.Replace(small, "[ 2 0 0 3 0.1 10 0 ]", "[ 1 0 0 2 10 0 5 1 ]", 1), "point 2 is at 5 after 10"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("x.m", strings.NewReader(c.text))
			var faults model.Faults
			require.ErrorAs(t, err, &faults)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func TestManyFaultsEnd(t *testing.T) {
	_, err := Read("x.m", strings.NewReader("mpc.baseMVA = 1;\nmpc.bus = [\n"+strings.Repeat("a\n", 100_000)))
	var faults model.Faults
	require.ErrorAs(t, err, &faults)
	require.LessOrEqual(t, len(faults), maxFaults+3)
	_, err = Read("x.m", strings.NewReader(strings.Repeat("\n", 1_000_000)))
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 2)
	_, err = Read("x.m", strings.NewReader("mpc.bus = ["+strings.Repeat("1 ", 100_000)))
	require.ErrorAs(t, err, &faults)
	require.LessOrEqual(t, len(faults), maxFaults+3)
}

func TestMissingSections(t *testing.T) {
	c, err := Read("x.m", strings.NewReader("mpc.baseMVA = 100; mpc.bus = [1 3 5 0 0 0 1 1 0];"))
	require.NoError(t, err)
	require.Len(t, c.Warnings, 2)
	g, err := NewGrid(c)
	require.NoError(t, err)
	require.False(t, g.NewState().Served(0))
	c, err = Read("x.m", strings.NewReader("mpc.baseMVA = 100; mpc.bus = [];"))
	require.NoError(t, err)
	g, err = NewGrid(c)
	require.NoError(t, err)
	require.Zero(t, g.NewState().Islands())
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(first))
	f.Add([]byte("mpc.baseMVA=1;mpc.bus=[1 3 1 1 1 1 1 1 1;2 4 0 0 0 0 0 0 0];mpc.gen=[1 1 1 1 1 1 1 1];mpc.x={'a';\"b\" % c\n};"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Read("x.m", bytes.NewReader(text))
		if err != nil {
			var faults model.Faults
			require.ErrorAs(t, err, &faults)
			return
		}
		var b bytes.Buffer
		require.NoError(t, c.Write(&b))
		again, err := Read("x.m", bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		require.Equal(t, len(c.Buses), len(again.Buses))
		require.Equal(t, len(c.Branches), len(again.Branches))
		if len(c.Buses) > 50 {
			return
		}
		_, _ = c.SolveAC(ACOptions{QLimits: true}) // whatever the numbers: an answer or an error
		_, _ = c.SolveOPF()
		if g, err := NewGrid(c); err == nil {
			for i := range c.Buses {
				if g.base.Served(i) {
					require.False(t, math.IsNaN(g.base.Angle(i)))
				}
			}
		}
	})
}
